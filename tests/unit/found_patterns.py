"""What the patterns find in a text."""

from quotetrail.anonymise.patterns import find_patterns


def found(text: str) -> list[tuple[str, str]]:
    """What is certain."""
    return [(text[s.start : s.end], s.category) for s in find_patterns(text) if not s.ask]


def asked(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.category) for s in find_patterns(text) if s.ask]
