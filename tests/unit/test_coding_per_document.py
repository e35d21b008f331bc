"""The list of documents accounts for every coding, and says how its offsets were counted."""

from collections import Counter

from quotetrail.coding.formats import read_project
from quotetrail.coding.locate import locate
from quotetrail.coding.matching import texts_as_transcripts
from quotetrail.coding.per_document import COLUMNS, document_rows, told
from quotetrail.coding.project import Code, Coding, Project, Source
from quotetrail.text import Transcript, Turn

TEXT = "We began in spring. Nobody knew."
TRANSCRIPT = Transcript("KLA-1", "en", TEXT, (Turn(0, len(TEXT), None),))


def table(project, transcripts):
    located = locate([project], transcripts)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in document_rows(project, located)]
    return rows, located


def test_each_document_has_a_row_and_each_coding_is_in_one():
    sources = (
        Source("s1", "KLA-1.docx", "text", TEXT),
        Source("s2", "notes", "text", "Nothing of it."),
        Source("s3", "a map", "picture", None, "no text"),
    )
    codings = (
        Coding("c1", "k", "s1", 0, 2),
        Coding("c2", "k", "s1", 3, 90),
        Coding("c3", "k", "s2", 0, 7),
        Coding("c4", "k", "s3", kind="picture"),
        Coding("c5", "k", "gone", 0, 2),
    )
    rows, located = table(Project("p", (Code("k", "k"),), sources, codings), [TRANSCRIPT])
    assert [(row["name"], row["transcript"], row["codings"]) for row in rows] == [
        ("KLA-1.docx", "KLA-1", "2"),
        ("notes", "", "1"),
        ("a map", "", "1"),
        ("", "", "1"),
    ]
    assert [(row["exact"], row["unplaced"]) for row in rows] == [
        ("1", "1"),
        ("0", "1"),
        ("0", "1"),
        ("0", "1"),
    ]
    assert "1 unplaced: lies outside the text" in told(located)
    assert sum(int(line.split()[0]) for line in told(located)) == len(codings)


def test_a_real_project(real_data):
    project = read_project(real_data / "refi-qda" / "qc" / "demo.qdpx")
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    rows, located = table(project, transcripts)
    by_source = Counter(coding.source for coding in project.codings)
    assert [int(row["exact"]) for row in rows] == [by_source[s.source] for s in project.sources]
    assert told(located) == ["205 exact"]
    coded = [row for row in rows if row["codings"] != "0"]
    assert all(row["counting"].startswith("offsets are read as code points") for row in coded)
