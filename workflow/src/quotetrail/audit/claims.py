"""Whether each report prints what its claims say, and these rest on what they name."""

from collections.abc import Callable, Mapping
from typing import Any

from quotetrail.audit.codings import rows_of, transcripts_of
from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.disclosure import may_quote
from quotetrail.errors import ReportError
from quotetrail.provenance.fingerprints import sha256
from quotetrail.report import check_docx, check_printed
from quotetrail.report.grids import grid_cells, grid_digest, kept_rows, pivot_cells
from quotetrail.report.markdown import one_line
from quotetrail.report.quoting import quoted_parts
from quotetrail.tables import read_csv

Claim = Mapping[str, Any]


def check_claims(results: Results, findings: Findings) -> None:
    """Re-read what each claim rests on, and what html and docx print of it."""
    for study in results.studies("public"):
        name = f"results/public/{study}/provenance/claims.json"
        if not results.has(name):
            continue
        claims = results.json(name)
        for claim in claims:
            _check_basis(results, study, name, claim, findings)
        for kind, check in (("html", check_printed), ("docx", check_docx)):
            _check_report(results, f"results/public/{study}/report.{kind}", check, claims, findings)
        findings.skip(f"the words of report.pdf of {study}: only its bytes, against the manifest")


def _check_report(
    results: Results, file: str, check: Callable, claims: list[Claim], findings: Findings
) -> None:
    if not results.has(file):
        return
    try:
        differences = check(results.path(file), claims)
    except ReportError as error:
        findings.add(file, "", error.found, error.expected)
        return
    findings.checked["claims against the printed reports"] += len(claims)
    quoted = {claim["id"] for claim in claims if claim["kind"] == "quotation"}
    for each in differences:
        if each.claim in quoted:
            findings.add(file, f"claim {each.claim}", "the quotation is printed otherwise")
        else:
            found = each.found or "nothing is printed"
            findings.add(file, f"claim {each.claim}", found, each.expected)


def _check_basis(results: Results, study: str, name: str, claim: Claim, findings: Findings) -> None:
    place = f"claim {claim['id']}"
    for file, expected in {**_file_of(claim), **claim.get("files", {})}.items():
        if not results.has(f"results/{file}"):
            zone = file.split("/")[0]
            findings.skip(f"claims of {study} that rest on the {zone} zone: it is not here")
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
    if grid_digest(cells) != claim["cells"]:
        broken(f"{claim['file']} holds other cells than were printed", claim["cells"])


def _check_quotation(results: Results, study: str, claim: Claim, broken: Callable) -> None:
    home = claim["file"].split("/")[1]
    coding = claim["coding"].rpartition("/")[2]
    rows = [row for row in rows_of(results, f"results/{claim['file']}") if row["coding"] == coding]
    texts = transcripts_of(results, home)
    if len(rows) != 1 or rows[0]["transcript"] not in texts:
        broken("its coding or its transcript is not there")
        return
    try:
        parts = quoted_parts(rows[0], texts[rows[0]["transcript"]], claim["file"])
    except ReportError as error:
        broken(error.found)
        return
    if parts != claim["words"]:
        broken("its words are not those of the transcript")
    speakers = [speaker for speaker in rows[0]["speaker"].split(";") if speaker]
    participants = read_csv(results.folder / "controlled" / home / "participants.csv")
    if reason := may_quote(speakers, participants):
        broken(f"it must not be quoted: {reason}")
