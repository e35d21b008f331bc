"""Where the selections of a REFI-QDA project stand in the texts, in code points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from quotetrail.coding.counting import COUNTINGS, STANDARD
from quotetrail.coding.fitting import Fitted, fit
from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, children, local
from quotetrail.coding.quoted import plain, without_ellipsis
from quotetrail.coding.refi_sources import Documents
from quotetrail.coding.refi_taken import KINDS, Selection, Tree
from quotetrail.coding.trials import Sample, Text

ORIGIN = "Quotetrail"
_SURELY_QUOTATION = 8
_LARGEST = 2**63


class Place(NamedTuple):
    """What stands around something in the project.

    Attributes
    ----------
    kind : str
        As `Coding.kind`; empty if it is neither in a selection nor in a note.
    source : str
        The id of the source or note.
    guid : str
        The GUID of that source or note, empty if it has none.
    """

    kind: str
    source: str
    guid: str


def place_of(element: etree._Element | None, documents: Documents) -> Place:
    """The source and the outermost selection that an element is, or that are around it."""
    kind = ""
    around = element
    while around is not None and around not in documents.owners:
        name = local(around)
        if name == "Note":
            guid = normalised_guid(attribute(around, "guid"))
            return Place("note", guid, guid)
        kind = KINDS.get(name, kind)
        around = around.getparent()
    if around is None:
        return Place(kind, "", "")
    source = documents.owners[around].source
    return Place(kind, source, documents.guids[source])


Spans = Mapping[etree._Element, Sequence[Sample | None]]


def text_spans(tree: Tree, documents: Documents, warnings: list[str]) -> Spans:
    """The selections of texts in code points: for each that the tree holds, by what is around it.

    What the file counts in is judged over the whole project first, then for each text, and said of
    the source; of a file of our own it is known.
    """
    found = {
        holder: _samples(tree.selections[holder], holder, source.text)
        for holder, source in documents.holders.items()
        if holder in tree.selections
    }
    texts = {
        source.source: Text(source.text, list(filter(None, found[holder])))
        for holder, source in documents.holders.items()
        if source.text is not None and any(found.get(holder, ()))
    }
    ours = attribute(tree.root, "origin") == ORIGIN
    fitted = fit(texts, countings=(STANDARD,) if ours else COUNTINGS)
    numbers = {source.source: place for place, source in enumerate(documents.sources, start=1)}
    for key, each in fitted.items():
        doubtful = sum(read.doubtful for read in each.reads)
        place = numbers[key] - 1
        documents.sources[place] = replace(documents.sources[place], counting=str(each))
        if each.counting != STANDARD or doubtful:
            warnings.append(f"source {numbers[key]}: {each}")
        if doubtful:
            warnings.append(f"source {numbers[key]}: {doubtful} selections are in doubt")
    return {
        holder: _spans(samples, fitted.get(documents.holders[holder].source))
        for holder, samples in found.items()
    }


def _spans(samples: Sequence[Sample | None], fitted: Fitted | None) -> Sequence[Sample | None]:
    if fitted is None:
        return samples
    reads = iter(fitted.reads)
    return [sample and next(reads) for sample in samples]


def _samples(
    selections: Iterable[Selection], holder: etree._Element, text: str | None
) -> list[Sample | None]:
    """The selections as the file counts them, None for those that give no place in the text."""
    points = {
        normalised_guid(attribute(point, "guid")): attribute(point, "position")
        for point in children(holder, "SyncPoint")
    }
    return [
        _sample(each, points, text) if KINDS[each.tag] == "text" else None for each in selections
    ]


def _sample(selection: Selection, points: Mapping[str, str], text: str | None) -> Sample | None:
    first, last = selection.first, selection.last
    if selection.tag == "TranscriptSelection":
        first, last = points.get(normalised_guid(first), ""), points.get(normalised_guid(last), "")
    try:
        start, end = int(first), int(last)
    except ValueError:
        return None
    if not (-_LARGEST <= start <= _LARGEST and -_LARGEST <= end <= _LARGEST):
        return None
    return Sample(start, end, _quotation(selection.name, start, end - start, text))


def _quotation(name: str, start: int, length: int, text: str | None) -> str:
    """The selection's name if it can be its text: as long, or cut by an ellipsis, and found.

    ``text`` is the source's, or None where there is none to find it in.
    """
    stem = without_ellipsis(name)
    said = name if stem is None else stem
    as_long = len(name) == length
    nearly = length * 0.8 - 2 <= len(name) <= length + 2 or (
        stem is not None and len(stem) < length
    )
    if not said or not (as_long or nearly):
        return ""
    if (
        text is not None
        and start >= 0
        and text.startswith(said, start)
        and (as_long or _is_long(said))
    ):
        return name
    words = plain(said)
    if not words or not (as_long or _is_long(words)):
        return ""
    return name if text is None or words in _folded(text) else ""


def _is_long(words: str) -> bool:
    return len(words) >= _SURELY_QUOTATION


@lru_cache(maxsize=4)
def _folded(text: str) -> str:
    return plain(text)
