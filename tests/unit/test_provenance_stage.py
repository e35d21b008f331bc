"""What surrounds each script: checks before, records after, and nothing left of an error."""

import json
import stat
from pathlib import Path

import pytest
from snakemake.iocontainers import InputFiles, Log, OutputFiles, Params, Wildcards

from quotetrail.errors import SheetError
from quotetrail.provenance.ledger import entry_path
from quotetrail.provenance.stage import as_list, optional, stage

TABLE = "results/public/psw/tables/codes.csv"
NAMES = "results/restricted/psw/deep/names.json"
LOG = "results/logs/psw/rule.log"


class Job:
    """What Snakemake hands to a script."""

    def __init__(self, outputs, inputs=(), params=()):
        self.input = InputFiles(fromdict={f"in{n}": path for n, path in enumerate(inputs)})
        self.output = OutputFiles(fromdict=outputs)
        self.params = Params(fromdict={"code": "sha256:c0de", **dict(params)})
        self.wildcards = Wildcards(fromdict={"study": "psw"})
        self.log = Log([LOG])
        self.rule = "tabulate_codes"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(LOG).parent.mkdir(parents=True)


def mode(path):
    return stat.S_IMODE(Path(path).stat().st_mode)


def files():
    return sorted(
        path.as_posix() for path in Path().rglob("*") if path.is_file() and path.as_posix() != LOG
    )


def test_outputs_are_written_aside_and_take_their_names_at_the_end():
    with stage(Job({"table": TABLE})) as out:
        out.table.write_text("code\n")
        assert out.table == out[0] == next(iter(out))
        assert not Path(TABLE).exists()
    assert Path(TABLE).read_text() == "code\n"
    assert files() == [entry_path(TABLE).as_posix(), TABLE]
    assert Path(LOG).read_text() == "tabulate_codes: 1 files written\n"


def test_what_a_script_counts_stands_in_its_log():
    with stage(Job({"table": TABLE})) as out:
        out.table.write_text("code\n")
        out.note(f"{number} values" for number in (2, 3))
    assert Path(LOG).read_text() == "tabulate_codes: 1 files written\n2 values\n3 values\n"


def test_an_entry_holds_parameters_but_no_digest_of_code_among_them():
    params = {"k": 3, "order": ("Ulm", "Kampala"), "title": "A"}
    with stage(Job({"table": TABLE}, params=params)) as out:
        out.table.write_text("code\n")
    entry = json.loads(entry_path(TABLE).read_text())
    assert entry["params"] == {"k": 3, "order": ["Ulm", "Kampala"], "title": "A"}
    assert entry["code"] == "sha256:c0de"
    assert entry["rule"] == "tabulate_codes"


def test_an_output_that_has_no_name_is_no_attribute():
    with stage(Job({"table": TABLE})) as out:
        out.table.write_text("code\n")
        with pytest.raises(AttributeError):
            out.figure  # noqa: B018


def failing(job, error, capsys):
    with pytest.raises(SystemExit) as stopped, stage(job) as out:
        for path in out:
            path.write_text("half")
        raise error
    assert stopped.value.code == 1
    return capsys.readouterr().err


def test_a_typed_error_is_told_and_leaves_nothing(capsys):
    error = SheetError("the id is repeated", file="people.csv", place="row 3")
    said = failing(Job({"table": TABLE, "names": NAMES}), error, capsys)
    assert said == "SheetError: people.csv, row 3: the id is repeated\n"
    assert Path(LOG).read_text() == said
    assert files() == []


def test_of_any_other_error_nothing_is_told_but_its_place(capsys):
    said = failing(Job({"table": TABLE}), ValueError("Nakimera Wasswa said no"), capsys)
    assert "ValueError" in said
    assert "test_provenance_stage.py:" in said
    assert Path(LOG).read_text() == said
    for word in ("Nakimera", "said no", str(Path.cwd())):
        assert word not in said
    assert files() == []


def test_an_error_leaves_the_file_that_was_there(capsys):
    with stage(Job({"table": TABLE})) as out:
        out.table.write_text("code\n")
    failing(Job({"table": TABLE}), ValueError(), capsys)
    assert Path(TABLE).read_text() == "code\n"


def test_an_output_that_was_not_written_leaves_none(capsys):
    with pytest.raises(SystemExit), stage(Job({"table": TABLE, "names": NAMES})) as out:
        out.table.write_text("code\n")
    assert "FileNotFoundError" in capsys.readouterr().err
    assert not Path(TABLE).exists()
    assert not Path(NAMES).exists()


def test_a_changed_input_is_refused_before_anything_is_done(capsys):
    with stage(Job({"table": TABLE})) as out:
        out.table.write_text("code\n")
    Path(TABLE).write_text("code,segments\n")
    figure = "results/public/psw/figures/codes.svg"
    with pytest.raises(SystemExit), stage(Job({"figure": figure}, [TABLE])):
        pytest.fail("the body ran")
    said = capsys.readouterr().err
    assert said.startswith(f"ProvenanceError: {TABLE}: the file is not the one that was built")
    assert not Path(figure).parent.exists()


def test_an_input_that_nobody_recorded_is_not_asked_for_outside_the_results():
    Path("resources/psw").mkdir(parents=True)
    Path("resources/psw/g1.txt").write_text("said")
    with stage(Job({"names": NAMES}, ["resources/psw/g1.txt"])) as out:
        out.names.write_text("[]")
    assert json.loads(entry_path(NAMES).read_text())["inputs"][0]["file"] == "resources/psw/g1.txt"


def test_only_the_owner_may_look_into_the_restricted_zone():
    with stage(Job({"names": NAMES, "table": TABLE})) as out:
        out.names.write_text("[]")
        out.table.write_text("code\n")
    assert mode(NAMES) == mode(entry_path(NAMES)) == 0o600
    inside = Path("results/restricted").rglob("*")
    folders = [Path("results/restricted"), *(path for path in inside if path.is_dir())]
    assert len(folders) >= 5
    assert {mode(folder) for folder in folders} == {0o700}
    assert mode(TABLE) & 0o044
    assert mode("results/public") & 0o055


def test_what_a_study_lacks_is_its_default():
    assert optional(Path, [], "nothing") == "nothing"
    assert optional(Path, "a.csv", "nothing") == Path("a.csv")
    assert as_list([]) == []
    assert as_list("a.csv") == ["a.csv"]
    assert as_list(InputFiles(["a.csv", "b.csv"])) == ["a.csv", "b.csv"]
