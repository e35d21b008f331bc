"""What an audit says: breaks first, each once, and nothing of a message that may quote."""

import pytest

from quotetrail.audit import audit, lines_of
from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.errors import CodingError, ProvenanceError


def test_breaks_stand_first_and_a_verdict_last():
    findings = Findings()
    findings.checked["tables counted again"] += 2
    findings.skip("the restricted zone: it is not here")
    findings.skip("the restricted zone: it is not here")
    findings.add("a.csv", "row 3, column n", "5", "4")
    findings.add("a.csv", "row 3, column n", "5", "4")
    findings.add("b.csv", "", "the file is missing")
    assert lines_of(findings) == [
        "BREAK a.csv, row 3, column n: 5",
        "      expected: 4",
        "BREAK b.csv: the file is missing",
        "checked: 2 tables counted again",
        "not checked: the restricted zone: it is not here",
        "2 breaks: these results are not what was built.",
    ]


def test_nothing_checked_is_no_verdict():
    assert lines_of(Findings()) == []


def test_what_cannot_be_judged_is_a_break_without_its_words():
    findings = Findings()
    with findings.judging("codings.csv"):
        int("Nakimera")
    with findings.judging("codings.csv"):
        raise CodingError("the codings do not add up", expected="9")
    with findings.judging("codings.csv"):
        raise CodingError("it has no text", file="other.csv", place="row 2")
    said = "\n".join(lines_of(findings))
    assert "Nakimera" not in said
    assert "BREAK codings.csv: it cannot be judged, since something is missing or odd (Val" in said
    assert "BREAK codings.csv: the codings do not add up\n      expected: 9" in said
    assert "BREAK other.csv, row 2: it has no text" in said


def test_who_stops_the_audit_stops_it():
    with pytest.raises(KeyboardInterrupt), Findings().judging("codings.csv"):
        raise KeyboardInterrupt


def test_records_call_files_by_the_names_they_had_when_built(tmp_path):
    results = Results(tmp_path / "theirs")
    table = tmp_path / "theirs" / "public" / "psw" / "tables" / "codes.csv"
    table.parent.mkdir(parents=True)
    table.write_text("code\n")
    assert results.path("results/public/psw/tables/codes.csv") == table
    assert results.name(table) == "results/public/psw/tables/codes.csv"
    assert results.has("results/public/psw/tables/codes.csv")
    assert list(results.parts()) == [("public", "psw")]
    assert results.root == tmp_path


def test_links_are_files_that_nobody_built(tmp_path):
    folder = tmp_path / "public" / "psw"
    folder.mkdir(parents=True)
    (folder / "elsewhere").symlink_to("/etc")
    (folder / "nowhere").symlink_to("/nowhere/at/all")
    found = Results(tmp_path).files("public", "psw")
    assert [path.name for path in found] == ["elsewhere", "nowhere"]


@pytest.mark.parametrize("content", [b"{", b"\xff", b""])
def test_a_record_that_is_no_json_is_refused(tmp_path, content):
    (tmp_path / "ledger.json").write_bytes(content)
    with pytest.raises(ProvenanceError, match="it cannot be read"):
        Results(tmp_path).json("results/ledger.json")


def test_a_folder_without_zones_is_no_results_folder(tmp_path):
    (tmp_path / "logs").mkdir()
    with pytest.raises(ProvenanceError, match="no results to judge"):
        audit(tmp_path)
