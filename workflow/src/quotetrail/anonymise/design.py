"""What may be known of participants, groups and transcripts outside the restricted zone."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotetrail.anonymise.freetext import replace_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.errors import SheetError
from quotetrail.sheets import GroupRow, Participant
from quotetrail.text import Transcript

Row = dict[str, str]


def transcript_columns(contrast: str) -> list[str]:
    """The columns of transcripts.csv; ``raw`` is a keyed hash of the raw transcript."""
    places = ["site", "country", *([contrast] if contrast else [])]
    return ["transcript", "group", *places, "language", "original", "readers", "raw"]


def group_columns(contrast: str) -> list[str]:
    """The columns of groups.csv."""
    places = ["site", "country", *([contrast] if contrast else [])]
    return ["group", *places, "moderators", "observers", "minutes", "guide", "asked"]


def transcript_rows(
    transcripts: Iterable[Transcript], design: Iterable[Mapping[str, Any]], contrast: str
) -> list[Row]:
    """One row for each transcript: where it belongs.

    Parameters
    ----------
    transcripts : iterable of Transcript
    design : iterable of mapping
        What the sheets say: transcript, group, site, country, contrast, language, original, and
        how many people read the whole of it (readers).
    contrast : str
        The name of the contrast's column, or nothing.
    """
    known = {row["transcript"]: row for row in design}
    rows = []
    for transcript in transcripts:
        name = transcript.transcript
        said = known.get(name, {})
        row = {"transcript": name, "group": said.get("group", name)}
        row |= {column: said.get(column, "") for column in ("site", "country")}
        if contrast:
            row[contrast] = said.get("contrast", "")
        row |= {"language": transcript.language, "original": said.get("original", "")}
        row["readers"] = str(said.get("readers", 0))
        rows.append(row)
    return rows


def group_rows(
    transcripts: Sequence[Row],
    groups: Iterable[GroupRow],
    participants: Iterable[Participant],
    contrast: str,
    names: Matcher,
) -> list[Row]:
    """One row for each group, in the sheet's order, or else in that of the transcripts."""
    described = {group.group: group for group in groups}
    places: dict[str, Row] = {}
    for row in transcripts:
        places.setdefault(row["group"], row)
    columns = ["site", "country", *([contrast] if contrast else [])]
    ids = {person.participant for person in participants}
    rows = []
    for name in [*described, *(name for name in places if name not in described)]:
        group, place = described.get(name, GroupRow(0, name)), places.get(name, {})
        staff = {
            "moderators": ";".join(_staff(group.moderator, ids, names)),
            "observers": ";".join(_staff(group.observer, ids, names)),
        }
        facts = {"minutes": group.minutes, "guide": group.guide, "asked": ";".join(group.asked)}
        facts = {fact: replace_names(said, names) for fact, said in facts.items()}
        rows.append({"group": name, **{c: place.get(c, "") for c in columns}, **staff, **facts})
    return rows


def _staff(people: Iterable[str], ids: set[str], names: Matcher) -> list[str]:
    """Ids and labels of those who led a group; a label that is a name is replaced."""
    return [person if person in ids else replace_names(person, names) for person in people]


def participant_columns(publish: Sequence[str]) -> list[str]:
    """The columns of participants.csv."""
    consent = ("quote", "original_language", "deposit", "withdrawn")
    return ["participant", "transcript", "group", "part", *consent, *publish]


def participant_rows(
    participants: Iterable[Participant],
    groups: Iterable[GroupRow],
    publish: Sequence[str],
    names: Matcher,
    file: str,
) -> list[Row]:
    """One row for each row of the participants sheet, with the attributes that may leave it.

    Raises
    ------
    SheetError
        If an attribute to be published is no column of the sheet, or a cell of it holds a name.
    """
    leading = _leading(groups)
    rows = []
    for person in participants:
        values = (
            person.participant,
            person.transcript,
            person.group,
            _part(person, leading),
            *map(_yes, (person.quote, person.original_language, person.deposit)),
            _yes(bool(person.withdrawn_on)),
            *(_attribute(person, attribute, names, file) for attribute in publish),
        )
        rows.append(dict(zip(participant_columns(publish), values, strict=True)))
    return rows


def _leading(groups: Iterable[GroupRow]) -> dict[str, dict[str, str]]:
    """For each group those who led it, by id or label, and what they did."""
    return {
        group.group: {
            **dict.fromkeys(group.observer, "observer"),
            **dict.fromkeys(group.moderator, "moderator"),
        }
        for group in groups
    }


def _part(person: Participant, leading: Mapping[str, Mapping[str, str]]) -> str:
    # A person of a single transcript leads it wherever the groups sheet names them.
    places = [leading.get(person.group, {})] if person.group else list(leading.values())
    for name in (person.participant, *person.label):
        for place in places:
            if name in place:
                return place[name]
    return "participant"


def _attribute(person: Participant, attribute: str, names: Matcher, file: str) -> str:
    if attribute not in person.attributes:
        raise SheetError(
            f"the column {attribute!r} is missing, but `publish` names it",
            file=file,
            place="row 1",
            advice="add the column, or take the name out of `publish` in the config",
        )
    value = person.attributes[attribute]
    if names.occurs(value):
        raise SheetError(
            "the cell holds a known name, but the attribute is to be published",
            file=file,
            place=f"row {person.row}, column {attribute}",
            advice="write something that names nobody",
        )
    return value


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def write_rows(rows: Sequence[Row], columns: Sequence[str], path: Path) -> None:
    """Write rows as csv."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
