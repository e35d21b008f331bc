"""Which transcript or participant a document or a case of a project is, and what its sheet says."""

import re
from collections.abc import Iterable, Mapping, Sequence

from quotetrail.coding.beside import folded
from quotetrail.coding.project import Case
from quotetrail.sheets import Participant, TranscriptRow, present

_KIND_OF_CASE = re.compile(r"^.*:(?=\S)")
Cells = Mapping[tuple[str, str], Mapping[str, list[str]]]
"""By kind and id the cells of each column; a participant may stand in several rows."""


class Subjects:
    """Finds the transcript of a document, and the participant of a case.

    Parameters
    ----------
    documents : mapping of str to str
        The transcript of each source that is one.
    groups : mapping of str to str
        The group of each transcript.
    participants : sequence of Participant
    """

    def __init__(
        self,
        documents: Mapping[str, str],
        groups: Mapping[str, str],
        participants: Sequence[Participant],
    ) -> None:
        self._documents = documents
        self._groups = groups
        self._called: dict[str, list[Participant]] = {}
        for person in participants:
            for name in dict.fromkeys((person.participant, *person.label, *person.names)):
                self._called.setdefault(folded(name), []).append(person)

    def of_document(self, source: str, names: Mapping[str, str]) -> tuple[str, str]:
        """The kind and id of the transcript that a document is; else the document's name."""
        if source in self._documents:
            return "transcript", self._documents[source]
        return "document", names.get(source, source)

    def of_case(self, case: Case) -> list[tuple[str, str]]:
        """The kind and id of the participant, or of the transcripts, that a case is; else its name.

        Of several participants with the name it is the one who spoke in the case's documents.
        """
        called = self._called.get(folded(case.name), [])
        ids = _ids(called)
        if len(ids) > 1:
            ids = _ids(self._there(called, (*case.sources, *case.parts)))
        if len(ids) == 1:
            return [("participant", ids[0])]
        own = dict.fromkeys(self.of_document(each, {}) for each in case.sources)
        if own and not called and not case.parts and {kind for kind, _ in own} == {"transcript"}:
            return list(own)
        return [("case", case.name)]

    def _there(self, people: Sequence[Participant], sources: Iterable[str]) -> list[Participant]:
        """Those who spoke in the transcripts of these documents."""
        spoken = dict.fromkeys(self._documents[each] for each in sources if each in self._documents)
        return [
            person
            for each in spoken
            for person in present(people, each, self._groups.get(each, each))
        ]


def _ids(people: Iterable[Participant]) -> list[str]:
    return list(dict.fromkeys(person.participant for person in people))


def same_variable(variable: str, column: str) -> bool:
    """Whether a variable is that of a column."""
    return folded(column) in (folded(variable), short_variable(variable))


def short_variable(variable: str) -> str:
    """A variable's name in one spelling, without the kind of case that NVivo writes before it."""
    return folded(_KIND_OF_CASE.sub("", variable))


def cells_of(
    rows: Iterable[TranscriptRow], participants: Iterable[Participant], sites: Mapping[str, str]
) -> Cells:
    """What the sheets say of each transcript and participant."""
    cells: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows:
        # What the sheet leaves empty was filled in, and says nothing.
        known = {
            "group": row.group if row.group != row.transcript else "",
            "language": row.language if row.language != "und" else "",
            "date": row.date,
        }
        own = cells.setdefault(("transcript", row.transcript), {})
        for column, cell in {**known, **row.attributes}.items():
            own.setdefault(column, []).append(cell)
        own["site"] = [row.site, sites.get(row.transcript, "")]
    for person in participants:
        own = cells.setdefault(("participant", person.participant), {})
        known = {"group": person.group, "transcript": person.transcript}
        for column, cell in {**known, **person.attributes}.items():
            own.setdefault(column, []).append(cell)
    return cells
