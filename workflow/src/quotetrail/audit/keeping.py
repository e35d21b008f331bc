"""Whether what is kept of pseudonymising is there, unbroken, and about the same raw texts."""

from quotetrail.anonymise.encryption import KEPT, WITNESS
from quotetrail.anonymise.replacement_log import check_log
from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.provenance.fingerprints import read_secret
from quotetrail.text import load_transcripts


def check_keeping(results: Results, findings: Findings) -> None:
    """Check each study's log of replacements, or say that it is locked."""
    for study in results.studies("restricted"):
        folder = f"results/restricted/{study}"
        if results.has(f"{folder}/{WITNESS}"):
            _check_locked(results, study, folder, findings)
        elif results.has(f"{folder}/{KEPT[1]}"):
            with findings.judging(f"{folder}/{KEPT[1]}"):
                _check_log(results, study, f"{folder}/{KEPT[1]}", findings)


def _check_locked(results: Results, study: str, folder: str, findings: Findings) -> None:
    for name in KEPT:
        if not results.has(f"{folder}/{name}.age"):
            findings.add(f"{folder}/{name}.age", "", "the file is missing")
    findings.skip(
        f"what is in the locked files of {study}: `quotetrail unlock {study}` does, with their key"
    )


def _check_log(results: Results, study: str, file: str, findings: Findings) -> None:
    raw = load_transcripts(*sorted((results.folder / "restricted" / study / "raw").glob("*.jsonl")))
    content, secret = results.path(file).read_bytes(), read_secret(study, results.root)
    texts = {text.transcript: text.text for text in raw}
    for fault in check_log(content, study, texts, secret):
        findings.add(file, *fault)
    findings.checked["replacements in the chain of their log"] += content.count(b"\n") - 2
    if secret is None:
        findings.skip(f"the originals in the log of {study}: its secret is not here")
