"""Repeated words are told apart by the numbers of paragraphs, and never wrongly."""

import random
from collections import defaultdict
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.coding import Code, Coding, Project, Source, locate, read_project
from quotetrail.coding.paragraphs import Passage, Point, in_order, settle
from quotetrail.text import Transcript, Turn

REPEATED = ("Yes.", "I agree.", "That is quite right.", "Yes. I agree.")
SPEAKERS = ("Anna", "Ben", "Moderator")


class Said(NamedTuple):
    """A coding as the program exports it, and where it still stands in our transcript, if so."""

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
            # No passage that was coded may come about anew at its borders.
            extra = f"Added {n} later. {chance.choice(REPEATED)} Later {n}."
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
        # Out of repeated sentences alone it could come about anew somewhere else.
        if last and not {*last[3], *sentences} <= {*REPEATED} and chance.random() < 0.3:
            label = f"{speaker}:\n" if own_line else f"{speaker}: "
            both = f"{last[0]}\n{label}{first}"
            # An added turn in between takes the passage apart.
            joined = last[2] and whole and last[2][1] + 1 == whole[0]
            place = (last[2][0], whole[1]) if joined else None
            codings.append((both, (last[1], number), place))
        last = (first, number, whole, sentences)
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
    source = Source("d", "fg1", "text", None, "none", holds="passages")
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
@settings(max_examples=150, deadline=None)
def test_what_is_placed_is_placed_right(seed, turns, edited):
    doc = interview(random.Random(seed), turns, edited=edited, may_edit_repeated=False)
    assert results(doc)[2] == 0


@pytest.mark.parametrize(("edited", "least"), [(0.0, 0.45), (0.05, 0.4), (0.2, 0.3)])
def test_a_good_part_of_the_repeated_words_is_recovered(edited, least):
    chance = random.Random(7)
    docs = [interview(chance, 120, edited=edited, may_edit_repeated=False) for _ in range(10)]
    ambiguous, placed, wrong = map(sum, zip(*map(results, docs), strict=True))
    assert wrong == 0
    assert placed >= least * ambiguous


def test_even_where_the_coded_words_themselves_were_retyped_few_are_taken_for_others():
    chance = random.Random(7)
    docs = [interview(chance, 120, edited=0.05, may_edit_repeated=True) for _ in range(10)]
    _, placed, wrong = map(sum, zip(*map(results, docs), strict=True))
    assert wrong <= 0.02 * placed


def passages(numbers):
    """A passage of its own for each turn, in the paragraphs given, and an ambiguous "Yes."."""
    turns = [f"Turn {n} holds words of its own. Yes." for n in range(len(numbers))]
    text = "\n".join(turns)
    starts = [text.index(f"Turn {n} ") for n in range(len(numbers))]
    spans = [
        Turn(start, start + len(turn), "Ben") for start, turn in zip(starts, turns, strict=True)
    ]
    yes = [(span.end - 4, span.end) for span in spans]
    found = [
        Passage((number, number), [(start, start + 31)])
        for number, start in zip(numbers, starts, strict=True)
    ]
    return Transcript("fg1", "en", text, tuple(spans)), yes, found


def test_passages_that_contradict_the_order_are_not_trusted():
    # The sixth turn claims an early paragraph; of two that disagree without others, neither counts.
    transcript, yes, found = passages([2, 4, 6, 8, 10, 3, 14])
    asked = [Passage((number, number), yes) for number in (4, 3, 12)]
    assert settle([*found, *asked], transcript)[-3:] == [yes[1], None, None]
    transcript, yes, found = passages([2, 1])
    assert settle([*found, Passage((1, 1), yes)], transcript)[-1] is None


def test_a_paragraph_without_a_passage_of_its_own_lies_between_others():
    transcript, yes, found = passages([1, 3, 5, 7])
    del found[1]
    three, two, nine = (Passage((number, number), yes) for number in (3, 2, 9))
    assert settle([*found, three, two, nine], transcript)[-3:] == [None, None, None]
    without = [span for n, span in enumerate(yes) if n != 0]
    assert settle([*found, three._replace(places=without)], transcript)[-1] == yes[1]


def test_the_only_place_left_has_to_stand_in_the_line_of_its_paragraph():
    transcript, yes, found = passages([1, 3, 5])
    edited = Passage((3, 3), [yes[0], yes[2]])
    assert settle([*found, edited], transcript)[-1] is None


def test_short_words_found_once_have_to_stand_where_their_paragraph_can_be():
    transcript, yes, found = passages([1, 2, 3, 4, 5])
    once = [Passage((number, number), yes[3:4]) for number in (4, 2)]
    repeated = Passage((1, 1), yes)
    assert settle([*found, *once, repeated], transcript)[-3:] == [yes[3], None, yes[0]]


@given(st.lists(st.integers(0, 12), max_size=12))
def test_what_is_kept_is_in_order_and_in_every_longest_row(positions):
    points = list(enumerate(positions))
    kept = in_order([Point(*point) for point in points])
    rows = [
        row
        for size in range(len(points), -1, -1)
        for row in combinations(points, size)
        if all(a[1] <= b[1] for a, b in pairwise(row))
    ]
    longest = [set(row) for row in rows if len(row) == len(rows[0])]
    assert kept == sorted(set.intersection(*longest))


@pytest.mark.parametrize(
    ("name", "codings"),
    [
        ("mx12-mx20/maxqda/reuters.mx12", 19),
        ("mx12-mx20/maxqda/annan.mx20", 5),
        ("mex-polish/test.mex", 402),
    ],
)
def test_in_real_projects_paragraphs_follow_the_text(real_data, name, codings):
    points = defaultdict(set)
    project = read_project(real_data / "maxqda" / name)
    for each in project.codings:
        first, last = each.paragraphs
        points[each.source] |= {Point(first, each.start), Point(last, each.end - 1)}
    assert len(project.codings) == codings
    assert all(in_order(sorted(each)) == sorted(each) for each in points.values())
