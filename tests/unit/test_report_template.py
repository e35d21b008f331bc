"""Templates: numbers typed by hand are found, and the default ones print nothing unrecorded."""

import csv
from pathlib import Path

import pytest

from quotetrail.errors import ReportError
from quotetrail.report import (
    Claims,
    Contrast,
    Figure,
    StudyContext,
    check_template,
    default_template,
    fill_template,
)

HISTORY = ["round", "on", "by", "change", "code", "to", "coder", "why", "codings"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# T\n\nIn 4 groups.", 3),
        ("One\n{{ title }}\n{% if x %}\n 12\n{% endif %}", 4),
        ("H₂O", 1),
        ("½ of them", 1),
        ("१२ लोग", 1),
        ("{% raw %}\n5{% endraw %}", 2),
        ("&#49; group", 1),
        ("1. first", 1),
        ("[text](https://doi.org/10.1093/x)", 1),
        ("{1}", 1),
    ],
)
def test_a_digit_typed_by_hand_is_found(source, line):
    with pytest.raises(ReportError) as error:
        check_template(source, "mine.md.j2")
    assert f"mine.md.j2, line {line}" in str(error.value)
    assert "typed by hand" in str(error.value)


@pytest.mark.parametrize(
    "source",
    [
        "## Heading\n\n{{ value('codes', 'n', code='1.1') }} {# 12 #}{% set x = 4 %}",
        "::: {.box width=50%}\nWords\n:::\n\n[words]{.c1}",
        "#. first\n#. second",
    ],
)
def test_what_is_not_typed_by_hand_is_let_through(source):
    check_template(source, "mine.md.j2")


@pytest.mark.parametrize(
    "source",
    [
        "{{ 12 }}",
        "{{ '12' }}",
        "{% set n = 3 %}{{ n }}",
        "{{ [1, 2] | length }}",
        "{% for x in range(3) %}{{ loop.index }}{% endfor %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(7) }}",
        "{{ literal('2020', 'a year') | replace('0', '1') }}",
        "{{ 'in ' ~ literal('2020', 'a year') }}",
        "{{ rows('codes')[0].n }}",
        "{{ study.title }}",
    ],
)
def test_a_number_that_no_claim_rests_on_is_not_printed(results, source):
    with pytest.raises(ReportError) as error:
        fill(results, "\n" + source, study=StudyContext("s", "Study 2"))
    assert "no claim rests on" in str(error.value)
    assert "t.md.j2, line 2" in str(error.value)


def test_words_are_escaped_and_numbers_may_be_added_to_words(results):
    source = "{{ '*' }} {{ 'in *' + literal('2020', 'a year') + ' on' }}"
    assert fill(results, source) == ('\\* in \\*[2020]{#l001 .claim title="a year"} on\n')


def test_macros_and_blocks_print_what_was_recorded_inside(results):
    source = (
        "{% macro year(x) %}in {{ literal(x, 'a year') }}{% endmacro %}"
        "{% set block %}*{{ year('2020') }}*{% endset %}{{ block }}"
    )
    assert fill(results, source) == '*in [2020]{#l001 .claim title="a year"}*\n'


HISTORY = ["round", "on", "by", "change", "code", "to", "coder", "why", "codings"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n{% if %}", 2),
        ("\n\n{{ nobody }}", 3),
        ("\n{{ rows('codes').x.y }}", 2),
        ("\n{{ value() }}", 2),
        ("\n{{ ''.__class__.__mro__ }}", 2),
        ("\n{% include 'other' %}", 2),
        ("\n{{ 'x' / 'y' }}", 2),
    ],
)
def test_mistakes_of_a_template_are_reported_with_their_line(results, source, line):
    with pytest.raises(ReportError) as error:
        fill(results, source)
    assert f"t.md.j2, line {line}" in str(error.value)
    assert error.value.__suppress_context__


def test_a_filter_block_is_refused(results):
    with pytest.raises(ReportError, match="filter block"):
        fill(results, "{% filter upper %}{{ literal('2020', 'a year') }}{% endfilter %}")


@pytest.mark.parametrize("name", ["report", "synthesis"])
def test_the_templates_that_ship_type_no_number(name):
    check_template(default_template(name), name)
    assert "anonymous" not in default_template(name)


def test_the_default_report_says_what_it_must(results):
    study = StudyContext(
        "s",
        "Study",
        synthetic=True,
        reviewed=False,
        tables=("codes", "code_by_site", "code_by_income"),
        sites=("U", "K"),
        contrast=Contrast("income", ("HIC", "LMIC"), "Because of it.", "A list", "2020"),
    )
    text = fill(results, default_template("report"), study=study)
    for words in (
        "Synthetic demonstration data: not findings",
        "Not reviewed:",
        "Absence of a code is not absence of experience",
        "not a count of people who agree",
        "Because of it",
        "### By site",
        "### By income",
    ):
        assert words in text
    assert text.index("### By site") < text.index("### By income")
    assert "Never coded" not in text
    assert "has a segment:\n[1]" in text


@pytest.mark.parametrize("tables", [(), ("codes",), ("groups",), ("groups", "participants")])
def test_the_default_report_stands_with_few_tables(results, tables):
    text = fill(results, default_template("report"), study=StudyContext("s", "S", tables=tables))
    assert ("## Codes" in text) == ("codes" in tables)
    assert ("### Participants" in text) == ("participants" in tables)
    assert "## What this does not show" in text


def test_the_report_says_how_the_code_system_changed(results):
    study = StudyContext("s", "S", tables=("codes",), placements=("unplaced",))
    (results / "controlled/s/coding").mkdir(parents=True, exist_ok=True)
    for name in ("codings", "unplaced"):
        text = "coding,placement,coder,record\nc1,unplaced,C1,no\n"
        (results / f"controlled/s/coding/{name}.csv").write_text(text)
    before = fill(results, default_template("report"), study=study)
    assert "round 2 \\(01ab23cd\\)" in before
    assert "How the code system changed" not in before
    assert "took the segment out" not in before
    row = ["2", "2020-01-31", "C1", "merge", "A > B", "A", "", "Both say it.", "7"]
    write_history(results, [row])
    after = fill(results, default_template("report"), study=study)
    assert "### How the code system changed" in after
    assert "took the segment out" in after
    line = next(line for line in after.splitlines() if "Both say it" in line)
    cells = [cell.strip().replace("\\", "") for cell in line.strip("| ").split(" | ")]
    assert cells == ["2", "2020-01-31", "C1", "merge", "A > B", "A", "Both say it."]
    assert "| Coder |" not in after
    write_history(results, [["2", "2020-01-31", "C1", "split", "A", "B", "C2", "Two.", "1"]])
    assert "| Coder |" in fill(results, default_template("report"), study=study)


def test_the_synthesis_shows_studies_side_by_side(results):
    contrast = Contrast(
        "income", ("HIC", "LMIC"), "Of old.", "", "", {"HIC": ("X",), "LMIC": ("Y", "Z")}
    )
    studies = [
        StudyContext("s", "One", tables=("codes", "groups"), contrast=contrast),
        StudyContext("r", "Two"),
    ]
    lens = [("Pay", "s", "A"), ("Trust", "s", "A > B"), ("Pay", "r", "C")]
    parts = [("Pay", "s: HIC"), ("Pay", "r"), ("Trust", "s: HIC")]
    write(
        results, "lens", [dict(zip(("domain", "study", "code"), row, strict=True)) for row in lens]
    )
    counts = {"groups": "2", "raised_in_with_subcodes": "1"}
    write(results, "domain_by_study", [{"path": p, "part": q, **counts} for p, q in parts])
    variables = {"studies": studies, "lens": "lens", "figures": ("domains",)}
    text = fill(results, default_template("synthesis"), **variables)
    assert text.index("### One") < text.index("### Two")
    assert "Called **s**" in text
    assert "HIC (X)\\, LMIC (Y\\, Z)" in text
    assert "A person mapped codes" in text
    assert "| Pay | 1\\/2 | 1\\/2 |\n| Trust | 1\\/2 |  |" in text
    assert text.index("](domains)") < text.index("### The mapping of s")
    assert text.index("| Trust | A \\> B |") < text.index("### The mapping of r")
    assert "Synthetic" not in text


def test_a_synthesis_without_a_lens_does_not_say_that_somebody_mapped(results):
    write(results, "lens", [{"domain": "A", "study": "s", "code": "A"}])
    row = {"path": "A", "part": "s", "groups": "2", "raised_in_with_subcodes": "1"}
    write(results, "domain_by_study", [row])
    studies = [StudyContext("s", "One")]
    variables = {"studies": studies, "lens": "lens", "figures": ()}
    text = fill(results, default_template("synthesis"), **variables)
    assert "Nobody mapped the codes" in text
    assert "A person mapped" not in text
    assert "The mapping of" not in text


@pytest.mark.parametrize(
    ("numbers", "more", "less"), [(["4", "7"], 0, 0), (["<3", "7"], 0, 1), (["1+", "0"], 1, 0)]
)
def test_signs_for_withheld_numbers_are_explained_where_they_stand(results, numbers, more, less):
    rows = [
        {"attribute": "role", "value": name, "participants": n}
        for name, n in zip("ab", numbers, strict=True)
    ]
    write(
        results, "participants", [{"attribute": "all", "value": "all", "participants": "9"}, *rows]
    )
    study = StudyContext("s", "S", tables=("participants",))
    text = " ".join(fill(results, default_template("report"), study=study).split())
    assert text.count("stands for any number but zero") == more
    assert text.count("stands for a smaller number, but not zero") == less
    assert text.count("Small numbers of people are withheld") == more + less


def test_a_study_of_interviews_without_codings_is_not_said_to_have_any(results):
    write(results, "groups", [{"group": g, "participants": "1"} for g in ("i1", "i2")])
    study = StudyContext("s", "S", tables=("groups", "participants"))
    text = fill(results, default_template("report"), study=study)
    assert "Each group is an interview with one participant" in text
    for words in ("coding", "quotation", "silence is not dissent"):
        assert words not in text
    write(
        results,
        "groups",
        [{"group": "i1", "participants": "1"}, {"group": "g", "participants": "4"}],
    )
    assert "interview" not in fill(results, default_template("report"), study=study)


def test_columns_of_withheld_numbers_stand_at_the_right(results):
    write(results, "participants", [{"value": "a", "participants": n} for n in ("1+", "<3", "12")])
    text = fill(results, "{{ table('participants') }}")
    assert [ruler.strip()[-1] for ruler in text.splitlines()[3].split("|")[1:3]] == ["-", ":"]


def write(results: Path, name: str, rows: list[dict[str, str]]) -> None:
    with open(results / f"public/s/tables/{name}.csv", "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fill(results: Path, source: str, **variables: object) -> str:
    figures = {"domains": Figure("What is seen.", "A caption.")}
    for kind in ("svg", "png"):
        (results / f"public/s/figures/domains.{kind}").write_text("")
    claims = Claims(
        results, "s", may_quote=lambda row: "", attribution=lambda row: "", figures=figures
    )
    return fill_template(source, "t.md.j2", claims, variables)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    counts = ["groups", "raised_in_with_subcodes", "speakers_with_subcodes"]
    codes = [
        {
            "path": path,
            "depth": "1",
            "n": "5",
            "segments_with_subcodes": n,
            "code_system": "round 2 (01ab23cd)",
            **dict.fromkeys(counts, n),
        }
        for path, n in [("A", "3"), ("Never coded", "0")]
    ]
    tables = {
        "codes": codes,
        "code_by_site": [{**row, "site": site} for row in codes for site in ("U", "K")],
        "code_by_income": [{**row, "income": one} for row in codes for one in ("HIC", "LMIC")],
        "groups": [{"group": "g1", "site": "U", "participants": "4", "minutes": ""}],
        "participants": [{"attribute": "all", "value": "all", "participants": "4"}],
    }
    for folder in ("tables", "figures"):
        (tmp_path / "public/s" / folder).mkdir(parents=True)
    for name, rows in tables.items():
        write(tmp_path, name, rows)
    write_history(tmp_path, [])
    return tmp_path


def write_history(results: Path, rows: list[list[str]]) -> None:
    (results / "controlled/s/coding").mkdir(parents=True, exist_ok=True)
    file = results / "controlled/s/coding/history.csv"
    with open(file, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([HISTORY, *rows])
