"""Repeated words are told apart by the numbers of paragraphs, and never wrongly."""

import random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.coding import Code, Coding, Project, Source, locate
from quotetrail.coding.paragraphs import Passage, in_order, settle
from quotetrail.text import Transcript, Turn

REPEATED = ("Yes.", "I agree.", "That is quite right.", "Yes. I agree.")
SPEAKERS = ("Anna", "Ben", "Moderator")


class Said(NamedTuple):
    """A coding as the program exports it, and where it stands in our transcript, if it still does."""

    coding: Coding
    truth: tuple[int, int] | None


class Doc(NamedTuple):
    transcript: Transcript
    codings: list[Said]


def interview(chance: random.Random, turns: int, *, edited: float, may_edit_repeated: bool) -> Doc:
    """An interview as the program has it, coded there, and as we have it: edited since."""
    blanks_count, headers = chance.random() < 0.5, chance.random() * 0.2
    regular, own_line = chance.random() < 0.5, chance.random() < 0.3
    number, position = chance.randrange(4), 0
    ours, spans, codings = [], [], []
    last = None
    for n in range(turns):
        if chance.random() < headers:
            number += 1
        if regular or chance.random() < 0.3:
            number += blanks_count
        number += 1 + own_line
        sentences = [
            chance.choice(REPEATED)
            if chance.random() < 0.5
            else f"In year {n} and {k} there was something new {chance.randrange(10**6)}."
            for k in range(chance.randint(1, 3))
        ]
        if chance.random() < edited:
            extra = f"Somebody added {n} later. {chance.choice(REPEATED)}"
            spans.append((position, extra))
            ours.append(extra)
            position += len(extra) + 1
        at, kept, places = position, [], []
        for sentence in sentences:
            may = may_edit_repeated or sentence not in REPEATED
            retyped = may and chance.random() < edited
            text = f"Changed {n} {chance.randrange(10**6)}." if retyped else sentence
            places.append(None if retyped else (at, at + len(text)))
            kept.append(text.upper() if chance.random() < edited else text)
            at += len(text) + 1
        for sentence, place in zip(sentences, places, strict=True):
            if chance.random() < 0.6:
                codings.append((sentence, (number, number), place))
        first, speaker = " ".join(sentences), chance.choice(SPEAKERS)
        whole = (position, at - 1) if None not in places else None
        if last and chance.random() < 0.2:
            label = f"{speaker}:\n" if own_line else f"{speaker}: "
            both = f"{last[0]}\n{label}{first}"
            # An added turn in between takes the passage apart.
            joined = last[2] and whole and last[2][1] + 1 == whole[0]
            place = (last[2][0], whole[1]) if joined else None
            codings.append((both, (last[1], number), place))
        last = (first, number, whole)
        ours.append(" ".join(kept))
        spans.append((position, ours[-1]))
        position = at
    transcript = Transcript(
        "fg1",
        "en",
        "\n".join(ours),
        tuple(
            Turn(start, start + len(text), SPEAKERS[n % 3]) for n, (start, text) in enumerate(spans)
        ),
    )
    chance.shuffle(codings)
    made = [
        Said(Coding(f"c{n}", "k", "d", quoted=quoted, paragraphs=numbers), place)
        for n, (quoted, numbers, place) in enumerate(codings)
    ]
    return Doc(transcript, made)


def results(doc: Doc) -> tuple[int, int, int]:
    """How many ambiguous codings there are, how many were placed, and how many wrongly placed."""
    source = Source("d", "fg1", "text", None, "none", "passages")
    codings = tuple(said.coding for said in doc.codings)
    located = locate([Project("p", (Code("k", "K"),), (source,), codings)], [doc.transcript])
    text = doc.transcript.text.casefold()
    ambiguous = placed = wrong = 0
    for each, said in zip(located, doc.codings, strict=True):
        assert (each.start is None) == (each.placement == "unplaced")
        right = each.start is None or (each.start, each.end) == said.truth
        several = text.count(said.coding.quoted.casefold()) > 1
        ambiguous += several
        placed += several and each.start is not None
        wrong += not right
    return ambiguous, placed, wrong


@given(
    st.integers(0, 2**32),
    st.integers(2, 40),
    st.sampled_from([0.0, 0.1, 0.4]),
)
@settings(max_examples=300)
def test_what_is_placed_is_placed_right(seed, turns, edited):
    doc = interview(random.Random(seed), turns, edited=edited, may_edit_repeated=False)
    assert results(doc)[2] == 0


@pytest.mark.parametrize(("edited", "least"), [(0.0, 0.5), (0.05, 0.4), (0.2, 0.2)])
def test_a_good_part_of_the_repeated_words_is_recovered(edited, least):
    chance = random.Random(7)
    docs = [interview(chance, 120, edited=edited, may_edit_repeated=False) for _ in range(20)]
    found = [results(doc) for doc in docs]
    ambiguous, placed, wrong = map(sum, zip(*found, strict=True))
    print(f"edited {edited:.0%}: {placed} of {ambiguous} ambiguous codings placed, {wrong} wrong")
    assert wrong == 0
    assert placed >= least * ambiguous
