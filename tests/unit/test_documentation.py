"""What the documentation says is there: columns, links, commands, rules, rooms, examples."""

import ast
import dataclasses
import re
import shlex
from pathlib import Path

import pytest
import yaml

from quotetrail import cli, sheets
from quotetrail.config import check_config
from quotetrail.report import Claims
from quotetrail.report.template import check_template
from quotetrail.sheets import records

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workflow" / "src" / "quotetrail"
FOLDERS = (".", "config", "workflow", "resources", "results", "tests", "profiles")
READMES = [ROOT / folder / "README.md" for folder in FOLDERS]
CONFIG = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
SHEETS = {
    "transcripts": records.TranscriptRow,
    "groups": records.GroupRow,
    "participants": records.Participant,
    "identifiers": records.KnownIdentifier,
    "decisions": records.Decision,
    "codes": records.CodeChange,
    "quotations": records.Quotation,
    "the lens": records.LensRow,
}
WITH_VALUE = {"--cores", "--configfile", "--directory", "--report"}


def section(sheet: str) -> str:
    """What config/README.md says of one sheet."""
    found = re.search(rf"^### The sheet of {sheet}\n(.*?)(?=^##)", CONFIG, re.MULTILINE | re.DOTALL)
    assert found, f"no section about the sheet of {sheet}"
    return found[1]


def block(text: str, language: str) -> str:
    """The first code block in a language."""
    return re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1]


def commands(text: str) -> set[str]:
    """Every command in code blocks and in backticks that our programs are to run."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    lines = "\n".join(blocks).splitlines()
    bare = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines += re.findall(r"`([^`\n]+)`", bare)
    stripped = (line.partition(" #")[0].strip() for line in lines)
    return {line for line in stripped if re.match(r"(make|snakemake|quotetrail)( |$)", line)}


def rule_names() -> set[str]:
    """The rules of the workflow."""
    files = [ROOT / "Snakefile", ROOT / "workflow" / "Snakefile"]
    files += (ROOT / "workflow" / "rules").glob("*.smk")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"^(?:rule|use rule \w+ as) (\w+)", text, re.MULTILINE))


def targets_of(words: list[str]) -> list[str]:
    """The targets among the arguments of a snakemake command."""
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not word.startswith("-") and before not in WITH_VALUE
    ]


@pytest.mark.parametrize(("sheet", "record"), SHEETS.items(), ids=SHEETS)
def test_every_column_of_a_sheet_is_explained(sheet, record):
    known = {field.name for field in dataclasses.fields(record)} - {"row", "attributes"}
    explained = set(re.findall(r"^\| `(\w+)` \|", section(sheet), re.MULTILINE))
    assert explained == known


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_example_of_a_sheet_can_be_read(sheet, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text(block(section(sheet), "csv"), encoding="utf-8")
    read = getattr(sheets, f"read_{sheet.removeprefix('the ')}_sheet")
    assert len(read(str(file))) == len(file.read_text(encoding="utf-8").splitlines()) - 1


def test_the_example_of_a_config_is_valid():
    check_config(yaml.safe_load(block(CONFIG, "yaml")))


def test_the_example_of_a_template_is_valid_and_its_functions_exist():
    check_template(block(CONFIG, "jinja"), "config/README.md")
    explained = re.findall(r"^\| `(\w+)\(", CONFIG, re.MULTILINE)
    filled = (PACKAGE / "report" / "template.py").read_text(encoding="utf-8")
    assert set(explained) == set(re.findall(r"claims\.(\w+),", filled))
    assert all(hasattr(Claims, name) for name in explained)


@pytest.mark.parametrize("readme", READMES, ids=FOLDERS)
def test_links_and_pictures_lead_somewhere(readme):
    text = readme.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings}
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        assert not path or (readme.parent / path).exists(), f"{readme}: {link}"
        assert path or anchor in anchors, f"{readme}: {link}"


@pytest.mark.parametrize("readme", READMES, ids=FOLDERS)
def test_commands_name_targets_that_exist(readme, capsys):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in sorted(commands(readme.read_text(encoding="utf-8"))):
        program, *words = shlex.split(line)
        if program == "make":
            assert set(words) <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)), line
        elif program == "snakemake":
            assert set(targets_of(words)) <= rule_names(), line
        elif words:
            with pytest.raises(SystemExit) as ended:
                cli.main([words[0], "--help"])
            assert ended.value.code == 0, line
    capsys.readouterr()


def test_the_readme_shows_the_ways_in():
    shown = commands(READMES[0].read_text(encoding="utf-8"))
    assert {"make", "make test", "snakemake --cores 2", "quotetrail audit results/"} <= shown
    assert {f"snakemake --cores 2 {target}" for target in ("review", "deposit", "audit")} <= shown


def test_the_picture_of_the_stages_names_rules_that_exist():
    source = (ROOT / "docs" / "dag.dot").read_text(encoding="utf-8").replace("\\n", " ")
    verbs = {name.partition("_")[0] for name in rule_names()}
    words = re.findall(r"[a-z]+(?:_[a-z]+)+", source)
    named = {word for word in words if word.partition("_")[0] in verbs}
    assert len(named) > 20
    assert named <= rule_names()
    assert named <= set(re.findall(r"\w+", (ROOT / "docs" / "dag.svg").read_text("utf-8")))


def test_every_rule_with_a_script_stands_in_the_table_of_stages():
    text = (ROOT / "workflow" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[\w+\.smk\].*$", text, re.MULTILINE)
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", " ".join(row.split("|")[2] for row in rows)))
    targets = {"all", "default", "review", "anonymise", "to_code", "tables", "figures", "report"}
    assert named == rule_names() - targets - {"deposit"}


def test_the_table_of_rooms_says_what_is_imported():
    text = (ROOT / "workflow" / "README.md").read_text(encoding="utf-8")
    for room, knows in re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|", text, re.MULTILINE):
        if knows != "any":
            said = set() if knows == "nothing" else set(knows.split(", "))
            assert imported(room) == said, room


def imported(room: str) -> set[str]:
    """The other rooms that the modules of a room import."""
    path = PACKAGE / room
    names = []
    for file in path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names += [f"{node.module}.{alias.name}" for alias in node.names]
    rooms = {name.split(".")[1] for name in names if name.startswith("quotetrail.")}
    return rooms - {room, "__version__"}


def test_captions_that_rules_name_exist():
    rules = (ROOT / "workflow" / "rules").glob("*.smk")
    text = "\n".join(file.read_text(encoding="utf-8") for file in rules)
    named = set(re.findall(r'caption="\.\./report/(\w+\.rst)"', text))
    assert named == {file.name for file in (ROOT / "workflow" / "report").glob("*.rst")}
