"""What a project holds beside its codings: cases, groups, values of variables, summaries."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from quotetrail.coding.cells import number
from quotetrail.coding.ids import made_id, unique
from quotetrail.coding.project import Case, Group, Summary, Value
from quotetrail.text.folding import fold


class Beside(NamedTuple):
    """The records of a project that are neither codes, documents nor codings.

    A reader of a database names documents, codes and cases in them by the database's keys.
    """

    cases: tuple[Case, ...] = ()
    groups: tuple[Group, ...] = ()
    values: tuple[Value, ...] = ()
    summaries: tuple[Summary, ...] = ()


NOTHING = Beside()


def folded(name: str) -> str:
    """A name or a value in one case and one spelling, so that all ways to write it are one."""
    return fold(" ".join(name.split())).text


def same_value(one: str, other: str) -> bool:
    """Whether two values are one: in one case and spelling, or as numbers."""
    numbers = (number(one), number(other))
    return folded(one) == folded(other) or (numbers[0] is not None and len(set(numbers)) == 1)


class Link(NamedTuple):
    """A document, or a passage of it, that belongs to a case; places are in the document's text."""

    case: str | None
    document: str | None
    start: int | None = None
    end: int | None = None


def linked(
    cases: Iterable[Case],
    links: Iterable[Link],
    lengths: Mapping[str | None, int],
    warnings: list[str],
) -> tuple[Case, ...]:
    """The cases with their documents.

    Parameters
    ----------
    cases : iterable of Case
    links : iterable of Link
        One without places, or from the first to the last character of a text, is a whole document.
    lengths : mapping of str to int
        The lengths of the texts by document.
    warnings : list of str
        It is added how many passages are kept only as the documents they stand in.
    """
    own: dict[str | None, list[str]] = {}
    parts: dict[str | None, list[str]] = {}
    for each in links:
        # QualCoder ends a whole text at its last character, or behind it.
        last = lengths.get(each.document, 0) - 1
        whole = each.end is None or (not each.start and each.end >= last)
        (own if whole else parts).setdefault(each.case, []).append(each.document or "")
    passages = sum(map(len, parts.values()))
    if passages:
        warnings.append(f"{passages} passages of cases are kept as the documents they stand in")
    return tuple(
        replace(case, sources=tuple(own.get(case.case, ())), parts=tuple(parts.get(case.case, ())))
        for case in cases
    )


def with_ids(
    beside: Beside, sources: Mapping[str, str], codes: Mapping[str, str], warnings: list[str]
) -> Beside:
    """The records with ids in place of keys.

    Parameters
    ----------
    beside : Beside
    sources, codes : mappings of str to str
        The id of each key.
    warnings : list of str
        It is added how many records name what the file does not hold; these are left out.
    """
    subjects = dict(sources)
    cases: dict[str, Case] = {}
    for each in beside.cases:
        case = unique(made_id("case-", each.name), cases)
        subjects[each.case] = case
        own, parts = _known(each.sources, sources), _known(each.parts, sources)
        others = tuple(part for part in parts if part not in own)
        cases[case] = replace(each, case=case, sources=own, parts=others)
    groups = [
        replace(each, sources=_known(each.sources, sources), codes=_known(each.codes, codes))
        for each in beside.groups
    ]
    values = dict.fromkeys(
        replace(each, subject=subjects[each.subject])
        for each in beside.values
        if each.subject in subjects
    )
    summaries = [
        replace(each, subject=subjects[each.subject], code=codes[each.code])
        for each in beside.summaries
        if each.subject in subjects and each.code in codes
    ]
    members = [key for each in beside.cases for key in (*each.sources, *each.parts)]
    members += [key for each in beside.groups for key in each.sources]
    counts = (
        (_lost(members, sources), "members of cases and groups"),
        (_lost((each.subject for each in beside.values), subjects), "values of variables"),
        (len(beside.summaries) - len(summaries), "summaries"),
    )
    warnings += [
        f"{count} {what} name what the file does not hold and are left out"
        for count, what in counts
        if count
    ]
    return Beside(tuple(cases.values()), tuple(groups), tuple(values), tuple(summaries))


def _known(keys: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids[key] for key in keys if key in ids))


def _lost(keys: Iterable[str], known: Container[str]) -> int:
    return sum(key not in known for key in keys)
