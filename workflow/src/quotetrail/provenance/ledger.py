"""The ledger: for each file made, what it was made from and by which code.

While the workflow runs each output has an entry of its own beside its zone's provenance files;
`merge` closes them into one ledger per zone and study. Entries hold paths and hashes, no times.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quotetrail.errors import ProvenanceError
from quotetrail.provenance.fingerprints import digest, fingerprint, zone_of


def entry_path(path: str) -> Path:
    """Where the entry of a file below results/<zone>/<study>/ lies."""
    results, zone, study, *rest = path.split("/")
    return Path(results, zone, study, "provenance", "entries", *rest[:-1], rest[-1] + ".json")


def is_recorded(path: str) -> bool:
    """Whether a file is one of those that have an entry."""
    return bool(zone_of(path)) and len(path.split("/")) > 3 and not is_locked(path)


def is_locked(path: str) -> bool:
    """Whether a file is encrypted: its bytes differ each time, and another file vouches for it."""
    return zone_of(path) == "restricted" and path.endswith(".age")


def check_input(path: str) -> None:
    """Refuse an input that is not the file which the ledger knows.

    Raises
    ------
    ProvenanceError
        If the file was changed since it was made, or nothing knows how it was made.
    """
    entry = entry_path(path)
    if not entry.is_file():
        raise ProvenanceError(
            "the ledger has no entry for this file, so nobody knows how it was made",
            file=path,
            advice="delete the file and run again: it is then built anew",
        )
    known = json.loads(entry.read_text(encoding="utf-8"))["hash"]
    found = fingerprint(path, study="", zone=zone_of(path))
    if found != known:
        raise ProvenanceError(
            "the file is not the one that was built: it was changed afterwards",
            file=path,
            expected=known,
            advice=f"delete the file and run again: it is then built anew (found {found})",
        )


def write_entry(
    path: str,
    made: Path,
    inputs: Iterable[str],
    *,
    rule: str,
    code: str,
    params: Mapping[str, Any],
    study: str,
) -> None:
    """Record how a file was made.

    Parameters
    ----------
    path : str
        The file's final path.
    made : Path
        Where its bytes lie now.
    inputs : iterable of str
        The paths it was made from.
    rule, code : str
        The rule and the digest of its code.
    params : mapping
        The rule's other parameters: settings of the study, never a name.
    study : str
        The study whose secret keys the hashes of raw inputs.
    """
    zone = zone_of(path)
    sources = sorted(
        (_shown(source), fingerprint(source, study=study, zone=zone)) for source in inputs
    )
    record = {
        "file": path,
        "hash": fingerprint(path, study=study, zone=zone, content=made),
        "rule": rule,
        "code": code,
        "params": dict(params),
        "inputs": [{"file": source, "hash": found} for source, found in sources],
    }
    entry = entry_path(path)
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(to_json(record), encoding="utf-8", newline="\n")


def merge(paths: Iterable[str], below: Iterable[str]) -> dict[str, Any]:
    """One ledger of the entries of some files of one zone.

    Parameters
    ----------
    paths : iterable of str
        The files whose entries are merged.
    below : iterable of str
        The roots of the ledgers below this one, which its root covers.

    Returns
    -------
    dict
        ``entries`` sorted by file, ``below``, and ``root``, the hash over both.
    """
    entries = [json.loads(entry_path(path).read_text(encoding="utf-8")) for path in sorted(paths)]
    ledger: dict[str, Any] = {"entries": entries, "below": list(below)}
    return {**ledger, "root": root_of(ledger)}


def analysis_root(ledgers: Iterable[Mapping[str, Any]], lines: Iterable[str]) -> str:
    """One hash over the results of an analysis, however its transcripts were grouped into jobs.

    Parameters
    ----------
    ledgers : iterable of dict
        Those of the zones that count; provenance files in them do not.
    lines : iterable of str
        The lines of all JSON Lines files, whose grouping into files is left out.
    """
    entries = [entry for ledger in ledgers for entry in ledger["entries"]]
    files = {
        entry["file"]: entry["hash"]
        for entry in entries
        if not entry["file"].endswith(".jsonl") and "/provenance/" not in entry["file"]
    }
    return digest(
        to_json(
            {
                "files": dict(sorted(files.items())),
                "lines": sorted(digest(line) for line in lines),
                "code": sorted({f"{entry['rule']} {entry['code']}" for entry in entries}),
            }
        )
    )


def root_of(record: dict[str, Any]) -> str:
    """The hash over a record without its own root."""
    return digest(to_json({key: value for key, value in record.items() if key != "root"}))


def to_json(record: Any) -> str:
    """JSON as all provenance files are written: keys in their order, one item a line."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _shown(path: str) -> str:
    """The path, or the bare name of what lies outside the working directory."""
    return Path(path).name if Path(path).is_absolute() or path.startswith("..") else path
