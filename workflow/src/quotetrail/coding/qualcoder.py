"""Projects of QualCoder: a folder NAME.qda with the database data.qda, or that database itself.

Read are databases up to version v17; columns that a version does not have are taken as empty.
In QualCoder a code stands in a category or, from v16 on, below another code. A category becomes a
code that only holds others together. A category and a code of the same name directly inside it
are one code, of which one half is coded and the other holds the rest: that is how a code with
codes below it is written where categories alone can hold codes. Its path has the name once.
"""

from pathlib import Path

from quotetrail.coding.assemble import Document, Node, Passage, assemble, joined
from quotetrail.coding.database import (
    MAGIC,
    Database,
    Row,
    holds_tables,
    named,
    not_kept,
    odd_texts,
    opened,
    rows,
    whole,
    words,
)
from quotetrail.coding.project import Project, SourceKind
from quotetrail.coding.qualcoder_cases import qualcoder_cases

_DATABASE = "data.qda"
_NEEDED = {
    "code_name": ("cid", "name"),
    "code_text": ("cid", "fid", "pos0", "pos1"),
    "source": ("id", "name"),
}
_NOT_KEPT = {
    "annotation": "annotations",
    "journal": "journal entries",
}
_FOLDERS: dict[str, SourceKind] = {"audio": "audio", "video": "video", "images": "picture"}
_NO_TEXT = "the project holds no text of it"


def holds_qualcoder(path: Path, head: bytes) -> bool:
    """Whether this is a project of QualCoder; ``head`` is empty for a folder."""
    if path.is_dir():
        path = path / _DATABASE
        if not path.is_file():
            return False
        head = MAGIC
    return holds_tables(path, head, *_NEEDED)


def read_qualcoder(path: Path, file: str) -> Project:
    """Read a project of QualCoder.

    Parameters
    ----------
    path : Path
        The folder or the database in it.
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If the database is open elsewhere, damaged, cut short, or another program's.
    """
    if path.is_dir():
        path = path / _DATABASE
    with opened(path, file, "QualCoder", _NEEDED) as database:
        nodes, keys = _nodes(database)
        documents = _documents(database)
        kinds = {each.key: each.kind for each in documents}
        found = [*_texts(database), *_recordings(database, kinds), *_areas(database, kinds)]
        passages = [each._replace(code=keys.get(each.code or "", each.code)) for each in found]
        lengths = {each.key: len(each.text or "") for each in documents}
        warnings: list[str] = []
        beside = qualcoder_cases(database, lengths, warnings)
        owners = [words(row["name"]) for row in rows(database, "coder_names", "name")]
        warnings += [*not_kept(database, _NOT_KEPT), *odd_texts(database)]
    return assemble(
        file, nodes, documents, passages, beside=beside, coders=owners, warnings=warnings
    )


def _nodes(database: Database) -> tuple[list[Node], dict[str, str]]:
    """Categories and codes, and under which key a code is found that is one with its category."""
    categories = {
        named("category", row["catid"]): Node(
            named("category", row["catid"]),
            words(row["name"]),
            named("category", row["supercatid"]),
            words(row["memo"]),
            codable=False,
        )
        for row in rows(database, "code_cat", "catid", "name", "memo", "supercatid")
    }
    keys: dict[str, str] = {}
    codes = []
    columns = ("cid", "name", "memo", "color", "catid", "supercid")
    for row in rows(database, "code_name", *columns):
        code, above = named("code", row["cid"]), named("code", row["supercid"])
        memo, colour = words(row["memo"]), words(row["color"])
        within = None if above else named("category", row["catid"])
        around = categories.get(within)
        one = around is not None and around.name.strip() == words(row["name"]).strip()
        if code and within and around and one and not around.codable:
            keys[code] = within
            description = joined(around.description, memo)
            categories[within] = around._replace(
                description=description, colour=colour, codable=True
            )
        else:
            codes.append(Node(code, words(row["name"]), above or within, memo, colour))
    codes = [each._replace(parent=keys.get(each.parent or "", each.parent)) for each in codes]
    return [*categories.values(), *codes], keys


def _documents(database: Database) -> list[Document]:
    found = []
    for row in rows(database, "source", "id", "name", "fulltext", "mediapath", "memo"):
        name, kind = words(row["name"]), _kind(words(row["name"]), words(row["mediapath"]))
        written = row["fulltext"] is not None and (kind == "text" or row["fulltext"] != "")
        text, problem = (words(row["fulltext"]), "") if written else (None, _NO_TEXT)
        key, memo = named("source", row["id"]), words(row["memo"])
        found.append(Document(key, name, kind, text, problem, memo))
    return found


def _kind(name: str, mediapath: str) -> SourceKind:
    """The path of a file begins with its folder in the project, or, if it lies outside, a word."""
    folder = mediapath.removeprefix("/").replace(":", "/").split("/")[0].lower()
    if folder in _FOLDERS:
        return _FOLDERS[folder]
    return "pdf" if mediapath and name.lower().endswith(".pdf") else "text"


def _texts(database: Database) -> list[Passage]:
    columns = ("cid", "fid", "pos0", "pos1", "seltext", "owner", "date", "memo", "important")
    return [
        Passage(
            named("source", row["fid"]),
            named("code", row["cid"]),
            whole(row["pos0"]),
            whole(row["pos1"]),
            words(row["owner"]),
            words(row["memo"]),
            created=words(row["date"]),
            quoted=words(row["seltext"]),
            important=_important(row),
        )
        for row in rows(database, "code_text", *columns)
    ]


def _recordings(database: Database, kinds: dict[str | None, SourceKind]) -> list[Passage]:
    return [
        Passage(
            named("source", row["id"]),
            named("code", row["cid"]),
            coder=words(row["owner"]),
            memo=words(row["memo"]),
            created=words(row["date"]),
            important=_important(row),
            kind="audio" if kinds.get(named("source", row["id"])) == "audio" else "video",
        )
        for row in rows(database, "code_av", "id", "cid", "memo", "date", "owner", "important")
    ]


def _areas(database: Database, kinds: dict[str | None, SourceKind]) -> list[Passage]:
    return [
        Passage(
            named("source", row["id"]),
            named("code", row["cid"]),
            coder=words(row["owner"]),
            memo=words(row["memo"]),
            created=words(row["date"]),
            important=_important(row),
            kind="pdf" if kinds.get(named("source", row["id"])) == "pdf" else "picture",
        )
        for row in rows(database, "code_image", "id", "cid", "memo", "date", "owner", "important")
    ]


def _important(row: Row) -> bool:
    return whole(row["important"]) == 1
