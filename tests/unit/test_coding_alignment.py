"""Where a passage begins and ends in a text that was edited: as before, or nobody can tell."""

import pytest

from quotetrail.coding import Code, Coding, Project, Source, locate
from quotetrail.coding.alignment import Alignment, search
from quotetrail.transcripts import find_turns


def carried(before, passage, after):
    """The text of what the passage has become."""
    start = before.index(passage)
    found = Alignment(before, after).carry(start, start + len(passage))
    return found and after[found.start : found.end]


@pytest.mark.parametrize(
    ("before", "passage", "after"),
    [
        (
            "We know, know that story. Mmm Well. …and, you know, even if somebody writes",
            "Well. …and, you know, even if",
            "We know, know that story. Mmm. …and, you know, even if somebody writes",
        ),
        (
            "There was a lot of information in I had drawings as well. So I was using visuals",
            "I had drawings as well.",
            "There was a lot of information in In had drawings as well. So I was using visuals",
        ),
        (
            "Now where can I sit // // here by me, Doro. Mind the cable.",
            "where can I sit //",
            "Now where cann I sit // here nothing, by me, Doro. the cable.",
        ),
    ],
    ids=["mark of a lost word", "two words for one place", "one of two equal ends"],
)
def test_an_end_that_two_words_may_be_is_not_guessed(before, passage, after):
    assert carried(before, passage, after) is None
    assert carried(before, passage, before) == passage


@pytest.mark.parametrize(
    ("quoted", "text", "places"),
    [
        ("And if it rains we go", "So. And and if it rains we go", 2),
        ("and if it rains we GO", "And if it rains we go go. Now", 2),
        ("I think it rains", "well I I think it rains", 1),
    ],
)
def test_two_equal_words_are_two_places_if_both_are_written_otherwise(quoted, text, places):
    assert len(search(quoted, text)) == places


@pytest.mark.parametrize(
    ("quoted", "text"),
    [
        ("would have list", "nobody would have listened to us on a list"),
        ("is really cool and new", "it is said: this really cool and new thing"),
    ],
)
def test_a_piece_of_a_word_is_a_word_that_is_gone_if_it_is_one_at_all(quoted, text):
    assert len(search(quoted, text)) == 1
    assert search(quoted, text, edited=True) == []
    for edited in (True, False):
        assert search("ody would have list", "nobody would have listened", edited=edited)


def test_a_passage_that_cuts_a_word_makes_no_text_edited():
    text = (
        "Ana: We started it in the spring because they were all alone. It was really good for me."
    )
    quotes = ("We started it in the spring because the", "It was really good for me")
    codings = tuple(
        Coding(f"c{number}", "k", "d", quoted=quoted) for number, quoted in enumerate(quotes)
    )
    project = Project(
        "p", (Code("k", "Trust"),), (Source("d", "t", "text", holds="passages"),), codings
    )
    found = locate([project], [find_turns(text, transcript="t").transcript])
    assert [each.placement for each in found] == ["searched", "searched"]
