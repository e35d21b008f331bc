"""The demonstration and the small study, built from nothing."""

from e2e.conftest import audit_results, run_workflow
from e2e.mini import CODINGS


def test_the_small_study_is_built_and_passes_its_audit(mini):
    done = audit_results(mini / "results")
    assert done.returncode == 0, done.stdout
    assert f"{len(CODINGS)} codings against their transcript" in done.stdout


def test_after_a_run_nothing_is_left_to_do(mini):
    done = run_workflow(mini, "--dry-run")
    assert "Nothing to be done" in done.stdout + done.stderr


def test_the_demonstration_is_built_and_passes_its_audit(demo):
    done = audit_results(demo / "results")
    assert done.returncode == 0, done.stdout
    for study in ("psw", "mhw", "synthesis"):
        for kind in ("html", "docx", "pdf"):
            assert (demo / "results" / "public" / study / f"report.{kind}").is_file()


def test_a_config_without_studies_is_laid_over_the_default_one(mini, tmp_path):
    override = tmp_path / "override.yaml"
    override.write_text("batch_size: 2\n")
    done = run_workflow(mini, "--configfile", str(override), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "results/restricted/mini/raw/b0001.jsonl" in done.stdout + done.stderr


def test_a_config_with_studies_stands_alone(mini, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("studies:\n  mini2:\n    codings: [resources/mini/mini.qdpx]\n")
    done = run_workflow(mini, "--configfile", str(other), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "results/restricted/mini2/raw/all.jsonl" in done.stdout + done.stderr
    assert "results/restricted/mini/" not in done.stdout + done.stderr
