"""What becomes of codings when words of the text are struck out, put in and retyped afterwards.

    python tests/bench/drift.py [SEEDS]

The transcripts of the demonstration, in nine languages, are coded in 120 places each, edited SEEDS
times over (3), and judged as in tests/unit/test_coding_drift.py; one turn is moved elsewhere in
each. Shares are of the codings of which a word is left: those at the right place, by placement, and
those at a wrong one. Once the project holds its text, once nothing but the coded passages, as a
table of coded segments does. With QUOTETRAIL_REAL_DATA set, real interviews too. Nothing is
asserted, the tests do that.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow" / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from unit import test_coding_drift as drift

from quotetrail.text import Transcript
from quotetrail.transcripts import read_transcript

COLUMNS = "{:22}{:>8}{:>10}{:>9}{:>9}{:>10}{:>10}{:>8}"


def report(name: str, transcripts: Sequence[Transcript], seeds: int) -> None:
    """Print a row for each share of edited words."""
    for texts in (True, False):
        for rate in drift.RATES:
            found = drift.shares(transcripts, rate, range(seeds), texts=texts)
            parts = (
                f"{found.placements[each] / found.placements.total():.1%}"
                for each in ("exact", "aligned", "searched", "unplaced")
            )
            held = f"{name}, {'text' if texts else 'passages'}"
            print(
                COLUMNS.format(held, f"{rate:.0%}", f"{found.recovered:.1%}", *parts, found.wrong),
                flush=True,
            )


def main() -> None:
    """Print the table."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    head = ("", "edited", "recovered", "exact", "aligned", "searched", "unplaced", "wrong")
    print(COLUMNS.format(*head))
    report("demonstration", drift.demo(), seeds)
    if folder := os.environ.get("QUOTETRAIL_REAL_DATA"):
        paths = sorted((Path(folder) / "transcripts/sheffield-interviews").glob("[A-Z]*.txt"))
        real = [read_transcript(path, transcript=path.stem).transcript for path in paths]
        report("interviews", real, seeds)


if __name__ == "__main__":
    main()
