"""The marks of pseudonymised transcripts as public reports show them."""

import re
from collections.abc import Mapping


def in_public(text: str, marks: Mapping[str, str]) -> str:
    """A passage of a controlled transcript with its marks as they are shown in public."""
    if not marks:
        return text
    longest_first = sorted(marks, key=lambda mark: (-len(mark), mark))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return pattern.sub(lambda found: marks[found.group()], text)
