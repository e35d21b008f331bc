"""An RO-Crate 1.1 of a zone: an export of the ledger for other programs, never the truth itself."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rocrate.model.person import Person
from rocrate.model.softwareapplication import SoftwareApplication
from rocrate.rocrate import ROCrate

from quotetrail import __version__
from quotetrail.provenance.fingerprints import sha256

_KINDS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".qdc": "application/xml",
    ".qdpx": "application/zip",
    ".sqlite3": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def crate(
    paths: Iterable[str],
    ledger: dict[str, Any],
    *,
    folder: str,
    title: str,
    authors: Iterable[str],
    synthetic: bool,
) -> str:
    """The metadata file of a crate that describes some files and how they were made.

    Parameters
    ----------
    paths : iterable of str
        The files, all below ``folder``.
    ledger : dict
        The zone's ledger; each of its entries becomes a CreateAction.
    folder : str
        The zone's folder of the study, the root of the crate.
    title, authors, synthetic
        What the root says of the study.

    Returns
    -------
    str
        JSON-LD, the same from run to run.
    """
    made = ROCrate(version="1.1")
    made.metadata.extra_terms["sha256"] = "https://w3id.org/ro/terms/workflow-run#sha256"
    made.name = title
    notice = "Synthetic demonstration data. " if synthetic else ""
    made.description = f"{notice}Files of the study and how each was made; root {ledger['root']}."
    # The profile demands a date; the clock's would make each build another one.
    made.datePublished = "1970-01-01"
    made.root_dataset["author"] = [
        made.add(Person(made, f"#author-{number}", {"name": name}))
        for number, name in enumerate(authors, start=1)
    ]
    files = {path: _add(made, path, folder) for path in sorted(set(paths))}
    program = made.add(
        SoftwareApplication(made, "#quotetrail", {"name": "Quotetrail", "version": __version__})
    )
    actions = [_action(made, entry, files, program) for entry in ledger["entries"]]
    made.root_dataset["mentions"] = [action for action in actions if action is not None]
    return _written(made)


def _add(made: ROCrate, path: str, folder: str) -> Any:
    return made.add_file(
        path,
        dest_path=Path(path).relative_to(folder).as_posix(),
        properties={
            "encodingFormat": _KINDS.get(Path(path).suffix, "application/octet-stream"),
            "contentSize": str(Path(path).stat().st_size),
            "sha256": sha256(path).removeprefix("sha256:"),
        },
    )


def _action(made: ROCrate, entry: dict[str, Any], files: dict[str, Any], program: Any) -> Any:
    result = files.get(entry["file"])
    if result is None:
        return None
    inputs = [files[source["file"]] for source in entry["inputs"] if source["file"] in files]
    return made.add_action(
        program,
        identifier=f"#made-{result.id}",
        result=[result],
        object=inputs,
        properties={"name": entry["rule"], "description": f"code {entry['code']}"},
    )


def _written(made: ROCrate) -> str:
    with tempfile.TemporaryDirectory() as folder:
        made.metadata.write(folder)
        text = Path(folder, "ro-crate-metadata.json").read_text(encoding="utf-8")
    record = json.loads(text)
    record["@graph"].sort(key=lambda entity: entity["@id"])
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
