"""What the plan of all jobs proves before anything runs: who may carry what into which zone."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from e2e.conftest import ROOT, copy_demo
from e2e.mini import CONFIG, NAMES, write_mini

from quotetrail.anonymise.generic import is_generic_label
from quotetrail.anonymise.leaks import vocabulary
from quotetrail.report.wording import own_texts

CROSSING = {"anonymise_transcripts", "anonymise_codings", "anonymise_participants"}
GATES = {"check_pseudonyms", "check_release", "check_shared"}
SEALS = {"seal_zone", "seal_shared"}
OPEN = ("results/controlled/", "results/public/", "results/deposit/")
PLAN = """
import json, sys
from pathlib import Path
from snakemake.api import SnakemakeApi
from snakemake.settings.types import (
    ConfigSettings, DAGSettings, OutputSettings, Quietness, ResourceSettings)

root, folder, *targets = sys.argv[1:]
with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
    made = api.workflow(
        resource_settings=ResourceSettings(cores=1),
        config_settings=ConfigSettings(configfiles=[Path(folder, "config", "config.yaml")]),
        snakefile=Path(root, "Snakefile"),
        workdir=Path(folder),
    )
    planned = made.dag(DAGSettings(targets=set(targets), forceall=True))
    out, sys.stdout = sys.stdout, sys.stderr
    planned.printd3dag()
    sys.stdout = out
    dag = made._workflow.dag
    print(json.dumps([
        {
            "rule": job.rule.name,
            "input": list(map(str, job.input)),
            "output": list(map(str, job.output)),
            "log": list(map(str, job.log)),
            "wildcards": dict(job.wildcards.items()),
            "params": {key: job.params.get(key) for key in job.params.keys()},
        }
        for job in dag.jobs
    ], default=list))
"""


@dataclass(frozen=True)
class Job:
    """One job of the plan."""

    rule: str
    input: tuple[str, ...]
    output: tuple[str, ...]
    texts: tuple[str, ...]
    """Everything of it that Snakemake prints or keeps: paths, logs, wildcards, parameters."""

    def __hash__(self) -> int:
        return hash((self.rule, self.output))


@dataclass(frozen=True)
class Plan:
    """All jobs, and which must be done before which."""

    jobs: tuple[Job, ...]

    @cached_property
    def makers(self) -> dict[str, Job]:
        return {path: job for job in self.jobs for path in job.output}

    def before(self, job: Job, without: Iterable[str] = ()) -> set[Job]:
        """The jobs that must be done before a job; ways through some rules left out."""
        found: set[Job] = set()
        waiting = [job]
        while waiting:
            for path in waiting.pop().input:
                earlier = self.makers.get(path)
                if earlier and earlier not in found and earlier.rule not in without:
                    found.add(earlier)
                    waiting.append(earlier)
        return found


def plan(folder: Path, *targets: str) -> Plan:
    """Ask Snakemake for its jobs; nothing runs."""
    done = subprocess.run(
        [sys.executable, "-c", PLAN, str(ROOT), str(folder), *(targets or ["default", "deposit"])],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert not (folder / "results").exists()
    jobs = []
    for job in json.loads(done.stdout):
        texts = [json.dumps(job[part], ensure_ascii=False) for part in ("wildcards", "params")]
        texts += [*job["input"], *job["output"], *job["log"]]
        jobs.append(Job(job["rule"], tuple(job["input"]), tuple(job["output"]), tuple(texts)))
    return Plan(tuple(jobs))


@pytest.fixture(scope="module")
def plans(tmp_path_factory) -> dict[str, Plan]:
    """The demonstration, the small study, and the latter without sheets of its own."""
    demo, mini, bare = (tmp_path_factory.mktemp(name) for name in ("demo", "mini", "bare"))
    copy_demo(demo)
    write_mini(mini)
    left_out = ("transcripts", "groups", "sites", "contrast", "quotations")
    settings = dict(CONFIG["studies"]["mini"])
    for key in left_out:
        del settings[key]
    write_mini(bare, {"studies": {"mini": settings}})
    return {"demo": plan(demo), "mini": plan(mini), "bare": plan(bare)}


@pytest.fixture(params=["demo", "mini", "bare"])
def planned(plans, request) -> Plan:
    return plans[request.param]


def is_raw(path: str) -> bool:
    """Whether a file may identify people; the secret only keys hashes."""
    restricted = path.startswith("results/restricted/")
    return restricted or (path.startswith("resources/") and not path.endswith("/secret"))


def studies_of(jobs: Iterable[Job]) -> set[str]:
    """The studies whose raw transcripts were read by these jobs."""
    return {job.output[0].split("/")[2] for job in jobs if job.rule == "read_transcripts"}


def test_the_plan_is_what_snakemake_would_do(plans):
    demo = [job.rule for job in plans["demo"].jobs]
    assert demo.count("anonymise_transcripts") == 21
    assert {"default", "write_synthesis", "pack_deposit"} | CROSSING | GATES | SEALS <= set(demo)
    bare = [job for job in plans["bare"].jobs if job.rule == "read_transcripts"]
    assert [job.output[0] for job in bare] == ["results/restricted/mini/raw/all.jsonl"]


def test_only_three_rules_carry_what_identifies_people_into_an_open_zone(planned):
    crossing = set()
    for job in planned.jobs:
        raw = [path for path in job.input if is_raw(path)]
        opened = [path for path in job.output if path.startswith(OPEN)]
        if not raw or not opened:
            continue
        crossing.add(job.rule)
        if job.rule in GATES:
            assert [Path(path).name for path in job.output] in (
                ["gate_pseudonyms.json"],
                ["gate_release.json"],
            )
        elif job.rule in {"seal_zone", "pack_deposit"}:
            # Only hashes of what lies below.
            assert {Path(path).name for path in raw} == {"manifest.json"}
        else:
            assert job.rule in CROSSING
    assert crossing >= CROSSING | {"check_pseudonyms", "check_release"}


def test_only_those_three_make_a_restricted_file_beside_a_controlled_one(planned):
    for job in planned.jobs:
        zones = {path.split("/")[1] for path in job.output}
        if "restricted" in zones and len(zones) > 1:
            assert job.rule in CROSSING


def test_nothing_public_is_made_before_the_first_gate_let_its_transcripts_through(planned):
    public = [job for job in planned.jobs if job.output and "/public/" in job.output[0]]
    assert len(public) >= 8
    for job in public:
        before = planned.before(job)
        gated = {path.split("/")[2] for j in before if j.rule in GATES for path in j.output}
        assert studies_of(before), job.rule
        assert studies_of(before) <= gated, job.rule


def test_of_the_controlled_zone_only_what_the_first_gate_reads_is_made_before_it(planned):
    for job in planned.jobs:
        controlled = [path for path in job.output if path.startswith("results/controlled/")]
        if not controlled or job.rule == "check_pseudonyms":
            continue
        before = planned.before(job)
        if job.rule not in CROSSING:
            assert "check_pseudonyms" in {earlier.rule for earlier in before}, job.rule
    for gate in (job for job in planned.jobs if job.rule == "check_pseudonyms"):
        study = gate.output[0].split("/")[2]
        made = {
            path
            for job in planned.jobs
            if job.rule in CROSSING
            for path in job.output
            if path.startswith(f"results/controlled/{study}/")
        }
        assert made - set(gate.input) <= {f"results/controlled/{study}/review.json"}


def test_what_is_sealed_was_read_by_a_gate(planned):
    seals = [job for job in planned.jobs if job.rule in SEALS]
    sealed_reports = 0
    for seal in seals:
        if "/restricted/" in seal.output[0]:
            continue
        gates = [job for job in planned.before(seal) if job.rule in GATES]
        assert any(gate.rule != "check_pseudonyms" for gate in gates)
        read = {path for gate in gates for path in gate.input}
        reports = {path for gate in gates for path in gate.output}
        below = {path for path in seal.input if path.endswith("/manifest.json")}
        unread = set(seal.input) - read - reports - below
        assert {path for path in unread if not path.endswith("/secret")} == set()
        sealed_reports += sum(Path(path).stem == "report" for path in seal.input)
    reports = [path for job in planned.jobs for path in job.output if Path(path).stem == "report"]
    assert sealed_reports == len(reports) >= 3


def test_what_is_packed_was_sealed(planned):
    for job in planned.jobs:
        if job.rule != "pack_deposit":
            continue
        sealed = {p for s in planned.before(job) if s.rule in SEALS for p in (*s.input, *s.output)}
        assert set(job.input) <= sealed
        assert not [path for path in job.input if is_raw(path) and "manifest" not in path]


def test_the_secret_goes_into_no_parameter(planned):
    secrets = [path for path in (ROOT / "resources").glob("*/secret") if path.is_file()]
    values = ["5e" * 32, *(path.read_text(encoding="ascii").strip() for path in secrets)]
    for job in planned.jobs:
        for text in job.texts:
            assert not [value for value in values if value in text], job.rule


def names_of_the_demonstration() -> set[str]:
    """Every word of a name or of a label that is a name, and of the known persons."""
    names: list[str] = []
    for sheet in sorted((ROOT / "resources").glob("*/participants.csv")):
        with open(sheet, encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                labels = [part for part in row["label"].split(";") if not is_generic_label(part)]
                names += [row["names"], *labels]
    for sheet in sorted((ROOT / "resources").glob("*/identifiers.csv")):
        with open(sheet, encoding="utf-8-sig", newline="") as stream:
            names += [row["text"] for row in csv.DictReader(stream) if row["category"] == "person"]
    words = {word for name in names for word in re.findall(r"[^\W\d_]{3,}", name.casefold())}
    return words - vocabulary(own_texts())


@pytest.mark.parametrize("study", ["demo", "mini", "bare"])
def test_no_name_stands_in_a_parameter_wildcard_path_or_log(plans, study):
    names = names_of_the_demonstration() if study == "demo" else {n.casefold() for n in NAMES}
    assert len(names) >= 15
    for job in plans[study].jobs:
        for text in job.texts:
            said = set(re.findall(r"[^\W\d_]{3,}", text.casefold()))
            found = names & said
            assert not found, f"{job.rule}: {len(found)} name(s)"


def test_a_name_in_a_parameter_would_be_found(tmp_path):
    study = {**CONFIG["studies"]["mini"], "report": {"authors": ["Zipporah Quillfeather"]}}
    write_mini(tmp_path, {"studies": {"mini": study}})
    jobs = plan(tmp_path).jobs
    assert any("Zipporah" in text for job in jobs for text in job.texts)


def test_snakemake_without_any_argument_plans_the_demonstration(tmp_path):
    for name in ("config", "resources", "workflow", "profiles"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "Snakefile", tmp_path)
    shutil.copy(ROOT / "environment.yml", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    total = re.search(r"^total +(\d+)$", done.stdout + done.stderr, re.MULTILINE)
    assert total is not None and int(total[1]) > 50
