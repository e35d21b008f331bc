"""Taguette's own import of a project, by its own code: run it with a Python that has Taguette.

    taguette-venv/bin/python tests/bench/taguette_import.py write STUDY.jsonl FILE.sqlite3
    taguette-venv/bin/python tests/bench/taguette_import.py import FILE.sqlite3

The first writes what `codings_corpus.py` gives as the database of a Taguette project, the second
copies that project into a new database, as Taguette's page for importing does, and prints the
seconds of the processor, the peak memory before and after in MB, and the tags on highlights.
"""

import html
import json
import logging
import resource
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from taguette import database

sys.path.insert(0, str(Path(__file__).parents[1] / "demo"))
from taguette_export import stored_html, text_nodes

LOGIN = "admin"


def write(study: Path, path: Path) -> None:
    """Write the study as one project."""
    db = database.connect(f"sqlite:///{path}")()
    documents = [json.loads(line) for line in study.read_text("utf-8").splitlines()]
    selections = [each for document in documents for each in document["selections"]]
    coded = [coded for selection in selections for coded in selection]
    project = database.Project(name="Study", description="", created=datetime(2024, 1, 8))
    db.add(project)
    db.flush()
    logins = [LOGIN, *sorted({login_of(coder) for _, _, _, coder, _, _ in coded})]
    db.add_all(database.User(login=login) for login in logins)
    db.flush()
    may = database.Privileges.ADMIN
    db.add_all(
        database.ProjectMember(project=project, user_login=login, privileges=may)
        for login in logins
    )
    codes = sorted({code for _, _, code, _, _, _ in coded})
    tags = [database.Tag(project=project, path=f"code{code}", description="") for code in codes]
    db.add_all(tags)
    db.flush()
    tag_of = {code: tag.id for code, tag in zip(codes, tags, strict=True)}
    number = 0
    for each in documents:
        document = database.Document(
            name=each["name"],
            description="",
            filename=f"{each['name']}.html",
            project=project,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
            contents=stored_html(each["name"], each["text"]),
        )
        db.add(document)
        db.flush()
        if text_nodes(document.contents) != each["text"]:
            raise ValueError(f"{each['name']}: Taguette holds another text")
        number = add_highlights(db, document, each, tag_of, number)
    db.commit()
    db.close()


def add_highlights(db, document, each: dict, tag_of: dict[int, int], number: int) -> int:
    """Add the highlights of a document in one go; the number of the last of them."""
    highlights, tagged, commands = [], set(), []
    for same in each["selections"]:
        number += 1
        start, end = same[0][:2]
        offsets = [len(each["text"][:place].encode()) for place in (start, end)]
        given = sorted({tag_of[code] for _, _, code, _, _, _ in same})
        highlights.append(
            {
                "id": number,
                "document_id": document.id,
                "start_offset": offsets[0],
                "end_offset": offsets[1],
                "snippet": f"<p>{html.escape(each['text'][start:end])}</p>",
            }
        )
        tagged |= {(number, tag) for tag in given}
        payload = {
            "type": "highlight_add",
            "highlight_id": number,
            "start_offset": offsets[0],
            "end_offset": offsets[1],
            "tags": given,
        }
        commands.append(
            {
                "date": datetime.fromisoformat(same[0][4].removesuffix("Z")),
                "user_login": login_of(same[0][3]),
                "project_id": document.project_id,
                "document_id": document.id,
                "payload": payload,
            }
        )
    rows = [{"highlight_id": one, "tag_id": other} for one, other in sorted(tagged)]
    db.execute(database.Highlight.__table__.insert(), highlights)
    db.execute(database.highlight_tags.insert(), rows)
    db.execute(database.Command.__table__.insert(), commands)
    return number


def login_of(coder: int) -> str:
    """The login of a coder."""
    return f"coder{coder + 1}"


def copy(path: Path) -> int:
    """Import the project of a file into a new database; how many tags stand on highlights."""
    with tempfile.TemporaryDirectory() as folder:
        target = database.connect(f"sqlite:///{folder}/new.sqlite3")()
        target.add(database.User(login=LOGIN))
        target.commit()
        source = database.connect(f"sqlite:///{path}", external=True)()
        database.copy_project(source, target, 1, LOGIN)
        source.close()
        made = target.query(database.highlight_tags).count()
        target.close()
    return made


def peak() -> float:
    """The most memory that the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        before, started = peak(), time.process_time()
        number = copy(Path(sys.argv[2]))
        seconds = time.process_time() - started
        print(json.dumps([seconds, before, peak(), number, None]))
