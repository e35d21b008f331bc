"""Cases, variables and sets of a REFI-QDA project.

NVivo writes a case with its values, and once more as a code of the same GUID, under which its
passages are coded. Quirkos and MAXQDA write a case without a name for each document: its values
are those of the document. MAXQDA's document groups come as sets.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from quotetrail.coding.beside import Beside
from quotetrail.coding.ids import made_id, normalised_guid, unique
from quotetrail.coding.markup import attribute, children, descendants, local
from quotetrail.coding.project import Case, Coding, Group, Subject, Value
from quotetrail.coding.refi_notes import said_of
from quotetrail.coding.refi_selections import place_of
from quotetrail.coding.refi_sources import Documents
from quotetrail.coding.refi_taken import KINDS, Tree


class _Known(NamedTuple):
    """What references point to: ids of sources and codes by GUID, and where passages stand."""

    sources: dict[str, str]
    codes: Mapping[str, str]
    coded: Mapping[str, list[str]]
    selected: Mapping[str, list[str]]


def read_cases(
    tree: Tree,
    documents: Documents,
    *,
    codes: Mapping[str, str],
    codings: Sequence[Coding],
    notes: Mapping[str, str],
    warnings: list[str],
) -> Beside:
    """Cases, sets, and the values of variables.

    Parameters
    ----------
    tree : Tree
    documents : Documents
    codes : mapping of str to str
        The id of the code of each GUID.
    codings : sequence of Coding
        A case whose GUID, or whose CodeRef, is that of a code consists of the code's passages.
    notes : mapping of str to str
        The text of each note by its GUID.
    warnings : list of str
        What is odd is added to it.
    """
    root = tree.root
    known = _known(tree, documents, codes, codings)
    values = _values_of_documents(root, documents)
    cases: dict[str, Case] = {}
    passages = nameless = 0
    for element in descendants(root, "Case"):
        name, own = (
            attribute(element, "name").strip(),
            _targets(element, "SourceRef", known.sources),
        )
        if not name:
            values += [(source, "document", each) for source in own for each in _given(element)]
            nameless += not own
            continue
        parts = _parts(element, known)
        passages += len(parts)
        case = unique(normalised_guid(attribute(element, "guid")) or made_id("case-", name), cases)
        others = tuple(part for part in dict.fromkeys(parts) if part not in own)
        cases[case] = Case(case, name, said_of(notes, element), own, others)
        values += [(case, "case", each) for each in _given(element)]
    groups, left = _groups(root, known)
    said = _named(values, _variables(root), warnings)
    counts = {
        f"{nameless} cases have neither name nor document and are left out": nameless,
        f"{passages} passages of cases are kept as the documents they stand in": passages,
        f"{left} notes in sets are left out of them": left,
    }
    warnings += [text for text, number in counts.items() if number]
    return Beside(tuple(cases.values()), tuple(groups), said)


def _known(
    tree: Tree,
    documents: Documents,
    codes: Mapping[str, str],
    codings: Iterable[Coding],
) -> _Known:
    sources: dict[str, str] = {}
    for source, guid in documents.guids.items():
        sources.setdefault(guid or source, source)
    coded: dict[str, list[str]] = {}
    if any(True for _ in descendants(tree.root, "Case")):
        for each in codings:
            coded.setdefault(each.code, []).append(each.source)
    selected: dict[str, list[str]] = {}
    if any(True for _ in descendants(tree.root, "SelectionRef")):
        for around, selections in tree.selections.items():
            source = place_of(around, documents).source
            for selection in selections:
                selected.setdefault(selection.guid, []).append(source)
        for element in tree.root.iter():
            if local(element).endswith("Selection") and local(element) not in KINDS:
                guid = normalised_guid(attribute(element, "guid"))
                selected.setdefault(guid, []).append(place_of(element, documents).source)
    return _Known(sources, codes, coded, selected)


_Given = tuple[str, Subject, etree._Element]


def _values_of_documents(root: etree._Element, documents: Documents) -> list[_Given]:
    """The values that stand in the sources themselves."""
    return [
        (source.source, "document", each)
        for element, source in documents.owners.items()
        for each in _given(element)
    ]


def _given(element: etree._Element) -> list[etree._Element]:
    return children(element, "VariableValue")


def _variables(root: etree._Element) -> dict[str, str]:
    return {
        normalised_guid(attribute(each, "guid")): attribute(each, "name").strip()
        for each in descendants(root, "Variable")
    }


def _named(
    given: Iterable[_Given], variables: Mapping[str, str], warnings: list[str]
) -> tuple[Value, ...]:
    """The values with the names of their variables, each once; empty ones say nothing."""
    values: dict[Value, None] = {}
    unknown = 0
    for subject, of, element in given:
        refs = children(element, "VariableRef")
        name = variables.get(normalised_guid(attribute(refs[0], "targetGUID"))) if refs else None
        said = [(each.text or "").strip() for each in element if local(each).endswith("Value")]
        value = next(filter(None, said), "")
        if value and name:
            values[Value(of, subject, name, value)] = None
        unknown += bool(value) and not name
    if unknown:
        warnings.append(f"{unknown} values name no variable of the file and are left out")
    return tuple(values)


def _targets(element: etree._Element, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of what the references of an element point to, each once."""
    guids = (normalised_guid(attribute(ref, "targetGUID")) for ref in children(element, name))
    return tuple(dict.fromkeys(known[guid] for guid in guids if guid in known))


def _parts(case: etree._Element, known: _Known) -> list[str]:
    """For each passage of a case the document in which it stands."""
    own = known.codes.get(normalised_guid(attribute(case, "guid")))
    codes = dict.fromkeys([*_targets(case, "CodeRef", known.codes), *([own] if own else [])])
    refs = children(case, "SelectionRef")
    selections = dict.fromkeys(normalised_guid(attribute(ref, "targetGUID")) for ref in refs)
    found = [source for code in codes for source in known.coded.get(code, ())]
    found += [source for guid in selections for source in known.selected.get(guid, ())]
    return [source for source in found if source]


def _groups(root: etree._Element, known: _Known) -> tuple[list[Group], int]:
    """The sets, and how many notes stand in them."""
    sets = list(descendants(root, "Set"))
    groups = [
        Group(
            attribute(each, "name").strip(),
            "set",
            _targets(each, "MemberSource", known.sources),
            _targets(each, "MemberCode", known.codes),
        )
        for each in sets
    ]
    return groups, sum(len(children(each, "MemberNote")) for each in sets)
