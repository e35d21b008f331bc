"""Whether each public table is what the controlled files add up to."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.disclosure import suppress_margins
from quotetrail.disclosure.codes import published_codes
from quotetrail.figures import read_table
from quotetrail.tables import (
    groups_table,
    participants_margins,
    read_csv,
    turns_frame,
    workbook,
)
from quotetrail.tables.files import marked
from quotetrail.tables.synthesis import domain_table, lens_table, read_sides, versions_of
from quotetrail.text import load_transcripts

Params = dict[str, Any]


def check_tables(results: Results, findings: Findings) -> None:
    """Count every table again, with the parameters that its ledger entry records."""
    for study in results.studies("public"):
        name = f"results/public/{study}/provenance/ledger.json"
        if not results.has(name):
            continue
        with findings.judging(name):
            for entry in results.json(name)["entries"]:
                if results.has(entry["file"]):
                    with findings.judging(entry["file"]):
                        _check_table(results, study, entry, findings)


def _check_table(results: Results, study: str, entry: dict[str, Any], findings: Findings) -> None:
    file, params = entry["file"], entry["params"]
    if file.endswith(".xlsx"):
        _check_workbook(results, entry, findings)
        return
    if not file.endswith(".csv"):
        return
    recount = _RECOUNTS.get(entry["rule"])
    if recount is None:
        findings.add(file, "", f"no rule that counts made it, but {entry['rule']}")
    elif set(params.get("studies", [study])) - set(results.studies("controlled")):
        findings.skip(f"the tables of {study}: the controlled zone is not here")
    else:
        table = recount(results.folder, study, params, Path(file).stem)
        _compare(results, file, _as_read(table, synthetic=params["synthetic"]), findings)


def _check_workbook(results: Results, entry: dict[str, Any], findings: Findings) -> None:
    """The workbook's sheets hold what the csv files hold."""
    tables = {
        Path(source["file"]).stem: read_table(results.path(source["file"]))
        for source in entry["inputs"]
    }
    params = entry["params"]
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder, "tables.xlsx")
        workbook(tables, again, title=params["title"], synthetic=params["synthetic"])
        expected = _sheets(again)
    found = _sheets(results.path(entry["file"]))
    findings.checked["tables counted again"] += 1
    for name in {**expected, **found}:
        if found.get(name) != expected.get(name):
            findings.add(entry["file"], f"sheet {name}", "it is not the table of that name")


def _sheets(path: Path) -> dict[str, list[str]]:
    """The rows of each sheet; sorted, since the first one lists the tables in their order."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {
        name: sorted(map(repr, sheet)) if name == "about" else list(map(repr, sheet))
        for name, sheet in sheets.items()
    }


def _as_read(table: pd.DataFrame, *, synthetic: bool) -> pd.DataFrame:
    return marked(table, synthetic=synthetic).astype(str)


def _compare(results: Results, file: str, expected: pd.DataFrame, findings: Findings) -> None:
    found = read_csv(results.path(file))
    findings.checked["tables counted again"] += 1
    if list(found.columns) != list(expected.columns) or len(found) != len(expected):
        shape = f"{len(found)} rows with the columns {', '.join(found.columns)}"
        wanted = f"{len(expected)} rows with the columns {', '.join(expected.columns)}"
        findings.add(file, "", shape, wanted)
        return
    for number in range(len(expected)):
        for column in expected.columns:
            value, wanted = str(found.at[number, column]), str(expected.at[number, column])
            if value != wanted:
                findings.add(file, f"row {number + 2}, column {column}", value, wanted)


def _participants(results: Path, study: str, params: Params, _: str) -> pd.DataFrame:
    people = read_csv(results / "controlled" / study / "participants.csv")
    return suppress_margins(participants_margins(people, params["attributes"]), params["k"])


def _groups(results: Path, study: str, params: Params, _: str) -> pd.DataFrame:
    folder = results / "controlled" / study
    return groups_table(
        read_csv(folder / "groups.csv"),
        read_csv(folder / "transcripts.csv"),
        read_csv(folder / "participants.csv"),
        turns_frame(load_transcripts(*_texts(folder))),
        contrast=params["contrast"],
    )


def _codes(results: Path, study: str, params: Params, name: str) -> pd.DataFrame:
    folder = results / "controlled" / study
    return published_codes(folder, _texts(folder), params["crossings"], params["k"])[name]


def _synthesis(results: Path, _: str, params: Params, name: str) -> pd.DataFrame:
    sides = read_sides(results, params["studies"], params["contrasts"], params["orders"])
    printed = read_csv(results / "public" / "synthesis" / "tables" / "lens.csv")
    lens: dict[str, dict[str, str]] = {side.study: {} for side in sides}
    for row in printed.to_dict("records"):
        lens[row["study"]][row["code"]] = row["domain"]
    if name == "lens":
        return lens_table(lens, versions_of(sides))
    return domain_table(sides, lens)


def _texts(folder: Path) -> list[str]:
    return [str(path) for path in sorted((folder / "transcripts").glob("*.jsonl"))]


_RECOUNTS: dict[str, Callable[[Path, str, Params, str], pd.DataFrame]] = {
    "tabulate_participants": _participants,
    "tabulate_groups": _groups,
    "tabulate_codes": _codes,
    "crosstab_codes": _codes,
    "tabulate_synthesis": _synthesis,
}
