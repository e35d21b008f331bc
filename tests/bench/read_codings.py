"""How fast a large project of codings is read and placed, beside a bare pass over the same file.

    python tests/bench/read_codings.py [RUNS [CODINGS]]

`codings_corpus.py` writes one study of 100,000 codings as .qdpx and as MAXQDA's tables. Every
number comes from a process of its own; medians over the runs, which take the rows in turn. The bare
pass lets the library that parses the file for us go through it, and looks at nothing. Of a .qdpx it
is a bare iterparse of lxml, which keeps the tree; it is measured a second time with each element
emptied as soon as it is read, which is faster, and no reader can be faster than that. If
QUOTETRAIL_TAGUETTE_PYTHON names a Python that has Taguette, its own import of its own database of
the same study is measured once, and our reading of that database. Seconds are those of the
processor, without imports. Peak memory is ru_maxrss of the child. Nothing is asserted, since
machines differ.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

BENCH = Path(__file__).resolve().parent
SOURCE = BENCH.parents[1] / "workflow" / "src"
TAGUETTE = "QUOTETRAIL_TAGUETTE_PYTHON"
STEPS = ("walk", "read", "place")
FILES = ("study.qdpx", "segments.csv", "segments.xlsx")
COLUMNS = "{:16}{:8}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>10}"


class Run(NamedTuple):
    """What a process took, in seconds and MB, and what came of it."""

    seconds: float
    before: float
    peak: float
    codings: int | None
    placed: int | None


def run(python: str, script: str, *words: str | Path) -> str:
    """Run a script of this folder to its end; what it prints."""
    ours = {**os.environ, "PYTHONPATH": str(SOURCE)}
    theirs = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [python, str(BENCH / script), *map(str, words)]
    env = ours if python == sys.executable else theirs
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        sys.exit(f"{script} failed: {done.stderr[-500:]}")
    return done.stdout


def middle(runs: list[Run]) -> Run:
    """The medians of several runs."""
    seconds, before, peaks = (median(column) for column in list(zip(*runs, strict=True))[:3])
    return Run(seconds, before, peaks, *runs[0][3:])


def print_file(path: Path, runs: int) -> None:
    """Measure a file: the bare pass, read, and read and placed."""
    steps = ("walk", "empty", "read", "place") if path.suffix == ".qdpx" else STEPS
    taken: dict[str, list[Run]] = {step: [] for step in steps}
    for _ in range(runs):
        for step, found in taken.items():
            output = run(sys.executable, "codings_steps.py", step, path)
            found.append(Run(*json.loads(output)))
    bare = [middle(taken[step]) for step in ("walk", "empty") if step in taken]
    for step, found in taken.items():
        print_row(path.name, step, middle(found), bare)


def print_row(name: str, step: str, made: Run, bare: list[Run]) -> None:
    """One line of the table."""
    ratios = [f"{made.seconds / each.seconds:.1f}" for each in bare]
    ratios += ["-"] * (2 - len(ratios))
    counts = ["-" if number is None else str(number) for number in made[3:]]
    memory = [f"{made.peak:.0f}", f"{made.peak - made.before:.0f}"]
    print(COLUMNS.format(name, step, f"{made.seconds:.2f}", *ratios, *memory, *counts), flush=True)


def print_peers(folder: Path, runs: int) -> None:
    """The programs beside ours."""
    taguette = os.environ.get(TAGUETTE)
    if taguette:
        script, database = "taguette_import.py", folder / "study.sqlite3"
        run(taguette, script, "write", folder / "study.jsonl", database)
        print_file(database, runs)
        theirs = Run(*json.loads(run(taguette, script, "import", database)))
        print_row(database.name, "theirs", theirs, [])
    else:
        print(f"Taguette: not measured, {TAGUETTE} is not set")
    print("QualCoder: not measured, it is not on PyPI")


def main(runs: int, codings: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run(sys.executable, "codings_corpus.py", folder, str(codings))
        print(f"{codings} codings in 60 transcripts of 60 KB, medians of {runs}. x is the time by")
        print("that of walk, the bare pass over the same file; x empty is the time by that of the")
        print("pass that empties each element; place is reading and placing.\n")
        print(
            COLUMNS.format("", "", "s", "x", "x empty", "peak MB", "more MB", "codings", "placed")
        )
        for name in FILES:
            print_file(folder / name, runs)
        print_peers(folder, runs)


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:3]]
    main(given[0] if given else 3, given[1] if len(given) > 1 else 100_000)
