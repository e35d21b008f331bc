"""An audit of results that somebody changed: what was changed is named, and nothing is quoted."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.forger import (
    CLAIMS,
    CODES,
    CODINGS,
    SOURCE,
    change_cell,
    edit,
    edit_json,
    edit_rows,
    forge,
)


def test_what_nobody_touched_has_no_break(results, judge):
    judged = judge(results)
    assert judged.status == 0
    assert judged.lines[-1].startswith("No breaks")


def in_docx(path: Path, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in parts.items():
            text = content
            if info.filename == "word/document.xml":
                text = change(content.decode()).encode()
                assert text != content
            archive.writestr(info, text)


def move_by_one(rows: list[dict[str, str]]) -> None:
    rows[0]["start"] = str(int(rows[0]["start"]) + 1)


def render_seven(claims: list[dict]) -> None:
    next(claim for claim in claims if claim["id"] == "n003")["rendered"] = "7"


def another_participant(html: str) -> str:
    return html.replace('all">4</span>', 'all">5</span>')


def another_word(html: str) -> str:
    before, quoted, after = html.partition("The nurse calls me")
    assert quoted
    return before + "The nurse called me" + after


def test_a_cell_of_a_public_table(results, judge):
    edit_rows(results / CODES, change_cell)
    judged = judge(results)
    assert judged.names(f"results/{CODES}", "row 3, column segments_with_subcodes: 7", "3")
    assert judged.names(f"results/{CODES}", "the file was changed")
    assert judged.names(f"results/{CLAIMS}, claim t003", "another version")


def test_a_cell_with_all_hashes_made_to_fit(results, judge):
    edit_rows(results / CODES, change_cell)
    forge(results)
    judged = judge(results)
    assert judged.names(f"results/{CODES}, row 3, column segments_with_subcodes: 7 | expected: 3")
    assert judged.names("sheet codes")
    assert judged.names("ledger.json, analysis")
    assert not judged.names("the file was changed")


def test_a_number_of_the_html(results, judge):
    edit(results / "public/mini/report.html", another_participant)
    judged = judge(results)
    assert judged.names("report.html, claim n003: 5 | expected: 4")
    assert not judged.names("report.docx")


def test_a_number_of_the_docx(results, judge):
    in_docx(results / "public/mini/report.docx", lambda xml: xml.replace(">4<", ">5<"))
    judged = judge(results)
    assert judged.names("report.docx, claim n003: 5 | expected: 4")
    assert not judged.names("report.html")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_number_beside_all_claims(results, judge, sealed):
    edit(results / "public/mini/report.html", lambda html: html.replace("</h2>", " of 12</h2>", 1))
    in_docx(
        results / "public/mini/report.docx",
        lambda xml: xml.replace("How many people agree", "How 17 people agree"),
    )
    if sealed:
        forge(results)
    judged = judge(results)
    assert judged.names("report.html, line", "a number that no claim records")
    assert judged.names("report.docx, paragraph", "a number that no claim records")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_word_of_a_quotation(results, judge, sealed):
    edit(results / "public/mini/report.html", another_word)
    if sealed:
        forge(results)
    assert judge(results).names("report.html, claim q001", "printed otherwise")


def test_a_word_of_a_quotation_in_report_and_claims(results, judge):
    edit(results / "public/mini/report.html", another_word)
    in_docx(results / "public/mini/report.docx", another_word)
    edit(results / CLAIMS, lambda text: text.replace("nurse calls me", "nurse called me"))
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "its words")


def test_who_said_a_quotation(results, judge):
    def elsewhere(text: str) -> str:
        return text.replace("participant, Uganda", "participant, Ghana")

    edit(results / "public/mini/report.html", elsewhere)
    in_docx(results / "public/mini/report.docx", elsewhere)
    edit(results / CLAIMS, elsewhere)
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "its attribution")


def test_consent_that_was_withdrawn_since(results, judge):
    def withdraw(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["withdrawn"] = "yes" if row["participant"] == "P3" else row["withdrawn"]

    edit_rows(results / "controlled/mini/participants.csv", withdraw)
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "a speaker has withdrawn")


def test_a_rendered_value_of_the_claims(results, judge):
    edit_json(results / CLAIMS, render_seven)
    judged = judge(results)
    assert judged.names(f"{CLAIMS}, claim n003", "participants.csv says 4 | expected: 7")
    assert judged.names("report.html, claim n003: 4 | expected: 7")


def test_a_controlled_transcript(results, judge):
    path = results / "controlled/mini/transcripts/g2.jsonl"
    edit(path, lambda text: text.replace("told the goats", "told the sheep"))
    judged = judge(results)
    assert judged.names("transcripts/g2.jsonl", "the file was changed")
    assert judged.names("transcripts/g2.jsonl, transcript g2, turn 4", "not the raw one")
    assert judged.names(CODINGS, "coding ", "its text is not what stands at 198-229")


def test_a_transcript_and_all_that_follows_from_it(results, judge):
    for name in ("controlled/mini/transcripts/g2.jsonl", CODINGS):
        edit(results / name, lambda text: text.replace("told the goats", "told the sheep"))
    forge(results)
    judged = judge(results)
    assert judged.names("transcripts/g2.jsonl, transcript g2, turn 4", "not the raw one")
    # Nothing else could tell, so without the restricted zone nobody can.
    shutil.rmtree(results / "restricted")
    only_roots = [each for each in judge(results).breaks if "analysis" not in each]
    assert [each for each in only_roots if "claim l008" not in each] == []


def test_a_coding_that_is_deleted(results, judge):
    gone = []
    edit_rows(results / CODINGS, lambda rows: gone.append(rows.pop()))
    judged = judge(results)
    name = f"coding {gone[0]['coding']}"
    assert judged.names(f"{CODINGS}, {name}", "0 times | expected: once")
    assert judged.names(f"results/{CODES}, row 5")


def test_a_coding_that_is_deleted_everywhere(results, judge):
    gone = []
    edit_rows(results / CODINGS, lambda rows: gone.append(rows.pop()["coding"]))

    def forget(record: dict) -> None:
        for part in ("codings", "placed"):
            record[part] = [one for one in record[part] if one["coding"] != gone[0]]

    edit_json(results / SOURCE, forget)
    forge(results)
    assert judge(results).names(f"results/{SOURCE}, codings: there are 8 | expected: 9")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_coding_that_is_moved(results, judge, sealed):
    edit_rows(results / CODINGS, move_by_one)
    if sealed:
        forge(results)
    judged = judge(results)
    assert judged.names(f"{CODINGS}, coding c7b887da7e0", "not what stands at 44-62")
    assert judged.names(f"{CODINGS}, coding c7b887da7e0", "start", "44 | expected: 43")


def test_a_coding_with_another_code(results, judge):
    def recode(rows: list[dict[str, str]]) -> None:
        rows[1] |= {"code": "Work and role", "path": "Work and role"}

    edit_rows(results / CODINGS, recode)
    forge(results)
    judged = judge(results)
    assert judged.names(CODINGS, "coding cca171bca52: its path is not that of the source")
