"""The digest of a rule's code changes with everything that can run, and with nothing else."""

import shutil
from pathlib import Path

import pytest

import quotetrail
from quotetrail.provenance import code
from quotetrail.provenance.code import code_digest, code_files

WORKFLOW = Path(quotetrail.__file__).parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy of scripts and package, digested instead of the real ones."""
    return move(tmp_path / "one", monkeypatch)


def move(folder, monkeypatch):
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(WORKFLOW / "scripts", folder / "scripts", ignore=ignore)
    shutil.copytree(WORKFLOW / "src", folder / "src", ignore=ignore)
    monkeypatch.setattr(code, "PACKAGE", folder / "src" / "quotetrail")
    forget()
    return folder


def forget():
    code._hash.cache_clear()
    code._imported.cache_clear()


@pytest.fixture(autouse=True)
def _forget_afterwards():
    yield
    forget()


def digest_of(checkout, rule):
    forget()
    return code_digest(checkout / "scripts" / f"{rule}.py")


def changes(checkout, rule, file):
    """Whether one more line in a file changes the digest of a rule."""
    before = digest_of(checkout, rule)
    path = checkout / file
    old = path.read_bytes()
    path.write_bytes(old + b"\n# another line\n")
    after = digest_of(checkout, rule)
    path.write_bytes(old)
    assert digest_of(checkout, rule) == before
    return after != before


PACKAGE = "src/quotetrail"


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("draw_heatmap", "scripts/draw_heatmap.py"),
        ("draw_heatmap", f"{PACKAGE}/figures/heatmap.py"),
        # What a module imports that the script imports.
        ("draw_heatmap", f"{PACKAGE}/figures/style.py"),
        ("draw_heatmap", f"{PACKAGE}/fonts/NotoSans-Regular.ttf"),
        ("draw_heatmap", f"{PACKAGE}/__init__.py"),
        ("draw_heatmap", f"{PACKAGE}/provenance/fingerprints.py"),
        ("place_codings", f"{PACKAGE}/text/offsets.py"),
        ("write_report", f"{PACKAGE}/report/templates/report.md.j2"),
        ("write_report", f"{PACKAGE}/report/styles/report.css"),
        ("write_report", f"{PACKAGE}/fonts/NotoSans-Bold.ttf"),
        ("check_pseudonyms", f"{PACKAGE}/report/templates/report.md.j2"),
    ],
)
def test_what_a_rule_can_reach_changes_its_digest(checkout, rule, file):
    assert changes(checkout, rule, file)


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("draw_heatmap", "scripts/draw_dotplot.py"),
        ("draw_heatmap", f"{PACKAGE}/transcripts/cues.py"),
        ("draw_heatmap", f"{PACKAGE}/report/templates/report.md.j2"),
        ("read_transcripts", f"{PACKAGE}/figures/heatmap.py"),
        ("read_transcripts", f"{PACKAGE}/audit/claims.py"),
        ("tabulate_participants", f"{PACKAGE}/fonts/NotoSans-Regular.ttf"),
    ],
)
def test_what_it_cannot_reach_does_not(checkout, rule, file):
    assert not changes(checkout, rule, file)


def test_the_folder_of_the_checkout_does_not_matter(checkout, tmp_path, monkeypatch):
    one = digest_of(checkout, "write_report")
    assert digest_of(move(tmp_path / "other place", monkeypatch), "write_report") == one


def test_compiled_files_do_not_matter(checkout):
    before = digest_of(checkout, "write_report")
    for folder in ("report/__pycache__", "fonts/__pycache__", "report/templates/__pycache__"):
        (checkout / PACKAGE / folder).mkdir()
        (checkout / PACKAGE / folder / "x.pyc").write_bytes(b"x")
    assert digest_of(checkout, "write_report") == before


def test_a_new_template_beside_the_others_matters(checkout):
    before = digest_of(checkout, "write_report")
    (checkout / PACKAGE / "report/templates/more.typ").write_text("more")
    assert digest_of(checkout, "write_report") != before


def test_an_import_inside_a_function_counts(checkout):
    script = checkout / "scripts" / "late.py"
    script.write_text("def run():\n    import quotetrail.transcripts.cues\n")
    files = {path.name for path in code_files(script)}
    assert {"late.py", "cues.py", "__init__.py"} <= files


def test_every_rule_of_the_workflow_reaches_what_surrounds_each_script(checkout):
    scripts = sorted((checkout / "scripts").glob("*.py"))
    assert len(scripts) > 20
    for script in scripts:
        names = {path.name for path in code_files(script)}
        assert {"stage.py", "ledger.py", "fingerprints.py", "errors.py"} <= names
