"""Codes renamed, merged, moved, split and dropped: compared with a project so coded from the start.

The properties hold against a second implementation that knows paths as texts only.
"""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding.history import HISTORY_COLUMNS, history_rows
from quotetrail.coding.locate import Located
from quotetrail.coding.project import Code, Coding, Project, paths
from quotetrail.coding.revise import DOUBLED, DROPPED, revise
from quotetrail.errors import SheetError
from quotetrail.sheets import CodeChange

FILE = "config/s/codes.csv"
CODERS = {"Thessaly Crane": "C1", "Igor Mbeki": "C2", "consensus": "consensus"}
ONE, TWO, AGREED = CODERS
CODES = (
    Code("k1", "Trust", None, "Of anybody.", "#111111"),
    Code("k2", "Staff", "k1"),
    Code("k3", "Let in", "k2"),
    Code("k4", "Money", None, "What is paid."),
    Code("k5", "Fares", "k4", "Buses."),
    Code("k6", "Staff", "k4", "Paid by them.", codable=False),
    Code("k7", "Let in", "k6"),
    Code("k8", "Goats"),
)
CODINGS = (
    Coding("c1", "k1", "s", 0, 5, ONE),
    Coding("c2", "k4", "s", 0, 5, ONE),
    Coding("c3", "k4", "s", 0, 5, TWO),
    Coding("c4", "k4", "s", 0, 6, ONE),
    Coding("c5", "k7", "s", 9, 12, ONE),
    Coding("c6", "k3", "s", 9, 12, ONE),
    Coding("c7", "k5", "s", 20, 22, AGREED),
    Coding("c8", "k8", "s", 30, 33, TWO),
    Coding("c9", "k8", "s", None, None, ONE),
    Coding("c10", "", "s", 40, 41, ONE),
)
PROJECT = Project("p.qdpx", CODES, (), CODINGS, tuple(CODERS))


def located(codings=CODINGS):
    return [
        Located(each, "g1", each.start, each.end, "exact" if each.start is not None else "unplaced")
        for each in codings
    ]


def change(kind, code, to="", coder="", **more):
    values = {"row": 2, "why": "So it is.", "by": "M08", "on": "2020-02-03", "round": 2}
    return CodeChange(change=kind, code=code, to=to, coder=coder, **{**values, **more})


def revised(*changes, project=PROJECT):
    return revise(project, located(project.codings), changes, CODERS, file=FILE)


def path_by_id(project):
    return {code: " > ".join(path) for code, path in paths(project.codes).items()}


def coded(made):
    """The path of each coding, and of those that are out the reason."""
    known = path_by_id(made.project)
    reasons = {each.coding.coding: each.reason for each in made.located if each.reason}
    return {
        each.coding: reasons.get(each.coding) or known.get(each.code, "")
        for each in made.project.codings
    }


def test_without_a_sheet_nothing_is_touched():
    made = revised()
    assert made.project is PROJECT
    assert made.located == located()
    assert made.history == []


def test_a_renamed_code_keeps_its_id_and_all_that_it_has():
    made = revised(change("rename", "Trust", "Confidence"))
    assert made.project.codes == (replace(CODES[0], name="Confidence"), *CODES[1:])
    assert made.project.codings == CODINGS
    assert made.located == located()
    assert [made.history[0].code, made.history[0].to] == [("Trust",), ("Confidence",)]
    assert made.history[0].codings == 2


def test_a_merged_code_gives_away_its_codings_its_description_and_what_stands_below_it():
    made = revised(change("merge", "Money", "Trust"))
    assert path_by_id(made.project) == {
        "k1": "Trust",
        "k2": "Trust > Staff",
        "k3": "Trust > Staff > Let in",
        "k5": "Trust > Fares",
        "k8": "Goats",
    }
    kept = {code.code: code for code in made.project.codes}
    assert kept["k1"].description == "Of anybody.\nWhat is paid."
    assert kept["k2"].description == "Paid by them."
    assert kept["k2"].codable
    assert coded(made) == {
        "c1": "Trust",
        "c2": DOUBLED,
        "c3": "Trust",
        "c4": "Trust",
        "c5": DOUBLED,
        "c6": "Trust > Staff > Let in",
        "c7": "Trust > Fares",
        "c8": "Goats",
        "c9": "Goats",
        "c10": "",
    }
    assert made.history[0].codings == 5
    out = next(each for each in made.located if each.reason == DOUBLED)
    assert (out.start, out.end, out.placement, out.transcript) == (None, None, "unplaced", "g1")
    assert out.coding.code == "k1"


def test_what_was_taken_out_by_one_merge_takes_nothing_out_in_the_next():
    """c2 is out of Trust, so that nothing of it stands in the way of c3 or c4."""
    made = revised(change("merge", "Money", "Trust"), change("merge", "Trust", "Goats"))
    assert coded(made)["c1"] == "Goats"
    assert Counter(coded(made).values())[DOUBLED] == 2
    assert [event.codings for event in made.history] == [5, 5]


def test_a_merge_into_the_code_above_joins_what_is_called_alike():
    codes = (Code("a", "A"), Code("b", "A", "a"), Code("c", "A", "b"), Code("d", "D", "c"))
    codings = tuple(
        Coding(f"x{number}", code.code, "s", number, number + 1, ONE)
        for number, code in enumerate(codes)
    )
    made = revised(change("merge", "A > A", "A"), project=Project("p", codes, (), codings))
    assert path_by_id(made.project) == {"a": "A", "c": "A > A", "d": "A > A > D"}
    assert coded(made) == {"x0": "A", "x1": "A", "x2": "A > A", "x3": "A > A > D"}


def test_a_moved_code_takes_the_codes_below_it_along():
    made = revised(change("move", "Money > Staff", "Goats"), change("move", "Trust > Staff"))
    assert path_by_id(made.project)["k7"] == "Goats > Staff > Let in"
    assert path_by_id(made.project)["k3"] == "Staff > Let in"
    assert coded(made)["c5"] == "Goats > Staff > Let in"
    assert [event.to for event in made.history] == [("Goats",), ()]


def test_a_split_gives_one_coders_codings_to_a_new_code():
    for coder in (TWO, "igor mbeki", "C2", "c2"):
        made = revised(change("split", "Money", "Goats > As Igor has it", coder))
        assert coded(made) == {**coded(revised()), "c3": "Goats > As Igor has it"}
        assert made.history[0].codings == 1
    again = revised(change("split", "Money", "Goats > As Igor has it", TWO))
    assert again.project == made.project


def test_a_dropped_code_takes_the_codes_below_it_along_and_its_codings_are_listed():
    made = revised(change("drop", "Money"))
    assert set(path_by_id(made.project)) == {"k1", "k2", "k3", "k8"}
    assert {coding for coding, path in coded(made).items() if path == DROPPED} == {
        *("c2", "c3", "c4", "c5", "c7")
    }
    assert made.history[0].codings == 5


def test_each_row_sees_what_the_rows_above_it_left():
    made = revised(
        change("rename", "Money > Staff", "Payers"),
        change("move", "Money > Payers", "Trust"),
        change("merge", "Trust > Payers > Let in", "Trust > Staff > Let in"),
        change("drop", "Trust > Payers"),
    )
    assert coded(made)["c5"] == DOUBLED
    assert set(path_by_id(made.project).values()) == {
        *("Trust", "Trust > Staff", "Trust > Staff > Let in", "Money", "Money > Fares", "Goats")
    }


@pytest.mark.parametrize(
    "path", ["MONEY > fares", "money>Fares", "Money  >  Fares", "Mo\u00adney > Fares"]
)
def test_paths_are_told_by_more_than_their_letters(path):
    assert revised(change("drop", path)).history[0].code == ("Money", "Fares")


def test_of_two_codes_that_differ_in_capitals_only_the_exact_one_is_meant():
    codes = (Code("a", "Trust"), Code("b", "trust"))
    made = revised(change("merge", "trust", "Trust"), project=Project("p", codes))
    assert [code.code for code in made.project.codes] == ["a"]
    with pytest.raises(SheetError, match="several codes"):
        revised(change("drop", "TRUST"), project=Project("p", codes))


SAME = (Code("a", "Trust"), Code("b", "Trust"), Code("c", "Fare"))


@pytest.mark.parametrize(
    ("changes", "place", "found"),
    [
        ([change("drop", "Nakimera")], "row 2, column code", "no code"),
        ([change("merge", "Goats", "Nakimera")], "row 2, column to", "no code"),
        ([change("move", "Goats", "Nakimera")], "row 2, column to", "no code"),
        ([change("split", "Goats", "Nakimera > New", ONE)], "row 2, column to", "no code"),
        ([change("rename", "Goats", "trust")], "row 2, column to", "another code of this name"),
        ([change("merge", "Goats", "Goats")], "row 2, column to", "into itself"),
        ([change("merge", "Trust", "Trust > Staff")], "row 2, column to", "below it"),
        ([change("move", "Trust", "Trust > Staff > Let in")], "row 2, column to", "below itself"),
        ([change("move", "Goats", "Goats")], "row 2, column to", "below itself"),
        ([change("move", "Trust > Staff", "Money")], "row 2, column to", "same name"),
        ([change("split", "Goats", "Money > fares", ONE)], "row 2, column to", "there already"),
        ([change("split", "Goats", "New", "Nakimera")], "row 2, column coder", "no such coder"),
        (
            [change("drop", "Goats"), change("rename", "Goats", "Sheep", row=3)],
            "row 3, column code",
            "after the changes in the rows above",
        ),
    ],
)
def test_a_change_that_cannot_be_made_names_row_and_column_and_no_code(changes, place, found):
    with pytest.raises(SheetError) as refused:
        revised(*changes)
    said = str(refused.value)
    assert (refused.value.file, refused.value.place) == (FILE, place)
    assert found in said
    assert refused.value.advice
    for word in ("Nakimera", "Goats", "Money", "Thessaly", "Igor"):
        assert word not in said


def test_a_path_that_several_codes_have_is_refused():
    with pytest.raises(SheetError, match="several codes") as refused:
        revised(change("merge", "Fare", "Trust"), project=Project("p", SAME))
    assert refused.value.place == "row 2, column to"


def rows(*changes):
    events = revised(*changes).history
    made = history_rows(events, CODERS, lambda text: text.replace("Nakimera", "[P3]"), file=FILE)
    return [dict(zip(HISTORY_COLUMNS, row, strict=True)) for row in made]


def test_the_history_names_nobody():
    (first, second) = rows(
        change("rename", "Goats", "Nakimera's goats", why="As Nakimera says", by="igor mbeki"),
        change("split", "Nakimera's goats", "Goats", ONE, by="M08", round=3),
    )
    assert first == {
        "round": "2",
        "on": "2020-02-03",
        "by": "C2",
        "change": "rename",
        "code": "Goats",
        "to": "[P3]'s goats",
        "coder": "",
        "why": "As [P3] says",
        "codings": "2",
    }
    assert (second["by"], second["coder"], second["code"]) == ("M08", "C1", "[P3]'s goats")


@pytest.mark.parametrize("by", ["Somebody Else", "Nakimera", "m.08", "Jörg"])
def test_who_is_neither_a_coder_nor_an_id_is_refused(by):
    with pytest.raises(SheetError) as refused:
        rows(change("drop", "Goats", by=by))
    assert refused.value.place == "row 2, column by"
    assert by not in str(refused.value)


# Any project and any changes: what a sheet can ask for at all, against paths as plain texts.

NAMES = "abc"
PATHS = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(" > ".join), max_size=8
)


@st.composite
def projects(draw):
    wanted = {part for path in draw(PATHS) for part in ups(path)}
    codes = [
        Code(path, path[-1], path.rpartition(" > ")[0] or None)
        for path in sorted(wanted, key=lambda path: (len(path), path))
    ]
    choices = st.tuples(
        st.sampled_from(sorted(wanted)),
        st.integers(0, 3),
        st.sampled_from([ONE, TWO]),
    )
    chosen = draw(st.lists(choices, max_size=12)) if wanted else []
    codings = [
        Coding(f"c{number}", code, "s", start, start + 1, coder)
        for number, (code, start, coder) in enumerate(chosen)
    ]
    return Project("p", tuple(codes), (), tuple(codings), (ONE, TWO))


def ups(path):
    parts = path.split(" > ")
    return [" > ".join(parts[: depth + 1]) for depth in range(len(parts))]


def under(path, code):
    return path == code or path.startswith(f"{code} > ")


CHANGES = st.lists(
    st.builds(
        change,
        st.sampled_from(["rename", "merge", "move", "split", "drop"]),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(" > ".join),
        st.lists(st.sampled_from([*NAMES, "new"]), min_size=1, max_size=2).map(" > ".join),
        st.sampled_from([ONE, TWO]),
    ),
    max_size=6,
)


def by_texts(made, codings):
    """Of each coding its path, or nothing if it was dropped, from the history alone."""
    now = {each.coding: each.code for each in codings}
    coder = {each.coding: each.coder for each in codings}
    for event in made.history:
        code, to = " > ".join(event.code), " > ".join(event.to)
        for name, path in now.items():
            if not path or not under(path, code):
                continue
            rest = path.removeprefix(code)
            kind = event.change.change
            if kind == "rename":
                now[name] = " > ".join([*event.code[:-1], to]) + rest
            elif kind == "move":
                now[name] = " > ".join([*event.to, event.code[-1]]) + rest
            elif kind == "merge":
                now[name] = to + rest
            elif kind == "drop":
                now[name] = ""
            elif not rest and coder[name] == event.change.coder:
                now[name] = to
    return now


@given(projects(), CHANGES)
def test_any_changes_keep_every_coding_once_and_give_it_the_path_that_texts_would(project, changes):
    made = revise(project, located(project.codings), [], CODERS, file=FILE)
    done = []
    for wanted in changes:
        each = replace(wanted, to=wanted.to[-1]) if wanted.change == "rename" else wanted
        try:
            made = revise(project, located(project.codings), [*done, each], CODERS, file=FILE)
            done.append(each)
        except SheetError:
            continue
    assert [each.coding for each in made.project.codings] == [c.coding for c in project.codings]
    assert [each.coding for each in made.located] == list(made.project.codings)
    known = path_by_id(made.project)
    assert len(set(known.values())) == len(known) == len(made.project.codes)
    before = [code.code for code in made.project.codes]
    for number, code in enumerate(made.project.codes):
        assert code.parent is None or code.parent in before[:number]
    assert {each.code for each in made.project.codings} <= {"", *before}
    expected = by_texts(made, project.codings)
    found = {each.coding: known.get(each.code, "") for each in made.project.codings}
    assert found == expected
    out = {each.coding.coding: each.reason for each in made.located if each.start is None}
    assert {name for name, reason in out.items() if reason == DROPPED} <= {
        name for name, path in expected.items() if not path
    }
    for name, path in expected.items():
        assert path or name in out


@given(projects(), st.data())
def test_a_merge_equals_a_project_coded_so_from_the_start(project, data):
    """Each coder's passages below each code are the same, and each counts once if each did."""
    if len(project.codes) < 2:
        return
    known = path_by_id(project)
    code, target = data.draw(st.permutations(sorted(known.values())))[:2]
    if under(target, code):
        return
    # Nobody gave one code to one passage twice before.
    once = {(c.code, c.start, c.coder): c for c in project.codings}
    project = replace(project, codings=tuple(once.values()))
    made = revise(
        project, located(project.codings), [change("merge", code, target)], CODERS, file=FILE
    )
    after = path_by_id(made.project)
    kept = Counter(
        (after[each.coding.code], each.start, each.coding.coder)
        for each in made.located
        if each.start is not None
    )
    from_the_start = {
        (target + path.removeprefix(code) if under(path, code) else path, c.start, c.coder)
        for c in project.codings
        for path in [known[c.code]]
    }
    assert kept == Counter(from_the_start)
