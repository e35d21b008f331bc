"""What every room speaks: transcripts, turns, offset maps and folded text."""

from quotetrail.text.folding import Folded, fold, folded
from quotetrail.text.offsets import Carried, OffsetMap, Piece
from quotetrail.text.transcript import Transcript, Turn, dump_transcripts, load_transcripts

__all__ = [
    "Carried",
    "Folded",
    "OffsetMap",
    "Piece",
    "Transcript",
    "Turn",
    "dump_transcripts",
    "fold",
    "folded",
    "load_transcripts",
]
