"""The demonstration's files are those that its sources give, and its marks are in them."""

import importlib.util
import re
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STUDIES = ("psw", "mhw")
SHARED = {"secret"}


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("build", ROOT / "tests" / "demo" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def content(path: Path) -> object:
    """A file's bytes; of a zip its members, so that another zlib does not matter."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("study", STUDIES)
def test_the_committed_files_are_those_of_the_sources(build, study, tmp_path):
    build.build_study(study, tmp_path)
    for part in ("config", "resources"):
        made = {p.relative_to(tmp_path): p for p in (tmp_path / part / study).rglob("*")}
        kept = {p.relative_to(ROOT): p for p in (ROOT / part / study).rglob("*")}
        assert made.keys() == {name for name in kept if name.name not in SHARED}
        for name, path in made.items():
            if path.is_file():
                assert content(path) == content(kept[name]), name


@pytest.mark.parametrize("study", STUDIES)
def test_groups_are_long_enough_and_share_no_sentence(build, study):
    sentences: dict[str, str] = {}
    for path in sorted((build.SOURCES / study).glob("SYN-*.txt")):
        group = build.read_group(path)
        said = " ".join(turn.text for turn in group.turns)
        assert len(said.split()) >= 1800, group.name
        for sentence in re.split(r"[.?!]+\s+", said):
            words = sentence.lower().split()
            if len(words) >= 6:
                key = " ".join(words)
                assert sentences.setdefault(key, group.name) == group.name, group.name


@pytest.mark.parametrize("study", STUDIES)
def test_everything_in_the_demonstration_says_that_it_is_synthetic(study):
    for sheet in ("transcripts", "groups"):
        for line in (ROOT / "config" / study / f"{sheet}.csv").read_text().splitlines()[1:]:
            assert line.startswith("SYN-")
