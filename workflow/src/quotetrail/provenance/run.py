"""The record of a run: what differs from day to day and machine to machine, outside every hash."""

import datetime
import importlib.metadata
import platform
import subprocess
from pathlib import Path

from quotetrail.provenance.ledger import to_json


def write_run(path: Path, *, checkout: Path, outcome: str) -> None:
    """Write results/run.json: when, with which versions, from which commit, on which machine.

    Parameters
    ----------
    path : Path
    checkout : Path
        The folder of the checkout, to ask git for its commit.
    outcome : str
        ``success`` or ``error``.
    """
    versions = {
        distribution.name: distribution.version
        for distribution in importlib.metadata.distributions()
    }
    record = {
        "outcome": outcome,
        "ended": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": _commit(checkout),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": dict(sorted(versions.items())),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(record), encoding="utf-8", newline="\n")


def _commit(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=40"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return "unknown: no git"
    return found.stdout.strip() or "unknown: not a git checkout"
