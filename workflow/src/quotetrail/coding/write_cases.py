"""Participants as cases, and what is known of them and of the transcripts as variables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from quotetrail.anonymise.design import participant_columns
from quotetrail.coding.write_markup import below, guid, put
from quotetrail.text import Transcript

_NOT_DESCRIBING = frozenset(["transcript", "readers", "raw"])


class WrittenCase(NamedTuple):
    """A case as it is written: something that the study counts, such as a participant.

    Attributes
    ----------
    name : str
    sources : tuple of str
        The ids of the transcripts that belong to it.
    values : dict of str to str
        By the name of the variable.
    """

    name: str
    sources: tuple[str, ...]
    values: dict[str, str]


def participant_cases(
    rows: Iterable[Mapping[str, str]], transcripts: Sequence[Transcript]
) -> list[WrittenCase]:
    """One case for each participant, but for those who withdrew and those who led the groups.

    Parameters
    ----------
    rows : iterable of mapping
        Of the controlled participants.csv. Where somebody's rows say different things of them,
        the value holds all of them.
    transcripts : sequence of Transcript
        Pseudonymised; those in which somebody speaks belong to their case.
    """
    own: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        own.setdefault(row["participant"], []).append(row)
    spoken: dict[str, list[str]] = {}
    for transcript in transcripts:
        for speaker in transcript.speakers():
            spoken.setdefault(speaker, []).append(transcript.transcript)
    return [
        WrittenCase(name, tuple(spoken.get(name, ())), _attributes(held))
        for name, held in own.items()
        if all(row["withdrawn"] != "yes" for row in held)
        and any(row["part"] == "participant" for row in held)
    ]


def transcript_values(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What the controlled transcripts.csv says of each transcript: group, site, language ..."""
    return {
        row["transcript"]: {
            name: value for name, value in row.items() if value and name not in _NOT_DESCRIBING
        }
        for row in rows
    }


def _attributes(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    known = participant_columns(())
    values = {
        name: "; ".join(dict.fromkeys(row[name] for row in rows if row[name]))
        for name in rows[0]
        if name not in known
    }
    return {name: value for name, value in values.items() if value}


def write_variables(
    root: etree._Element, cases: Sequence[WrittenCase], described: Mapping[str, Mapping[str, str]]
) -> None:
    """Write the list of variables below the project's root.

    Cases and sources never share one, since some programs mix them up then.
    """
    of_cases = dict.fromkeys(name for case in cases for name in case.values)
    of_sources = dict.fromkeys(name for values in described.values() for name in values)
    if not of_cases and not of_sources:
        return
    group = below(root, "Variables")
    taken = {name.casefold() for name in of_cases}
    for name in of_cases:
        _write_variable(group, "case", name, name)
    for name in of_sources:
        shown = f"{name} of the transcript" if name.casefold() in taken else name
        _write_variable(group, "source", name, shown)


def _write_variable(group: etree._Element, kind: str, name: str, shown: str) -> None:
    variable = below(group, "Variable")
    put(variable, guid=guid(f"{kind} variable", name), name=shown, typeOfVariable="Text")


def write_values(element: etree._Element, kind: str, values: Mapping[str, str]) -> None:
    """Write the values of the variables of a ``case`` or a ``source``."""
    for name, value in values.items():
        held = below(element, "VariableValue")
        put(below(held, "VariableRef"), targetGUID=guid(f"{kind} variable", name))
        below(held, "TextValue", value)


def write_cases(root: etree._Element, cases: Sequence[WrittenCase]) -> None:
    """Write the cases below the project's root."""
    if not cases:
        return
    group = below(root, "Cases")
    for case in cases:
        element = below(group, "Case")
        put(element, guid=guid("case", case.name), name=case.name)
        write_values(element, "case", case.values)
        for source in case.sources:
            put(below(element, "SourceRef"), targetGUID=guid("source", source))
