"""What the rows of a program's database say, put together as a Project."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from quotetrail.coding.beside import NOTHING, Beside, with_ids
from quotetrail.coding.counting import COUNTINGS, STANDARD
from quotetrail.coding.fitting import fit
from quotetrail.coding.ids import made_id, unique_ids
from quotetrail.coding.project import Code, Coding, Holds, Project, Source, SourceKind
from quotetrail.coding.trials import Sample, Text

_MARK = "\ufeff"
_PLAIN = [each for each in COUNTINGS if not (each.inclusive or each.mark)]


class Node(NamedTuple):
    """A code, or what holds codes together, under a key that no other node has."""

    key: str | None
    name: str
    parent: str | None = None
    description: str = ""
    colour: str = ""
    codable: bool = True


class Document(NamedTuple):
    """A document under a key of its own."""

    key: str | None
    name: str
    kind: SourceKind = "text"
    text: str | None = None
    problem: str = ""
    memo: str = ""
    holds: Holds = "text"


class Passage(NamedTuple):
    """A coding as the database holds it: it names its document and its code by their keys."""

    document: str | None
    code: str | None
    start: int | None = None
    end: int | None = None
    coder: str = ""
    memo: str = ""
    weight: float | None = None
    created: str = ""
    kind: str = "text"
    quoted: str = ""
    important: bool = False
    paragraphs: tuple[int, int] | None = None


def assemble(
    file: str,
    nodes: Iterable[Node],
    documents: Iterable[Document],
    passages: Iterable[Passage],
    *,
    beside: Beside = NOTHING,
    coders: Iterable[str] = (),
    warnings: Iterable[str] = (),
    recount: bool = True,
) -> Project:
    """Put a project together, with ids that depend on what it holds and on nothing else.

    Parameters
    ----------
    file : str
    nodes, documents, passages : iterables
        In the order of the file.
    beside : Beside
        What the file says of its documents and cases.
    coders : iterable of str
        Those whom the file lists; others who have coded follow them.
    warnings : iterable of str
    recount : bool
        Whether to judge by the quoted words if a document's offsets are code points, or UTF-16
        units, as those of programs that count like their own window do. The ends of these
        programs are exclusive.
    """
    said = list(warnings)
    codes, code_ids = _codes(list(nodes), said)
    sources, source_ids, marked = _sources(documents, said)
    found = [_unmarked(each, marked) for each in passages]
    if recount:
        texts = {key: sources[name].text for key, name in source_ids.items()}
        found = _recounted(found, texts, said)
    codings = []
    new_id = _numbered("c")
    for each in found:
        code = code_ids.get(each.code or "", "")
        source = source_ids.get(each.document or "", "")
        name = sources[source].name if source else ""
        codings.append(
            Coding(
                coding=new_id(name, each.start, each.end, code, each.coder),
                code=code,
                source=source,
                start=each.start,
                end=each.end,
                coder=each.coder,
                memo=each.memo,
                weight=each.weight,
                created=each.created,
                kind=each.kind,
                quoted=each.quoted,
                important=each.important,
                paragraphs=each.paragraphs,
            )
        )
    counts = (
        (sum(not each.code for each in codings), "codings name no code of the code book"),
        (sum(not each.source for each in codings), "codings name no document of the file"),
        (
            sum(each.kind == "text" and None in (each.start, each.end) for each in codings),
            "codings of texts give no place in them",
        ),
        (
            sum(each.kind not in ("text", "document") for each in codings),
            "codings of pictures, recordings and areas of pages are listed without their place",
        ),
    )
    said += [f"{number} {what}" for number, what in counts if number]
    kept = with_ids(beside, source_ids, code_ids, said)
    everybody = dict.fromkeys([*coders, *(each.coder for each in codings)])
    return Project(
        file,
        tuple(codes),
        tuple(sources.values()),
        tuple(codings),
        tuple(name for name in everybody if name),
        tuple(said),
        **kept._asdict(),
    )


def joined(*texts: str) -> str:
    """Texts about one thing, each of them once."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def first_of(pairs: Iterable[tuple[str | None, str | None]]) -> tuple[dict[str, str], int]:
    """The first partner of each key, and how many keys have others too."""
    first: dict[str, str] = {}
    several: set[str] = set()
    for key, partner in pairs:
        if key is None or partner is None:
            continue
        if first.setdefault(key, partner) != partner:
            several.add(key)
    return first, len(several)


def _numbered(prefix: str) -> Callable[..., str]:
    """Makes ids; the second with the same parts has another one than the first."""
    repeats: Counter[tuple[object, ...]] = Counter()
    unique = unique_ids()

    def new_id(*parts: object) -> str:
        times = repeats[parts]
        repeats[parts] += 1
        return unique(made_id(prefix, *parts, *([times] if times else [])))

    return new_id


def _codes(nodes: Sequence[Node], warnings: list[str]) -> tuple[list[Code], dict[str, str]]:
    """The codes, parents first, and the id of each key."""
    by_key = {each.key: number for number, each in reversed(list(enumerate(nodes)))}
    if len(by_key) < len(nodes):
        warnings.append(f"{len(nodes) - len(by_key)} codes have the number of another code")
    parents = [by_key.get(each.parent) if each.parent else None for each in nodes]
    lost = sum(bool(each.parent) and each.parent not in by_key for each in nodes)
    if lost:
        warnings.append(f"{lost} codes name a code above them that the file does not hold")
    cycles = cut_cycles(parents)
    if cycles:
        warnings.append(f"{cycles} cycles in the code tree are cut")
    below: dict[int | None, list[int]] = {}
    for number, parent in enumerate(parents):
        below.setdefault(parent, []).append(number)
    codes: list[Code] = []
    ids: dict[int, str] = {}
    new_id = _numbered("code-")
    open_ends = below.get(None, [])[::-1]
    while open_ends:
        number = open_ends.pop()
        node, parent = nodes[number], parents[number]
        above = None if parent is None else ids[parent]
        ids[number] = new_id(above, node.name)
        codes.append(
            Code(ids[number], node.name, above, node.description, node.colour, node.codable)
        )
        open_ends += below.get(number, [])[::-1]
    return codes, {key: ids[number] for key, number in by_key.items() if key}


def cut_cycles(parents: list[int | None]) -> int:
    """Make the first of each cycle a root; the number of cycles."""
    cycles = 0
    done: set[int] = set()
    for start in range(len(parents)):
        way: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in done and at not in way:
            way[at] = None
            at = parents[at]
        if at is not None and at in way:
            cycle = list(way)[list(way).index(at) :]
            parents[min(cycle)] = None
            cycles += 1
        done.update(way)
    return cycles


def _sources(
    documents: Iterable[Document], warnings: list[str]
) -> tuple[dict[str, Source], dict[str, str], set[str]]:
    """The sources by id, the id of each key, and the keys of texts with a byte order mark."""
    sources: dict[str, Source] = {}
    ids: dict[str, str] = {}
    marked = set()
    repeated = 0
    new_id = _numbered("source-")
    for each in documents:
        name = new_id(each.name)
        text = each.text.removeprefix(_MARK) if each.text is not None else None
        sources[name] = Source(
            name, each.name, each.kind, text, each.problem, each.memo, each.holds
        )
        if each.key is None or each.key in ids:
            repeated += 1
            continue
        ids[each.key] = name
        if text != each.text:
            marked.add(each.key)
    if repeated:
        warnings.append(f"{repeated} documents have no number, or that of another document")
    problems = Counter(s.problem for s in sources.values() if s.kind == "text" and s.problem)
    warnings += [f"{number} texts: {problem}" for problem, number in problems.items()]
    return sources, ids, marked


def _unmarked(each: Passage, marked: set[str]) -> Passage:
    """Without the byte order mark, what stands behind it is one character further left."""
    if each.document not in marked or each.start is None or each.end is None:
        return each
    start, end = (max(place - 1, min(place, 0)) for place in (each.start, each.end))
    return each._replace(start=start, end=end)


def _recounted(
    passages: Sequence[Passage], texts: Mapping[str, str | None], warnings: list[str]
) -> list[Passage]:
    """The passages in code points, where a document's quoted words say that they are not."""
    found = list(passages)
    by_document: dict[str, list[int]] = {}
    for number, each in enumerate(passages):
        text = texts.get(each.document or "")
        if each.kind == "text" and text is not None and each.start is not None:
            by_document.setdefault(each.document or "", []).append(number)
    for place, (key, text) in enumerate(texts.items(), start=1):
        numbers = [n for n in by_document.get(key, ()) if passages[n].end is not None]
        samples = [
            Sample(each.start or 0, each.end or 0, each.quoted)
            for each in (passages[number] for number in numbers)
        ]
        said = text or ""
        if all(said[each.start : each.end] == each.quoted for each in samples if each.quoted):
            continue
        fitted = fit({key: Text(said, samples)}, countings=_PLAIN)[key]
        if fitted.counting == STANDARD:
            continue
        warnings.append(f"document {place}: {fitted}")
        for number, read in zip(numbers, fitted.reads, strict=True):
            found[number] = found[number]._replace(start=read.start, end=read.end)
    return found
