"""What `read_codings.py` measures, one step a process: python codings_steps.py STEP FILE.

It prints the seconds of the processor, the peak memory before and after in MB, and how many codings
were read and placed, as JSON. The study's transcripts are read before the clock starts.
"""

import csv
import json
import resource
import sqlite3
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import python_calamine
from lxml import etree

from quotetrail.coding import locate, read_project
from quotetrail.text import Transcript
from quotetrail.transcripts import find_turns


def walk_qdpx(path: Path) -> None:
    """Let lxml walk through the project, and look at nothing."""
    with zipfile.ZipFile(path) as archive, archive.open("project.qde") as stream:
        for _ in etree.iterparse(stream):
            pass


def walk_qdpx_emptying(path: Path) -> None:
    """Let lxml walk through the project, and empty each element, so that no tree is kept."""
    with zipfile.ZipFile(path) as archive, archive.open("project.qde") as stream:
        for _, element in etree.iterparse(stream):
            element.clear()


def walk_csv(path: Path) -> None:
    """Let csv walk through the rows."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        for _ in csv.reader(stream):
            pass


def walk_xlsx(path: Path) -> None:
    """Let calamine make rows of the sheet."""
    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def walk_sqlite3(path: Path) -> None:
    """Let SQLite go through the highlights with their tags, and who made them."""
    with closing(sqlite3.connect(path)) as database:
        for table in ("documents", "highlights", "highlight_tags", "commands"):
            for _ in database.execute(f"select * from {table}"):
                pass


def transcripts_beside(path: Path) -> list[Transcript]:
    """The study's transcripts."""
    files = sorted((path.parent / "transcripts").iterdir())
    return [find_turns(file.read_text("utf-8"), transcript=file.stem).transcript for file in files]


WALKS = {".qdpx": walk_qdpx, ".csv": walk_csv, ".xlsx": walk_xlsx, ".sqlite3": walk_sqlite3}


def measure(step: str, path: Path) -> list[float | None]:
    """Take a step: `walk`, `empty`, `read`, or `place`, which reads and places."""
    transcripts = transcripts_beside(path) if step == "place" else []
    before, started = peak(), time.process_time()
    codings = placed = None
    if step == "walk":
        WALKS[path.suffix](path)
    elif step == "empty":
        walk_qdpx_emptying(path)
    else:
        project = read_project(path)
        codings = len(project.codings)
    if step == "place":
        placed = sum(each.start is not None for each in locate([project], transcripts))
    return [time.process_time() - started, before, peak(), codings, placed]


def peak() -> float:
    """The most memory that the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
