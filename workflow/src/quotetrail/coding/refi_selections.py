"""Where the selections of a REFI-QDA project stand in the texts, in code points."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from quotetrail.coding.counting import COUNTINGS, STANDARD
from quotetrail.coding.fitting import Sample, Text, fit
from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, children, local
from quotetrail.coding.quoted import plain, without_ellipsis
from quotetrail.coding.refi_sources import Documents

_KINDS = {
    "PlainTextSelection": "text",
    "TranscriptSelection": "text",
    "PDFSelection": "pdf",
    "PictureSelection": "picture",
    "AudioSelection": "audio",
    "VideoSelection": "video",
}
_SURELY_QUOTATION = 8
_LARGEST = 2**63


class Span(NamedTuple):
    """A selection of a text; ``doubtful`` if nobody can tell which characters are meant."""

    start: int
    end: int
    quoted: str
    doubtful: bool = False


class Place(NamedTuple):
    """What an element of the project stands in.

    Attributes
    ----------
    kind : str
        As `Coding.kind`.
    selection : element or None
        The innermost selection around it.
    source : str
        The id of the source or note.
    guid : str
        The GUID of that source or note, empty if it has none.
    """

    kind: str
    selection: etree._Element | None
    source: str
    guid: str


def place_of(element: etree._Element, documents: Documents) -> Place:
    """The selection and the source around an element."""
    selections: list[etree._Element] = []
    around = element if local(element) in _KINDS else element.getparent()
    while around is not None and around not in documents.owners:
        name = local(around)
        if name == "Note":
            break
        if name in _KINDS:
            selections.append(around)
        around = around.getparent()
    inner = selections[0] if selections else None
    kind = _KINDS[local(selections[-1])] if selections else "document"
    if around is None:
        return Place(kind, inner, "", "")
    source = documents.owners.get(around)
    if source is None:
        guid = normalised_guid(attribute(around, "guid"))
        return Place("note", inner, guid, guid)
    return Place(kind, inner, source.source, documents.guids[source.source])


def text_spans(
    documents: Documents, warnings: list[str], *, ours: bool = False
) -> dict[etree._Element, Span]:
    """Every selection of a text by its element, in code points of that text.

    What the file counts in is judged over the whole project first, then for each text, and said of
    the source; of a file of our own it is known.
    """
    found: dict[str, dict[etree._Element, Sample]] = {}
    for holder, source in documents.holders.items():
        selections = _selections(holder)
        for selection in selections:
            sample = _sample(selection, holder, source.text)
            if sample is not None:
                found.setdefault(source.source, {})[selection] = sample
    texts = {
        source.source: Text(source.text, list(found[source.source].values()))
        for source in documents.sources
        if source.text is not None and source.source in found
    }
    spans = {
        selection: Span(sample.start, sample.end, sample.quoted)
        for samples in found.values()
        for selection, sample in samples.items()
    }
    numbers = {source.source: place for place, source in enumerate(documents.sources, start=1)}
    for key, fitted in fit(texts, countings=(STANDARD,) if ours else COUNTINGS).items():
        for (selection, sample), read in zip(found[key].items(), fitted.reads, strict=True):
            spans[selection] = Span(read.start, read.end, sample.quoted, read.doubtful)
        doubtful = sum(read.doubtful for read in fitted.reads)
        place = numbers[key] - 1
        documents.sources[place] = replace(documents.sources[place], counting=str(fitted))
        if fitted.counting != STANDARD or doubtful:
            warnings.append(f"source {numbers[key]}: {fitted}")
        if doubtful:
            warnings.append(f"source {numbers[key]}: {doubtful} selections are in doubt")
    return spans


def _selections(holder: etree._Element) -> list[etree._Element]:
    return [child for child in holder if _KINDS.get(local(child)) == "text"]


def _sample(selection: etree._Element, holder: etree._Element, text: str | None) -> Sample | None:
    if local(selection) == "TranscriptSelection":
        points = {
            normalised_guid(attribute(point, "guid")): attribute(point, "position")
            for point in children(holder, "SyncPoint")
        }
        ends = [
            points.get(normalised_guid(attribute(selection, name)), "")
            for name in ("fromSyncPoint", "toSyncPoint")
        ]
    else:
        ends = [attribute(selection, name) for name in ("startPosition", "endPosition")]
    try:
        start, end = (int(value) for value in ends)
    except ValueError:
        return None
    if max(abs(start), abs(end)) > _LARGEST:
        return None
    return Sample(start, end, _quotation(attribute(selection, "name"), start, end - start, text))


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
