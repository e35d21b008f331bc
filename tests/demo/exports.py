"""Write one corpus of codings as MAXQDA, NVivo, QualCoder and Taguette export it.

Each writer counts positions as its program counts them, so that the same coding reads
differently in each file. Nothing here uses the package that is tested.
"""

import json
import subprocess
from pathlib import Path

from as_maxqda import write_maxqda_csv, write_maxqda_xlsx
from as_nvivo import write_nvivo
from as_qualcoder import write_qualcoder
from corpus import NOTICE, CodeRow, Corpus, Document, Placed, check

__all__ = [
    "CodeRow",
    "Corpus",
    "Document",
    "Placed",
    "taguette_json",
    "write_all",
    "write_maxqda_csv",
    "write_maxqda_xlsx",
    "write_nvivo",
    "write_qualcoder",
    "write_taguette",
]


def write_all(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the corpus by every program that needs no environment of its own.

    Parameters
    ----------
    corpus : Corpus
        The codings, already placed.
    folder : Path
        Where the exports go; made if it is not there.

    Returns
    -------
    list of Path
        What was written: three files and QualCoder's folder.
    """
    check(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        folder / "maxqda.xlsx": write_maxqda_xlsx,
        folder / "maxqda-de.csv": write_maxqda_csv,
        folder / "nvivo.qdpx": write_nvivo,
        folder / f"{corpus.study}.qda": write_qualcoder,
    }
    for path, write in written.items():
        write(corpus, path)
    return list(written)


def write_taguette(corpus: Corpus, path: Path, python: Path | str) -> None:
    """Have Taguette itself write its database.

    Parameters
    ----------
    corpus : Corpus
        The codings, already placed.
    path : Path
        The .sqlite3 file to write.
    python : Path or str
        The Python of an environment in which Taguette is installed.
    """
    check(corpus)
    command = [str(python), str(Path(__file__).with_name("taguette_export.py")), str(path)]
    subprocess.run(command, input=taguette_json(corpus), text=True, encoding="utf-8", check=True)


def taguette_json(corpus: Corpus) -> str:
    """The corpus as `taguette_export.py` reads it."""
    parts = {
        name: [row._asdict() for row in getattr(corpus, name)]
        for name in ("documents", "codes", "placed")
    }
    return json.dumps({"study": corpus.study, "notice": NOTICE, **parts}, default=str)
