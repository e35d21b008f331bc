"""What `read_codings.py` measures, one step a process: python codings_steps.py STEP FILE.

It prints seconds of the processor, peak memory before and after in MB, and how many codings were
read and placed, as JSON.
"""

import csv
import json
import resource
import sys
import time
import zipfile
from pathlib import Path

import python_calamine
from lxml import etree

from quotetrail.coding import Project, locate, read_project
from quotetrail.transcripts import find_turns


def walk_qdpx(path: Path) -> None:
    """Let lxml walk through the project, and look at nothing."""
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


def read(path: Path) -> tuple[Project, None]:
    """Read the project."""
    return read_project(path), None


def place(path: Path) -> tuple[Project, int]:
    """Read the project, and the transcripts beside it, and place its codings in them."""
    project = read_project(path)
    files = sorted((path.parent / "transcripts").iterdir())
    transcripts = [
        find_turns(file.read_text("utf-8"), transcript=file.stem, labels=()).transcript
        for file in files
    ]
    located = locate([project], transcripts)
    return project, sum(each.start is not None for each in located)


STEPS = {
    "walk": {".qdpx": walk_qdpx, ".csv": walk_csv, ".xlsx": walk_xlsx},
    "read": dict.fromkeys((".qdpx", ".csv", ".xlsx"), read),
    "place": dict.fromkeys((".qdpx", ".csv", ".xlsx"), place),
}


def peak() -> float:
    """The most memory that the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    wanted = Path(sys.argv[2])
    step = STEPS[sys.argv[1]][wanted.suffix]
    before, started = peak(), time.process_time()
    made = step(wanted)
    seconds = time.process_time() - started
    read_, placed = (None, None) if made is None else (len(made[0].codings), made[1])
    print(json.dumps([seconds, before, peak(), read_, placed]))
