"""The marked-up sources of the demonstration: each group's speech with its identifiers marked."""

import csv
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).parent / "sources"
MARK = re.compile(r"⟦(?P<category>[a-z]+):(?P<entity>[^|⟧]*)\|(?P<text>[^⟧]*)⟧")

WORDS_A_SECOND = 2.5
PAUSE = 0.6  # seconds between two turns


class Identifier(NamedTuple):
    """A marked span of a text: 0-based code points, end exclusive."""

    start: int
    end: int
    category: str
    entity: str


@dataclass
class Turn:
    """One turn, its lines still marked up; ``over`` stands inside the turn before."""

    label: str
    over: bool = False
    start: float = 0.0
    end: float = 0.0
    lines: list[str] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs without marks."""
        return [plain(line) for line in self.lines if line]

    @property
    def text(self) -> str:
        """Its paragraphs, one below the other."""
        return "\n".join(self.paragraphs)


@dataclass
class Group:
    """One marked-up source: title lines and turns."""

    name: str
    head: list[str]
    turns: list[Turn]


def read_group(path: Path) -> Group:
    """Read a source; a turn without a time gets one from the number of words before it."""
    head: list[str] = []
    turns: list[Turn] = []
    times: list[float | None] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("@head "):
            head.append(line.removeprefix("@head ").strip())
        elif line.startswith("@"):
            found = re.fullmatch(r"@(turn|over) (.+?)(?: \[([0-9:.]+)\])?\s*", line)
            turns.append(Turn(found[2], over=found[1] == "over"))
            times.append(seconds(found[3]) if found[3] else None)
        elif turns and line.strip():
            turns[-1].lines.append(line.strip())
    _set_times(turns, times)
    same = [one.label for one, other in pairwise(turns) if one.label == other.label]
    if same:
        raise ValueError(f"{path.stem}: two turns of one speaker follow each other")
    return Group(path.stem, head, turns)


def _set_times(turns: list[Turn], times: list[float | None]) -> None:
    clock = 4.0
    for number, (turn, time) in enumerate(zip(turns, times, strict=True)):
        turn.start = clock if time is None else time
        length = max(1.2, len(turn.text.split()) / WORDS_A_SECOND)
        following = times[number + 1] if number + 1 < len(turns) else None
        turn.end = round(turn.start + length, 1) if following is None else following
        clock = round(turn.end + PAUSE, 1)


def plain(marked: str) -> str:
    """A line without its marks."""
    return MARK.sub(lambda mark: mark["text"], marked)


def identifiers(marked: str) -> list[Identifier]:
    """What is marked in a text, where it stands in the text without marks."""
    found, shift = [], 0
    for mark in MARK.finditer(marked):
        start = mark.start() - shift
        end = start + len(mark["text"])
        found.append(Identifier(start, end, mark["category"], mark["entity"]))
        shift += len(mark.group()) - len(mark["text"])
    return found


def seconds(time: str) -> float:
    """A time such as 01:02:03.5 in seconds."""
    total = 0.0
    for part in time.split(":"):
        total = total * 60 + float(part)
    return total


def stamp(value: float, *, decimals: int = 3, point: str = ".") -> str:
    """Seconds as hh:mm:ss with decimals, or without any."""
    whole, part = divmod(round(value * 10**decimals), 10**decimals) if decimals else (int(value), 0)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{clock}{point}{part:0{decimals}}" if decimals else clock


def rows(path: Path) -> list[dict]:
    """The rows of a tab-separated sheet."""
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
