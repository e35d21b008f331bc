"""A large coded study, the same each time, in the formats that `read_codings.py` measures.

    python tests/bench/codings_corpus.py FOLDER [CODINGS]

60 transcripts of about 60 KB, 300 codes to depth 4, 6 coders. No more than one transcript's codings
are in memory at a time. As programs write them: a selection is named by its first words, one in
ten has two codings, one coding in twenty a description.
"""

import csv
import json
import random
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple
from uuid import UUID
from xml.sax.saxutils import quoteattr

import xlsxwriter
from read_transcripts import WORDS, as_text, speech

TRANSCRIPTS, CODES, CODERS = 60, 300, 6
BYTES = 60_000
LONGEST_NAME = 100
NAMESPACE = "urn:QDA-XML:project:1.0"
BEGUN = datetime(2024, 1, 8, 9)
HEADINGS = (
    *("Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End"),
    *("Weight score", "Segment", "Created by", "Created"),
)


@lru_cache
def vocabulary() -> str:
    """Running words: a few are said all the time, most of 6,000 rarely, as in any language."""
    chance = random.Random("words")
    syllables = [first + vowel for first in "bdfgklmnprstvw" for vowel in ("a", "e", "i", "o", "ü")]
    rare = ["".join(chance.choices(syllables, k=chance.randrange(2, 5))) for _ in range(6_000)]
    known = [*dict.fromkeys(WORDS[0].split()), *rare]
    return " ".join(
        chance.choices(known, [1 / rank for rank in range(3, len(known) + 3)], k=50_000)
    )


class Text(NamedTuple):
    """A transcript as a program holds it."""

    name: str
    text: str


class Coded(NamedTuple):
    """A code given to a span by a coder."""

    start: int
    end: int
    code: int
    coder: int
    created: str
    memo: str


def texts() -> Iterator[Text]:
    """The transcripts, with two speakers."""
    for number in range(TRANSCRIPTS):
        turns = list(speech(BYTES, number, [vocabulary()], 2))
        yield Text(f"Interview {number + 1:02}", as_text(turns).rstrip("\n"))


def parent_of(code: int) -> int | None:
    """The code above: ten codes at the root, and four levels in all."""
    return None if code < 10 else (code - 10) // 5 if code < 60 else (code - 10) // 3 % 200 + 10


def path_of(code: int) -> str:
    """The names from the root on, as MAXQDA writes them."""
    parent = parent_of(code)
    own = f"Code {code + 1}"
    return own if parent is None else f"{path_of(parent)} > {own}"


def codings_of(text: str, number: int, seed: int) -> list[list[Coded]]:
    """So many codings of a text, by selection; each begins and ends between words of a turn."""
    chance = random.Random(seed)
    turns = [line for line in text.split("\n\n") if line.count(" ") > 8]
    begins = [text.index(turn) for turn in turns]
    found: list[list[Coded]] = []
    made = 0
    while made < number:
        at = chance.randrange(len(turns))
        words = turns[at].split(" ")
        first = chance.randrange(1, len(words) - 4)
        last = min(first + chance.randrange(4, 60), len(words))
        start = begins[at] + len(" ".join(words[:first])) + 1
        end = start + len(" ".join(words[first:last]))
        several = min(2 if chance.random() < 0.1 else 1, number - made)
        found.append([coded(start, end, chance) for _ in range(several)])
        made += several
    return sorted(found, key=lambda each: each[0][:2])


def coded(start: int, end: int, chance: random.Random) -> Coded:
    """A coding of a span by any coder at any time of a year."""
    created = BEGUN + timedelta(seconds=chance.randrange(365 * 86_400))
    memo = "she comes back to this later, see the end" if chance.random() < 0.05 else ""
    code, coder = chance.randrange(CODES), chance.randrange(CODERS)
    return Coded(start, end, code, coder, created.isoformat() + "Z", memo)


def guids(seed: int) -> Iterator[str]:
    """GUIDs of a sequence of their own."""
    chance = random.Random(f"guid {seed}")
    while True:
        yield str(UUID(int=chance.getrandbits(128), version=4))


def share(number: int, codings: int) -> int:
    """How many of the codings a transcript has."""
    return codings // TRANSCRIPTS + (number < codings % TRANSCRIPTS)


def write_qdpx(path: Path, codings: int) -> None:
    """Write the study as a REFI-QDA project."""
    fresh = guids(0)
    users = [next(fresh) for _ in range(CODERS)]
    codes = [next(fresh) for _ in range(CODES)]
    sources = [next(fresh) for _ in range(TRANSCRIPTS)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for guid, source in zip(sources, texts(), strict=True):
            archive.writestr(f"sources/{guid}.txt", source.text)
        with archive.open("project.qde", "w") as stream:
            put(stream, f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{NAMESPACE}">\n')
            put(stream, "<Users>\n")
            for number, guid in enumerate(users):
                put(stream, f'<User guid="{guid}" name="Coder {number + 1}"/>\n')
            put(stream, "</Users>\n<CodeBook><Codes>\n")
            put_codes(stream, codes, None)
            put(stream, "</Codes></CodeBook>\n<Sources>\n")
            for number, source in enumerate(texts()):
                guid = sources[number]
                put(stream, f'<TextSource guid="{guid}" name="{source.name}" ')
                put(stream, f'plainTextPath="internal://{guid}.txt">\n')
                for same in codings_of(source.text, share(number, codings), number):
                    put_selection(stream, source.text, same, users, codes, fresh)
                put(stream, "</TextSource>\n")
            put(stream, "</Sources>\n</Project>\n")


def put(stream: IO[bytes], text: str) -> None:
    """Write text as UTF-8."""
    stream.write(text.encode())


def put_codes(stream: IO[bytes], codes: list[str], parent: int | None) -> None:
    """Write the codes below a code."""
    for code in (code for code in range(CODES) if parent_of(code) == parent):
        put(stream, f'<Code guid="{codes[code]}" name="Code {code + 1}" isCodable="true">\n')
        put_codes(stream, codes, code)
        put(stream, "</Code>\n")


def put_selection(
    stream: IO[bytes],
    text: str,
    same: list[Coded],
    users: list[str],
    codes: list[str],
    fresh: Iterator[str],
) -> None:
    """Write a selection with its codings."""
    start, end, _, coder, created, _ = same[0]
    words = text[start:end]
    name = words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1] + "…"
    put(
        stream,
        f'<PlainTextSelection guid="{next(fresh)}" name={quoteattr(name)} '
        f'creatingUser="{users[coder]}" creationDateTime="{created}" '
        f'startPosition="{start}" endPosition="{end}">\n',
    )
    for each in same:
        put(
            stream,
            f'<Coding guid="{next(fresh)}" creatingUser="{users[each.coder]}" '
            f'creationDateTime="{each.created}">\n',
        )
        put(stream, f'<CodeRef targetGUID="{codes[each.code]}"/>\n')
        if each.memo:
            put(stream, f"<Description>{each.memo}</Description>\n")
        put(stream, "</Coding>\n")
    put(stream, "</PlainTextSelection>\n")


def rows(codings: int) -> Iterator[Sequence[str]]:
    """The study as MAXQDA's table of coded segments."""
    yield HEADINGS
    for number, source in enumerate(texts()):
        for same in codings_of(source.text, share(number, codings), number):
            for each in same:
                at = str(source.text.count("\n\n", 0, each.start) + 1)
                made = each.created.removesuffix("Z").replace("T", " ")
                said, coder = source.text[each.start : each.end], f"Coder {each.coder + 1}"
                row = ["", each.memo, "Interviews", source.name, path_of(each.code), at, at]
                yield [*row, "0", said, coder, made]


def write_csv(path: Path, codings: int) -> None:
    """Write MAXQDA's table as csv."""
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows(codings))


def write_xlsx(path: Path, codings: int) -> None:
    """Write MAXQDA's table as a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows(codings)):
            sheet.write_row(number, 0, row)


def write_texts(folder: Path) -> None:
    """Write the transcripts as files."""
    folder.mkdir()
    for source in texts():
        (folder / f"{source.name}.txt").write_text(source.text, encoding="utf-8", newline="\n")


def write_lines(path: Path, codings: int) -> None:
    """Write the study as JSON Lines, a transcript a line, for the programs beside ours."""
    with open(path, "w", encoding="utf-8") as stream:
        for number, source in enumerate(texts()):
            found = codings_of(source.text, share(number, codings), number)
            record = {**source._asdict(), "selections": found}
            stream.write(json.dumps(record) + "\n")


def main(folder: Path, codings: int) -> None:
    """Write everything."""
    write_texts(folder / "transcripts")
    write_qdpx(folder / "study.qdpx", codings)
    write_csv(folder / "segments.csv", codings)
    write_xlsx(folder / "segments.xlsx", codings)
    write_lines(folder / "study.jsonl", codings)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
