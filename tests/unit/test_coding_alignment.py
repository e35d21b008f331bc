"""Where a passage begins and ends in a text that was edited: as before, or nobody can tell."""

import pytest

from quotetrail.coding.alignment import Alignment, search


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


def test_a_piece_of_a_word_is_not_another_word():
    text = "nobody would have listened to us"
    assert search("ody would have list", text) == [(0, 26)]
    assert search("would have list", text + " on a list") == []
    assert search("is really cool and new", "it is this really cool and new thing") == []
