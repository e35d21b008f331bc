"""Whole runs of the workflow in folders of their own."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from e2e.mini import NAMES, TURNS, write_mini

from quotetrail.cli import main

ROOT = Path(__file__).parents[2]


def run_workflow(
    folder: Path, *arguments: str, cores: int = 2, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the checkout's workflow in a folder, as a user would, with all that it prints."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile")]
    command += ["--directory", str(folder), "--cores", str(cores)]
    if not any(argument.startswith("--configfile") for argument in arguments):
        command += ["--configfile", str(folder / "config" / "config.yaml")]
    return subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )


def audit_results(results: Path) -> subprocess.CompletedProcess[str]:
    """Run `quotetrail audit` on a results folder."""
    return subprocess.run(
        [sys.executable, "-m", "quotetrail.cli", "audit", str(results)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "workflow" / "src")},
    )


@contextmanager
def built_once(folder: Path, build: Callable[[Path], None]) -> Iterator[Path]:
    """The folder, built by whichever worker comes first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        if not done.exists():
            build(folder)
            done.touch()
    yield folder


def copy_demo(folder: Path) -> None:
    """Copy the demonstration's config and resources."""
    for name in ("config", "resources"):
        shutil.copytree(ROOT / name, folder / name)


def build_demo(folder: Path) -> None:
    """Copy the demonstration and build all of it."""
    copy_demo(folder)
    done = run_workflow(folder)
    assert done.returncode == 0, done.stdout + done.stderr


def build_mini(folder: Path) -> None:
    """Write the small study and build all of it."""
    write_mini(folder)
    done = run_workflow(folder)
    assert done.returncode == 0, done.stdout + done.stderr


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of one test run share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demonstration, built once for all tests; not to be changed."""
    with built_once(shared_folder(tmp_path_factory) / "built" / "demo", build_demo) as folder:
        yield folder


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small study, built once for all tests; not to be changed (copy it with its times)."""
    with built_once(shared_folder(tmp_path_factory) / "built" / "mini", build_mini) as folder:
        yield folder


class Judged(NamedTuple):
    status: int
    lines: list[str]

    @property
    def breaks(self) -> list[str]:
        """Each break, with what was expected."""
        joined = "\n".join(self.lines).replace("\n      expected: ", " | expected: ").split("\n")
        return [line.removeprefix("BREAK ") for line in joined if line.startswith("BREAK ")]

    @property
    def not_checked(self) -> str:
        return "\n".join(line for line in self.lines if line.startswith("not checked"))

    def names(self, *parts: str) -> bool:
        """Whether one break holds all of these."""
        return any(all(part in each for part in parts) for each in self.breaks)


@pytest.fixture
def judge(capsys) -> Callable[[Path], Judged]:
    texts = [text for turns in TURNS.values() for _, text in turns]
    pieces = [text[at : at + 18] for text in texts for at in range(0, len(text) - 18, 9)]

    def run(folder: Path) -> Judged:
        status = main(["audit", str(folder)])
        printed = capsys.readouterr()
        assert printed.err == ""
        assert [secret for secret in [*NAMES, *pieces] if secret in printed.out] == []
        assert status == (1 if "BREAK" in printed.out else 0)
        return Judged(status, printed.out.splitlines())

    return run


@pytest.fixture
def copy(mini, tmp_path) -> Path:
    """The folder of the small study with all it holds, to be tampered with."""
    folder = tmp_path / "study"
    hidden = shutil.ignore_patterns(".snakemake")
    shutil.copytree(mini, folder, copy_function=shutil.copy2, ignore=hidden)
    return folder


@pytest.fixture
def results(copy) -> Path:
    return copy / "results"
