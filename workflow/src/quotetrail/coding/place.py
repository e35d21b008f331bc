"""The three tables of codings: what is placed, what is not, and the code book with its counts."""

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding.carry import Placed
from quotetrail.coding.project import Code, Coding, paths
from quotetrail.errors import CodingError
from quotetrail.text import Transcript

CODING_COLUMNS = (
    "coding",
    "code",
    "path",
    "transcript",
    "start",
    "end",
    "text",
    "speaker",
    "coder",
    "weight",
    "memo",
    "created",
    "placement",
    "source",
    "record",
)
UNPLACED_COLUMNS = (*CODING_COLUMNS, "reason")
CODEBOOK_COLUMNS = ("code", "name", "path", "parent", "description", "colour", "codings")
STEP = " > "

Row = tuple[str, ...]


class Tables(NamedTuple):
    """The rows of codings.csv, codebook.csv and unplaced.csv, in the order of their columns."""

    codings: list[Row]
    codebook: list[Row]
    unplaced: list[Row]


def place(
    placed: Sequence[Placed],
    codings: Sequence[Coding],
    codes: Sequence[Code],
    transcripts: Sequence[Transcript],
    *,
    record: Collection[str],
) -> Tables:
    """Build the rows of the three tables.

    Parameters
    ----------
    placed : sequence of Placed
    codings : sequence of Coding
        All of the source, pseudonymised; ``source`` is what its column shall say.
    codes : sequence of Code
        Pseudonymised, parents first.
    transcripts : sequence of Transcript
        Pseudonymised. Their order is the rows' order; inside one the rows stand as in the text.
    record : collection of str
        The ids of the codings that the coding of record counts.

    Raises
    ------
    CodingError
        If placed and unplaced codings together are not exactly those of the source.
    """
    _check_complete(placed, codings)
    by_id = {coding.coding: coding for coding in codings}
    texts = {transcript.transcript: transcript for transcript in transcripts}
    order = {name: number for number, name in enumerate(texts)}
    names = {code.code: code.name for code in codes}
    joined = {code: STEP.join(path) for code, path in paths(codes).items()}

    def key(each: Placed) -> tuple:
        coding = by_id[each.coding]
        where = order.get(each.transcript, len(order))
        span = (each.start or 0, each.end or 0)
        return where, *span, joined.get(coding.code, ""), coding.coder, each.coding

    done, left = [], []
    for each in sorted(placed, key=key):
        coding = by_id[each.coding]
        code = (names.get(coding.code, ""), joined.get(coding.code, ""))
        if each.placement == "unplaced":
            left.append((*_row(each, coding, code, ("", ""), counted=False), each.reason))
            continue
        said = ("", "")
        if each.start is not None and each.end is not None:
            said = _said(texts[each.transcript], each.start, each.end)
        done.append(_row(each, coding, code, said, counted=each.coding in record))
    return Tables(done, _codebook(codes, joined, codings), left)


def write_table(path: str | Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as UTF-8 csv with commas, newlines and as few quotes as possible."""
    rows = list(rows)
    # Of itself csv quotes no carriage return where lines end otherwise.
    returns = any("\r" in cell for row in rows for cell in row)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(
            stream, lineterminator="\n", quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
        )
        writer.writerow(columns)
        writer.writerows(rows)


def _check_complete(placed: Sequence[Placed], codings: Sequence[Coding]) -> None:
    expected = Counter(coding.coding for coding in codings)
    found = Counter(each.coding for each in placed)
    if found != expected or any(number > 1 for number in expected.values()):
        raise CodingError(
            f"{len(placed)} codings were placed or listed as unplaced, "
            f"{(found & expected).total()} of them from the source.",
            expected=f"each of the source's {len(codings)} codings exactly once",
            advice="This is a fault of the program; please report it.",
        )


def _said(transcript: Transcript, start: int, end: int) -> tuple[str, str]:
    """The text of a span and its speakers."""
    speakers = dict.fromkeys(
        turn.speaker for turn in transcript.turns_in(start, end) if turn.speaker is not None
    )
    return transcript.text[start:end], ";".join(speakers)


def _row(
    each: Placed, coding: Coding, code: tuple[str, str], said: tuple[str, str], *, counted: bool
) -> Row:
    return (
        coding.coding,
        *code,
        each.transcript,
        "" if each.start is None else str(each.start),
        "" if each.end is None else str(each.end),
        *said,
        coding.coder,
        "" if coding.weight is None else f"{coding.weight:g}",
        "" if each.placement == "unplaced" else coding.memo,
        coding.created,
        each.placement,
        coding.source,
        "yes" if counted else "no",
    )


def _codebook(
    codes: Sequence[Code], joined: Mapping[str, str], codings: Sequence[Coding]
) -> list[Row]:
    numbers = Counter(coding.code for coding in codings)
    return [
        (
            code.code,
            code.name,
            joined[code.code],
            code.parent or "",
            code.description,
            code.colour,
            str(numbers[code.code]),
        )
        for code in codes
    ]
