"""The codings of a REFI-QDA project as records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from quotetrail.coding.ids import id_of, made_id, normalised_guid, unique_ids
from quotetrail.coding.markup import attribute, local
from quotetrail.coding.project import Coding
from quotetrail.coding.refi_notes import joined_said
from quotetrail.coding.refi_selections import Place, Spans, place_of
from quotetrail.coding.refi_sources import Documents
from quotetrail.coding.refi_taken import (
    KINDS,
    NOTHING,
    Given,
    Said,
    Selection,
    Tree,
    code_named,
    given_of,
    said_in,
)
from quotetrail.coding.trials import Sample

_NOWHERE = (None, None, "", False)


@dataclass(frozen=True)
class Parts:
    """What the codings of a project point to.

    Attributes
    ----------
    codes, users : mapping of str to str
        The id of the code, and the name of the user, of each GUID.
    paths : mapping of str to tuple of str
        The path of each code, by its id.
    notes : mapping of str to str
        The text of each note by its GUID.
    documents : Documents
    spans : mapping
        The selections of texts in code points.
    """

    codes: Mapping[str, str]
    paths: Mapping[str, tuple[str, ...]]
    users: Mapping[str, str]
    notes: Mapping[str, str]
    documents: Documents
    spans: Spans


class _Passage(NamedTuple):
    """What codes are given to, and what is said of it."""

    source: str
    kind: str
    span: Sample | None
    guids: tuple[str, ...]
    said: Said


def read_codings(tree: Tree, parts: Parts, warnings: list[str]) -> tuple[Coding, ...]:
    """One record for each code that a Coding names.

    Parameters
    ----------
    tree : Tree
    parts : Parts
    warnings : list of str
        What is odd is added to it.
    """
    codings: list[Coding] = []
    unique = unique_ids()
    repeats: Counter[tuple[object, ...]] = Counter()
    unknown_codes = unknown_users = 0
    codes, users = parts.codes, parts.users
    names = {source.source: source.name for source in parts.documents.sources}
    for passage, several in _given(tree, parts):
        start, end, quoted, doubtful = passage.span or _NOWHERE
        for guid, user, created, reference, said in several:
            code, coder = codes.get(reference, ""), users.get(user, "")
            unknown_codes += not code
            unknown_users += user not in users and bool(user)
            guids = passage.guids if guid is None else (*passage.guids, guid)
            if all(guids):
                wanted = id_of("c", "\x1f".join((*guids, reference)))
            else:
                known = (
                    names.get(passage.source, ""),
                    start,
                    end,
                    *parts.paths.get(code, ()),
                    coder,
                )
                wanted = made_id("c", *known, repeats[known])
                repeats[known] += 1
            memo = ""
            if said is not NOTHING or passage.said is not NOTHING:
                memo = joined_said(parts.notes, said, passage.said)
            codings.append(
                Coding(
                    unique(wanted),
                    code,
                    passage.source,
                    start,
                    end,
                    coder,
                    memo,
                    None,
                    created,
                    passage.kind,
                    quoted,
                    doubtful,
                )
            )
    if unknown_codes:
        warnings.append(f"{unknown_codes} codings name no code of the code book")
    if unknown_users:
        warnings.append(f"{unknown_users} codings name a user that the file does not list")
    return tuple(codings)


def _given(tree: Tree, parts: Parts) -> Iterator[tuple[_Passage, list[Given]]]:
    """The codes that somebody gave, and to what: first those that are in records of selections."""
    for around, selections in tree.selections.items():
        place = place_of(around, parts.documents)
        spans = parts.spans.get(around) or [None] * len(selections)
        for each, span in zip(selections, spans, strict=True):
            yield _passage(place, each, span), each.given
    for element in tree.root.iter("{*}Coding", "{*}CodeRef"):
        above = element.getparent()
        if local(element) == "Coding":
            selection = _around(above, tree, parts)
            if selection is None:
                yield _document(above, parts), given_of(element, None)
            else:
                yield _left(selection, tree, parts), given_of(element, selection)
        elif above is not None and local(above).endswith("Selection"):
            selection = _around(above, tree, parts)
            if selection is None:
                yield _of_other_kind(above, parts), [code_named(element, above)]
            else:
                yield _left(selection, tree, parts), [code_named(element, selection)]


def _passage(place: Place, selection: Selection, span: Sample | None) -> _Passage:
    kind = place.kind or KINDS[selection.tag]
    return _Passage(
        place.source,
        kind,
        span if kind == "text" else None,
        (place.guid, selection.guid),
        selection.said,
    )


def _around(element: etree._Element | None, tree: Tree, parts: Parts) -> etree._Element | None:
    """The innermost selection around something that was left in the tree."""
    while element is not None and element not in parts.documents.owners:
        if element in tree.left:
            return element
        if local(element) == "Note":
            return None
        element = element.getparent()
    return None


def _left(selection: etree._Element, tree: Tree, parts: Parts) -> _Passage:
    """What a selection that was left in the tree covers."""
    around, number = tree.left[selection]
    spans = parts.spans.get(around)
    place = place_of(around, parts.documents)
    return _passage(place, tree.selections[around][number], spans[number] if spans else None)


def _document(element: etree._Element | None, parts: Parts) -> _Passage:
    """A document or a note as a whole."""
    place = place_of(element, parts.documents)
    return _Passage(place.source, place.kind or "document", None, (place.guid,), NOTHING)


def _of_other_kind(selection: etree._Element, parts: Parts) -> _Passage:
    """A selection of a kind that the standard does not know."""
    place = place_of(selection, parts.documents)
    kind = place.kind or "document"
    guids = (place.guid, normalised_guid(attribute(selection, "guid")))
    return _Passage(place.source, kind, None, guids, said_in(selection))
