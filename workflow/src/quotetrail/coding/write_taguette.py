"""A project that Taguette imports: it reads no REFI-QDA, only databases of its own.

The tables are those of Taguette 1.5. Users and who coded what are left out, since an import makes
all of it the importing user's; memos of codings too, for which Taguette has no place.
"""

import html
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import accumulate
from pathlib import Path

from quotetrail.coding.ids import unique
from quotetrail.coding.place import STEP
from quotetrail.coding.project import Code, Coding, paths
from quotetrail.coding.write_markup import clean
from quotetrail.coding.write_texts import render, right_to_left
from quotetrail.text import Transcript

_REVISION = "db5e31a0233d"
_CREATED = "1980-01-01 00:00:00.000000"
_LONGEST_NAME, _LONGEST_PATH = 50, 200
_ID = "id integer not null primary key autoincrement"
_TABLES = {
    "alembic_version": "version_num varchar(32) not null "
    "constraint alembic_version_pkc primary key",
    "users": "login varchar(30) not null constraint pk_users primary key, "
    "created datetime not null, hashed_password varchar(192), disabled boolean not null, "
    "password_set_date datetime, language varchar(10), email varchar(256), email_sent datetime",
    "projects": f"{_ID}, name varchar(200) not null, description text not null, "
    "created datetime not null",
    "project_members": "project_id integer not null, user_login varchar(30) not null, "
    "privileges varchar(11) not null, "
    "constraint pk_project_members primary key (project_id, user_login)",
    "documents": f"{_ID}, name varchar(200) not null, description text not null, "
    "filename varchar(200) not null, created datetime not null, project_id integer not null, "
    "text_direction varchar(13) not null, contents text not null",
    "commands": f"{_ID}, date datetime not null, user_login varchar(30) not null, "
    "project_id integer not null, document_id integer, payload text not null",
    "tags": f"{_ID}, project_id integer not null, path varchar(200) not null, "
    "description text not null, constraint uq_tags_project_id unique (project_id, path)",
    "highlights": f"{_ID}, document_id integer not null, start_offset integer not null, "
    "end_offset integer not null, snippet text not null",
    "highlight_tags": "highlight_id integer not null, tag_id integer not null, "
    "constraint pk_highlight_tags primary key (highlight_id, tag_id)",
}
_POINTS_TO = {
    "project_members": {"project_id": "projects", "user_login": "users"},
    "documents": {"project_id": "projects"},
    "commands": {"project_id": "projects", "user_login": "users"},
    "tags": {"project_id": "projects"},
    "highlights": {"document_id": "documents"},
    "highlight_tags": {"highlight_id": "highlights", "tag_id": "tags"},
}


def write_taguette(
    path: str | Path,
    *,
    name: str,
    codes: Sequence[Code],
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding],
) -> None:
    """Write the database: a tag for each code, a highlight for each place and coder.

    Parameters
    ----------
    path : str or Path
    name : str
        The project's name, cut where Taguette would refuse it.
    codes : sequence of Code
        Parents first; the path of a tag is that of its code.
    transcripts : sequence of Transcript
    codings : sequence of Coding
        Placed in the transcripts. One of no character has no place in Taguette.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        for table, columns in _TABLES.items():
            database.execute(f"create table {table} ({', '.join([columns, *_links(table)])})")
        _insert(database, "alembic_version", _REVISION)
        description = "Pseudonymised transcripts to be coded."
        _insert(database, "projects", 1, _fitted(name, _LONGEST_NAME, ()), description, _CREATED)
        tags = _write_tags(database, codes)
        inside: dict[str, list[Coding]] = {each.transcript: [] for each in transcripts}
        for coding in codings:
            inside[coding.source].append(coding)
        names: set[str] = set()
        for number, transcript in enumerate(transcripts, start=1):
            shown = _fitted(transcript.transcript, _LONGEST_NAME, names)
            names.add(shown)
            _write_document(database, number, shown, transcript)
            _write_highlights(database, number, transcript, inside[transcript.transcript], tags)
        database.commit()
        data = bytearray(database.serialize())
    # The header says which version of SQLite wrote it last; nothing depends on that.
    data[96:100] = bytes(4)
    Path(path).write_bytes(data)


def _links(table: str) -> list[str]:
    """The foreign keys of a table, named as later versions of Taguette expect it."""
    return [
        f"constraint fk_{table}_{column}_{other} foreign key ({column}) references {other} "
        f"({'login' if other == 'users' else 'id'}) on delete cascade"
        for column, other in _POINTS_TO.get(table, {}).items()
    ]


def _insert(database: sqlite3.Connection, table: str, *values: object) -> int:
    marks = ", ".join("?" * len(values))
    made = database.execute(f"insert into {table} values ({marks})", values)  # noqa: S608
    return made.lastrowid or 0


def _fitted(wanted: str, longest: int, taken: Collection[str]) -> str:
    """The text, without its beginning where it is too long, and unlike those that are taken."""
    wanted = clean(wanted)
    return unique(wanted if len(wanted) <= longest else "…" + wanted[6 - longest :], taken)


def _write_tags(database: sqlite3.Connection, codes: Sequence[Code]) -> dict[str, int]:
    path_of = paths(codes)
    taken: set[str] = set()
    tags = {}
    for code in codes:
        path = _fitted(STEP.join(path_of[code.code]), _LONGEST_PATH, taken)
        taken.add(path)
        tags[code.code] = _insert(database, "tags", None, 1, path, clean(code.description))
    return tags


def _write_document(
    database: sqlite3.Connection, number: int, name: str, transcript: Transcript
) -> None:
    direction = "RIGHT_TO_LEFT" if right_to_left(transcript.language) else "LEFT_TO_RIGHT"
    about = (number, name, "", f"{name}.html", _CREATED, 1, direction)
    _insert(database, "documents", *about, _page(render(transcript).text))


def _write_highlights(
    database: sqlite3.Connection,
    document: int,
    transcript: Transcript,
    codings: Iterable[Coding],
    tags: Mapping[str, int],
) -> None:
    text, offsets = render(transcript)
    # Taguette counts the bytes of the text that a reader sees.
    bytes_before = [0, *accumulate(len(character.encode()) for character in clean(text))]
    groups: dict[tuple[int, int, str], set[int]] = {}
    for coding in codings:
        span = offsets.forward(coding.start or 0, coding.end or 0)
        if span.start < span.end:
            place = (span.start, span.end, coding.coder)
            groups.setdefault(place, set()).add(tags[coding.code])
    for (start, end, _), given in sorted(groups.items()):
        counted = (bytes_before[start], bytes_before[end])
        made = _insert(database, "highlights", None, document, *counted, _page(text[start:end]))
        for tag in sorted(given):
            _insert(database, "highlight_tags", made, tag)


def _page(text: str) -> str:
    """The text as a page, one paragraph a line; the line ends between them count as text."""
    lines = html.escape(clean(text), quote=False).split("\n")
    return "\n".join(f"<p>{line}</p>" for line in lines)
