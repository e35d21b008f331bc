"""Whether each report prints what its claims say, and these rest on what they name."""

from collections.abc import Callable, Mapping
from typing import Any

from quotetrail.audit.codings import rows_of
from quotetrail.audit.findings import Findings
from quotetrail.audit.ledgers import ledger_of
from quotetrail.audit.results import Results
from quotetrail.errors import QuotetrailError
from quotetrail.provenance.fingerprints import sha256
from quotetrail.report import check_docx, check_printed
from quotetrail.report.assemble import study_claims
from quotetrail.report.findings import supporting
from quotetrail.report.grids import grid_cells, grid_digest, kept_rows, pivot_cells
from quotetrail.report.markdown import one_line
from quotetrail.report.printed import unclaimed_in_docx, unclaimed_in_html
from quotetrail.report.sources import Sources

Claim = Mapping[str, Any]
_PRINTED: dict[str, tuple[Callable, Callable]] = {
    "html": (check_printed, unclaimed_in_html),
    "docx": (check_docx, unclaimed_in_docx),
}


def check_claims(results: Results, findings: Findings) -> None:
    """Re-read what each claim rests on, and what html and docx print of it."""
    for study in results.studies("public"):
        name = f"results/public/{study}/provenance/claims.json"
        if not results.has(name):
            findings.add(name, "", "the claims are missing, so nobody knows what the report says")
            continue
        with findings.judging(name):
            claims = results.json(name)
            for claim in claims:
                with findings.judging(name):
                    _check_basis(results, study, name, claim, findings)
            _check_root(results, study, name, claims, findings)
            for kind, checks in _PRINTED.items():
                file = f"results/public/{study}/report.{kind}"
                if results.has(file):
                    with findings.judging(file):
                        _check_report(results, file, checks, claims, findings)
        findings.skip(f"the words of report.pdf of {study}: only its bytes, against the manifest")
        findings.skip(f"the sentences of the report of {study} that hold no number or quotation")
        findings.skip(f"what the figures of {study} show: only their bytes, against the ledger")


def _check_report(
    results: Results,
    file: str,
    checks: tuple[Callable, Callable],
    claims: list[Claim],
    findings: Findings,
) -> None:
    differ, unclaimed = checks
    differences = differ(results.path(file), claims)
    findings.checked["claims against the printed reports"] += len(claims)
    quoted = {claim["id"] for claim in claims if claim["kind"] == "quotation"}
    for each in differences:
        if each.claim in quoted:
            findings.add(file, f"claim {each.claim}", "the quotation is printed otherwise")
        else:
            found = each.found or "nothing is printed"
            findings.add(file, f"claim {each.claim}", found, each.expected)
    for place in unclaimed(results.path(file), claims):
        findings.add(file, place, "it prints a number that no claim records")


def _check_root(
    results: Results, study: str, name: str, claims: list[Claim], findings: Findings
) -> None:
    """The report prints the root of this analysis."""
    for claim in claims:
        if claim["kind"] == "literal" and claim["why"] == "analysis root":
            expected = results.json(ledger_of("public", study)).get("analysis", "")
            if claim["rendered"] != expected:
                findings.add(name, f"claim {claim['id']}", claim["rendered"], expected)


def _check_basis(results: Results, study: str, name: str, claim: Claim, findings: Findings) -> None:
    place = f"claim {claim['id']}"
    for file, expected in {**_file_of(claim), **claim.get("files", {})}.items():
        if not results.has(f"results/{file}"):
            zone = file.split("/")[0]
            findings.skip(f"claims of {study} that rest on files of the {zone} zone not here")
            return
        found = sha256(results.path(f"results/{file}")).removeprefix("sha256:")
        if found != expected:
            findings.add(name, place, f"it rests on another version of {file}: {found}", expected)
    findings.checked["claims against what they rest on"] += 1
    checks: dict[str, Callable[..., None]] = {
        "value": _check_value,
        "count": _check_count,
        "table": _check_grid,
        "crosstab": _check_grid,
        "quotation": _check_quotation,
        "finding": _check_finding,
    }
    check = checks.get(claim["kind"])
    if check is not None:
        check(results, study, claim, lambda *words: findings.add(name, place, *words))


def _file_of(claim: Claim) -> dict[str, str]:
    return {claim["file"]: claim["sha256"]} if "file" in claim else {}


def _fitting(results: Results, claim: Claim) -> list[dict[str, str]]:
    rows = rows_of(results, f"results/{claim['file']}")
    wanted = claim.get("row", {})
    return [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]


def _check_value(results: Results, _: str, claim: Claim, broken: Callable) -> None:
    rows = _fitting(results, claim)
    found = [one_line(row[claim["column"]]) for row in rows]
    if found != [claim["rendered"]]:
        broken(f"{claim['file']} says {', '.join(found) or 'nothing'}", claim["rendered"])


def _check_count(results: Results, _: str, claim: Claim, broken: Callable) -> None:
    rows = _fitting(results, claim)
    values = {row[claim["distinct"]] for row in rows} - {""} if claim["distinct"] else rows
    if str(len(values)) != claim["rendered"]:
        broken(f"{claim['file']} has {len(values)}", claim["rendered"])


def _check_grid(results: Results, _: str, claim: Claim, broken: Callable) -> None:
    rows = kept_rows(_fitting(results, claim), claim["omit"])
    if claim["kind"] == "crosstab":
        wanted = (claim[key] for key in ("by", "column", "of", "heading"))
        cells, _lines = pivot_cells(rows, *wanted)
    else:
        cells = grid_cells(rows, claim["headings"])
    if grid_digest(cells) != claim["cells"] or len(cells) != claim["rows"] + 1:
        broken(f"{claim['file']} holds other cells than were printed", claim["cells"])


def _check_quotation(results: Results, study: str, claim: Claim, broken: Callable) -> None:
    entries = results.json(ledger_of("public", study))["entries"]
    synthetic = any(entry["params"].get("synthetic", False) for entry in entries)
    again = study_claims(results.folder, study, {}, synthetic=synthetic)
    try:
        again.quote(claim["coding"])
    except QuotetrailError as error:
        broken(error.found, error.expected)
        return
    for key, value in again.records[0].items():
        if key not in ("id", "sha256") and claim[key] != value:
            broken(f"its {key} is not that of the coding")


def _check_finding(results: Results, study: str, claim: Claim, broken: Callable) -> None:
    _paths, codings = supporting(Sources(results.folder, study), claim["codes"])
    if codings != claim["codings"]:
        broken(f"{len(claim['codings'])} codings support it", f"the {len(codings)} of its codes")
