"""Import a .sqlite3 with Taguette's own code: run it with a Python that has Taguette.

    python -m venv taguette-venv && taguette-venv/bin/pip install taguette==1.5.2
    taguette-venv/bin/python tests/unit/taguette_import.py FILE.sqlite3

The project is copied into an empty workspace, as Taguette does when somebody imports it. Printed
is what Taguette then holds of each highlight, as JSON: document, words, tags.
"""

import json
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup
from taguette import database, extract


def words(page: str) -> str:
    return "".join(BeautifulSoup(page, "html5lib").find_all(string=True))


def imported(path: str) -> dict:
    source = database.connect(f"sqlite:///{path}", external=True)()
    with tempfile.TemporaryDirectory() as folder:
        workspace = database.connect(f"sqlite:///{folder}/own.sqlite3")()
        workspace.add(database.User(login="admin"))
        workspace.commit()
        (project,) = source.query(database.Project).all()
        made = database.copy_project(source, workspace, project.id, "admin")
        documents = workspace.query(database.Document).filter_by(project_id=made)
        tags = workspace.query(database.Tag).filter_by(project_id=made).order_by(database.Tag.id)
        found = {"tags": [[tag.path, tag.description] for tag in tags], "codings": []}
        for document in documents:
            for one in document.highlights:
                # The snippet that Taguette itself cuts out, and the one that came with the file.
                cut = extract.extract(document.contents, one.start_offset, one.end_offset)
                assert words(cut) == words(one.snippet)
                for tag in one.tags:
                    found["codings"].append([document.name, words(cut), tag.path])
        workspace.close()
    source.close()
    return found


if __name__ == "__main__":
    sys.stdout.buffer.write(json.dumps(imported(str(Path(sys.argv[1])))).encode())
