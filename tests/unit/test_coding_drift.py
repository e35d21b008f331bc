"""Codings of a text that was edited afterwards: at the right place, or at none.

Transcripts are edited word by word, and where each word went is written down. A placement is right
if it begins and ends with words of the coded passage, holds every one of them that is left, and no
other word of the first text: words put in between may be inside, never at its ends. A passage
whose words stand unchanged, and once in either text, is right as well: nobody could tell which of
two equal words beside it was struck out.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding import Code, Coding, Located, Project, Source, locate
from quotetrail.text import Transcript
from quotetrail.transcripts import find_turns, read_transcript

ROOT = Path(__file__).parents[2]
RATES = (0.01, 0.05, 0.2)
SPANS = 120
SENTENCE_END = re.compile(r"[.?!…।॥]['\"”’)]*$")
CODE = Code("k", "Trust")


class Word(NamedTuple):
    """A word of the edited text, and which word of the first text it was, if it was one."""

    text: str
    origin: int | None


class Said(NamedTuple):
    """A text as turns of words: who speaks, and the numbers of the first and last word and one."""

    words: list[str]
    turns: list[tuple[str, int, int]]


class Drifted(NamedTuple):
    """An edited text: its turns, each with its words in their new order."""

    turns: list[tuple[str, list[Word]]]


class Outcome(NamedTuple):
    """What became of a coding: its kind of span, its placement, and whether it is right."""

    kind: str
    placement: str
    right: bool
    left: bool


def said(transcript: Transcript) -> Said:
    """The turns of a transcript, its speakers called by numbers."""
    words: list[str] = []
    turns = []
    speakers = transcript.speakers()
    for turn in transcript.turns:
        spoken = transcript.text[turn.start : turn.end].split()
        # A word that looks like a label would be one.
        spoken = [word.rstrip(":") or "-" for word in spoken]
        if turn.speaker is None or not spoken:
            continue
        turns.append((f"S{speakers.index(turn.speaker) + 1}", len(words), len(words) + len(spoken)))
        words += spoken
    return Said(words, turns)


def retyped(word: str, chance: random.Random) -> str:
    """A word with a slip of the finger in its letters, or another ending; marks stay."""
    letters = [at for at, char in enumerate(word) if char.isalnum()]
    if not letters:
        return word
    at, end = chance.choice(letters), letters[-1] + 1
    slips = (
        word[:at] + word[at + 1 :] if len(letters) > 1 else word,
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 : end][:1] + word[at] + word[at + 2 :] if at + 1 < end else word,
        word[:end] + chance.choice("sne") + word[end:],
    )
    return chance.choice([slip for slip in slips if slip != word])


def drifted(text: Said, rate: float, chance: random.Random) -> Drifted:
    """Strike out, put in and retype words, each third of the rate; move one turn elsewhere."""
    turns = []
    for label, start, end in text.turns:
        words: list[Word] = []
        for number in range(start, end):
            word = text.words[number]
            roll = chance.random() / rate
            if roll < 1 / 3:
                continue
            if roll < 2 / 3:
                words.append(Word(retyped(word, chance), number))
                continue
            if roll < 1:
                around = text.words[max(number - 4, 0) : number + 5]
                more = [w for w in (chance.choice(text.words) for _ in range(9)) if w not in around]
                words += [Word(each, None) for each in more[:1]]
            words.append(Word(word, number))
        if words:
            turns.append((label, words))
    moved = turns.pop(chance.randrange(len(turns)))
    turns.insert(chance.randrange(len(turns)), moved)
    return Drifted(turns)


def first_text(text: Said) -> tuple[str, list[tuple[int, int]]]:
    """The text as it was coded, and where in it each word stands."""
    written, places = "Interview, first version\r\n\r\n", []
    for label, start, end in text.turns:
        written += f"{label}: "
        for number in range(start, end):
            places.append((len(written), len(written) + len(text.words[number])))
            written += text.words[number] + ("\r\n" if number == end - 1 else " ")
    return written, places


def edited_text(text: Drifted, chance: random.Random) -> tuple[Transcript, list[Word]]:
    """The study's transcript, with other labels, header and line ends, and its words in order."""
    lines = []
    for label, words in text.turns:
        spoken = [word.text for word in words]
        for _ in range(len(spoken) // 25):
            at = chance.randrange(len(spoken))
            spoken[at] += "\n"
        lines.append(f"Speaker {label[1:]}: " + re.sub(r"\n ", "\n", " ".join(spoken)).strip())
    labels = sorted({f"Speaker {label[1:]}" for label, _ in text.turns})
    found = find_turns("\n\n".join(lines), transcript="t", labels=labels).transcript
    words = [word for _, words in text.turns for word in words]
    assert found.text.split() == [word.text for word in words]
    return found, words


def spans(text: Said, chance: random.Random) -> Iterator[tuple[str, int, int]]:
    """Passages as people code them: a few words, a sentence, several, a turn, one said often."""
    ends = {end for _, _, end in text.turns}
    stops = [
        0,
        *(n + 1 for n, w in enumerate(text.words) if SENTENCE_END.search(w) or n + 1 in ends),
    ]
    sentences = [(start, end) for start, end in pairwise(sorted(set(stops))) if start < end]
    times = Counter(tuple(text.words[start:end]) for start, end in sentences)
    repeated = [each for each in sentences if times[tuple(text.words[slice(*each)])] > 1]
    for number in range(SPANS):
        kind = ("words", "sentence", "sentences", "turn", "repeated")[number % 5]
        if kind == "words":
            start = chance.randrange(len(text.words))
            yield kind, start, min(start + chance.choice((1, 2, 3, 5, 8, 13)), len(text.words))
        elif kind == "turn":
            yield kind, *chance.choice(text.turns)[1:]
        elif kind == "repeated" and repeated:
            yield kind, *chance.choice(repeated)
        else:
            first = chance.randrange(len(sentences))
            last = min(
                first + (chance.randrange(1, 5) if kind == "sentences" else 0), len(sentences) - 1
            )
            yield kind, sentences[first][0], sentences[last][1]


def judged(
    located: Located, start: int, end: int, found: Transcript, words: Sequence[Word], first: Said
) -> tuple[bool, bool]:
    """Whether a placement is right, and whether anything is left of the passage."""
    left = {word.origin for word in words if word.origin is not None and start <= word.origin < end}
    if located.start is None or located.end is None:
        return False, bool(left)
    before, inside = found.text[: located.start], found.text[located.start : located.end]
    at, number = len(before.split()), len(inside.split())
    whole = not (before[-1:].strip() and inside[:1].strip()) and not (
        inside[-1:].strip() and found.text[located.end : located.end + 1].strip()
    )
    covered = [word.origin for word in words[at : at + number]]
    if whole and left and {covered[0], covered[-1]} <= left:
        if {origin for origin in covered if origin is not None} == left:
            return True, True
    passage = first.words[start:end]
    same = [word.casefold() for word in inside.split()] == [word.casefold() for word in passage]
    once = all(
        sum(text[n : n + len(passage)] == passage for n in range(len(text))) == 1
        for text in (first.words, [word.text for word in words])
    )
    return same and once, bool(left)


def outcomes(transcript: Transcript, rate: float, seed: int, *, texts: bool) -> list[Outcome]:
    """Code a transcript, edit it, place the codings, and judge each.

    ``texts`` says whether the project holds its text, or nothing but the coded passages.
    """
    chance = random.Random(f"{seed} {transcript.transcript} {rate}")
    first = said(transcript)
    text, places = first_text(first)
    chosen = list(spans(first, chance))
    found, words = edited_text(drifted(first, rate, chance), chance)
    codings = tuple(
        Coding(
            f"c{number}",
            "k",
            "d",
            places[start][0] if texts else None,
            places[end - 1][1] if texts else None,
            quoted="" if texts else text[places[start][0] : places[end - 1][1]],
        )
        for number, (_, start, end) in enumerate(chosen)
    )
    source = Source("d", "t", "text", text if texts else None)
    located = locate([Project("p", (CODE,), (source,), codings)], [found])
    assert [each.coding for each in located] == list(codings)
    return [
        Outcome(kind, each.placement, *judged(each, start, end, found, words, first))
        for (kind, start, end), each in zip(chosen, located, strict=True)
    ]


@cache
def demo() -> tuple[Transcript, ...]:
    """The transcripts of the demonstration, in nine languages."""
    paths = sorted(ROOT.glob("resources/*/transcripts/*"))
    return tuple(read_transcript(path, transcript=path.stem).transcript for path in paths)
