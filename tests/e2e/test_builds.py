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
