"""Ids that stay the same whenever the same file is read."""

import hashlib
from collections.abc import Container


def normalised_guid(guid: str) -> str:
    """A GUID in lower case without braces and blanks, so that all spellings of it are one."""
    return guid.strip().strip("{}").strip().lower()


def made_id(prefix: str, *parts: object) -> str:
    """The prefix and 10 hex digits that depend on nothing but the parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def unique(wanted: str, taken: Container[str]) -> str:
    """The id itself, or with the first of ``-2``, ``-3`` ... that nobody has."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
