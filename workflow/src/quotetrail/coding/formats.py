"""Which program a file comes from, told by its content."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from quotetrail.coding.archive import Archive
from quotetrail.coding.markup import local, parse
from quotetrail.coding.project import Project
from quotetrail.coding.refi import read_refi
from quotetrail.errors import CodingError

_EXPECTED = "a REFI-QDA project (.qdpx or .qde) or code book (.qdc)"
_EXPORT_QDPX = "Export the project as REFI-QDA project (.qdpx) and name that file instead."
_SQLITE_PROGRAMS = {
    "codewords": ("MAXQDA", "In MAXQDA choose Reports > REFI-QDA export and name the .qdpx file."),
    "code_text": ("QualCoder", "In QualCoder export the project as REFI-QDA and name that file."),
    "highlights": ("Taguette", "Export the project's highlights and name the exported file."),
    "freecode": ("RQDA", "Open the project in QualCoder, export it as REFI-QDA, name that file."),
}


def read_project(path: str | Path, *, shown_as: str = "") -> Project:
    """Read a project file of a QDA program.

    Parameters
    ----------
    path : str or Path
    shown_as : str
        The name under which messages mention the file; by default the path.

    Raises
    ------
    CodingError
        If the file is damaged, dangerous, or none that can be read; it says what was found and
        what to export instead.
    """
    path, file = Path(path), shown_as or str(path)
    head = _head(path, file)
    if head.startswith(b"PK"):
        with Archive(path, file) as archive:
            name = _inner_file(archive, file)
            root = parse(archive.read(name), file)
            _check_root(local(root), file)
            return read_refi(root, archive, file)
    if _is_markup(head):
        root = parse(path.read_bytes(), file)
        _check_root(local(root), file)
        return read_refi(root, None, file)
    raise _unreadable(path, head, file)


def _head(path: Path, file: str) -> bytes:
    if path.is_dir():
        advice = "Name one file. " + _EXPORT_QDPX
        raise CodingError("This is a folder.", file=file, expected=_EXPECTED, advice=advice)
    try:
        with open(path, "rb") as stream:
            head = stream.read(512)
    except FileNotFoundError:
        raise CodingError("This file does not exist.", file=file, expected=_EXPECTED) from None
    except OSError:
        raise CodingError("This file cannot be opened.", file=file, expected=_EXPECTED) from None
    if not head:
        raise CodingError("This file is empty.", file=file, expected=_EXPECTED)
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
        program, advice = _sqlite_program(path)
        found = f"This is a database of {program}."
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


def _sqlite_program(path: Path) -> tuple[str, str]:
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
        try:
            rows = connection.execute("select lower(name) from sqlite_master where type = 'table'")
            tables = {name for (name,) in rows}
        finally:
            connection.close()
    except sqlite3.Error:
        return "an unknown program", _EXPORT_QDPX
    for table, known in _SQLITE_PROGRAMS.items():
        if table in tables:
            return known
    return "an unknown program", _EXPORT_QDPX
