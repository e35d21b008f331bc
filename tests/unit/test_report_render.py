"""The three formats: the same words, the same bytes, nothing from elsewhere."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from quotetrail.errors import ReportError
from quotetrail.fonts import FOLDER
from quotetrail.report import render

WORDS = [
    "30-39 -1 -? -- --- ... \\'\\' \\`\\` \\*x\\* \\_y\\_ \\#z \\$m\\$ \\@a",
    '\\<b\\> \\~ // /\\* \\*/ "q" \\\\ back',
    "https://x.y/z \\= \\+ 100\\% \\[l\\](u) \\{c\\} \\| \\^",
]
MARKDOWN = (
    "# Title\n\nIn [12]{#n001 .claim} of [345]{#n002 .claim} groups.\n\n"
    + "\n\n".join(WORDS)
    + """

::::: {.quotation}
:::: {#q001 .claim .words lang="he" dir="rtl"}
אני מרגישה שהצוות סומך עליי
::::

::: {.attribution}
participant
:::
:::::

::: {.banner}
Not reviewed
:::

:::: {#t001 .claim .grid}

| A | B |
| :--- | ---: |
"""
    + "| \u2003below | 7 |\n"
    + "".join(f"| code {n} | {n} |\n" for n in range(120))
    + '\n::::\n\n![A caption](bars){#f001 .claim alt="Two bars"}\n'
)
PROGRAM = """
import sys
from pathlib import Path
from quotetrail.fonts import FOLDER
from quotetrail.report import render
folder = Path(sys.argv[1])
render((folder / "report.md").read_text("utf-8"), title="A title", figures=folder / "figures",
       out={kind: folder / ("report." + kind) for kind in ("html", "docx", "pdf")}, fonts=FOLDER)
"""


def lay_out(folder: Path) -> Path:
    (folder / "figures").mkdir(parents=True)
    (folder / "report.md").write_text(MARKDOWN, "utf-8")
    (folder / "figures/bars.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'
        "</svg>"
    )
    (folder / "figures/bars.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    return folder


@pytest.fixture(scope="module")
def rendered(tmp_path_factory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("first"))
    out = {kind: folder / f"report.{kind}" for kind in ("html", "docx", "pdf")}
    render(MARKDOWN, title="A title", figures=folder / "figures", out=out, fonts=FOLDER)
    return folder


def test_the_bytes_do_not_depend_on_folder_time_zone_or_locale(rendered, tmp_path):
    other = lay_out(tmp_path / "a longer folder")
    env = {**os.environ, "TZ": "Asia/Kolkata", "LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "9"}
    env |= {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "5", "HOME": str(other)}
    subprocess.run([sys.executable, "-c", PROGRAM, str(other)], env=env, check=True)
    for kind in ("html", "docx", "pdf"):
        name = f"report.{kind}"
        assert (rendered / name).read_bytes() == (other / name).read_bytes(), kind


def test_html_is_whole_and_asks_nothing_of_a_network(rendered):
    text = (rendered / "report.html").read_text("utf-8")
    page = lxml_html.fromstring(text)
    assert page.get("lang") == "en"
    loaded = [*page.xpath("//@src"), *page.xpath("//link/@href")]
    assert loaded and all(source.startswith("data:") for source in loaded)
    assert "url(" not in text and "@import" not in text
    assert page.xpath("//img/@alt") == ["Two bars"]
    assert page.xpath("string(//*[@id='n001'])") == "12"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert page.xpath("//*[@id='q001']/@dir") == ["rtl"]


def test_pdf_holds_the_numbers_the_words_and_no_other_font(rendered):
    reader = PdfReader(rendered / "report.pdf")
    pages = [page.extract_text() for page in reader.pages]
    text = "".join("".join(pages).split())
    for word in ("12", "345", "participant", "Acaption", "Notreviewed"):
        assert word in text
    for words in WORDS:
        plain = re.sub(r"\\(.)", r"\1", words)
        assert "".join(plain.split()) in text
    assert "\u2003below" in "".join(pages)
    assert len(pages) > 1
    # The heading of a table comes again on each page.
    assert sum("A B" in " ".join(page.split()) for page in pages) >= 2
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {font.partition("-")[0] for font in fonts} == {"NotoSans", "NotoSansHebrew"}
    assert reader.metadata.title == "A title"
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_hebrew_stands_at_the_right_in_the_pdf(rendered):
    places = []

    def see(text, page, matrix, *_):
        if any("\u0590" <= letter <= "\u05ff" for letter in text):
            places.append(float(page[4]) + float(matrix[4]))

    for page in PdfReader(rendered / "report.pdf").pages:
        page.extract_text(visitor_text=see)
    width = 595
    assert places and min(places) > width / 2


def test_docx_has_bookmarks_styles_and_no_machine(rendered):
    with zipfile.ZipFile(rendered / "report.docx") as archive:
        body = archive.read("word/document.xml").decode()
        core = archive.read("docProps/core.xml").decode()
        dates = {entry.date_time for entry in archive.infolist()}
    for name in ("n001", "n002", "q001", "t001", "f001"):
        assert f'w:name="{name}"' in body
    assert "<w:bidi" in body
    assert "<w:tblHeader" in body
    assert "<dc:title>A title</dc:title>" in core
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    assert re.findall(r"\d{4}-\d\d-\d\d", core) == ["1980-01-01"] * 2
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_tables_of_the_docx_stand_apart_in_letters_of_their_own(tmp_path):
    folder = lay_out(tmp_path / "x")
    table = "\n\n:::: {#t%d .grid%s}\n\n| A | B |\n| :--- | ---: |\n| a | 1 |\n\n::::\n\n"
    markdown = "# Title\n\n" + table % (1, "") + table % (2, " .wide")
    out = {"docx": folder / "two.docx"}
    render(markdown, title="T", figures=folder / "figures", out=out, fonts=FOLDER)
    with zipfile.ZipFile(out["docx"]) as archive:
        body = archive.read("word/document.xml").decode()
    first, between, second = re.split(r"<w:tbl>|</w:tbl>", body)[1:4]
    assert "<w:p>" in between or "<w:p/>" in between or "<w:p />" in between
    assert set(re.findall(r'w:pStyle w:val="(\w+)"', first)) == {"TableText"}
    assert set(re.findall(r'w:pStyle w:val="(\w+)"', second)) == {"TableTextSmall"}
    assert body.count("<w:cantSplit/>") == 2


@pytest.mark.parametrize(
    "target", ["https://example.org/x.png", "../secret", "/etc/passwd", "nothing", "data:,x"]
)
def test_images_from_elsewhere_are_refused(tmp_path, target):
    folder = lay_out(tmp_path / "x")
    with pytest.raises(ReportError, match="not one of the study's figures"):
        render(
            f"Words ![alt]({target})",
            title="T",
            figures=folder / "figures",
            out={"html": tmp_path / "x.html"},
            fonts=FOLDER,
        )


def test_raw_html_of_a_template_is_printed_as_words(tmp_path):
    folder = lay_out(tmp_path / "x")
    out = tmp_path / "x.html"
    render(
        "A <img src='https://example.org/x.png'> B",
        title="<T>",
        figures=folder / "figures",
        out={"html": out},
        fonts=FOLDER,
    )
    page = lxml_html.fromstring(out.read_text("utf-8"))
    assert page.xpath("//img") == []
    assert page.xpath("string(//title)") == "<T>"
