"""Variables of a project that a study publishes although its participants sheet lacks them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotetrail.anonymise.matcher import Matcher
from quotetrail.coding.subjects import same_variable
from quotetrail.errors import CodingError, ConfigError
from quotetrail.sheets import Participant

# A value may be as long as a memo.
csv.field_size_limit(2**31 - 1)


def with_variables(
    participants: Iterable[Participant],
    variables: Sequence[str],
    path: str,
    names: Matcher,
    *,
    study: str,
) -> list[Participant]:
    """The participants with their values of variables as further attributes.

    Parameters
    ----------
    participants : iterable of Participant
    variables : sequence of str
        As `publish` names them.
    path : str
        The file attributes.csv of the study.
    names : Matcher
        The study's known names.
    study : str

    Raises
    ------
    ConfigError
        If the project files give no participant a value of the variable.
    CodingError
        If a value holds a known name.
    """
    with open(path, encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"] == "participant"]
    people = list(participants)
    for variable in variables:
        values: dict[str, str] = {}
        for row in rows:
            if same_variable(row["variable"], variable):
                values.setdefault(row["subject"], row["value"])
        if not values:
            raise ConfigError(
                f"{variable!r} is neither an attribute in the participants sheet nor a variable "
                "that the project files know of a participant",
                file="the config",
                place=f"studies.{study}.publish",
                expected="a column of the sheet, or a variable whose cases have the participants' "
                "ids, labels or names",
                advice=f"correct it; {path} lists what the project files know",
            )
        for number, person in enumerate(people):
            value = values.get(person.participant, "")
            if names.occurs(value):
                raise CodingError(
                    f"A value of the variable {variable!r} holds a known name, but it is to be "
                    "published.",
                    file=path,
                    place=f"the participant of row {person.row} of the participants sheet",
                    advice="Add the variable to the participants sheet as a column that names "
                    "nobody; the sheet's values count.",
                )
            people[number] = replace(person, attributes={**person.attributes, variable: value})
    return people
