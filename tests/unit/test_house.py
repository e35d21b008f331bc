"""The house: which room may know which, what a rule and a script look like."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOW = Path(__file__).parents[2] / "workflow"
PACKAGE = WORKFLOW / "src" / "quotetrail"
RULE_FILES = sorted((WORKFLOW / "rules").glob("*.smk"))
SCRIPTS = sorted((WORKFLOW / "scripts").glob("*.py"))
MODULES = sorted(PACKAGE.rglob("*.py"))

FOR_ALL = {"text", "sheets", "errors", "fonts", "config"}
MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "fonts": set(),
    "text": set(),
    "sheets": {"errors", "text"},
    "config": {"errors"},
    "transcripts": {"text", "sheets", "errors"},
    "anonymise": FOR_ALL | {"transcripts"},
    "coding": FOR_ALL | {"transcripts", "anonymise"},
    "tables": {"text", "sheets", "errors"},
    "disclosure": FOR_ALL | {"tables"},
    "figures": {"fonts", "errors"},
    "report": FOR_ALL | {"tables", "figures", "disclosure"},
    "provenance": {"errors"},
}
"""What each room may import beside itself; `audit` and `cli` may import any."""
OUTERMOST = {"audit", "cli"}


def room_of(module: Path) -> str:
    """The room of a module; the package's own version belongs to all."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(file: Path) -> set[str]:
    """The rooms of the package that a file imports, wherever in it the import stands."""
    rooms = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides its room"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("quotetrail.")}
    return rooms - {"__version__"}


def rules() -> dict[str, str]:
    """The body of each rule, by its name; `use rule x as y` counts as y."""
    found = {}
    for file in [WORKFLOW / "Snakefile", *RULE_FILES]:
        text = file.read_text(encoding="utf-8")
        heads = list(re.finditer(r"^(?:rule|use rule \w+ as) (\w+)", text, re.MULTILINE))
        ends = [*(head.start() for head in heads[1:]), len(text)]
        for head, end in zip(heads, ends, strict=False):
            assert head[1] not in found, f"rule {head[1]} stands there twice"
            found[head[1]] = text[head.end() : end]
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(module):
    room = room_of(module)
    if room in OUTERMOST or module == PACKAGE / "__init__.py":
        return
    assert room in MAY_KNOW, "a new room: say here what it may know"
    assert imported_rooms(module) - {room} <= MAY_KNOW[room]


def test_nobody_imports_what_stands_outermost():
    importing = {room_of(module) for module in MODULES if "audit" in imported_rooms(module)}
    assert importing - {"audit"} <= {"cli"}
    assert not [module for module in MODULES if "cli" in imported_rooms(module)]


def test_the_arrows_make_no_circle():
    left = {room: set(known) for room, known in MAY_KNOW.items()}
    while left:
        free = {room for room, known in left.items() if not known & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {room: known for room, known in left.items() if room not in free}


def test_what_runs_for_each_transcript_loads_neither_pandas_nor_matplotlib():
    names = [
        ".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts)
        for module in MODULES
        if room_of(module) in ("text", "sheets", "transcripts", "anonymise", "coding")
        or module.parent == PACKAGE / "provenance"
    ]
    program = f"import sys\nfor name in {names}: __import__(name.removesuffix('.__init__'))\n"
    program += "print(sorted({'pandas', 'matplotlib'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PACKAGE.parent)},
    )
    assert len(names) > 60
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("file", [*MODULES, *SCRIPTS], ids=lambda f: f.stem)
def test_modules_are_small_and_open_with_what_they_do(file):
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
    assert first.endswith((".", "?")), "the first line of the docstring is a sentence"
    assert file.stem not in ("utils", "util", "helpers", "helper", "common", "misc", "tools")


def test_each_script_has_the_name_of_a_rule():
    bodies = rules()
    named = {}
    for rule, body in bodies.items():
        script = re.search(r'script:\s+"\.\./scripts/(\w+)\.py"', body)
        if script:
            named[rule] = script[1]
    scripts = {script.stem for script in SCRIPTS}
    assert set(named.values()) == scripts
    # check_shared and seal_shared do for several studies what these do for one.
    shared = {rule: script for rule, script in named.items() if rule != script}
    assert shared == {"check_shared": "check_release", "seal_shared": "seal_zone"}
    for script in scripts:
        assert named.get(script) == script, f"no rule is called {script}"


def test_targets_have_no_script_and_working_rules_are_verb_noun():
    bodies = rules()
    targets = {"all", "review", "anonymise", "to_code", "tables", "figures", "report", "deposit"}
    for rule, body in bodies.items():
        if rule in targets:
            assert "script:" not in body and "output:" not in body
        elif rule != "audit":
            assert re.fullmatch(r"[a-z]+(_[a-z]+)+", rule)
            assert ("log:" in body and "conda:" in body) or rule.startswith("close_synthesis")
    assert targets <= bodies.keys()
    assert "input:" not in bodies["audit"], "the audit judges what lies there and builds nothing"


def test_every_script_is_one_line_of_docstring_and_one_stage():
    for script in SCRIPTS:
        tree = ast.parse(script.read_text(encoding="utf-8"))
        docstring = ast.get_docstring(tree)
        assert docstring is not None and "\n" not in docstring, script.name
        *imports, last = tree.body[1:]
        assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in imports), script.name
        # Nothing of the work stands outside, where an exception would be printed in full.
        assert isinstance(last, ast.With), script.name
        assert ast.unparse(last.items[0]) == "stage(snakemake) as out", script.name


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.stem)
def test_each_file_of_rules_says_what_it_does_needs_and_makes(file):
    text = file.read_text(encoding="utf-8")
    opening = text[: text.index("\n\n")]
    assert re.match(r"# \w.*[.]", opening)
    assert "\n# REQUIRES" in opening
    makes = "\n# MAKES" if "\nrule " in text else "\n# PROVIDES"
    assert makes in opening
