"""One project as hostile programs may write it: every passage is found, or honestly left out.

The test counts by itself, character by character, and knows from how it makes the text where each
passage stands in it and in the transcript.
"""

import random
import re
import unicodedata
import zipfile
from collections import Counter
from itertools import product
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from quotetrail.coding.formats import read_project
from quotetrail.coding.locate import locate
from quotetrail.text import Transcript, Turn

LINES = [
    "Well, we began in spring; nobody knew what to do. Yes, exactly.",
    "היה לנו קשה בהתחלה, אבל אחר כך למדנו. כן, נכון.",
    "हमने धीरे-धीरे सीखा, और फिर लोग आने लगे। हाँ, बिल्कुल।",
    "I was so glad 😀 that my daughter 👩‍👩‍👧 came along, really. Yes, exactly.",
    "Cafe\u0301 by cafe\u0301, one by one, they re\u0301pe\u0301te\u0301 it. Yes, exactly.",
    "Naïve? Perhaps: “we” learned 𝒳 things – twice over! Yes, exactly.",
    "અમે સાથે કામ કર્યું, પછી સમજાયું. હા, બરાબર.",
    "He said no. She said yes, and then no again; that was that 🎉. Yes, exactly.",
]
LABELS = ["P1", "P2", "INT"]


class Dialect(NamedTuple):
    """How a program writes and counts."""

    unit: str
    stored: str  # the line end in the file
    line_end: int  # how many one of them counts
    mark: bool  # a byte order mark in the file
    mark_counted: bool
    inclusive: bool
    quoting: str


DIALECTS = [
    Dialect(*each)
    for each in product(
        ("code points", "UTF-16", "bytes"),
        ("\n", "\r\n"),
        (1, 2),
        (False, True),
        (False, True),
        (False, True),
        ("whole", "cut", "none"),
    )
]


class Passage(NamedTuple):
    """A passage of one line, or to the end of a later one."""

    first: int
    start: int
    last: int
    end: int


def material(lines):
    """The text with its labels, and for each line where its words begin there and in ours."""
    text, places, ours = "", [], 0
    for number, line in enumerate(lines):
        text += f"{LABELS[number % 3]}: "
        places.append((len(text), ours))
        text += line + "\n"
        ours += len(line) + 1
    return text[:-1], places


def passages(lines, number, seed):
    """Words, phrases with and without the mark behind them, sentences, lines, several lines."""
    chosen = random.Random(seed)
    found = {}
    while len(found) < number:
        line = chosen.randrange(len(lines))
        words = [match.span() for match in re.finditer(r"\S+", lines[line])]
        first = chosen.randrange(len(words))
        last = chosen.randrange(first, min(first + 6, len(words)))
        start, end = words[first][0], words[last][1]
        how = chosen.randrange(6)
        if how == 0:
            start, end = 0, len(lines[line])
        elif how == 1:
            while end - start > 1 and lines[line][end - 1] in ",.;:!?।":
                end -= 1
        if how == 2 and line + 1 < len(lines):
            found[Passage(line, start, line + 1, len(lines[line + 1]))] = None
        else:
            found[Passage(line, start, line, end)] = None
    return list(found)


def counted(text, position, dialect):
    total = (3 if dialect.unit == "bytes" else 1) if dialect.mark_counted else 0
    for char in text[:position]:
        if char == "\n":
            total += dialect.line_end
        elif dialect.unit == "UTF-16":
            total += len(char.encode("utf-16-le")) // 2
        else:
            total += len(char.encode()) if dialect.unit == "bytes" else 1
    return total


def last_counted(text, end, dialect):
    """The number of the last character itself, however wide it is."""
    return counted(text, end, dialect) - 1


def written(path, lines, chosen, dialect):
    text, places = material(lines)
    stored = text.replace("\n", dialect.stored)
    selections = []
    for number, each in enumerate(chosen):
        start = places[each.first][0] + each.start
        end = places[each.last][0] + each.end
        said = text[start:end]
        name = {"whole": said, "cut": said[:20] + "…" if len(said) > 24 else said, "none": ""}
        ends = (last_counted if dialect.inclusive else counted)(text, end, dialect)
        selections.append(
            f'<PlainTextSelection guid="a{number:07}-0000-4000-8000-000000000000" '
            f"name={quoteattr(name[dialect.quoting])} "
            f'startPosition="{counted(text, start, dialect)}" endPosition="{ends}">'
            f'<Coding guid="b{number:07}-0000-4000-8000-000000000000"><CodeRef targetGUID='
            '"c0000000-0000-4000-8000-000000000000"/></Coding></PlainTextSelection>'
        )
    project = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        '<CodeBook><Codes><Code guid="c0000000-0000-4000-8000-000000000000" name="k" '
        'isCodable="true"/></Codes></CodeBook><Sources><TextSource name="fg" plainTextPath='
        f'"internal://s.txt" guid="d0000000-0000-4000-8000-000000000000">{"".join(selections)}'
        "</TextSource></Sources></Project>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", project)
        archive.writestr("sources/s.txt", ("\ufeff" if dialect.mark else "") + stored)


def judged(path, lines, chosen, dialect):
    """How many passages stand where they should, elsewhere, or nowhere."""
    written(path, lines, chosen, dialect)
    _, places = material(lines)
    turns, at = [], 0
    for number, line in enumerate(lines):
        turns.append(Turn(at, at + len(line), LABELS[number % 3]))
        at += len(line) + 1
    transcript = Transcript("fg", "mul", "\n".join(lines), tuple(turns))
    found = locate([read_project(path)], [transcript])
    assert len(found) == len(chosen)
    verdicts = Counter()
    for each, passage in zip(found, chosen, strict=True):
        wanted = places[passage.first][1] + passage.start, places[passage.last][1] + passage.end
        if each.start is None:
            assert each.reason
            verdicts["unplaced"] += 1
        else:
            verdicts["right" if (each.start, each.end) == wanted else "wrong"] += 1
    return verdicts


def wrong_places(tmp_path, lines, numbers, choose=passages, dialects=DIALECTS):
    """The dialects in which a passage is placed wrongly, and the share of right ones by quoting."""
    wrong, verdicts = {}, Counter()
    for seed, dialect in enumerate(dialects):
        for number in numbers:
            found = judged(tmp_path / "p.qdpx", lines, choose(lines, number, seed), dialect)
            verdicts += Counter({(dialect.quoting, each): n for each, n in found.items()})
            if found["wrong"]:
                wrong[dialect, number] = found
    total = Counter()
    for (quoting, _), number in verdicts.items():
        total[quoting] += number
    return wrong, {quoting: verdicts[quoting, "right"] / n for quoting, n in total.items()}


def test_of_forty_passages_all_are_found_in_every_dialect(tmp_path):
    wrong, right = wrong_places(tmp_path, LINES * 2, [40])
    assert wrong == {}
    assert right == {"whole": 1, "cut": 1, "none": 1}


def test_of_a_few_passages_none_is_placed_wrongly(tmp_path):
    wrong, right = wrong_places(tmp_path, LINES * 2, [1, 3])
    assert wrong == {}
    assert right["whole"] > 0.9


def sentences(lines, number, seed):
    """Whole sentences and nothing else: one character less, and all still end between words."""
    found = [
        Passage(at, match.start(), at, match.end())
        for at, line in enumerate(lines)
        for match in re.finditer(r"[^\s.।].*?[.।](?=\s|$)", line)
    ]
    return random.Random(seed).sample(found, min(number, len(found)))


def test_sentences_alone_are_placed_rightly_or_not_at_all(tmp_path):
    dialects = [each for each in DIALECTS if each.quoting != "whole"]
    wrong, _ = wrong_places(tmp_path, LINES * 2, [14], sentences, dialects)
    assert wrong == {}


UNSPACED = [
    "我们春天开始的，没有人知道该怎么做。对，就是这样。",
    "大家慢慢地学会了倾听；后来人们都来了。对，就是这样。",
    "เราเริ่มต้นในฤดูใบไม้ผลิ ไม่มีใครรู้ว่าต้องทำอย่างไร",
    "私たちは春に始めた。誰も何をすべきか知らなかった😀。",
]


def pieces(lines, number, seed):
    """Clauses, and pieces that begin and end anywhere."""
    chosen = random.Random(seed)
    found = {}
    while len(found) < number:
        line = chosen.randrange(len(lines))
        clauses = [match.span() for match in re.finditer(r"[^，。；\s]+[，。；]?", lines[line])]
        start, end = chosen.choice(clauses)
        if chosen.random() < 0.3:
            start, end = sorted(chosen.sample(range(len(lines[line]) + 1), 2))
            blank = lines[line][start:end] != lines[line][start:end].strip()
            # No editor lets anybody select a letter without the mark on it.
            if blank or any(
                unicodedata.category(c)[0] == "M"
                for c in (lines[line] + " ")[end] + lines[line][start]
            ):
                continue
        found[Passage(line, start, line, end)] = None
    return list(found)


def test_without_spaces_between_words_nothing_is_placed_wrongly(tmp_path):
    wrong, right = wrong_places(tmp_path, UNSPACED * 4, [2, 25], pieces)
    assert wrong == {}
    assert right["whole"] > 0.9
