"""Which program a file comes from, told by its content."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding.acyclic import acyclic
from quotetrail.coding.archive import Archive, pieces
from quotetrail.coding.atlasti_quotations import holds_atlasti_quotations, read_atlasti_quotations
from quotetrail.coding.dedoose import (
    holds_dedoose,
    holds_dedoose_document,
    read_dedoose,
    read_dedoose_document,
)
from quotetrail.coding.markup import local
from quotetrail.coding.maxqda_native import holds_maxqda, read_maxqda
from quotetrail.coding.maxqda_segments import holds_maxqda_segments, read_maxqda_segments
from quotetrail.coding.plain_table import holds_plain_table, read_plain_table
from quotetrail.coding.project import Project
from quotetrail.coding.qualcoder import holds_qualcoder, read_qualcoder
from quotetrail.coding.refi import read_refi
from quotetrail.coding.refi_taken import read_tree
from quotetrail.coding.requal import holds_requal, read_requal
from quotetrail.coding.rqda import holds_rqda, read_rqda
from quotetrail.coding.taguette import holds_taguette, read_taguette
from quotetrail.coding.taguette_table import holds_taguette_table, read_taguette_table
from quotetrail.errors import CodingError


class Format(NamedTuple):
    """A file format: whether a file is of it, by its path and first bytes, and how it is read."""

    holds: Callable[[Path, bytes], bool]
    read: Callable[[Path, str], Project]


class Table(NamedTuple):
    """A table's format; further spellings of its headings may be given."""

    holds: Callable[..., bool]
    read: Callable[..., Project]


DATABASES = (
    Format(holds_qualcoder, read_qualcoder),
    Format(holds_taguette, read_taguette),
    Format(holds_rqda, read_rqda),
    Format(holds_requal, read_requal),
    Format(holds_maxqda, read_maxqda),
)
TABLES = (
    Table(holds_taguette_table, read_taguette_table),
    Table(holds_dedoose, read_dedoose),
    Table(holds_atlasti_quotations, read_atlasti_quotations),
    Table(holds_maxqda_segments, read_maxqda_segments),
    Table(holds_plain_table, read_plain_table),
)
"""In the order in which they are tried."""

_TABLE_ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv")
_EXPECTED = "a project or an export of a QDA program that config/README.md names"
_EXPORT_QDPX = "Export the project as REFI-QDA project (.qdpx) and name that file instead."


@acyclic()
def read_project(
    path: str | Path,
    *,
    shown_as: str = "",
    headings: Mapping[str, Sequence[str]] | None = None,
) -> Project:
    """Read a project file or an export of a QDA program.

    Parameters
    ----------
    path : str or Path
    shown_as : str
        The name under which messages mention the file; by default the path.
    headings : mapping of str to sequence of str, optional
        Further spellings of a table's headings, by the names of `coding/headings.py`.

    Raises
    ------
    CodingError
        If the file is damaged, dangerous, or none that can be read; it says what was found and
        what to export instead.
    """
    path, file = Path(path), shown_as or str(path)
    if path.is_dir() and holds_qualcoder(path, b""):
        return read_qualcoder(path, file)
    head = _head(path, file)
    read = next((known.read for known in DATABASES if known.holds(path, head)), None)
    if read is not None:
        return read(path, file)
    if holds_dedoose_document(path, head):
        return read_dedoose_document(path, file)
    tables = (table.read for table in TABLES if table.holds(path, head, headings))
    table = next(tables, None)
    if table is not None or path.suffix.lower() in _TABLE_ENDINGS:
        # If none claims it, this one says which headings were not understood.
        return (table or read_maxqda_segments)(path, file, headings)
    return _read_refi(path, head, file)


def _read_refi(path: Path, head: bytes, file: str) -> Project:
    if head.startswith(b"PK"):
        with Archive(path, file) as archive:
            return _as_refi(archive.parts(_inner_file(archive, file)), archive, file)
    if _is_markup(head):
        with open(path, "rb") as stream:
            return _as_refi(pieces(stream), None, file)
    raise _unreadable(path, head, file)


def _as_refi(parts: Iterable[bytes], archive: Archive | None, file: str) -> Project:
    tree = read_tree(parts, file)
    _check_root(local(tree.root), file)
    return read_refi(tree, archive, file)


def _head(path: Path, file: str) -> bytes:
    if path.is_dir():
        advice = "Name one file. " + _EXPORT_QDPX
        raise CodingError("This is a folder.", file=file, expected=_EXPECTED, advice=advice)
    if not path.exists():
        advice = "Correct its path; paths start from the working directory."
        raise CodingError("This file does not exist.", file=file, expected=_EXPECTED, advice=advice)
    if not path.is_file():
        # Opening a pipe would wait for somebody who writes into it.
        raise CodingError("This is no file.", file=file, expected=_EXPECTED, advice=_EXPORT_QDPX)
    try:
        with open(path, "rb") as stream:
            head = stream.read(512)
    except OSError:
        advice = "Close the program that has it open, or copy it and name the copy."
        raise CodingError(
            "This file cannot be opened.", file=file, expected=_EXPECTED, advice=advice
        ) from None
    if not head:
        advice = "Copy it once more, or export it again."
        raise CodingError("This file is empty.", file=file, expected=_EXPECTED, advice=advice)
    return head


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _inner_file(archive: Archive, file: str) -> str:
    """The one .qde at the archive's root; files that macOS adds beside it do not count."""
    found = [name for name in archive.names if name.lower().endswith(".qde")]
    at_root = [name for name in found if "/" not in name and not name.startswith("._")]
    if len(at_root) == 1:
        return at_root[0]
    if at_root:
        raise CodingError(
            f"The archive holds {len(at_root)} .qde files at its root.",
            file=file,
            expected="exactly one",
            advice="Export the project once more.",
        )
    if found:
        raise CodingError(
            "The .qde file lies in a folder of the archive.",
            file=file,
            expected="one .qde file at the root of the archive",
            advice="Do not unpack and pack the export again; name it as the program wrote it.",
        )
    raise CodingError(
        f"This is {_kind_of_archive(archive)}.",
        file=file,
        expected=_EXPECTED,
        advice=_EXPORT_QDPX,
    )


def _kind_of_archive(archive: Archive) -> str:
    folders = {name.split("/")[0].lower() for name in archive.names}
    if "[content_types].xml" in folders:
        return "an Office document" + (" (a workbook)" if "xl" in folders else "")
    return "a zip archive without a .qde file"


def _check_root(name: str, file: str) -> None:
    if name not in ("Project", "CodeBook"):
        raise CodingError(
            "This is XML, but no project of a QDA program.",
            file=file,
            expected=_EXPECTED,
            advice=_EXPORT_QDPX,
        )


def _unreadable(path: Path, head: bytes, file: str) -> CodingError:
    suffix = path.suffix.lower()
    advice = _EXPORT_QDPX
    if head.startswith(b"SQLite format 3\0"):
        found = "This is a database of an unknown program."
    elif suffix in (".nvp", ".nvpx"):
        found = "This is NVivo's own project file, which only NVivo can read."
        advice = "In NVivo choose Share > Export project > REFI-QDA and name that .qdpx file."
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = "This is an old Office document or a program's own project file."
    elif suffix.startswith(".atlproj") or suffix == ".atlcb":
        found = "This is ATLAS.ti's own project file, which only ATLAS.ti can read."
        advice = "In ATLAS.ti choose Export > QDPX project and name that file."
    else:
        found = "This is no file of a known QDA program."
    return CodingError(found, file=file, expected=_EXPECTED, advice=advice)
