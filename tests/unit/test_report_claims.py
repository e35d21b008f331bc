"""What a report prints is what its claims record."""

import csv
import hashlib
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.errors import DisclosureError, ReportError
from quotetrail.fonts import FOLDER
from quotetrail.report import (
    Claims,
    Figure,
    check_docx,
    check_printed,
    fill_template,
    render,
)
from quotetrail.text import Transcript, Turn, dump_transcripts

TURNS = [
    ("P1", "I *told* them [all]; it cost < 5 $ | a_lot of #courage & `nerve` \\ @home."),
    ("Moderator", "1. And then?"),
    ("P2", "- אני מרגישה שהצוות סומך עליי (trust) כבר 12 חודשים."),
    ("P3", "मुझे काम करने की शक्ति मिली।"),
    ("P4", "મને શ્રદ્ધા છે."),
]


def write_csv(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        # Python 3.11 quotes no lone carriage return.
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def coding(name: str, start: int, end: int, text: str, path: str = "A > B") -> dict:
    return {
        "coding": name,
        "code": path.split(" > ")[-1],
        "path": path,
        "transcript": "t1",
        "start": start,
        "end": end,
        "text": text,
        "speaker": "P1",
        "coder": "C1",
        "placement": "exact",
        "record": "yes",
    }


@pytest.fixture
def results(tmp_path: Path) -> Path:
    text, turns = "", []
    for speaker, words in TURNS:
        text += "\n" if text else ""
        turns.append(Turn(len(text), len(text) + len(words), speaker))
        text += words
    folder = tmp_path / "results"
    (folder / "controlled/s/transcripts").mkdir(parents=True)
    dump_transcripts(
        [Transcript("t1", "und", text, tuple(turns))], folder / "controlled/s/transcripts/t1.jsonl"
    )
    (folder / "controlled/s/marks.csv").write_text("mark,public\n[SYN-1],[person]\n", "utf-8")
    spans = [(turn.start, turn.end) for turn in turns]
    rows = [coding(f"c{n}", a, b, text[a:b]) for n, (a, b) in enumerate(spans, start=1)]
    rows.append(coding("all", 0, len(text), text, "A"))
    rows.append(coding("inside", 3, 8, text[3:8]))
    rows.append({**coding("nowhere", 0, 0, ""), "start": "", "end": ""})
    write_csv(folder / "controlled/s/coding/codings.csv", rows)
    write_csv(
        folder / "controlled/s/coding/codebook.csv",
        [
            {"code": "1", "name": "A", "path": "A"},
            {"code": "2", "name": "B", "path": "A > B"},
            {"code": "3", "name": "Empty", "path": "Empty"},
        ],
    )
    write_csv(
        folder / "public/s/tables/codes.csv",
        [
            {"path": "A", "code": "A", "groups": "6", "raised_in": "12"},
            {"path": "A > B|*c*", "code": "B|*c*", "groups": "6", "raised_in": "1+"},
            {"path": "Empty", "code": "Empty", "groups": "6", "raised_in": "0"},
        ],
    )
    write_csv(
        folder / "public/s/tables/code_by_site.csv",
        [
            {"path": path, "site": site, "groups": m, "raised_in": j}
            for path, site, j, m in [("A", "U", 1, 2), ("A", "K", 0, 4), ("B", "U", 2, 2)]
        ],
    )
    figures = folder / "public/s/figures"
    figures.mkdir(parents=True)
    (figures / "bars.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'
        "</svg>"
    )
    (figures / "bars.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    return folder


def claims_of(results: Path, refused: str = "") -> Claims:
    return Claims(
        results,
        "s",
        may_quote=lambda row: "a speaker has withdrawn" if row["coding"] == refused else "",
        attribution=lambda row: "[invented] participant, Israel_1",
        figures={"bars": Figure("Two *bars*", "In how many of 6 groups <each>.")},
    )


def fill(results: Path, source: str) -> tuple[str, list[dict]]:
    claims = claims_of(results)
    return fill_template(source, "t.md.j2", claims, {}), claims.records


def printed_in(results: Path, markdown: str, records: list[dict], *kinds: str) -> dict[str, list]:
    out = {kind: results / f"out.{kind}" for kind in kinds}
    render(markdown, title="T", figures=results / "public/s/figures", out=out, fonts=FOLDER)
    checks = {"html": check_printed, "docx": check_docx}
    return {kind: checks[kind](out[kind], records) for kind in kinds}


EVERYTHING = """# Title

{{ value("codes", "raised_in", path="A") }} of {{ count("codes") }}; {{ literal("COREQ 32", "x") }}.

{{ table("codes", {"path": "Code", "raised_in": "Groups"}, omit={"raised_in": ["0"]}) }}

{{ crosstab("code_by_site", "site", "raised_in", of="groups", caption="Sites") }}

{{ table("codes", raised_in="none") }}

{{ quote("all") }}

{{ quote("c3") }}

One said {{ quote("inside", inline=true) }}.

{{ figure("bars") }}

{% call finding(codes=["A"], counter="searched: none") %}
Raised in {{ value("codes", "raised_in", path="A > B|*c*") }} groups (of {{ count("codes") }}).
{% endcall %}
"""


def test_html_and_docx_print_every_claim(results):
    markdown, records = fill(results, EVERYTHING)
    assert printed_in(results, markdown, records, "html", "docx") == {"html": [], "docx": []}
    kinds = [record["kind"] for record in records]
    assert " ".join(kinds) == (
        "value count literal table crosstab table quotation quotation quotation figure value "
        "count finding"
    )
    assert len({record["id"] for record in records}) == len(records)


def test_a_value_records_its_cell_and_file(results):
    _, records = fill(results, '{{ value("codes", "raised_in", path="A") }}')
    table = results / "public/s/tables/codes.csv"
    assert records == [
        {
            "id": "n001",
            "kind": "value",
            "rendered": "12",
            "file": "public/s/tables/codes.csv",
            "row": {"path": "A"},
            "column": "raised_in",
            "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        }
    ]


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("n001", "12</span>", "13</span>"),
        ("t001", "1+", "2"),
        ("t002", "2/2", "1/2"),
        ("q001", "And then", "And now"),
        ("q002-by", "participant", "moderator"),
        ("q003", "old", "new"),
        ("f001", "In how many", "In very many"),
        ("s001", "Raised in", "Seldom raised in"),
    ],
)
def test_an_edited_report_is_noticed(results, place, old, new):
    markdown, records = fill(results, EVERYTHING)
    printed_in(results, markdown, records, "html")
    page = results / "out.html"
    before, mark, after = page.read_text("utf-8").partition(f'id="{place}"')
    assert old in after
    page.write_text(before + mark + after.replace(old, new, 1), "utf-8")
    assert [difference.claim for difference in check_printed(page, records)] == [place]


def test_another_image_is_noticed(results):
    markdown, records = fill(results, '{{ figure("bars") }}')
    records[0]["files"] = dict.fromkeys(records[0]["files"], "0" * 64)
    found = printed_in(results, markdown, records, "html", "docx")
    assert [one.claim for one in found["html"] + found["docx"]] == ["f001", "f001"]


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(string.punctuation + "\n\t 019abאबग–…“’\u200d\u200c\u00a0"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)
FIXED = [
    "1. one", "- two", "# three", "| a | b |", ":::: {.x}", "> q", "---", "<script>a()</script>",
    "&amp; &#49;", "$x^2$ \\alpha", "[a](b){.c}", "![a](b)", "^[note]", "@cite [@cite]", "~2~",
    "``` code", "*a* _b_ **c**", "\\", "{{ x }} {% y %}", "https://example.org", "    indented",
    "(@) x", ": def", "a  \nb", "'smart' \"quotes\" -- --- ...", "\u05d0*\u05d1*", "%%", "[^1]: x",
]  # fmt: skip


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(HOSTILE, min_size=1, max_size=12))
def test_hostile_text_is_printed_verbatim(results, texts):
    texts = [text for text in [*FIXED, *texts] if " ".join(text.split())]
    rows = [{"key": str(n), "words": text} for n, text in enumerate(texts)]
    write_csv(results / "public/s/tables/hostile.csv", rows)
    claims = claims_of(results)
    values = [claims.value("hostile", "words", key=n) for n in range(len(texts))]
    markdown = "\n\n".join([*values, claims.table("hostile")])
    found = printed_in(results, markdown, claims.records, "html", "docx")
    assert found == {"html": [], "docx": []}
    for record, text in zip(claims.records, texts, strict=False):
        if "".join(text.split()).isprintable():
            assert record["rendered"].split() == text.split()


def test_turns_are_printed_as_paragraphs_without_speakers(results):
    markdown, records = fill(results, '{{ quote("all") }}')
    assert records[0]["rendered"].split("\n") == [f"– {words}" for _, words in TURNS]
    assert records[0]["words"] == [words for _, words in TURNS]
    assert "Moderator" not in markdown


def test_hebrew_runs_from_right_to_left(results):
    markdown, _ = fill(results, '{{ quote("c3") }}{{ quote("c4") }}{{ quote("c5") }}')
    assert 'lang="he" dir="rtl"' in markdown
    assert 'lang="hi"' in markdown
    assert 'lang="gu"' in markdown
    assert markdown.count("dir=") == 1


def test_consent_is_asked_and_the_message_holds_no_words(results):
    with pytest.raises(DisclosureError) as refusal:
        claims_of(results, refused="c1").quote("c1")
    assert "c1" in str(refusal.value)
    assert "withdrawn" in str(refusal.value)
    assert "told" not in str(refusal.value)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ('value("codes", "raised_in", path="Z")', "No rows fit"),
        ('value("codes", "raised_in", groups=6)', "3 rows fit"),
        ('value("codes", "nonsense", path="A")', "one of path, code, groups, raised_in"),
        ('value("codes", "raised_in", nonsense="A")', "'nonsense'"),
        ('value("nothing", "a")', "one of code_by_site, codes"),
        ('quote("c99")', "c99"),
        ('quote("nowhere")', "nowhere"),
        ('quote("all", inline=true)', "several turns"),
        ('figure("pie")', "one of bars"),
        ('finding("Words", codes=["Z"], counter="")', "not in the codebook"),
        ('finding("Words", codes=["Empty"], counter="")', "No coding supports"),
        ('finding("In 4 groups", codes=["A"], counter="")', "no claim rests on"),
        ('literal("2020", "")', "without saying"),
        ('table("codes", ["raised"])', "'raised'"),
    ],
)
def test_what_is_not_there_is_named_with_the_template_line(results, call, named):
    with pytest.raises(ReportError) as error:
        fill(results, "# T\n\n{{ " + call + " }}\n")
    assert "t.md.j2, line 3" in str(error.value)
    assert named in str(error.value)


def test_codings_are_not_counted_by_speaker(results):
    claims = claims_of(results)
    assert "8" in claims.count("codings", placement="exact")
    with pytest.raises(DisclosureError):
        claims.count("codings", speaker="P1")
    with pytest.raises(DisclosureError):
        claims.count("codings", distinct="speaker")


def test_a_changed_transcript_stops_the_quotation(results):
    path = results / "controlled/s/transcripts/t1.jsonl"
    path.write_text(path.read_text("utf-8").replace("told", "sold"), "utf-8")
    with pytest.raises(ReportError, match="not those of its transcript") as error:
        claims_of(results).quote("c1")
    assert "told" not in str(error.value)


def test_a_finding_lists_the_codings_in_and_below_its_codes(results):
    _, records = fill(results, '{{ finding("Words", codes=["A"], counter="") }}')
    assert len(records[0]["codings"]) == 8
    assert records[0]["counter"] == "none searched"


def test_what_is_only_counted_is_refused_before_anybody_asks_for_consent(results):
    with pytest.raises(ReportError, match="without a place in its transcript cannot be quoted"):
        claims_of(results, refused="nowhere").quote("nowhere")
