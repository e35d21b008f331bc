"""Known names, planted in every form and place that people leave them in, and then looked for.

Names of the demonstration's participants sheets in seven languages and four scripts are written
into carrier sentences, speaker labels, properties, headers, footers, comments and footnotes of
transcripts, and into the code names, descriptions and memos of a project: inflected, with what
grammar and politeness grow onto names, in large and small letters. Nobody reviews anything. Then
the results, the logs and the terminal are searched by a search that shares nothing with the
package's own gate.

What it says: none of 3,000 means that of known names in forms like these less than one in a
thousand is left (upper bound at 95 %; none of 300: less than one in a hundred). What it does not
say: anything about names that no sheet holds, about spellings that nobody thought of here, or about
stories by which somebody can be recognised. Names of four letters behind a prefix that no capital
sets off ("ewagift") are known to be missed and not planted.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from e2e.conftest import built_once, run_workflow, shared_folder
from e2e.name_forms import FORMS
from e2e.planted import PLACES, Planted, as_seen, plant, write_study
from e2e.searching import files_below, printed_in_pdf, texts_in

PRINTED = "printed.txt"
SEARCHED = ("results/controlled", "results/public", "results/logs", ".snakemake/log", PRINTED)


def seen_below(folder: Path, parts: Iterable[str]) -> dict[str, str]:
    """What can be read in each file, as it is compared."""
    paths = [
        path
        for part in parts
        for path in ([folder / part] if (folder / part).is_file() else files_below(folder / part))
    ]
    return {
        path.relative_to(folder).as_posix(): as_seen(
            "\n".join(dict.fromkeys(texts_in(path.name, path.read_bytes(), printed_in_pdf)))
        )
        for path in paths
    }


def left_in(texts: dict[str, str], planted: list[Planted]) -> dict[str, list[str]]:
    """The names that can be read anywhere, and where."""
    return {
        name: found
        for name in sorted({one.name for one in planted})
        if (found := [path for path, text in texts.items() if as_seen(name) in text])
    }


def build(folder: Path, number: int) -> None:
    write_study(folder, plant(number))
    done = run_workflow(folder, "--printshellcmds")
    (folder / PRINTED).write_text(done.stdout + done.stderr, encoding="utf-8")
    (folder / "status").write_text(str(done.returncode), encoding="ascii")


def check(folder: Path, number: int) -> None:
    planted = plant(number)
    assert (folder / "status").read_text("ascii") == "0", (folder / PRINTED).read_text("utf-8")
    texts = seen_below(folder, SEARCHED)
    assert any(path.endswith("report.pdf") for path in texts) and len(texts) > 60
    left = left_in(texts, planted)
    places = {path for paths in left.values() for path in paths}
    assert not left, f"{len(left)} names are left, in {sorted(places)[:20]}: {left}"


@pytest.fixture(scope="session")
def few(tmp_path_factory) -> Iterator[Path]:
    place = shared_folder(tmp_path_factory) / "built" / "few"
    with built_once(place, lambda folder: build(folder, 300)) as folder:
        yield folder


def test_everything_is_planted_and_the_search_finds_it(few):
    planted = plant(300)
    assert len(planted) == 300
    assert {one.place for one in planted} == set(PLACES)
    assert {(one.language, one.form) for one in planted} == {
        (language, form) for language, forms in FORMS.items() for form in forms
    }
    raw = "\n".join(seen_below(few, ["resources/planted"]).values())
    assert [one for one in planted if as_seen(one.written) not in raw] == []
    assert [one for one in planted if as_seen(one.name) not in as_seen(one.written)] == []


def test_none_of_300_is_left(few):
    check(few, 300)


@pytest.mark.long
def test_none_of_3000_is_left(tmp_path):
    build(tmp_path / "study", 3000)
    check(tmp_path / "study", 3000)
