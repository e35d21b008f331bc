"""The log of every replacement in a study's transcripts, chained so that a removed line shows.

It says where, what kind, whose, by which layer and rule, whether a person decided, who and when;
of the text that stood there it holds a keyed hash and nothing else. Each row's ``chain`` is the
SHA-256 over the previous row's chain and the row; the last row counts the others. Anybody can
check the chain with the file alone. Whoever may write the file could chain it anew: against that
stand the hash of the file in the ledger, and the roots over it in the zones above.

Speaker labels, and the free texts of project files (code names, memos), are not in it.
"""

import csv
import hashlib
import hmac
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.names import PARTICIPANTS
from quotetrail.anonymise.styles import WITHDRAWN
from quotetrail.text import Transcript

LOG_COLUMNS = (
    *("number", "transcript", "start", "end", "category", "entity", "layer", "rule"),
    *("decision", "replacement", "by", "on", "original", "chain"),
)
END = "end"
OF_WITHDRAWN = "turn of somebody who has withdrawn"
_FORMULAS = ("=", "+", "-", "@")

Row = dict[str, str]


class Fault(NamedTuple):
    """What is wrong with a log: the row as a spreadsheet counts it, and what; never a cell."""

    place: str
    found: str
    expected: str = ""


def log_rows(
    study: str,
    transcripts: Iterable[Transcript],
    pseudonyms: Iterable[Pseudonyms],
    secret: bytes | None,
) -> list[Row]:
    """One row for each replacement, in the order of the transcripts, and one that ends the log.

    Parameters
    ----------
    study : str
        Its name, from which the chain starts.
    transcripts : iterable of Transcript
        All raw ones of the study, in the order of the sheet.
    pseudonyms : iterable of Pseudonyms
        How each of them was pseudonymised, in any order.
    secret : bytes or None
        The study's secret; without it, ``original`` is empty.

    Returns
    -------
    list of dict
        Columns `LOG_COLUMNS`; ``start`` and ``end`` count in the raw text. A turn of somebody who
        has withdrawn is one replacement, and of its words not even a hash is kept.
    """
    made = {each.transcript: each for each in pseudonyms}
    rows = [
        {**row, "original": _original(row, raw.text, secret)}
        for raw in transcripts
        for row in _replacements(raw, made[raw.transcript])
    ]
    last = {**dict.fromkeys(LOG_COLUMNS, ""), "rule": f"{len(rows)} replacements"}
    chained, chain = [], _beginning(study)
    for number, row in enumerate([*rows, last], start=1):
        numbered = {**row, "number": str(number) if number <= len(rows) else END}
        cells = {column: cell_of(numbered.get(column, "")) for column in LOG_COLUMNS[:-1]}
        chain = _chained(chain, list(cells.values()))
        chained.append({**cells, "chain": chain})
    return chained


def sheet_content(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """A .csv that spreadsheet programs open as UTF-8 and run nothing of; it is on no disk yet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_of(row[column]) for column in columns] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def cell_of(text: str) -> str:
    """A text as a cell on one line that no spreadsheet program takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULAS) else line


def check_log(
    content: bytes,
    study: str,
    texts: Mapping[str, str] | None = None,
    secret: bytes | None = None,
) -> list[Fault]:
    """What is wrong with a log: the first row at which its chain breaks.

    Parameters
    ----------
    content : bytes
        The file.
    study : str
    texts : mapping of str to str, optional
        The raw text of each transcript. With the secret, and if the chain holds, the hash of each
        original is computed again.
    secret : bytes, optional

    Returns
    -------
    list of Fault
        Empty if all is well.
    """
    rows = _read(content)
    if rows is None or rows[:1] != [list(LOG_COLUMNS)]:
        return [Fault("row 1", "the file is not a log of replacements", ", ".join(LOG_COLUMNS))]
    if fault := _broken(rows[1:], study):
        return [fault]
    named = [dict(zip(LOG_COLUMNS, row, strict=True)) for row in rows[1:]]
    if sheet_content(named, LOG_COLUMNS) != content:
        return [Fault("", "the rows are the log's, but the file was written by something else")]
    if texts is None or secret is None:
        return []
    return list(_other_originals(named[:-1], texts, secret))


def _replacements(raw: Transcript, made: Pseudonyms) -> list[Row]:
    """What was replaced in a transcript, in order, without numbers, hashes and chain."""
    rows = [
        {
            **{key: str(value) for key, value in asdict(each).items()},
            "decision": "decided" if each.decided else "automatic",
        }
        for each in made.identifiers
        if each.decision == "replace"
        and not any(start <= each.start < end for start, end in made.withdrawn)
    ]
    rows += [
        {
            **{"start": str(turn.start), "end": str(turn.end), "category": "other"},
            "entity": made.speakers.get(turn.speaker or "", ""),
            **{"layer": PARTICIPANTS, "rule": OF_WITHDRAWN, "decision": "decided"},
            "replacement": WITHDRAWN,
        }
        for turn in raw.turns
        if (turn.start, turn.end) in made.withdrawn and turn.start < turn.end
    ]
    rows.sort(key=lambda row: int(row["start"]))
    return [{**row, "transcript": raw.transcript} for row in rows]


def _original(row: Mapping[str, str], text: str, secret: bytes | None) -> str:
    """The HMAC-SHA-256 (RFC 2104) of the raw text that a row is about, in hex digits."""
    if secret is None or row["rule"] == OF_WITHDRAWN:
        return ""
    there = text[int(row["start"]) : int(row["end"])]
    return hmac.new(secret, there.encode(), "sha256").hexdigest()


def _beginning(study: str) -> str:
    return f"Quotetrail: replacements of study {study}"


def _chained(before: str, cells: Sequence[str]) -> str:
    """The chain of a row. A JSON list, since no cell can then pass for the end of another."""
    return hashlib.sha256(json.dumps([before, *cells]).encode("ascii")).hexdigest()


def _read(content: bytes) -> list[list[str]] | None:
    try:
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None


def _broken(rows: Sequence[Sequence[str]], study: str) -> Fault | None:
    chain = _beginning(study)
    for number, row in enumerate(rows, start=1):
        place = f"row {number + 1}"
        if len(row) != len(LOG_COLUMNS):
            return Fault(place, "the row was changed", f"{len(LOG_COLUMNS)} cells")
        ends = number == len(rows)
        if row[0] == END and not ends:
            return Fault(place, "the log ends here, but rows follow", "nothing below it")
        if row[0] not in (END, str(number)):
            found = "a row before this one was removed or added, or rows were moved"
            return Fault(place, found, f"number {number}")
        found = "the chain breaks here: this row was changed, removed, added or moved"
        expected, chain = _chained(chain, row[:-1]), row[-1]
        if chain != expected:
            return Fault(place, found, f"chain {expected}")
        if row[0] != END and ends:
            return Fault(place, "the end of the log is missing below this row", END)
    return None if rows else Fault("row 1", "the rows and the end of the log are missing", END)


def _other_originals(
    rows: Sequence[Row], texts: Mapping[str, str], secret: bytes
) -> Iterator[Fault]:
    for number, row in enumerate(rows, start=2):
        text = texts.get(row["transcript"])
        if text is None:
            yield Fault(f"row {number}", "there is no raw transcript of this id")
        elif _original(row, text, secret) != row["original"]:
            yield Fault(
                f"row {number}, column original", "another text stands there in the raw one"
            )
