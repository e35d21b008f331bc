"""The evidence page: every cell leads to the passages behind it, without a network or a script."""

import csv
from pathlib import Path

import pytest
from lxml import html as lxml_html

from quotetrail.errors import ReportError
from quotetrail.report import evidence_page, read_evidence
from quotetrail.text import Transcript, Turn, dump_transcripts

HOSTILE = "</script><script>alert(1)</script> <!-- & \"'"
# Four groups: two in U (one of them with a translation), one in K, one in W, which is silent.
PLACES = [
    ("u1", "u1", "U", "HIC"),
    ("u1en", "u1", "U", "HIC"),
    ("u2", "u2", "U", "HIC"),
    ("k1", "k1", "K", "LMIC"),
    ("w1", "w1", "W", "LMIC"),
]
CODINGS = [
    ("c1", "A", "u1", "yes"),
    ("c2", "A > B", "u1en", "yes"),
    ("c3", "A > B", "k1", "yes"),
    ("c4", "A > B", "u2", "no"),
    ("c5", f"D {HOSTILE}", "k1", "yes"),
]
CLAIMS = [
    {"id": "n001", "kind": "value", "rendered": "1", "file": "public/s/tables/code_by_site.csv",
     "row": {"path": "A > B", "site": "K"}, "column": "raised_in"},
    {"id": "q001", "kind": "quotation", "rendered": HOSTILE, "coding": "c3", "file": "f"},
    {"id": "s001", "kind": "finding", "rendered": "Words", "codings": ["c1", "c3"], "file": "f"},
]  # fmt: skip


def write_csv(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "controlled/s"
    texts = []
    for name, *_ in PLACES:
        first, second = f"{HOSTILE} אמון רב כאן", "Abcd " * 80 + "said it " + "efgh " * 80
        turns = (
            Turn(0, len(first), "P1"),
            Turn(len(first) + 1, len(first) + 1 + len(second), None),
        )
        texts.append(Transcript(name, "he", f"{first}\n{second}", turns))
    (folder / "transcripts").mkdir(parents=True)
    dump_transcripts(texts, folder / "transcripts/all.jsonl")
    text = texts[0].text
    at = text.index("said it")
    names = ("transcript", "group", "site", "income")
    write_csv(folder / "transcripts.csv", [dict(zip(names, row, strict=True)) for row in PLACES])
    paths = ["A", "A > B", "A > Never", f"D {HOSTILE}"]
    write_csv(folder / "coding/codebook.csv", [{"code": p, "path": p} for p in paths])
    write_csv(
        folder / "coding/codings.csv",
        [
            {"coding": name, "path": path, "transcript": transcript, "record": record}
            | {"start": at if name == "c1" else 0, "end": at + 7 if name == "c1" else len(text)}
            | {"coder": "C1", "placement": "exact"}
            for name, path, transcript, record in CODINGS
        ],
    )
    return tmp_path


def page_of(results: Path) -> lxml_html.HtmlElement:
    study = read_evidence(
        results, "s", title=HOSTILE, claims=CLAIMS, contrast="income", synthetic=True
    )
    path = results / "controlled/evidence/index.html"
    evidence_page([study], path)
    return lxml_html.fromstring(path.read_bytes().decode())


def cells_of(page: lxml_html.HtmlElement) -> dict[str, list[str]]:
    table = page.xpath("//table")[0]
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    return {row[0]: row[1:] for row in rows}


def test_cells_count_groups_in_a_code_and_below(results):
    cells = cells_of(page_of(results))
    assert cells["Code"] == ["All", "U", "K", "W", "HIC", "LMIC"]
    assert cells["A"] == ["2/4", "1/2", "1/1", "0/1", "1/2", "1/2"]
    assert cells["B"] == ["2/4", "1/2", "1/1", "0/1", "1/2", "1/2"]
    assert cells["Never"] == ["0/4", "0/2", "0/1", "0/1", "0/2", "0/2"]


def test_every_link_leads_to_something_and_every_id_is_unique(results):
    page = page_of(results)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//a/@href"):
        if link.startswith("#"):
            assert link[1:] in ids
        else:
            assert link.startswith("../../public/s/report.html#")


def test_the_script_finds_behind_a_cell_what_the_cell_counts(results):
    page = page_of(results)
    groups = {name: group for name, group, *_ in PLACES}
    transcripts = {name: transcript for name, _, transcript, _ in CODINGS}
    for cell in page.xpath("//td/a"):
        behind = [
            article
            for article in page.xpath("//article")
            if cell.get("data-code") in article.get("data-codes").split()
            and cell.get("data-place") in article.get("data-places").split()
        ]
        found = {groups[transcripts[one.get("id").removeprefix("s-")]] for one in behind}
        assert len(found) == int(cell.text_content().partition("/")[0])
        assert cell.get("href").removeprefix("#") in [one.get("id") for one in behind]


def test_passages_stand_in_their_turn_with_some_context(results):
    page = page_of(results)
    first = page.xpath("//article[@id='s-c1']")[0]
    assert first.xpath(".//mark/text()") == ["said it"]
    before, after = (span.text for span in first.xpath(".//span[@class='context']"))
    # Whole words only: half a word could look like a name.
    assert before == "… " + "Abcd " * 47
    assert after == " " + "efgh " * 46 + "efgh …"
    turns = page.xpath("//article[@id='s-c3']//p[contains(@class, 'turn')]")
    assert turns[0].xpath("string(.//mark)") == f"{HOSTILE} אמון רב כאן"
    assert turns[0].xpath("string(.//b)") == "P1"


def test_claims_lead_to_their_codings_and_back(results):
    page = page_of(results)
    links = page.xpath("//article[@id='s-c3']//a/@href")
    assert links == [f"../../public/s/report.html#{claim}" for claim in ("q001", "s001")]
    items = page.xpath("//details//li")
    assert items[0].xpath(".//a[@class='cell']/@href") == ["#s-c3"]
    assert items[1].xpath("string(.//q)") == HOSTILE.strip()


def test_the_page_is_marked_and_asks_nothing_of_a_network(results):
    page = page_of(results)
    text = page.text_content()
    assert "Controlled: pseudonymised personal data, do not publish" in text
    assert "Not shown: 1 codings outside the coding of record" in text
    assert page.xpath("//@src | //link") == []
    assert len(page.xpath("//script")) == 1
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_the_bytes_are_the_same_again(results):
    page_of(results)
    path = results / "controlled/evidence/index.html"
    first = path.read_bytes()
    page_of(results)
    assert path.read_bytes() == first
    assert str(results).encode() not in first


def test_a_coding_of_an_unknown_transcript_is_refused(results):
    rows = (results / "controlled/s/transcripts.csv").read_text("utf-8").replace("k1", "k9")
    (results / "controlled/s/transcripts.csv").write_text(rows, "utf-8")
    with pytest.raises(ReportError, match="coding c3"):
        page_of(results)


def test_a_study_without_codings_has_a_page(results):
    for name in ("codings", "codebook"):
        (results / f"controlled/s/coding/{name}.csv").unlink()
    assert page_of(results).xpath("//article") == []


def test_what_is_only_counted_is_listed_without_words(results):
    file = results / "controlled/s/coding/codings.csv"
    with open(file, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    write_csv(
        file,
        [
            {**row, "start": "", "end": "", "placement": "document"}
            if row["coding"] == "c3"
            else row
            for row in rows
        ],
    )
    page = page_of(results)
    (article,) = page.xpath("//article[@id='s-c3']")
    assert article.xpath(".//mark") == []
    assert "does not say on which words it stands" in article.text_content()
    assert "document" in article.text_content()
