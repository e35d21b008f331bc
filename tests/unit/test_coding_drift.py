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

import pytest

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
    origins = {origin for origin in covered if origin is not None}
    if whole and left and {covered[0], covered[-1]} <= left and origins == left:
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


class Shares(NamedTuple):
    """Of all codings of which a word is left: how many stand at the right place, by placement."""

    placements: Counter[str]
    right: int
    wrong: int
    left: int

    @property
    def recovered(self) -> float:
        return self.right / self.left


def shares(
    transcripts: Sequence[Transcript], rate: float, seeds: Sequence[int], *, texts: bool
) -> Shares:
    """What becomes of the codings of all transcripts."""
    every = [
        outcome
        for transcript in transcripts
        for seed in seeds
        for outcome in outcomes(transcript, rate, seed, texts=texts)
    ]
    placed = [each for each in every if each.placement != "unplaced"]
    return Shares(
        Counter(each.placement for each in every),
        sum(each.right for each in placed),
        sum(not each.right for each in placed),
        sum(each.left for each in every),
    )


# Somewhat below what was measured: 0.97, 0.92 and 0.68 with the text; 0.39, 0.18 and 0.03 without.
LEAST = {
    True: {0.01: 0.96, 0.05: 0.9, 0.2: 0.65},
    False: {0.01: 0.35, 0.05: 0.15, 0.2: 0.01},
}


@pytest.mark.parametrize("texts", [True, False], ids=["with its text", "passages only"])
@pytest.mark.parametrize("rate", RATES)
def test_nothing_is_placed_wrongly_and_most_is_found_again(rate, texts):
    found = shares(demo(), rate, [0], texts=texts)
    assert found.wrong == 0
    assert found.recovered > LEAST[texts][rate]


@pytest.mark.parametrize("texts", [True, False], ids=["with its text", "passages only"])
def test_without_edits_everything_stands_where_it_was_coded(texts):
    """But for one moved turn, in which or across whose borders some passages stand.

    Of exports without text, where that turn shows that the transcript was edited, short passages
    are not placed: 0.61 were when this was written.
    """
    found = shares(demo(), 1e-9, [0], texts=texts)
    assert found.wrong == 0
    assert found.recovered > (0.98 if texts else 0.55)


def test_the_judge_knows_a_wrong_place():
    first = said(demo()[0])
    found, words = edited_text(drifted(first, 1e-9, random.Random(0)), random.Random(0))
    at = next(n for n, word in enumerate(words) if word.origin == 100)
    start = len(" ".join(word.text for word in words[:at])) + (at > 0)
    coding = Coding("c", "k", "d", 0, 1)
    for begin, number, right in ((100, 3, True), (101, 3, False), (100, 2, False), (100, 4, False)):
        end = start + len(" ".join(word.text for word in words[at : at + 3]))
        place = Located(coding, "t", start, end, "aligned")
        assert judged(place, begin, begin + number, found, words, first)[0] == right


@pytest.mark.long
@pytest.mark.parametrize("texts", [True, False], ids=["with its text", "passages only"])
@pytest.mark.parametrize("rate", RATES)
def test_real_interviews(real_data, rate, texts):
    paths = sorted((real_data / "transcripts/sheffield-interviews").glob("[A-Z]*.txt"))
    real = [read_transcript(path, transcript=path.stem).transcript for path in paths]
    found = shares(real, rate, [0], texts=texts)
    assert found.wrong == 0
