"""Write a corpus as a project of QualCoder: a folder with an SQLite database."""

import sqlite3
from pathlib import Path

from corpus import NOTICE, SEPARATOR, Corpus, beginning, coders, depth


def write_qualcoder(corpus: Corpus, path: Path) -> None:
    """Write QualCoder's project folder; the one file that matters in it is data.qda."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "data.qda").unlink(missing_ok=True)
    database = sqlite3.connect(path / "data.qda")
    with database:
        database.executescript(
            Path(__file__).with_name("qualcoder.sql").read_text(encoding="utf-8")
        )
        fill_qualcoder(corpus, database)
    database.close()


def fill_qualcoder(corpus: Corpus, database: sqlite3.Connection) -> None:
    """Fill the tables, from the project's row to the codings."""

    def insert(table: str, **values: object) -> int | None:
        command = (
            f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})"
        )
        return database.execute(command, list(values.values())).lastrowid

    made = {"owner": coders(corpus)[0], "date": str(beginning(corpus))}
    about = {"databaseversion": "v11", "about": "QualCoder 3.7", "memo": NOTICE}
    pages = {"bookmarkfile": 0, "bookmarkpos": 0, "recently_used_codes": ""}
    insert("project", **about, **pages, date=made["date"], codername=made["owner"])
    insert("attribute_type", name="Site", memo="", caseOrFile="file", valuetype="character", **made)
    files, cases = {}, {}
    for name, text, site, group in corpus.documents:
        files[name] = insert("source", name=name, fulltext=text, memo="", **made)
        insert("attribute", name="Site", attr_type="file", value=site, id=files[name], **made)
        if group not in cases:
            cases[group] = insert("cases", name=group, memo="", **made)
        whole = {"fid": files[name], "pos0": 0, "pos1": len(text), "memo": ""}
        insert("case_text", caseid=cases[group], **whole, **made)
    # QualCoder has no codes below codes: a parent is a category. A parent that is itself coded
    # becomes both, a category and a code of the same name inside it. So its path has its last
    # part twice. No two codes and no two categories can share a name: that ends in an error.
    parents = {code.path.rpartition(SEPARATOR)[0] for code in corpus.codes} - {""}
    coded = {row.code_path for row in corpus.placed}
    categories, codes = {}, {}
    for path, memo, color in sorted(corpus.codes, key=lambda code: depth(code.path)):
        parent, _, name = path.rpartition(SEPARATOR)
        within = categories.get(parent)
        if path in parents:
            within = insert("code_cat", name=name, memo=memo, supercatid=within, **made)
            categories[path] = within
        if path in coded or path not in parents:
            codes[path] = insert(
                "code_name", name=name, memo=memo, catid=within, color=color, **made
            )
    for row in corpus.placed:
        place = {"fid": files[row.document], "pos0": row.start, "pos1": row.end}
        made = {"owner": row.coder, "date": str(row.created), "memo": row.memo, "important": 0}
        insert("code_text", cid=codes[row.code_path], seltext=row.quoted, **place, **made)
