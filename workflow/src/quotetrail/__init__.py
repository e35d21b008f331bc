"""Quotetrail: from raw focus-group transcripts to a report that can be followed back."""

__version__ = "0.1.0"
