"""Cases, groups, values and summaries between the readers and the study."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import Known
from quotetrail.coding import (
    Case,
    Code,
    Coding,
    Conflict,
    Group,
    Located,
    Project,
    Source,
    Summary,
    Value,
    dump_project,
    load_project,
    merge,
    read_project,
)
from quotetrail.coding.attributes import COLUMNS, compare_attributes
from quotetrail.coding.place import write_table
from quotetrail.coding.published_values import with_variables
from quotetrail.errors import CodingError, ConfigError
from quotetrail.sheets import (
    Participant,
    TranscriptRow,
    read_participants_sheet,
    read_transcripts_sheet,
)
from quotetrail.text import Transcript, Turn

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
ids = st.lists(words, max_size=3).map(tuple)
subjects = st.sampled_from(["document", "case"])
projects = st.builds(
    Project,
    words,
    st.lists(st.builds(Code, words, words, st.none() | words, words), max_size=2).map(tuple),
    st.lists(
        st.builds(Source, words, words, st.just("text"), st.none() | words, memo=words), max_size=2
    ).map(tuple),
    st.lists(
        st.builds(Coding, words, words, words, weight=st.none() | st.floats(allow_nan=False)),
        max_size=2,
    ).map(tuple),
    ids,
    ids,
    st.lists(st.builds(Case, words, words, words, ids, ids), max_size=3).map(tuple),
    st.lists(st.builds(Group, words, st.sampled_from(["group", "set"]), ids, ids), max_size=3).map(
        tuple
    ),
    st.lists(st.builds(Value, subjects, words, words, words, words), max_size=3).map(tuple),
    st.lists(st.builds(Summary, subjects, words, words, words), max_size=3).map(tuple),
    st.lists(st.builds(Conflict, words, words, words, words, words), max_size=3).map(tuple),
)


@given(project=projects)
def test_a_project_is_read_as_it_was_written(tmp_path_factory, project):
    path = tmp_path_factory.getbasetemp() / "project.json"
    dump_project(project, path)
    assert load_project(path) == project


def of_team(file, case, values=(), **more):
    source = Source(f"{file}-doc", "FG1", "text", "Anna: words.")
    return Project(file, sources=(source,), cases=(case,), values=tuple(values), **more)


def test_cases_groups_and_values_of_two_projects_join_by_name():
    first = of_team(
        "a.qdpx",
        Case("k1", "Nora  Bär", "", ("a.qdpx-doc",)),
        [Value("case", "k1", "Age", "41"), Value("document", "a.qdpx-doc", "Site", "Ulm")],
        groups=(Group("Wards", "set", ("a.qdpx-doc",)), Group("Wards", "group")),
    )
    second = of_team(
        "b.qda",
        Case("k1", "nora ba\u0308r", "A nurse.", (), ("b.qda-doc",)),
        [Value("case", "k1", "AGE", "41"), Value("case", "k1", "age", "forty")],
        groups=(Group("WARDS", "set", ("b.qda-doc",)),),
        summaries=(Summary("case", "k1", "", "She is tired."),),
    )
    joined = merge([first, second])
    docs = ("a.qdpx-doc", "b.qda-doc")
    assert joined.cases == (Case("k1", "Nora  Bär", "A nurse.", docs[:1], docs[1:]),)
    assert joined.groups == (Group("Wards", "set", docs), Group("Wards", "group"))
    assert [(v.variable, v.value, v.file) for v in joined.values] == [
        ("Age", "41", "a.qdpx"),
        ("Site", "Ulm", "a.qdpx"),
    ]
    assert joined.summaries == (Summary("case", "k1", "", "She is tired."),)
    assert joined.conflicts == (Conflict("value", "Nora  Bär: Age", "41", "forty", "b.qda"),)


def test_two_cases_of_one_name_in_one_project_are_one_and_others_keep_apart():
    cases = (Case("k1", "Nora"), Case("k2", "NORA", "x"), Case("k3", ""), Case("k4", ""))
    values = (Value("case", "k1", "Age", "41"), Value("case", "k2", "Age", "42"))
    joined = merge([Project("a", cases=cases, values=values)])
    assert [case.case for case in joined.cases] == ["k1", "k3", "k4"]
    assert joined.conflicts == (Conflict("value", "Nora: Age", "41", "42", "a"),)


def test_a_document_that_is_a_part_here_and_whole_there_is_whole():
    one = Project("a", cases=(Case("k", "Nora", "", (), ("d",)),))
    other = Project("b", cases=(Case("l", "Nora", "", ("d",)),))
    assert merge([one, other]).cases == (Case("k", "Nora", "", ("d",)),)


def test_cases_of_one_id_but_of_two_names_stay_two():
    other = Project("b", cases=(Case("k1", "Ben"),), values=(Value("case", "k1", "Age", "30"),))
    joined = merge([Project("a", cases=(Case("k1", "Nora"),)), other])
    assert [(case.case, case.name) for case in joined.cases] == [("k1", "Nora"), ("k1-2", "Ben")]
    assert [value.subject for value in joined.values] == ["k1-2"]


def test_codes_that_differ_between_projects_are_listed_and_completed():
    first = Project(
        "a",
        (
            Code("k", "Trust", None, "In staff.", "#FF0000"),
            Code("l", "Peers", "k"),
            Code("m", "Old name"),
        ),
    )
    second = Project(
        "b",
        (
            Code("x", "Trust", None, "In peers.", "#ff0000"),
            Code("y", "Peers", "x", "Others.", "#00ff00"),
            Code("m", "New name", None, "", "#0000ff"),
        ),
    )
    joined = merge([first, second, replace(second, file="c")])
    assert [code.code for code in joined.codes] == ["k", "l", "m"]
    assert joined.codes[1] == Code("l", "Peers", "k", "Others.", "#00ff00")
    assert joined.conflicts == tuple(
        each
        for file in ("b", "c")
        for each in (
            Conflict("code description", "Trust", "In staff.", "In peers.", file),
            Conflict("code name", "Old name", "Old name", "New name", file),
        )
    )


def test_memos_of_one_document_in_two_projects_are_both_kept():
    source = Source("d", "FG1", "text", "words", memo="In the yard.")
    other = Project("b", sources=(replace(source, memo="It rained."),))
    (joined,) = merge([Project("a", sources=(source,)), other]).sources
    assert joined == replace(source, memo="In the yard.\n\nIt rained.")


SAID = "I was so afraid of the keys that I could not sleep for weeks."
OTHER = "My neighbours bring me their sons now, after church, every Sunday."
TRANSCRIPTS = [
    Transcript("FG1", "en", SAID, (Turn(0, len(SAID), "Nora"),)),
    Transcript("FG2", "en", OTHER, (Turn(0, len(OTHER), "Ben"),)),
]
ROWS = [
    TranscriptRow(2, "FG1", "a.txt", site="Butabika", group="g1", attributes={"setting": "Ward"}),
    TranscriptRow(3, "FG2", "b.txt", site="Ulm", group="g2", attributes={"setting": ""}),
]
PEOPLE = [
    Participant(2, "P1", group="g1", label=("Nora",), names=("Nora Bär", "Norchen")),
    Participant(3, "P2", group="g2", label=("Ben",), attributes={"age": "30"}),
    Participant(4, "P3", group="g2", label=("Nora",), attributes={"age": ""}),
    Participant(5, "P3", transcript="FG1", label=("Nora",), attributes={"age": "52"}),
]
SOURCES = (
    Source("one", "Tuesday", "text", f"Nora: {SAID}\n"),
    Source("two", "FG2", "text", f"Ben: {OTHER}\n"),
    Source("film", "Film", "video"),
)


def compared(cases=(), values=(), groups=(), located=(), people=PEOPLE):
    project = Project(
        "p", sources=SOURCES, cases=tuple(cases), values=tuple(values), groups=tuple(groups)
    )
    sites = {"FG1": "Kampala", "FG2": "Ulm"}
    return compare_attributes(project, located, TRANSCRIPTS, ROWS, people, sites=sites)


def test_values_of_documents_belong_to_their_transcripts():
    values = [
        Value("document", "one", "Setting", "ward"),
        Value("document", "one", "SITE", "kampala"),
        Value("document", "two", "Place:Setting", "Park"),
        Value("document", "two", "site", "Vienna", "p.qdpx"),
        Value("document", "film", "site", "Ulm"),
    ]
    attributes, conflicts = compared(values=values)
    assert [tuple(each) for each in attributes] == [
        ("transcript", "FG1", "Setting", "ward", "Ward", "agrees", ""),
        ("transcript", "FG1", "SITE", "kampala", "Butabika", "agrees", ""),
        ("transcript", "FG2", "Place:Setting", "Park", "", "new", ""),
        ("transcript", "FG2", "site", "Vienna", "Ulm", "conflicts", "p.qdpx"),
        ("document", "Film", "site", "Ulm", "", "nobody", ""),
    ]
    assert conflicts == [Conflict("transcripts sheet", "FG2: site", "Ulm", "Vienna", "p.qdpx")]


def test_what_the_sheet_leaves_empty_contradicts_nothing():
    rows = [TranscriptRow(2, "FG1", "a.txt", group="FG1"), TranscriptRow(3, "FG2", "b.txt")]
    project = Project(
        "p",
        sources=SOURCES,
        values=tuple(
            Value("document", "one", *pair) for pair in (("Group", "East"), ("language", "en"))
        ),
    )
    attributes, conflicts = compare_attributes(project, [], TRANSCRIPTS, rows, [], sites={})
    assert ([each.agreement for each in attributes], conflicts) == (["new", "new"], [])


@pytest.mark.parametrize(
    ("variable", "value", "agreement"),
    [
        ("Age", "30.0", "agrees"),
        ("Person:AGE", "30", "agrees"),
        ("age", "30,5", "conflicts"),
        ("Q3: age", "31", "new"),
        ("age", "thirty", "conflicts"),
    ],
)
def test_values_are_compared_as_numbers_and_variables_without_the_kind_of_case(
    variable, value, agreement
):
    (found, *_), _ = compared([Case("k", "P2")], [Value("case", "k", variable, value)])
    assert found.agreement == agreement


def test_a_variable_with_and_without_the_kind_of_case_is_one():
    cases = [Case("k", "P1"), Case("l", "Norchen")]
    values = [Value("case", "k", "Person:Age", "41"), Value("case", "l", "age", "42", "b")]
    assert compared(cases, values)[1] == [Conflict("value", "P1: age", "41", "42", "b")]


def test_a_document_is_the_transcript_in_which_its_codings_were_found():
    coding = Coding("c", "k", "film")
    located = [Located(coding, "FG2", None, None, "unplaced", "no")]
    attributes, _ = compared(values=[Value("document", "film", "x", "y")], located=located)
    assert attributes[0][:2] == ("transcript", "FG2")


@pytest.mark.parametrize(
    ("name", "sources", "parts", "whose"),
    [
        ("p2", (), (), ("participant", "P2")),
        ("BEN", (), (), ("participant", "P2")),
        ("nora ba\u0308r", (), (), ("participant", "P1")),
        ("Nora", (), (), ("case", "Nora")),
        ("Nora", ("two",), (), ("participant", "P3")),
        ("Nora", (), ("one",), ("case", "Nora")),
        ("Ward 7", ("one",), (), ("transcript", "FG1")),
        ("Ward 7", ("one",), ("two",), ("case", "Ward 7")),
        ("Ward 7", ("film",), (), ("case", "Ward 7")),
        ("Nora", ("one",), (), ("case", "Nora")),
    ],
)
def test_whose_values_a_case_holds(name, sources, parts, whose):
    case = Case("k", name, "", sources, parts)
    attributes, _ = compared([case], [Value("case", "k", "mood", "glad")])
    assert attributes[0][:4] == (*whose, "mood", "glad")


def test_a_participant_of_several_rows_agrees_if_one_of_them_does():
    values = [Value("case", "k", "Person:Age", "52")]
    (found, *_), conflicts = compared([Case("k", "P3")], values)
    assert (found.sheet_value, found.agreement, conflicts) == ("52", "agrees", [])


def test_two_values_of_one_participant_from_two_cases_are_a_conflict():
    cases = [Case("k", "P1"), Case("l", "Norchen")]
    values = [Value("case", "k", "Age", "41", "a"), Value("case", "l", "age", "42", "b")]
    attributes, conflicts = compared(cases, values)
    assert [each.agreement for each in attributes[:2]] == ["new", "new"]
    assert conflicts == [Conflict("value", "P1: age", "41", "42", "b")]


def test_groups_sets_and_cases_are_attributes_of_the_transcripts_in_them():
    groups = [Group("Wards", "group", ("one", "film")), Group("Long", "set", ("one",), ("k",))]
    groups.append(Group("Early", "set", ("one",)))
    attributes, conflicts = compared([Case("k", "Ward 7", "", ("one",))], groups=groups)
    assert [each[:4] for each in attributes] == [
        ("transcript", "FG1", "document group", "Wards"),
        ("document", "Film", "document group", "Wards"),
        ("transcript", "FG1", "document set", "Long"),
        ("transcript", "FG1", "document set", "Early"),
        ("transcript", "FG1", "case", "Ward 7"),
    ]
    assert conflicts == []


def published(tmp_path, values, variables=("age",), names=()):
    attributes, _ = compared(
        [Case("k", "Nora Bär"), Case("l", "Ward 7", "", ("one",)), Case("m", "Norchen")], values
    )
    path = tmp_path / "attributes.csv"
    write_table(path, COLUMNS, attributes)
    people = [replace(person, attributes={}) for person in PEOPLE]
    names = Matcher(names)
    found = with_variables(people, variables, str(path), names, study="psw")
    return [person.attributes for person in found]


def test_a_published_variable_that_only_the_project_has(tmp_path):
    values = [
        Value("case", "k", "Person:Age", "41"),
        Value("case", "m", "age", "42"),
        Value("case", "l", "age", "not a person's"),
    ]
    assert published(tmp_path, values) == [{"age": "41"}, {"age": ""}, {"age": ""}, {"age": ""}]


def test_a_published_variable_that_nobody_has(tmp_path):
    with pytest.raises(ConfigError) as caught:
        published(tmp_path, [Value("case", "l", "age", "7")])
    assert "studies.psw.publish" in str(caught.value) and "'age'" in str(caught.value)


def test_a_published_value_with_a_name_in_it_is_refused_without_the_name(tmp_path):
    known = [Known("Ludmilla", "person", "M1", "[M1]", ask=False, layer="sheet")]
    with pytest.raises(CodingError) as caught:
        published(tmp_path, [Value("case", "k", "age", "as Ludmilla")], names=known)
    assert "row 2" in str(caught.value) and "Ludmilla" not in str(caught.value)


def test_the_demonstrations_sites_agree_with_its_sheets():
    """QualCoder's file attributes against the sheet, spelled there as the team spells them."""
    root = Path(__file__).parents[2]
    project = read_project(root / "resources/psw/coding/exports/psw.qda")
    rows = read_transcripts_sheet(str(root / "config/psw/transcripts.csv"))
    names = {source.source: Path(source.name).stem for source in project.sources}
    located = [Located(c, names[c.source], None, None, "unplaced") for c in project.codings]
    people = read_participants_sheet(str(root / "resources/psw/participants.csv"))
    attributes, conflicts = compare_attributes(project, located, [], rows, people, sites={})
    sites = [each for each in attributes if each.variable == "Site"]
    assert {each.subject for each in sites} == set(names.values()) <= {r.transcript for r in rows}
    assert {each.agreement for each in sites} == {"agrees"}
    assert conflicts == []
