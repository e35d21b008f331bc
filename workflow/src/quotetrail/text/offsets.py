"""The way from one text to another, span by span, and back."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of the source and what became of it.

    ``kept`` says that both stretches are the same text; then they are equally long, and every
    position inside them corresponds. Of any other piece only the borders correspond.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    kept: bool


class Carried(NamedTuple):
    """A span after it was carried over, and what it met on the way.

    Attributes
    ----------
    start, end : int
        The span in the target; empty if nothing of it is left.
    replaced, dropped, inserted : int
        Source characters that were replaced, source characters of which nothing is left, and
        target characters that stand for no source character, all inside the span.
    """

    start: int
    end: int
    replaced: int = 0
    dropped: int = 0
    inserted: int = 0


class OffsetMap:
    """A total, piecewise map between two texts.

    The pieces cover both texts without gap or overlap. Spans that cut a replaced piece widen to
    the whole of it, on either side; of dropped text only a position is left.

    Parameters
    ----------
    pieces : iterable of Piece
        In order. Neighbouring kept pieces are joined.

    Attributes
    ----------
    source_length, target_length : int
        Code points of the two texts.

    Raises
    ------
    ValueError
        If the pieces leave a gap or overlap, or a kept piece differs in length.
    """

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(_joined(pieces))
        self._source_starts = [piece.source_start for piece in self.pieces]
        self._source_ends = [piece.source_end for piece in self.pieces]
        self.source_length = self.pieces[-1].source_end if self.pieces else 0
        self.target_length = self.pieces[-1].target_end if self.pieces else 0

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """The map of a text of ``length`` code points to itself."""
        return cls([Piece(0, length, 0, length, True)] if length else [])

    @classmethod
    def from_edits(cls, length: int, edits: Iterable[tuple[int, int, int]]) -> "OffsetMap":
        """The map made by edits of a text.

        Parameters
        ----------
        length : int
            Code points of the source.
        edits : iterable of (start, end, new_length)
            In order, without overlap: the source span, and the length of what stands there now.
        """
        pieces, source, target = [], 0, 0
        for start, end, new in edits:
            if start > source:
                pieces.append(Piece(source, start, target, target + start - source, True))
                target += start - source
            pieces.append(Piece(start, end, target, target + new, False))
            source, target = end, target + new
        if length > source:
            pieces.append(Piece(source, length, target, target + length - source, True))
        return cls(pieces)

    def forward(self, start: int, end: int) -> Carried:
        """Carry the source span ``[start, end)`` to the target.

        Raises
        ------
        ValueError
            If the span is not inside the source.
        """
        if not 0 <= start <= end <= self.source_length:
            raise ValueError(f"span {start}-{end} is not inside 0-{self.source_length}")
        if start == end:
            position = self._position(start)
            return Carried(position, position)
        first = bisect_right(self._source_ends, start)
        last = bisect_left(self._source_starts, end)
        if last == first + 1 and self.pieces[first].kept:
            moved = self.pieces[first].target_start - self.pieces[first].source_start
            return Carried(start + moved, end + moved)
        low = high = None
        replaced = dropped = inserted = 0
        for piece in self.pieces[first:last]:
            inside = min(end, piece.source_end) - max(start, piece.source_start)
            if piece.target_start == piece.target_end:
                dropped += inside
                continue
            if piece.kept:
                left = piece.target_start + max(start - piece.source_start, 0)
                right = piece.target_end - max(piece.source_end - end, 0)
            else:
                left, right = piece.target_start, piece.target_end
                if inside:
                    replaced += inside
                else:
                    inserted += right - left
            low = left if low is None else low
            high = right
        if low is None or high is None:
            position = self.pieces[first].target_start
            return Carried(position, position, dropped=dropped)
        return Carried(low, high, replaced, dropped, inserted)

    def inverse(self) -> "OffsetMap":
        """The map from the target back to the source."""
        return OffsetMap(Piece(p[2], p[3], p[0], p[1], p.kept) for p in self.pieces)

    def then(self, after: "OffsetMap") -> "OffsetMap":
        """The map that carries from this source to the target of ``after``.

        Raises
        ------
        ValueError
            If ``after`` does not start from this map's target.
        """
        if after.source_length != self.target_length:
            raise ValueError(
                f"a map of {after.source_length} cannot follow a map to {self.target_length}"
            )
        back = self.inverse()
        cuts = sorted(
            point
            for point in {0, self.target_length, *back._borders(), *after._borders()}
            if back._can_cut(point) and after._can_cut(point)
        )
        pieces = []
        for index, point in enumerate(cuts):
            source, target = back._around(point), after._around(point)
            if source[0] < source[1] or target[0] < target[1]:
                pieces.append(Piece(*source, *target, False))
            if index + 1 < len(cuts):
                upto = cuts[index + 1]
                ends = (back._around(upto)[0], after._around(upto)[0])
                kept = back._keeps(point, upto) and after._keeps(point, upto)
                pieces.append(Piece(source[1], ends[0], target[1], ends[1], kept))
        return OffsetMap(pieces)

    def to_list(self) -> list[list[int]]:
        """Plain numbers for JSON; `from_list` reads them back."""
        return [[*piece[:4], int(piece.kept)] for piece in self.pieces]

    @classmethod
    def from_list(cls, numbers: Iterable[Iterable[int]]) -> "OffsetMap":
        """A map from what `to_list` gave."""
        return cls(Piece(a, b, c, d, bool(kept)) for a, b, c, d, kept in numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __repr__(self) -> str:
        return f"OffsetMap({len(self.pieces)} pieces, {self.source_length} -> {self.target_length})"

    def _borders(self) -> set[int]:
        return {piece.source_start for piece in self.pieces} | set(self._source_ends)

    def _can_cut(self, point: int) -> bool:
        """Whether a position is a border, or lies inside text that is kept or dropped."""
        index = bisect_right(self._source_ends, point)
        if index == len(self.pieces) or self.pieces[index].source_start >= point:
            return True
        piece = self.pieces[index]
        return piece.kept or piece.target_start == piece.target_end

    def _around(self, point: int) -> tuple[int, int]:
        """The target's span that stands exactly at a source position, mostly empty."""
        first = bisect_left(self._source_ends, point)
        after = bisect_right(self._source_starts, point)
        if first >= after:
            return (self._inside(first, point),) * 2
        touching = self.pieces[first:after]
        low, high = touching[0], touching[-1]
        left = self._inside(first, point) if low.source_start < point else low.target_start
        right = self._inside(after - 1, point) if high.source_end > point else high.target_end
        return left, right

    def _inside(self, index: int, point: int) -> int:
        if index >= len(self.pieces):
            return self.target_length
        piece = self.pieces[index]
        if point >= piece.source_end:
            return piece.target_end
        return piece.target_start + (point - piece.source_start if piece.kept else 0)

    def _position(self, point: int) -> int:
        return self._around(point)[0]

    def _keeps(self, start: int, end: int) -> bool:
        index = bisect_right(self._source_ends, start)
        piece = self.pieces[index]
        return piece.kept and piece.source_start <= start and end <= piece.source_end


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """The pieces without empty ones, neighbouring kept ones joined; refuses gaps and overlaps."""
    last: Piece | None = None
    source = target = 0
    for a, b, c, d, kept in pieces:
        if (a, c) != (source, target) or b < a or d < c:
            raise ValueError(f"a piece starts at {a}, {c}, not at {source}, {target}")
        if kept and b - a != d - c:
            raise ValueError(f"a kept piece has lengths {b - a} and {d - c}")
        source, target = b, d
        if a == b and c == d:
            continue
        if last is not None and last.kept and kept:
            last = Piece(last[0], b, last[2], d, True)
            continue
        if last is not None:
            yield last
        last = Piece(a, b, c, d, kept)
    if last is not None:
        yield last
