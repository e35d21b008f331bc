"""Bad input that is met while config and sheets are read: each message says all that it must."""

import copy
import re

import pytest
import yaml
from e2e.mini import CONFIG, NAMES, PARTICIPANTS, coding_id, write_mini, write_sheet

from quotetrail import cli
from quotetrail.anonymise.decide import decide
from quotetrail.coding.matching import readings_inside
from quotetrail.coding.project import Code, Project
from quotetrail.config import check_config, read_config
from quotetrail.disclosure import may_quote
from quotetrail.errors import (
    CodingError,
    ConfigError,
    DecisionError,
    DisclosureError,
    QuotetrailError,
    SheetError,
    is_shown,
    shown,
)
from quotetrail.report import fill_template, read_template
from quotetrail.report.assemble import quotations_of
from quotetrail.sheets import Decision, read_lens_sheet, read_quotations_sheet
from quotetrail.sheets.lens import lens_of
from quotetrail.sheets.study import load_study

PEOPLE = "resources/mini/participants.csv"
TRANSCRIPTS = "config/transcripts.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The small study's files, in the working directory."""
    write_mini(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(path="config/config.yaml"):
    checked = check_config(read_config(path), path)
    return {name: load_study(name, study, path) for name, study in checked["studies"].items()}


def setting(**values):
    """A change of the config: settings of the study; None takes one out."""

    def change(folder):
        config = copy.deepcopy(CONFIG)
        study = config["studies"]["mini"] | values
        config["studies"]["mini"] = {key: value for key, value in study.items() if value}
        text = yaml.safe_dump(config)
        (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")

    return change


def config(text):
    return lambda folder: (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")


def sheet(name, rows):
    return lambda folder: write_sheet(folder / name, rows)


def encoded(name, encoding):
    def change(folder):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.replace("Zippy", "Zïppy").encode(encoding))

    return change


def people(**first):
    """A change of the participants sheet: cells of its first row."""
    row = dict(zip(PARTICIPANTS[0], PARTICIPANTS[1], strict=True)) | first
    return sheet(PEOPLE, [list(row), list(row.values()), *PARTICIPANTS[2:]])


def named_raw_file(folder):
    (folder / "resources/mini/Zipporah_1.txt").write_text("P3: Hello\n", encoding="utf-8")
    write_sheet(
        folder / TRANSCRIPTS,
        [
            ["transcript", "file", "site"],
            ["g1", "resources/mini/g1.docx", "Ulm"],
            ["g2", "resources/mini/Zipporah_1.txt", "Ulm"],
        ],
    )


def with_decisions(rows):
    def change(folder):
        write_sheet(folder / "resources/mini/decisions.csv", rows)
        setting(decisions="resources/mini/decisions.csv")(folder)

    return change


G1 = ["g1", "resources/mini/g1.docx", "Ulm"]
HEAD = ["transcript", "file", "site"]
CASES = {
    "a transcript's file is missing": (
        lambda folder: (folder / "resources/mini/g2.txt").unlink(),
        f"{TRANSCRIPTS}, row 3, column file",
        "does not exist",
    ),
    "an unknown key": (
        setting(codngs=["x"]),
        "config/config.yaml, studies.mini",
        "did you mean 'codings'?",
    ),
    "a missing key": (config("batch_size: 2\n"), "config/config.yaml", "'studies' is missing"),
    "a sheet without a required column": (
        sheet(TRANSCRIPTS, [["transcript", "path"], ["g1", "resources/mini/g1.docx"]]),
        f"{TRANSCRIPTS}, row 1",
        "the column 'file' is missing",
    ),
    "a later sheet without a required column": (
        sheet("config/quotations.csv", [["coding", "why"], ["c1", "Zippy says so"]]),
        "config/quotations.csv, row 1",
        "the column 'purpose' is missing",
    ),
    "decisions without a required column": (
        with_decisions([["text", "decision"], ["Zippy", "keep"]]),
        "resources/mini/decisions.csv, row 1",
        "the column 'category' is missing",
    ),
    "a transcript's id twice": (
        sheet(TRANSCRIPTS, [HEAD, G1, G1]),
        f"{TRANSCRIPTS}, row 3, column transcript",
        "stands in row 2 already",
    ),
    "a study named synthesis": (
        config(yaml.safe_dump({"studies": {"synthesis": CONFIG["studies"]["mini"]}})),
        "config/config.yaml, studies",
        "'synthesis'",
    ),
    "no YAML": (
        config("studies:\n  mini: [Zipporah\n  title: Zippy\n"),
        "config/config.yaml, line 3",
        "the config is no YAML",
    ),
    "YAML without keys": (config("- Zipporah\n"), "config/config.yaml", "has no keys"),
    "no config": (
        lambda folder: (folder / "config/config.yaml").unlink(),
        "config/config.yaml",
        "does not exist",
    ),
    "a config in cp1252": (
        lambda folder: (folder / "config/config.yaml").write_bytes("studies: é".encode("cp1252")),
        "config/config.yaml, byte 9",
        "not UTF-8",
    ),
    "a sheet in cp1252": (encoded(PEOPLE, "cp1252"), PEOPLE, "the sheet is not UTF-8"),
    "an empty sheet": (sheet(PEOPLE, []), PEOPLE, "the sheet is empty"),
    "a sheet without rows": (sheet(PEOPLE, PARTICIPANTS[:1]), PEOPLE, "the sheet has no rows"),
    "an attribute to publish that is no column, and no project that may have it": (
        setting(publish=["role", "age"], codings=None, quotations=None),
        "config/config.yaml, studies.mini.publish",
        "'age' is no attribute",
    ),
    "a column to publish in another case": (
        setting(publish=["Role"]),
        "config/config.yaml, studies.mini.publish",
        "'Role' is no attribute",
    ),
    "a reserved column to publish": (
        setting(publish=["names"]),
        "config/config.yaml, studies.mini.publish",
        "names, labels and consent are never published",
    ),
    "a raw file named after a participant": (
        named_raw_file,
        f"{TRANSCRIPTS}, row 3, column file",
        "What to do: rename the file",
    ),
    "a site that is not configured": (
        sheet(TRANSCRIPTS, [HEAD, G1, ["g2", "resources/mini/g2.txt", "Wasswa"]]),
        f"{TRANSCRIPTS}, row 3, column site",
        "one of Ulm, Kampala, or an alias",
    ),
    "k: 2": (
        setting(disclosure={"k": 2}),
        "config/config.yaml, studies.mini.disclosure.k",
        "Expected: any other value than 2",
    ),
    "k: 0": (setting(disclosure={"k": 0}), "studies.mini.disclosure.k", "Expected: 1 or more"),
    "one project file and no list": (
        setting(codings="resources/mini/mini.qdpx"),
        "studies.mini.codings",
        "Expected: a list",
    ),
    "a project file that is not there": (
        setting(codings=["resources/mini/mini.qdpx", "resources/mini/no.qdpx"]),
        "config/config.yaml, studies.mini.codings, entry 2",
        "does not exist",
    ),
    "a template that is not there": (
        setting(report={"template": "config/no.md.j2"}),
        "config/config.yaml, studies.mini.report.template",
        "does not exist",
    ),
    "quotations without codings": (
        setting(codings=None, coding_of_record=None),
        "config/config.yaml, studies.mini.quotations",
        "no codings",
    ),
    "neither transcripts nor codings": (
        config("studies: {mini: {title: Zippy}}\n"),
        "config/config.yaml, studies.mini",
        "neither transcripts nor codings",
    ),
    "consent that is neither yes nor no": (
        people(quote="Zippy said yes"),
        f"{PEOPLE}, row 2, column quote",
        "neither yes nor no",
    ),
    "a participant of no group": (
        people(group="Zippy"),
        f"{PEOPLE}, row 2, column group",
        "no transcript belongs to this group",
    ),
}


def check_message(error, place, words):
    """The file and place, the words, what was expected, what to do; nothing that identifies."""
    message = shown(error)
    assert message.startswith(f"{type(error).__name__}: ")
    assert place in message.split("\n", maxsplit=1)[0]
    assert words in message
    assert error.file and error.expected and error.advice
    assert not re.search("|".join(NAMES), message, re.IGNORECASE)
    assert is_shown(message)
    # Nothing of another exception hangs on it, for a traceback to show.
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(("change", "place", "words"), CASES.values(), ids=CASES)
def test_each_message_says_where_what_and_what_to_do(folder, change, place, words):
    load()
    change(folder)
    with pytest.raises((ConfigError, SheetError)) as caught:
        load()
    check_message(caught.value, place, words)
    assert not (folder / "results").exists()


def test_check_says_the_same(folder, capsys):
    config("studies:\n  mini: [\n")(folder)
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err.startswith("ConfigError: config/config.yaml, line 3: ")


def test_of_an_unforeseen_error_only_type_and_lines_are_shown():
    try:
        {}["Zipporah said that"]
    except KeyError as error:
        message = shown(error)
    assert "KeyError" in message and "test_bad_input_messages.py" in message
    assert "Zipporah" not in message
    assert is_shown(message)
    assert not is_shown("read_codings: 3 files written")


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([("goats", "keep"), ("goats", "replace")], "d.csv, row 3", "contradicts row 2"),
        ([("goats", "replace"), ("goats", "keep")], "d.csv, row 3", "contradicts row 2"),
        ([("Goats", "keep"), ("goats", "replace")], "d.csv, row 3", "contradicts row 2"),
        ([("Zippy", "replace")], "d.csv, row 2, column text", "occurs nowhere"),
    ],
)
def test_decisions_that_cannot_stand_are_named(rows, place, words):
    decisions = [
        Decision(row, text, "other", decision) for row, (text, decision) in enumerate(rows, start=2)
    ]
    with pytest.raises(DecisionError) as caught:
        decide(
            {"t": []},
            {"t": "Told the goats."},
            decisions,
            [],
            review="required",
            undecided="replace",
            file="d.csv",
        )
    check_message(caught.value, place, words)


def test_a_word_in_small_letters_may_be_kept_beside_the_name():
    decisions = [Decision(2, "Hope", "person", "replace"), Decision(3, "hope", "person", "keep")]
    texts = {"t": "Hope has hope."}
    decide({"t": []}, texts, decisions, [], review="required", undecided="replace")


def test_a_lens_row_about_no_code_is_named(folder):
    rows = [["domain", "study", "code"], ["Work", "mini", "Work and Zippy"]]
    write_sheet(folder / "config/lens.csv", rows)
    with pytest.raises(SheetError) as caught:
        lens_of(
            read_lens_sheet("config/lens.csv"), {"mini": ["Beginnings"]}, file="config/lens.csv"
        )
    check_message(caught.value, "config/lens.csv, row 2, column code", "no code with this path")


@pytest.mark.parametrize(
    ("quote", "coding", "kind", "words"),
    [
        ("yes", "c0000000000", SheetError, "there is no coding with this id"),
        ("no", coding_id(7), DisclosureError, "a speaker has not agreed to be quoted"),
    ],
)
def test_a_chosen_quotation_is_refused_by_its_row(folder, quote, coding, kind, words):
    import pandas as pd

    write_sheet(folder / "codings.csv", [["coding", "path", "speaker"], [coding_id(7), "A", "P3"]])
    sheet = "config/quotations.csv"
    write_sheet(folder / sheet, [["coding", "purpose", "reason"], [coding, "typical", "Zippy"]])
    spoke = pd.DataFrame({"participant": ["P3"], "quote": [quote], "withdrawn": ["no"]})
    with pytest.raises(kind) as caught:
        quotations_of(
            read_quotations_sheet(sheet),
            sheet,
            "codings.csv",
            lambda row: may_quote([row["speaker"]], spoke),
        )
    check_message(caught.value, f"{sheet}, row 2, column coding", words)


def test_a_number_typed_into_a_template_is_refused_by_its_line():
    with pytest.raises(QuotetrailError) as caught:
        fill_template("# Report\n\nAll 12 said Zippy.\n", "config/own.md.j2", None, {})
    check_message(caught.value, "config/own.md.j2, line 3", "typed by hand")


def test_a_template_in_cp1252_is_refused(tmp_path):
    (tmp_path / "own.md.j2").write_bytes("Zïppy".encode("cp1252"))
    with pytest.raises(QuotetrailError) as caught:
        read_template(str(tmp_path / "own.md.j2"))
    check_message(caught.value, "own.md.j2, byte 1", "not UTF-8")


def test_a_project_with_nothing_in_it_is_refused():
    with pytest.raises(CodingError) as caught:
        readings_inside(Project("resources/mini/codes.qdpx"))
    check_message(caught.value, "resources/mini/codes.qdpx", "neither a code nor a text")
    codes = (Code("1", "Zippy", None, "", "", True),)
    assert readings_inside(Project("resources/mini/codes.qdpx", codes=codes)) == []
