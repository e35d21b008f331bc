"""How long the demonstration takes, beside the same workflow with scripts that do nothing.

    python tests/bench/run_demo.py [RUNS]

A cold run, a run with nothing to do, and a run after one transcript was edited, each against the
same rules whose scripts only touch their outputs: the ratio is what our own code costs on top of
Snakemake. Medians over the runs, taken in turn; nothing is asserted, since machines differ.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOUCH = """from pathlib import Path

for path in snakemake.output:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).touch()
"""
CASES = ("cold run", "nothing to do", "one transcript edited")
EDITED = "resources/psw/transcripts/SYN-PSW-KLA-1.txt"


def idle_checkout(folder: Path) -> Path:
    """A copy of the workflow in which every script only touches its outputs."""
    for name in ("workflow", "profiles"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Snakefile", "environment.yml"):
        shutil.copy(ROOT / name, folder / name)
    for script in (folder / "workflow" / "scripts").glob("*.py"):
        script.write_text(TOUCH, encoding="utf-8")
    return folder


def seconds(checkout: Path, study: Path) -> float:
    """Run the workflow of a checkout in a folder; how long it took by the wall clock."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(checkout / "Snakefile")]
    command += ["--workflow-profile", str(checkout / "profiles" / "default")]
    command += ["--directory", str(study), "--cores", "2", "--quiet", "all"]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - started


def measure(checkout: Path, folder: Path) -> list[float]:
    """The three cases, one after the other, in a fresh copy of the demonstration."""
    for name in ("config", "resources"):
        shutil.copytree(ROOT / name, folder / name)
    times = [seconds(checkout, folder), seconds(checkout, folder)]
    edited = folder / EDITED
    text = edited.read_text(encoding="utf-8")
    edited.write_text(f"{text}\nINT: And there we stop for today.\n", encoding="utf-8")
    return [*times, seconds(checkout, folder)]


def main(runs: int) -> None:
    """Print the table."""
    ours: list[list[float]] = []
    idle: list[list[float]] = []
    for _ in range(runs):
        for checkout, times in ((ROOT, ours), (None, idle)):
            with tempfile.TemporaryDirectory() as scratch:
                used = checkout or idle_checkout(Path(scratch) / "checkout")
                times.append(measure(used, Path(scratch) / "study"))
    print(f"{'':24}{'ours (s)':>10}{'idle (s)':>10}{'ratio':>8}   medians of {runs}")
    for number, case in enumerate(CASES):
        mine = statistics.median(run[number] for run in ours)
        least = statistics.median(run[number] for run in idle)
        print(f"{case:24}{mine:10.1f}{least:10.1f}{mine / least:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
