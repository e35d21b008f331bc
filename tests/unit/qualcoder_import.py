"""What QualCoder 3 and 4 make of a .qdpx, by their documented tables and the steps of their import.

Written from a reading of that import, with other code: an independent reader of what we write. It
keeps the limits that matter: a code, a category, a source and a variable are known by their name;
one coder codes one place once with one code; coder, memo and date are those of the selection;
a case's transcripts are passed over, unless a code has the GUID of the case.
"""

import sqlite3
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree import ElementTree

TABLES = """
create table code_cat (catid integer primary key, name text, memo text, supercatid integer,
    unique(name));
create table code_name (cid integer primary key, name text, memo text, catid integer, color text,
    supercid integer, unique(name));
create table source (id integer primary key, name text, fulltext text, mediapath text,
    unique(name));
create table code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, unique(cid, fid, pos0, pos1, owner));
create table cases (caseid integer primary key, name text, unique(name));
create table case_text (caseid integer, fid integer, pos0 integer, pos1 integer);
create table attribute_type (name text primary key, caseOrFile text, valuetype text);
create table attribute (name text, attr_type text, value text, id integer);
"""
NS = "{urn:QDA-XML:project:1.0}"


@dataclass
class Imported:
    """The project's tables, and what the import dropped."""

    tables: sqlite3.Connection
    refused: list[str] = field(default_factory=list)

    def rows(self, query: str, *values: object) -> list[tuple]:
        return self.tables.execute(query, values).fetchall()


class Importer:
    """Reads one archive."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.made = Imported(sqlite3.connect(":memory:"))
        self.made.tables.executescript(TABLES)
        self.codes: dict[str, int] = {}
        self.sources: dict[str, int] = {}
        self.variables: dict[str, str] = {}

    def insert(self, table: str, **values: object) -> int | None:
        """The row's number, or None where a name or a coding is there already."""
        marks = ", ".join("?" * len(values))
        command = f"insert into {table} ({', '.join(values)}) values ({marks})"
        try:
            return self.made.tables.execute(command, list(values.values())).lastrowid
        except sqlite3.IntegrityError:
            self.made.refused.append(table)
            return None

    def read(self) -> Imported:
        names = self.archive.namelist()
        (inner,) = [name for name in names if PurePosixPath(name).suffix == ".qde"]
        root = ElementTree.fromstring(self.archive.read(inner))
        self.users = {each.get("guid"): each.get("name") for each in root.iter(f"{NS}User")}
        for code in root.findall(f"{NS}CodeBook/{NS}Codes/{NS}Code"):
            self.add_code(code, None, None)
        for each in root.iter(f"{NS}Variable"):
            numeric = each.get("typeOfVariable") in ("Integer", "Float")
            kind = "numeric" if numeric else "character"
            self.insert("attribute_type", name=each.get("name"), caseOrFile="file", valuetype=kind)
            self.variables[each.get("guid")] = each.get("name")
        for source in root.findall(f"{NS}Sources/{NS}TextSource"):
            self.add_source(source)
        for note in root.findall(f"{NS}Notes/{NS}Note"):
            # A note without a date stops QualCoder's import in its middle.
            assert note.get("creationDateTime") or note.get("modifiedDateTime")
        for case in root.findall(f"{NS}Cases/{NS}Case"):
            self.add_case(case)
        return self.made

    def add_code(self, element, catid, supercid) -> None:
        memo = element.findtext(f"{NS}Description", "")
        name = element.get("name")
        if element.get("isCodable") == "false":
            made = self.insert("code_cat", name=name, memo=memo, supercatid=catid)
            if made is None:
                ((made,),) = self.made.rows("select catid from code_cat where name = ?", name)
            below = (made, None)
        else:
            place = (catid, None) if supercid is None else (None, supercid)
            links = dict(zip(("catid", "supercid"), place, strict=True))
            made = self.insert(
                "code_name", name=name, memo=memo, color=element.get("color"), **links
            )
            if made is None:
                ((made,),) = self.made.rows("select cid from code_name where name = ?", name)
            else:
                self.codes[element.get("guid")] = made
            below = (None, made)
        for child in element.findall(f"{NS}Code"):
            self.add_code(child, *below)

    def stored(self, path: str) -> bytes:
        folder = "sources" if any(n.startswith("sources/") for n in self.archive.namelist()) else ""
        return self.archive.read(f"{folder or 'Sources'}{path.split('internal:/')[1]}")

    def add_source(self, element) -> None:
        data = self.stored(element.get("plainTextPath"))
        assert b"\r" not in data
        text = data.decode("utf-8")
        media = None
        if element.get("richTextPath") is not None:
            assert self.stored(element.get("richTextPath"))
            media = f"/docs/{element.get('name')}.docx"
        made = self.insert("source", name=element.get("name"), fulltext=text, mediapath=media)
        self.sources[element.get("guid")] = made
        for selection in element.findall(f"{NS}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            for coding in selection.findall(f"{NS}Coding"):
                self.insert(
                    "code_text",
                    cid=self.codes.get(coding[0].get("targetGUID")),
                    fid=made,
                    seltext=text[start:end],
                    pos0=start,
                    pos1=end,
                    owner=self.users.get(selection.get("creatingUser"), "default"),
                    date=(selection.get("creationDateTime") or "").replace("T", " "),
                    memo=selection.findtext(f"{NS}Description", ""),
                )
        self.add_values(element, "file", made)

    def add_values(self, element, kind: str, number: int | None) -> None:
        for value in element.findall(f"{NS}VariableValue"):
            name = self.variables[value.find(f"{NS}VariableRef").get("targetGUID")]
            said = value.findtext(f"{NS}TextValue")
            self.insert("attribute", name=name, attr_type=kind, value=said, id=number)
            if kind == "case":
                self.made.rows("update attribute_type set caseOrFile = 'case' where name = ?", name)

    def add_case(self, element) -> None:
        made = self.insert("cases", name=element.get("name"))
        self.add_values(element, "case", made)
        cid = self.codes.get(element.get("guid"))
        if cid is not None:
            self.made.rows("delete from code_name where cid = ?", cid)
            for place in self.made.rows("select fid, pos0, pos1 from code_text where cid = ?", cid):
                keys = dict(zip(("fid", "pos0", "pos1"), place, strict=True))
                self.insert("case_text", caseid=made, **keys)
            self.made.rows("delete from code_text where cid = ?", cid)


def import_project(path) -> Imported:
    """Read a .qdpx as QualCoder does."""
    return Importer(path).read()


def coded(made: Imported) -> list[tuple]:
    """Source, start, end, words, path of the code, coder and memo of each coding."""
    categories = {
        c: (name, up) for c, name, up in made.rows("select catid, name, supercatid from code_cat")
    }
    codes = {c: rest for c, *rest in made.rows("select cid, name, catid, supercid from code_name")}

    def path(cid) -> tuple[str, ...]:
        name, catid, supercid = codes[cid]
        if supercid is not None:
            return (*path(supercid), name)
        names = [name]
        while catid is not None:
            above, catid = categories[catid]
            names.insert(0, above)
        return tuple(names)

    rows = made.rows(
        "select source.name, pos0, pos1, seltext, cid, code_text.owner, code_text.memo"
        " from code_text join source on source.id = fid"
    )
    return [(*row[:4], path(row[4]) if row[4] is not None else None, *row[5:]) for row in rows]
