"""Transcripts: which turns a span touches."""

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.text import Transcript, Turn


@given(st.lists(st.integers(0, 4), max_size=8), st.integers(0, 30), st.integers(0, 30))
def test_the_turns_in_a_span_are_those_that_share_a_character_with_it(lengths, one, other):
    begins = [sum(lengths[:number]) + number for number in range(len(lengths))]
    turns = tuple(
        Turn(begin, begin + length) for begin, length in zip(begins, lengths, strict=True)
    )
    transcript = Transcript("t", "en", "\n".join("x" * length for length in lengths), turns)
    start, end = sorted((one, other))
    wanted = set(range(start, max(end, start + 1)))
    plainly = [turn for turn in turns if wanted & set(range(turn.start, turn.end))]
    assert [turn for turn in transcript.turns_in(start, end) if turn.start < turn.end] == plainly
