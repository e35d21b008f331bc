"""The same bytes on another day, in another folder, locale, time zone and number of cores."""

import shutil
from pathlib import Path

import pytest
import yaml
from e2e.conftest import copy_demo, run_workflow
from e2e.mini import CONFIG, write_mini

OTHER = {
    "LC_ALL": "C",
    "LANG": "C",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "1234567890",
}


def files_of(results: Path) -> dict[str, bytes]:
    """Everything that must not differ from run to run."""
    return {
        path.relative_to(results).as_posix(): path.read_bytes()
        for path in sorted(results.rglob("*"))
        if path.is_file()
        and path.relative_to(results).parts[0] not in ("logs", "run.json", "deposit")
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.long
def test_two_runs_of_the_demonstration_give_the_same_bytes(demo, tmp_path):
    copy_demo(tmp_path)
    done = run_workflow(tmp_path, cores=1, env=OTHER)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = files_of(demo / "results"), files_of(tmp_path / "results")
    assert len(one) > 150
    assert differing(one, other) == []


@pytest.fixture
def in_one_batch(tmp_path):
    write_mini(tmp_path, {**CONFIG, "batch_size": 5})
    done = run_workflow(tmp_path, cores=1, env=OTHER)
    assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path


def test_another_batch_size_changes_only_the_grouping_and_the_provenance(mini, in_one_batch):
    one, other = files_of(mini / "results"), files_of(in_one_batch / "results")
    apart = [name for name in differing(one, other) if "/provenance/" not in name]
    grouped = ("transcripts/", "raw/", "reading/", "identifiers/", "pseudonyms/")
    assert [name for name in apart if not name.partition("/mini/")[2].startswith(grouped)] == []
    lines = [
        b"".join(files[name] for name in sorted(files) if "controlled/mini/transcripts/" in name)
        for files in (one, other)
    ]
    assert lines[0] == lines[1]


@pytest.mark.long
def test_a_change_in_one_study_leaves_the_others_roots_alone(demo, tmp_path):
    copy = tmp_path / "demo"
    shutil.copytree(demo, copy, copy_function=shutil.copy2, symlinks=True)
    config = copy / "config" / "config.yaml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["studies"]["mhw"]["disclosure"] = {"k": 5}
    config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    done = run_workflow(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = files_of(demo / "results"), files_of(copy / "results")
    changed = differing(one, other)
    assert "public/mhw/provenance/manifest.json" in changed
    assert [name for name in changed if "/psw/" in name] == []
