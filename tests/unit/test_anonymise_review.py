"""What a person sees when identifiers are to be decided: a page and a workbook."""

import json
import re
import zipfile

import pytest
from lxml import html as lxml_html

from quotetrail.anonymise.review_page import LAYERS, marked, write_review_page
from quotetrail.anonymise.review_sheet import COLUMNS, write_review_workbook
from quotetrail.sheets import CATEGORIES, read_decisions_sheet
from quotetrail.sheets.grid import read_sheet

HOSTILE = "</script><script>alert(1)</script> <!-- & \"' {{ 7 * 7 }}"
LISTS = {"categories": CATEGORIES, "transcripts": ["t2", "t1", "t3"]}
PATH = "resources/s/decisions.csv"


def row(text, decided="no", decision="", **more):
    cells = {"text": text, "category": "person", "layers": "participants sheet;near miss"}
    cells |= {"count": "2", "transcripts": "t1;t2", "decided": decided, "decision": decision}
    cells |= {"replacement": "[person]", "context_1": f"then {text} said", "context_2": ""}
    return cells | {"context_3": ""} | more


ROWS = [
    row("Zoe", rule="one letter differs", risk="1", place_1="t1 2", mark_1="5 8"),
    row(HOSTILE),
    row("=1+1", layers="something new"),
    row("שיר"),
    row("Hope", "yes", "replace"),
    row("@me", "automatic", "replace"),
]
EARLIER = [
    {"text": "hope", "category": "person", "decision": "keep", "replacement": "", "note": "a word"},
    {"text": "Hope", "category": "Person", "decision": "replace", "replacement": "[P1]"}
    | {"transcript": "t1", "occurrence": "2", "by": "AB", "on": "2024-01-02"},
    {"text": "Hope", "category": "person", "decision": "replace", "replacement": "=x"},
    {"text": "'@old", "category": "other", "decision": "", "replacement": HOSTILE},
]


def page_of(folder, rows=ROWS, synthetic=True, sheet=PATH):
    path = folder / "review.html"
    write_review_page(
        rows,
        path,
        study="s",
        title=HOSTILE,
        synthetic=synthetic,
        lists=LISTS,
        earlier=EARLIER,
        sheet=sheet,
    )
    return lxml_html.fromstring(path.read_bytes().decode("utf-8"))


def test_the_page_shows_every_row_in_plain_words_and_nothing_as_markup(tmp_path):
    page = page_of(tmp_path)
    assert [node.text_content() for node in page.xpath("//h2")] == [r["text"] for r in ROWS]
    assert [node.get("data-text") for node in page.xpath("//li[@data-key]")] == [
        r["text"] for r in ROWS
    ]
    first, second, third, fourth, *_ = page.xpath("//li[@data-key]")
    words = " ".join(first.text_content().split())
    assert "person, 2 times in 2 transcripts" in words
    assert f"{LAYERS['participants sheet']}; {LAYERS['near miss']} (one letter differs)" in words
    assert "risk rank 1" in words
    assert "t1, no. 2" in words
    assert "waits: [person] is proposed" in words
    assert "something new" in third.text_content()
    assert "risk" not in second.text_content()
    assert [node.text_content() for node in page.xpath("//li//mark")] == [r["text"] for r in ROWS]
    assert fourth.xpath(".//h2/@dir") == ["auto"]
    assert fourth.xpath("./ul/li/p/@dir") == ["auto"]
    # Nothing of a study became an element, and no script of a study is there.
    assert page.xpath("//h1")[0].text_content() == f"Names to decide in {HOSTILE}"
    assert len(page.xpath("//script")) == 2
    assert "alert(1)" not in page.xpath("//script[not(@type)]")[0].text
    assert "49" not in page.text_content()


def test_the_page_says_what_it_is_and_what_to_do_next(tmp_path):
    said = page_of(tmp_path).text_content()
    assert "Restricted: this page holds identifying text. Do not pass it on" in said
    assert "Synthetic demonstration data" in said
    assert PATH in said
    assert "snakemake --cores 2" in said
    assert "4 of 4 still wait" in said
    assert "remembered on this computer" in " ".join(said.split())
    assert "Synthetic" not in page_of(tmp_path, synthetic=False).text_content()
    for other in ("", "resources/s/decisions.xlsx"):
        said = page_of(tmp_path, sheet=other).text_content()
        assert "decisions: resources/s/decisions.csv" in said


def test_the_page_offers_what_there_is(tmp_path):
    page = page_of(tmp_path)
    offered = {
        name: page.xpath(f"//select[@id='{name}']/option/text()")
        for name in ("category", "transcript", "layer")
    }
    assert offered["category"] == ["any", "person"]
    assert offered["transcript"] == ["any", "t2", "t1"]
    assert offered["layer"][1:] == [
        *(LAYERS[name] for name in ("near miss", "participants sheet")),
        "something new",
    ]
    assert page.xpath("//select[@name='category']/option/text()") == list(CATEGORIES)


def test_the_page_repeats_the_earlier_decisions_as_they_stand(tmp_path):
    data = json.loads(page_of(tmp_path).xpath("//script[@id='data']")[0].text)
    assert data["columns"] == [
        *("text", "category", "decision", "replacement"),
        *("transcript", "occurrence", "by", "on", "note"),
    ]
    # An apostrophe before it would become part of a replacement; brackets become so anyway.
    assert [one["cells"] for one in data["earlier"]] == [
        *EARLIER[:2],
        EARLIER[2] | {"replacement": "[=x]"},
        EARLIER[3],
    ]
    assert [(one["key"], one["small"]) for one in data["earlier"]] == [
        ("hope", True),
        ("hope", False),
        ("hope", False),
        ("@old", True),
    ]


def test_the_page_needs_nothing_from_outside_and_runs_only_its_own_script(tmp_path):
    page = page_of(tmp_path)
    assert not page.xpath("//@src | //link | //@style | //@*[starts-with(name(), 'on')]")
    assert page.xpath("//@href") == ["#rows"]
    assert "url(" not in page.xpath("//style")[0].text
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    labelled = page.xpath("//label//input | //label//select")
    assert len(labelled) == len(page.xpath("//input | //select"))


def test_two_runs_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        page_of(tmp_path / name)
        workbook_of(tmp_path / name)
    for file in ("review.html", "review.xlsx"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize(
    ("before", "hit", "after", "text"),
    [
        (
            "A rose is a ",
            "ROSE",
            "; so it was said and said again, and so on and on until it",
            "Rose",
        ),
        ("x" * 55 + " for", " or", " before " + "y" * 45, "or"),
        ("Rose grew a ", "rose", " for Zoe. " + "y" * 50, "rose"),
        ("יש לנו את טל ועוד אחרים שבאו אלינו מרחוק, וגם שיר היתה שם ל", "שיר", " יש נקודה", "שיר"),
        ("She wrote Zoë in her letter, and later she only met ", "Zoë", " once", "zoe\u0308"),
        ("nothing of it stands here", "", "", "Rose"),
    ],
)
def test_the_hit_is_marked_in_its_context(before, hit, after, text):
    first, word, last = marked(before + hit + after, text)
    assert (first + word + last) == before + hit + after
    assert word == hit.strip()
    assert len(first) == len(before) + len(hit) - len(hit.lstrip())


def test_a_place_that_is_known_is_marked_there():
    assert marked("rose and rose", "rose", "9 13") == ("rose and ", "rose", "")


def workbook_of(folder, rows=ROWS, earlier=EARLIER, synthetic=True):
    path = folder / "review.xlsx"
    write_review_workbook(rows, path, study="s", synthetic=synthetic, earlier=earlier)
    return path


def cells_of(path):
    return [line.cells for line in read_sheet(path, required=("text",)).rows]


def test_the_workbook_shows_what_waits_first_and_holds_every_row(tmp_path):
    lines = cells_of(workbook_of(tmp_path))
    assert [(line["text"], line["decided"], line["decision"]) for line in lines] == [
        ("Zoe", "no", ""),
        (HOSTILE, "no", ""),
        ("=1+1", "no", ""),
        ("שיר", "no", ""),
        ("hope", "yes", "keep"),
        ("Hope", "yes", "replace"),
        ("Hope", "yes", "replace"),
        ("'@old", "yes", ""),
        ("@me", "automatic", ""),
    ]
    assert lines[0]["replacement"] == "[person]"
    assert lines[0]["rule"] == "one letter differs"
    assert (lines[5]["context_1"], lines[5]["count"]) == ("then Hope said", "2")
    assert lines[4]["note"] == "a word"
    assert {line["synthetic"] for line in lines} == {"true"}
    assert "synthetic" not in cells_of(workbook_of(tmp_path, synthetic=False))[0]


def test_the_workbook_serves_as_the_decisions_sheet(tmp_path):
    path = workbook_of(tmp_path, [r for r in ROWS if r["text"] != HOSTILE])
    read = read_decisions_sheet(str(path))
    assert [(d.text, d.category, d.decision, d.replacement) for d in read] == [
        ("hope", "person", "keep", ""),
        ("Hope", "person", "replace", "[P1]"),
        ("Hope", "person", "replace", "=x"),
    ]
    hope = read[1]
    assert (hope.transcript, hope.occurrence, hope.by, hope.on) == ("t1", 2, "AB", "2024-01-02")


def test_the_workbook_is_text_with_filters_choices_and_colour(tmp_path):
    with zipfile.ZipFile(workbook_of(tmp_path)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet, how_to = parts["xl/worksheets/sheet1.xml"], parts["xl/worksheets/sheet2.xml"]
    assert not re.search(r"<f[ >]", sheet + how_to), "a formula"
    assert "<hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert '"replace,keep"' in sheet.replace("&quot;", '"')
    assert f'"{",".join(CATEGORIES)}"' in sheet.replace("&quot;", '"')
    assert 'wrapText="1"' in parts["xl/styles.xml"]
    decided, decision = (
        "ABCDEFGHIJKLMNOPQ"[list(COLUMNS).index(n)] for n in ("decided", "decision")
    )
    rule = re.search(r"<conditionalFormatting.*?</conditionalFormatting>", sheet)[0]
    assert f'AND(${decided}2="no",${decision}2="")' in rule.replace("&quot;", '"')
    said = parts["xl/sharedStrings.xml"]
    for words in ("Restricted: this file", "Synthetic demonstration data", "resources/s/decisions"):
        assert words in said
    assert 'name="How to"' in parts["xl/workbook.xml"]


def test_nothing_to_decide_is_no_error(tmp_path):
    assert "Nothing was found." in page_of(tmp_path, []).text_content()
    path = workbook_of(tmp_path, [], [])
    assert cells_of(path) == []
