"""Ids that stay the same whenever the same file is read."""

import hashlib
from collections.abc import Callable


def normalised_guid(guid: str) -> str:
    """A GUID in lower case without braces and blanks, so that all spellings of it are one."""
    return guid.strip().strip("{}").strip().lower()


def made_id(prefix: str, *parts: object) -> str:
    """The prefix and 10 hex digits that depend on nothing but the parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def unique_ids() -> Callable[[str], str]:
    """Gives each id that is wanted, or with the first of ``-2``, ``-3`` ... that nobody has yet."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}

    def unique(wanted: str) -> str:
        name = wanted
        while name in taken:
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}-{numbers[wanted]}"
        taken.add(name)
        return name

    return unique
