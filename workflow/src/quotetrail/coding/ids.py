"""Ids that stay the same whenever the same file is read."""

import hashlib
from collections.abc import Callable, Container
from itertools import count


def normalised_guid(guid: str) -> str:
    """A GUID in lower case without braces and blanks, so that all spellings of it are one."""
    return guid.strip("{} \t\r\n").lower()


def made_id(prefix: str, *parts: object) -> str:
    """The prefix and 10 hex digits that depend on nothing but the parts."""
    joined = "\x1f".join(["" if part is None else str(part) for part in parts])
    return id_of(prefix, joined)


def id_of(prefix: str, joined: str) -> str:
    """As `made_id`, of parts that are joined already by the control character US."""
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def unique(wanted: str, taken: Container[str]) -> str:
    """The id itself, or with the first of ``-2``, ``-3`` ... that nobody has.

    Of many ids that are alike, `unique_ids` gives each without counting from the start.
    """
    if wanted not in taken:
        return wanted
    return next(name for name in (f"{wanted}-{n}" for n in count(2)) if name not in taken)


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
