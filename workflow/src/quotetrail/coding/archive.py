"""Project files that are zip archives, opened without trusting them."""

import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from quotetrail.errors import CodingError

LARGEST_TOTAL = 2 * 1024**3
LARGEST_RATIO = 200
_PIECE = 32 * 1024
RATIO_COUNTS_FROM = 10 * 1024**2
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    IndexError,  # a member without a name
    OSError,
    ValueError,
    RuntimeError,  # an encrypted member, or a compression that Python does not know
    MemoryError,
)
_EXPORT_AGAIN = "Export the project once more and copy it without opening it."
_UNKNOWN_MAKER = "Do not use this file unless you know who made it."


class Archive:
    """The members of a zip archive, by name.

    Names that lead out of the archive, and contents that unpack to an unreasonable size, are
    refused when it is opened. Nothing is ever written to disk.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If it is not an intact, harmless zip archive.
    """

    def __init__(self, path: Path, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(path)
            members = [info for info in self._zip.infolist() if not info.is_dir()]
        except _UNREADABLE:
            raise CodingError(
                "The zip archive is damaged or cut off.",
                file=file,
                expected="an intact zip archive, as the program exported it",
                advice=_EXPORT_AGAIN,
            ) from None
        try:
            _refuse_dangerous(members, file)
        except CodingError:
            self._zip.close()
            raise
        self._members = {info.filename.replace("\\", "/"): info for info in members}
        self._lower = {name.lower(): name for name in reversed(self._members)}

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The members' names with forward slashes, in the archive's order."""
        return list(self._members)

    def find(self, candidates: Iterable[str]) -> str | None:
        """The first candidate that is a member, whatever its case."""
        for candidate in candidates:
            name = posixpath.normpath(candidate)
            if name in self._members:
                return name
            if name.lower() in self._lower:
                return self._lower[name.lower()]
        return None

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises
        ------
        CodingError
            If the member is damaged, cut off or encrypted.
        """
        return b"".join(self.parts(name))

    def parts(self, name: str) -> Iterator[bytes]:
        """The bytes of a member in pieces, so that never all of them are in memory.

        Raises
        ------
        CodingError
            If the member is damaged, cut off or encrypted.
        """
        try:
            with self._zip.open(self._members[name]) as stream:
                yield from pieces(stream)
        except _UNREADABLE:
            place = f"member {list(self._members).index(name) + 1}"
            raise CodingError(
                "A file inside the archive is damaged, cut off or protected by a password.",
                file=self.file,
                place=place,
                expected="an intact zip archive, as the program exported it",
                advice=_EXPORT_AGAIN,
            ) from None


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What is left of a stream, in pieces of at most 32 KiB."""
    while piece := stream.read(_PIECE):
        yield piece


def _refuse_dangerous(members: list[zipfile.ZipInfo], file: str) -> None:
    known: set[str] = set()
    for number, info in enumerate(members, start=1):
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise CodingError(
                "A file inside the archive has a path that leads out of it.",
                file=file,
                place=f"member {number}",
                expected="paths inside the archive",
                advice=_UNKNOWN_MAKER,
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise CodingError(
                "A file inside the archive is a link to another file.",
                file=file,
                place=f"member {number}",
                expected="files that hold their content themselves",
                advice=_UNKNOWN_MAKER,
            )
        if name in known:
            raise CodingError(
                "The archive holds 2 files of one name.",
                file=file,
                place=f"member {number}",
                expected="each file once, as the program exported it",
                advice=_EXPORT_AGAIN,
            )
        known.add(name)
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > RATIO_COUNTS_FROM and ratio > LARGEST_RATIO:
            raise CodingError(
                f"A file inside the archive unpacks to {ratio:.0f} times its size.",
                file=file,
                place=f"member {number}",
                expected=f"at most {LARGEST_RATIO} times",
                advice=_UNKNOWN_MAKER,
            )
    total = sum(info.file_size for info in members)
    if total > LARGEST_TOTAL:
        raise CodingError(
            f"The archive unpacks to {total / 1024**3:.1f} GB.",
            file=file,
            expected="at most 2 GB",
            advice="Export the project without its audio, video and pictures.",
        )
