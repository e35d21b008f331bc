"""Offset maps: exact, total, the same in both directions, and composed as one would by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.text import OffsetMap, Piece


@st.composite
def edited(draw, text=None):
    """A text, edits of it, the edited text, and the map made from the edits."""
    source = draw(st.text("abcאבग 😀\n", max_size=40)) if text is None else text
    points = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    edits, parts, position = [], [], 0
    for start, end in zip(points[::2], points[1::2], strict=False):
        new = draw(st.text("XYZ", max_size=4))
        edits.append((start, end, len(new)))
        parts += [source[position:start], new]
        position = end
    parts.append(source[position:])
    return source, "".join(parts), OffsetMap.from_edits(len(source), edits)


@given(edited())
def test_kept_pieces_are_the_same_text_and_all_is_covered(case):
    source, target, offsets = case
    assert (offsets.source_length, offsets.target_length) == (len(source), len(target))
    for piece in offsets.pieces:
        if piece.kept:
            before = source[piece.source_start : piece.source_end]
            assert before == target[piece.target_start : piece.target_end]


@given(edited(), st.data())
def test_every_kept_character_maps_to_itself_and_back(case, data):
    source, target, offsets = case
    kept = [at for p in offsets.pieces if p.kept for at in range(p.source_start, p.source_end)]
    if kept:
        at = data.draw(st.sampled_from(kept))
        there = offsets.forward(at, at + 1)
        assert (there.replaced, there.dropped, there.inserted) == (0, 0, 0)
        assert target[there.start : there.end] == source[at]
        back = offsets.inverse().forward(there.start, there.end)
        assert (back.start, back.end) == (at, at + 1)


@given(edited(), st.data())
def test_a_carried_span_holds_all_that_was_kept_of_it(case, data):
    source, target, offsets = case
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(source))] * 2)))
    there = offsets.forward(start, end)
    assert 0 <= there.start <= there.end <= len(target)
    for piece in offsets.pieces:
        if piece.kept:
            low, high = max(start, piece.source_start), min(end, piece.source_end)
            if low < high:
                shift = piece.target_start - piece.source_start
                assert there.start <= low + shift
                assert high + shift <= there.end


@given(st.data())
def test_composition_carries_as_one_after_the_other(data):
    source, middle, first = data.draw(edited())
    _, target, second = data.draw(edited(text=middle))
    both = first.then(second)
    assert (both.source_length, both.target_length) == (len(source), len(target))
    for piece in both.pieces:
        if piece.kept:
            before = source[piece.source_start : piece.source_end]
            assert before == target[piece.target_start : piece.target_end]
    for at in range(len(source)):
        one = first.forward(at, at + 1)
        two = second.forward(one.start, one.end) if one.start < one.end else None
        if two and not (one.replaced or one.inserted or two.replaced or two.inserted):
            direct = both.forward(at, at + 1)
            assert (direct.start, direct.end) == (two.start, two.end)


@given(edited())
def test_a_map_survives_json(case):
    assert OffsetMap.from_list(case[2].to_list()) == case[2]


def test_a_span_that_cuts_a_replacement_widens_to_all_of_it():
    offsets = OffsetMap.from_edits(20, [(5, 11, 8)])
    there = offsets.forward(7, 9)
    assert (there.start, there.end, there.replaced) == (5, 13, 2)
    back = offsets.inverse().forward(6, 7)
    assert (back.start, back.end) == (5, 11)


def test_dropped_text_leaves_a_position_and_is_counted():
    offsets = OffsetMap.from_edits(10, [(2, 5, 0)])
    gone = offsets.forward(3, 5)
    assert (gone.start, gone.end, gone.dropped) == (2, 2, 2)
    across = offsets.forward(1, 6)
    assert (across.start, across.end, across.dropped) == (1, 3, 3)


@pytest.mark.parametrize(
    "pieces",
    [
        [Piece(0, 2, 0, 2, True), Piece(3, 4, 2, 3, True)],
        [Piece(0, 2, 0, 3, True)],
        [Piece(1, 2, 0, 1, True)],
    ],
)
def test_gaps_and_unequal_kept_pieces_are_refused(pieces):
    with pytest.raises(ValueError, match="piece"):
        OffsetMap(pieces)
