"""Write a corpus with Taguette's own code: run it with a Python that has Taguette.

    python -m venv taguette-venv && taguette-venv/bin/pip install taguette==1.5.2
    taguette-venv/bin/python tests/demo/taguette_export.py FILE.sqlite3 < corpus.json

It is the database of a Taguette server with several users: nobody has a password or an e-mail
address, and who coded what stands in the commands. Taguette has no place for memos on
highlights: they are left out.
"""

import asyncio
import html
import json
import logging
import re
import sys
from datetime import datetime
from itertools import groupby
from pathlib import Path

from bs4 import BeautifulSoup
from taguette import convert, database, extract, validate


def login_of(coder: str) -> str:
    """A coder's login: small letters, and a point where Taguette allows no character."""
    return validate.fix_user_login(re.sub(r"[^a-z0-9._-]+", ".", coder.lower()), new=True)


def stored_html(name: str, text: str) -> str:
    """The text as Taguette stores an uploaded page: a paragraph for each line."""
    page = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.rstrip("\n").split("\n"))
    return asyncio.run(convert.to_html(page.encode(), "text/html", f"{name}.html", {}))


def text_nodes(contents: str) -> str:
    """The text over which Taguette counts: all text nodes of the stored page, without tags."""
    return "".join(BeautifulSoup(contents, "html5lib").find_all(string=True))


class Writer:
    """Writes one project, as Taguette's handlers of web requests do."""

    def __init__(self, path: Path, corpus: dict):
        path.unlink(missing_ok=True)
        # SQLAlchemy keeps the indexes in a set: sorted, the file is the same from run to run.
        for table in database.Base.metadata.tables.values():
            table.indexes = sorted(table.indexes, key=lambda index: index.name)
        self.db = database.connect(f"sqlite:///{path}")()
        self.corpus = corpus
        self.begun = min(datetime.fromisoformat(row["created"]) for row in corpus["placed"])
        self.logins = {row["coder"]: login_of(row["coder"]) for row in corpus["placed"]}
        if len(set(self.logins.values())) != len(self.logins):
            raise ValueError("two coders have the same login")
        self.owner = next(iter(self.logins.values()))

    def keep(self, *made: object) -> None:
        """Store the objects, so that they have their ids."""
        self.db.add_all(made)
        self.db.flush()

    def log(self, command: database.Command, date: datetime) -> None:
        """Store who did what, with a time that does not depend on the clock."""
        command.date = date
        self.keep(command)

    def write(self) -> None:
        """Write users, project, tags, documents and highlights."""
        project = self.add_project()
        tags = self.add_tags(project)
        for row in self.corpus["documents"]:
            document = self.add_document(project, row)
            self.add_highlights(document, row["text"], tags)
        self.db.commit()
        self.db.close()

    def add_project(self) -> database.Project:
        """Add the users and their project; `admin` is who opens it on a single computer."""
        validate.project_name(self.corpus["study"])
        project = database.Project(
            name=self.corpus["study"], description=self.corpus["notice"], created=self.begun
        )
        self.keep(project)
        for login in ("admin", *self.logins.values()):
            may = database.Privileges.TAG
            if login in ("admin", self.owner):
                may = database.Privileges.ADMIN
            self.keep(database.User(login=login, created=self.begun))
            self.keep(database.ProjectMember(project=project, user_login=login, privileges=may))
            if login not in ("admin", self.owner):
                added = database.Command.member_add(self.owner, project.id, login, may)
                self.log(added, self.begun)
        return project

    def add_tags(self, project: database.Project) -> dict[str, database.Tag]:
        """Add a tag for each code; the hierarchy is in the path, by convention."""
        tags = {}
        for row in self.corpus["codes"]:
            validate.tag_path(row["path"])
            tag = database.Tag(project=project, path=row["path"], description=row["description"])
            self.keep(tag)
            self.log(database.Command.tag_add(self.owner, tag), self.begun)
            tags[row["path"]] = tag
        return tags

    def add_document(self, project: database.Project, row: dict) -> database.Document:
        """Add a document as an upload does."""
        validate.document_name(row["name"])
        document = database.Document(
            name=row["name"],
            description=f"{row['site']}, {row['group']}",
            filename=validate.fix_filename(f"{row['name']}.html"),
            created=self.begun,
            project=project,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
            contents=stored_html(row["name"], row["text"]),
        )
        self.keep(document)
        self.log(database.Command.document_add(self.owner, document), self.begun)
        return document

    def add_highlights(self, document: database.Document, text: str, tags: dict) -> None:
        """Add a highlight for each span of a coder, with the tags that the coder gave it."""
        counted = text_nodes(document.contents)
        if counted != text.rstrip("\n"):
            raise ValueError(f"{document.name}: Taguette holds another text")
        rows = [row for row in self.corpus["placed"] if row["document"] == document.name]
        rows.sort(key=span_of)
        for (start, end, coder), same in groupby(rows, key=span_of):
            given = list(same)
            highlight = database.Highlight(
                document=document,
                start_offset=len(counted[:start].encode()),
                end_offset=len(counted[:end].encode()),
                snippet="",
            )
            offsets = (highlight.start_offset, highlight.end_offset)
            highlight.snippet = extract.extract(document.contents, *offsets)
            if text_nodes(highlight.snippet) != given[0]["quoted"]:
                raise ValueError(f"{document.name}: other words stand at {start}-{end}")
            highlight.tags = [tags[row["code_path"]] for row in given]
            self.keep(highlight)
            numbers = sorted(tag.id for tag in highlight.tags)
            command = database.Command.highlight_add(
                self.logins[coder], document, highlight, numbers
            )
            self.log(command, max(datetime.fromisoformat(row["created"]) for row in given))


def span_of(row: dict) -> tuple[int, int, str]:
    """What makes one highlight: a place and a coder."""
    return row["start"], row["end"], row["coder"]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    Writer(Path(sys.argv[1]), json.loads(sys.stdin.buffer.read())).write()
