"""Write the demonstration studies' files from the marked-up sources beside this script.

    python tests/demo/build.py [FOLDER] [--taguette PYTHON]

writes config/<study>/, resources/<study>/ and tests/demo/gold/<study>/ below FOLDER (the checkout
by default). The sources hold each group's speech with its identifiers marked, and the codings as
quoted words, so turns, identifiers and codings are right by construction. Nothing here uses the
package that is tested.

Taguette cannot be installed beside Snakemake (it needs SQLAlchemy 1.4), so its export is made only
with the Python of an environment that has it: see `taguette_export.py`.
"""

import argparse
import csv
from pathlib import Path
from typing import NamedTuple

from codings import corpus_of, read_codings
from exports import write_all, write_taguette
from files import WRITERS
from gold import gold, write_gold
from project import coding_id, write_qdpx
from source import SOURCES, read_group, rows


class File(NamedTuple):
    """A transcript's file as its site sends it.

    ``original`` is the transcript that it translates; ``translator`` and ``checked_by`` are ids of
    people of the team.
    """

    kind: str
    language: str
    site: str
    original: str = ""
    translator: str = ""
    checked_by: str = ""


FILES = {
    "SYN-PSW-ULM-1": File("docx", "en", "Ulm"),
    "SYN-PSW-ULM-2-de": File("html", "de", "Ulm"),
    "SYN-PSW-ULM-2": File("docx", "en", "Ulm", "SYN-PSW-ULM-2-de", "SYN-PSW-T01", "SYN-PSW-M08"),
    "SYN-PSW-HAM-1": File("rtf", "en", "Hamburg"),
    "SYN-PSW-KLA-1": File("txt", "en", "Butabika"),
    "SYN-PSW-KLA-2-lg": File("txt windows", "lg", "Kampala"),
    "SYN-PSW-KLA-2": File("odt", "en", "Kampala", "SYN-PSW-KLA-2-lg", "SYN-PSW-M12", "SYN-PSW-M11"),
    "SYN-PSW-DAR-1-sw": File("srt", "sw", "Dar es Salaam"),
    "SYN-PSW-DAR-1": File(
        "docx", "en", "Dar es Salaam", "SYN-PSW-DAR-1-sw", "SYN-PSW-M14", "SYN-PSW-M13"
    ),
    "SYN-PSW-BES-1-he": File("vtt zoom", "he", "Be'er Sheva"),
    "SYN-PSW-BES-1": File(
        "docx bold", "en", "Beer Sheva", "SYN-PSW-BES-1-he", "SYN-PSW-T02", "SYN-PSW-M15"
    ),
    "SYN-PSW-PUN-1": File("docx table", "en", "Pune"),
    "SYN-PSW-PUN-2-mr": File("eaf", "mr", "Pune"),
    "SYN-PSW-PUN-2": File("docx times", "en", "Pune", "SYN-PSW-PUN-2-mr", "SYN-PSW-T03", ""),
    "SYN-MHW-ULM-1": File("rtf", "en", "Ulm"),
    "SYN-MHW-HAM-1": File("odt", "en", "Hamburg"),
    "SYN-MHW-BUT-1": File("txt", "en", "Butabika"),
    "SYN-MHW-DAR-1": File("srt", "en", "Dar es Salaam"),
    "SYN-MHW-BES-1": File("vtt", "en", "Be'er Sheva"),
    "SYN-MHW-AHM-1-gu": File("docx table", "gu", "Ahmedabad"),
    "SYN-MHW-AHM-1": File(
        "docx", "en", "Ahmedabad", "SYN-MHW-AHM-1-gu", "SYN-MHW-M06", "SYN-MHW-T01"
    ),
}
COLUMNS = ["transcript", "file", "site", "group", "language", "original", "translator"]
COLUMNS += ["checked_by", "read_by", "second_reader"]
READ_TWICE = ("ULM-1", "HAM-1", "DAR-1", "DAR-1-sw", "BES-1")


def build_study(study: str, folder: Path, taguette: str = "") -> None:
    """Write everything of a study below a folder."""
    config, resources = folder / "config" / study, folder / "resources" / study
    golds = folder / "tests" / "demo" / "gold" / study
    for made in (config, resources / "transcripts", resources / "coding", golds):
        made.mkdir(parents=True, exist_ok=True)
    names = [name for name in FILES if study.upper() in name]
    groups = {name: read_group(SOURCES / study / f"{name}.txt") for name in names}
    sheet = []
    for name, group in groups.items():
        kind, language, site, *translated = FILES[name]
        path = resources / "transcripts" / f"{name}.{kind.split()[0]}"
        WRITERS[kind](group, path)
        write_gold(gold(group, kind, language), golds / f"{name}.json")
        sent = path.relative_to(folder).as_posix()
        twice = name.removeprefix(f"SYN-{study.upper()}-") in READ_TWICE
        readers = [f"SYN-{study.upper()}-M08", f"SYN-{study.upper()}-M10" if twice else ""]
        sheet.append([name, sent, site, group_of(name), language, *translated, *readers])
    write_csv(config / "transcripts.csv", COLUMNS, sheet)
    coded = [
        group
        for name, group in groups.items()
        if (SOURCES / study / f"{name}.codings.tsv").is_file()
    ]
    codings = read_codings(study, coded)
    write_qdpx(study, coded, codings, resources / "coding" / f"{study}.qdpx")
    sites = {name: FILES[name].site for name in names}
    corpus = corpus_of(study, coded, codings, sites)
    exports = resources / "coding" / "exports"
    write_all(corpus, exports)
    if taguette:
        write_taguette(corpus, exports / "taguette.sqlite3", taguette)
    chosen = [
        [match[0], row["purpose"], row["reason"]]
        for row in rows(SOURCES / study / "quotations.tsv")
        if (match := matching(study, codings, row))
    ]
    write_csv(config / "quotations.csv", ["coding", "purpose", "reason"], chosen)
    for name in ("groups.csv", "guide.csv", "codes.csv"):
        copy(SOURCES / study / name, config / name)
    for name in ("participants.csv", "identifiers.csv", "decisions.csv"):
        copy(SOURCES / study / name, resources / name)


def group_of(name: str) -> str:
    """The focus group of a transcript; that of an original is called after its translation."""
    translations = (other for other, file in FILES.items() if file.original == name)
    return next(translations, name)


def matching(study: str, codings: list[dict], row: dict) -> list[str]:
    """The ids of the codings that a row chooses, the consensus first."""
    found = [
        coding
        for coding in codings
        if (coding["group"], coding["quoted"], coding["code"])
        == (row["transcript"], row["quoted"], row["code"])
    ]
    found.sort(key=lambda coding: coding["coder"] != "consensus")
    return [coding_id(study, coding) for coding in found]


def write_csv(path: Path, header: list[str], lines: list[list[str]]) -> None:
    """Write a sheet."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([header, *lines])


def copy(source: Path, target: Path) -> None:
    """Copy a file's bytes."""
    target.write_bytes(source.read_bytes())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the demonstration studies' files.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--taguette", default="", metavar="PYTHON", help="a Python with Taguette")
    arguments = parser.parse_args()
    for name in ("psw", "mhw"):
        build_study(name, arguments.folder, arguments.taguette)
