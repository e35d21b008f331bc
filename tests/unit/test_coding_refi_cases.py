"""Cases, variables and sets of REFI-QDA projects, as the programs write them."""

import zipfile
from collections import Counter

import pytest
from lxml import etree

from quotetrail.coding import read_project

HEAD = '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
VARIABLES = (
    '<Variables><Variable guid="{V-1}" name="Person:Age group" typeOfVariable="Text"/>'
    '<Variable guid="v-2" name="Trained" typeOfVariable="Boolean"/></Variables>'
)
CODES = (
    '<CodeBook><Codes><Code guid="k-1" name="Trust"/><Code guid="k-2" name="Nora"/></Codes>'
    "</CodeBook>"
)
SOURCES = (
    '<Sources><TextSource guid="{D-1}" name="One"><Description>In the yard.</Description>'
    "<PlainTextContent>words and words</PlainTextContent>"
    '<PlainTextSelection guid="s-1" startPosition="0" endPosition="5"><Coding guid="c-1">'
    '<CodeRef targetGUID="k-2"/></Coding></PlainTextSelection>'
    '<NoteRef targetGUID="n-1"/>%s</TextSource>'
    '<TextSource guid="d-2" name="Two"><PlainTextContent>more</PlainTextContent></TextSource>'
    '</Sources><Notes><Note guid="n-1" name="m"><PlainTextContent>It rained.</PlainTextContent>'
    "</Note></Notes>"
)


def value(variable, said, kind="TextValue"):
    return (
        f'<VariableValue><VariableRef targetGUID="{variable}"/><{kind}>{said}</{kind}>'
        "</VariableValue>"
    )


@pytest.fixture
def read(tmp_path):
    def reader(cases="", inside="", after=""):
        path = tmp_path / "p.qde"
        body = CODES + VARIABLES + f"<Cases>{cases}</Cases>" + SOURCES % inside + after
        path.write_text(HEAD + body + "</Project>", encoding="utf-8")
        return read_project(path, shown_as="p")

    return reader


def values_of(project):
    return [(v.of, v.subject, v.variable, v.value) for v in project.values]


def test_a_named_case_with_values_and_whole_documents(read):
    inside = value("v-1", "40-49") + value("V-2", "true", "BooleanValue") + value("v-1", " ")
    project = read(
        f'<Case guid="{{K-9}}" name="Ben"><Description>A nurse.</Description>{inside}'
        '<SourceRef targetGUID="d-1"/><SourceRef targetGUID="gone"/></Case>'
    )
    (case,) = project.cases
    assert (case.case, case.name, case.description) == ("k-9", "Ben", "A nurse.")
    assert (case.sources, case.parts) == (("d-1",), ())
    assert values_of(project) == [
        ("case", "k-9", "Person:Age group", "40-49"),
        ("case", "k-9", "Trained", "true"),
    ]
    assert project.warnings == ()


def test_a_case_without_a_name_gives_its_values_to_its_document(read):
    inside = value("v-1", "40-49")
    project = read(
        f'<Case guid="a">{inside}<SourceRef targetGUID="D-1"/></Case><Case guid="b">{inside}</Case>'
    )
    assert project.cases == ()
    assert values_of(project) == [("document", "d-1", "Person:Age group", "40-49")]
    assert project.warnings == ("1 cases have neither name nor document and are left out",)


def test_values_that_stand_in_the_source_itself(read):
    project = read(inside=value("v-1", "40-49") + value("v-9", "lost"))
    assert values_of(project) == [("document", "d-1", "Person:Age group", "40-49")]
    assert project.warnings == ("1 values name no variable of the file and are left out",)


@pytest.mark.parametrize(
    ("guid", "inside"),
    [
        ("K-2", ""),
        ("k-9", '<CodeRef targetGUID="k-2"/>'),
        ("k-9", '<SelectionRef targetGUID="S-1"/>'),
    ],
)
def test_passages_of_a_case_are_kept_as_their_document(read, guid, inside):
    project = read(f'<Case guid="{guid}" name="Nora">{inside}</Case>')
    (case,) = project.cases
    assert (case.sources, case.parts) == ((), ("d-1",))
    assert project.warnings == ("1 passages of cases are kept as the documents they stand in",)
    assert len(project.codings) == 1


def test_sets_of_documents_and_of_codes(read):
    project = read(
        after='<Sets><Set guid="x" name="Wards"><MemberSource targetGUID="D-1"/>'
        '<MemberSource targetGUID="d-2"/></Set><Set guid="y" name="Feelings">'
        '<MemberCode targetGUID="K-1"/><MemberNote targetGUID="n-1"/></Set></Sets>'
    )
    assert [(g.name, g.kind, g.sources, g.codes) for g in project.groups] == [
        ("Wards", "set", ("d-1", "d-2"), ()),
        ("Feelings", "set", (), ("k-1",)),
    ]
    assert project.warnings == ("1 notes in sets are left out of them",)


def test_what_is_written_about_a_document_is_its_memo(read):
    assert [source.memo for source in read().sources] == ["In the yard.\n\nIt rained.", ""]


def test_atlasti_8_has_all_its_sets(real_data):
    path = real_data / "refi-qda/atlasti-8/TestProject.qdpx"
    project = read_project(path, shown_as="p")
    with zipfile.ZipFile(path) as archive:
        (name,) = (each for each in archive.namelist() if each.lower().endswith(".qde"))
        root = etree.fromstring(archive.read(name))
    space = "{urn:QDA-XML:project:1.0}"
    sets = list(root.iter(f"{space}Set"))
    assert len(project.groups) == len(sets) == 16
    names = {source.source: source.name for source in project.sources}
    names |= {code.code: code.name for code in project.codes}
    own = {each.get("guid"): each.get("name") for each in root.iter() if each.get("name")}
    expected = [
        (
            each.get("name"),
            Counter(own[ref.get("targetGUID")] for ref in each if "Member" in str(ref.tag)),
        )
        for each in sets
    ]
    assert [
        (g.name, Counter(names[each] for each in (*g.sources, *g.codes))) for g in project.groups
    ] == expected
    assert sum(len(g.sources) for g in project.groups) == 23
    assert sum(len(g.codes) for g in project.groups) == 19
