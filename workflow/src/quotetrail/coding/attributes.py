"""What a project says of transcripts and participants, compared with the study's sheets.

A variable of a document is an attribute of the transcript that the document is. A case is the
participant whose id, label or name it has; a case that is nobody, and that consists of whole
documents, gives its values to their transcripts. The groups, sets and cases that a document stands
in are attributes of the transcript too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotetrail.coding.beside import same_value
from quotetrail.coding.locate import Located
from quotetrail.coding.matching import Study
from quotetrail.coding.project import Conflict, Project
from quotetrail.coding.subjects import Cells, Subjects, cells_of, same_variable, short_variable
from quotetrail.sheets import Participant, TranscriptRow
from quotetrail.text import Transcript

COLUMNS = ("kind", "subject", "variable", "value", "sheet_value", "agreement", "file")
CONFLICT_COLUMNS = ("what", "where", "first", "other", "file")
_BELONGS = {"group": "document group", "set": "document set"}
_CASE = "case"
# A transcript may stand in several of these.
_SEVERAL = (*_BELONGS.values(), _CASE)


class Attribute(NamedTuple):
    """A row of attributes.csv.

    Attributes
    ----------
    kind : str
        ``transcript`` or ``participant``; ``document`` or ``case`` for what belongs to neither.
    subject : str
        The id; of a document or a case its name.
    variable, value : str
    sheet_value : str
        What the sheet says.
    agreement : str
        ``agrees``, ``conflicts``, ``new`` where the sheet says nothing, or ``nobody`` where no
        transcript and no participant is meant.
    file : str
        The project file.
    """

    kind: str
    subject: str
    variable: str
    value: str
    sheet_value: str
    agreement: str
    file: str


def compare_attributes(
    project: Project,
    located: Iterable[Located],
    transcripts: Sequence[Transcript],
    rows: Sequence[TranscriptRow],
    participants: Sequence[Participant],
    *,
    sites: Mapping[str, str],
) -> tuple[list[Attribute], list[Conflict]]:
    """Find whom each value is about, and whether the sheets say the same.

    Parameters
    ----------
    project : Project
        All project files as one.
    located : iterable of Located
        Its codings, which tell most documents' transcripts.
    transcripts : sequence of Transcript
        Raw ones.
    rows, participants : sequences
        The rows of the sheets; none where the study has no such sheet.
    sites : mapping of str to str
        The site of each transcript as the config spells it.

    Returns
    -------
    attributes : list of Attribute
    conflicts : list of Conflict
        Those that were found when the projects were merged, then those that only show now: two
        values of one transcript or participant, and values that the sheets contradict.
    """
    subjects = Subjects(
        documents=_transcripts_of(project, located, transcripts),
        groups={row.transcript: row.group for row in rows},
        participants=participants,
    )
    cells = cells_of(rows, participants, sites)
    attributes: list[Attribute] = []
    conflicts = list(project.conflicts)
    first: dict[tuple[str, str, str], str] = {}
    for said in _said(project, subjects):
        attribute = _compared(said, cells)
        attributes.append(attribute)
        where = f"{said.subject}: {said.variable}"
        if said.variable not in _SEVERAL:
            key = (said.kind, said.subject, short_variable(said.variable))
            known = first.setdefault(key, said.value)
            if not same_value(known, said.value):
                conflicts.append(Conflict("value", where, known, said.value, said.file))
        if attribute.agreement == "conflicts":
            told = attribute.sheet_value
            conflicts.append(Conflict(f"{said.kind}s sheet", where, told, said.value, said.file))
    return attributes, conflicts


def _transcripts_of(
    project: Project, located: Iterable[Located], transcripts: Sequence[Transcript]
) -> dict[str, str]:
    """The transcript of each source that is one."""
    found = {each.coding.source: each.transcript for each in located if each.transcript is not None}
    study = Study(transcripts, {})
    for source in project.sources:
        if source.source not in found:
            match = study.match(source)
            if match.transcript is not None:
                found[source.source] = match.transcript.transcript
    return found


class _Said(NamedTuple):
    """What a project says of one subject."""

    kind: str
    subject: str
    variable: str
    value: str
    file: str = ""


def _said(project: Project, subjects: Subjects) -> list[_Said]:
    """All that is said, each once and in order."""
    names = {source.source: source.name for source in project.sources}
    cases = {case.case: case for case in project.cases}
    said: list[_Said] = []
    for each in project.values:
        meant = [subjects.of_document(each.subject, names)]
        if each.of == "case":
            meant = subjects.of_case(cases[each.subject]) if each.subject in cases else []
        said += [_Said(*subject, each.variable, each.value, each.file) for subject in meant]
    said += [
        _Said(*subjects.of_document(source, names), _BELONGS[group.kind], group.name)
        for group in project.groups
        for source in group.sources
    ]
    for case in project.cases:
        meant = [subjects.of_document(each, names) for each in (*case.sources, *case.parts)]
        said += [_Said(*subject, _CASE, case.name) for subject in meant or subjects.of_case(case)]
    return list(dict.fromkeys(said))


def _compared(said: _Said, cells: Cells) -> Attribute:
    """A row: what the sheet says of the same subject under the same heading."""
    about = said[:4]
    if said.kind not in ("transcript", "participant"):
        return Attribute(*about, "", "nobody", said.file)
    sheet = [
        cell
        for column, found in cells.get((said.kind, said.subject), {}).items()
        if same_variable(said.variable, column)
        for cell in found
        if cell
    ]
    if not sheet:
        return Attribute(*about, "", "new", said.file)
    if any(same_value(cell, said.value) for cell in sheet):
        return Attribute(*about, sheet[0], "agrees", said.file)
    agreement = "new" if said.variable in _SEVERAL else "conflicts"
    return Attribute(*about, sheet[0], agreement, said.file)
