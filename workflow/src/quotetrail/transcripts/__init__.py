"""Raw transcripts: files and texts read into turns, each with the label of its speaker."""

from quotetrail.transcripts.files import read_transcript
from quotetrail.transcripts.labels import is_generic
from quotetrail.transcripts.reading import Reading, label_counts, possible_labels
from quotetrail.transcripts.turns import find_turns

__all__ = [
    "Reading",
    "find_turns",
    "is_generic",
    "label_counts",
    "possible_labels",
    "read_transcript",
]
