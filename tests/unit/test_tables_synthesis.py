"""Several studies through one lens, counted a second time by hand and by sets."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.errors import SheetError
from quotetrail.sheets import LensRow
from quotetrail.sheets.lens import lens_of
from quotetrail.tables.synthesis import (
    COLUMNS,
    Side,
    domain_table,
    lens_table,
    read_sides,
    top_codes,
)

PATHS = ["Trust", "Trust > Staff", "Fare", "Goats"]
GROUPS = {"t1": ("g1", "HIC"), "t2": ("g2", "LMIC"), "t3": ("g2", "LMIC"), "t4": ("g3", "LMIC")}


def frame(rows: list[dict[str, str]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns, dtype=str)


def side(study: str, codings: list[tuple[str, str]], contrast: str = "income") -> Side:
    """A study whose codings are (path, transcript)."""
    columns = ["coding", "code", "path", "transcript", "start", "end", "speaker", "record"]
    return Side(
        study,
        frame(
            [
                {
                    "coding": f"c{number}",
                    "code": path.rpartition(" > ")[2],
                    "path": path,
                    "transcript": transcript,
                    "start": "0",
                    "end": "9",
                    "speaker": "",
                    "record": "yes",
                }
                for number, (path, transcript) in enumerate(codings)
            ],
            columns,
        ),
        frame(
            [
                {"code": path, "name": path.rpartition(" > ")[2], "path": path, "codings": "0"}
                for path in PATHS
            ],
            ["code", "name", "path", "parent", "description", "colour", "codings"],
        ).fillna(""),
        frame(
            [
                {"transcript": name, "group": group, "income": income, "original": ""}
                for name, (group, income) in GROUPS.items()
            ],
            ["transcript", "group", "income", "original"],
        ),
        frame([], ["participant", "transcript", "group", "part"]),
        contrast,
        ["HIC", "LMIC"] if contrast else [],
        f"as {study} has it",
    )


def counts(table: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (row["path"], row["part"]): (
            int(row["groups"]),
            int(row["raised_in_with_subcodes"]),
            int(row["segments_with_subcodes"]),
        )
        for row in table.to_dict("records")
    }


def test_a_domain_holds_the_codes_below_it_but_those_with_a_domain_of_their_own():
    one = side("psw", [("Trust", "t1"), ("Trust > Staff", "t2"), ("Fare", "t3"), ("Goats", "t4")])
    lens = {"psw": {"Trust": "Relations", "Fare": "Money"}}
    found = counts(domain_table([one], lens))
    assert found == {
        ("Relations", "psw: HIC"): (1, 1, 1),
        ("Relations", "psw: LMIC"): (2, 1, 1),
        ("Money", "psw: HIC"): (1, 0, 0),
        ("Money", "psw: LMIC"): (2, 1, 1),
    }
    lens["psw"]["Trust > Staff"] = "Work"
    found = counts(domain_table([one], lens))
    assert found["Relations", "psw: LMIC"] == (2, 0, 0)
    assert found["Work", "psw: LMIC"] == (2, 1, 1)


def test_a_study_without_a_code_in_a_domain_has_no_row_there():
    sides = [side("psw", [("Trust", "t1")]), side("mhw", [("Fare", "t1")])]
    table = domain_table(sides, {"psw": {"Trust": "Relations"}, "mhw": {"Fare": "Money"}})
    assert list(table.columns) == COLUMNS
    assert set(zip(table["path"], table["study"], strict=True)) == {
        ("Relations", "psw"),
        ("Money", "mhw"),
    }


def test_domains_stand_in_the_order_in_which_the_lens_names_them():
    sides = [side("psw", [("Trust", "t1")]), side("mhw", [("Fare", "t1")], contrast="")]
    lens = {"psw": {"Trust": "Z", "Fare": "A"}, "mhw": {"Fare": "A", "Goats": "M"}}
    table = domain_table(sides, lens)
    assert list(dict.fromkeys(table["path"])) == ["Z", "A", "M"]
    assert list(table[table["path"] == "A"]["part"]) == ["psw: HIC", "psw: LMIC", "mhw"]


@given(
    st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(list(GROUPS)))),
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["A", "B"]), min_size=1),
)
def test_groups_and_segments_are_those_of_a_plain_count(codings, domains):
    table = domain_table([side("psw", codings)], {"psw": domains})

    def domain(path: str) -> str:
        above = path.rpartition(" > ")[0]
        return domains.get(path) or (domain(above) if above else "")

    for (name, part), (groups, raised, segments) in counts(table).items():
        income = part.removeprefix("psw: ")
        inside = [
            GROUPS[text][0]
            for path, text in codings
            if domain(path) == name and GROUPS[text][1] == income
        ]
        assert groups == len({group for group, where in GROUPS.values() if where == income})
        assert (raised, segments) == (len(set(inside)), len(inside))
    assert len(table) == 2 * len(set(domains.values()))


def test_without_a_lens_each_code_at_the_root_is_a_domain():
    assert top_codes([side("psw", [])]) == {
        "psw": {"Trust": "Trust", "Fare": "Fare", "Goats": "Goats"}
    }


def test_the_lens_as_it_is_published():
    table = lens_table({"psw": {"Trust": "Relations"}, "mhw": {}}, {"psw": "as coded"})
    row = {"domain": "Relations", "study": "psw", "code": "Trust", "code_system": "as coded"}
    assert table.to_dict("records") == [row]
    assert list(lens_table({}, {}).columns) == ["domain", "study", "code", "code_system"]


def test_sides_are_read_from_the_controlled_zone(tmp_path):
    one = side("psw", [("Trust", "t1")])
    folder = tmp_path / "controlled" / "psw"
    (folder / "coding").mkdir(parents=True)
    one.codings.to_csv(folder / "coding" / "codings.csv", index=False)
    one.codebook.to_csv(folder / "coding" / "codebook.csv", index=False)
    (folder / "coding" / "history.csv").write_text(
        "round,on,by,change,code,to,coder,why,codings\n2,2020-01-01,C1,rename,T,Trust,,Why,1\n"
    )
    one.transcripts.to_csv(folder / "transcripts.csv", index=False)
    one.participants.to_csv(folder / "participants.csv", index=False)
    (read,) = read_sides(tmp_path, ["psw"], {"psw": "income"}, {"psw": ["HIC", "LMIC"]})
    pd.testing.assert_frame_equal(read.codings, one.codings)
    assert read.version.startswith("round 2 (")
    lens = {"psw": {"Trust": "Relations"}}
    assert counts(domain_table([read], lens)) == counts(domain_table([one], lens))


def test_a_lens_is_read_by_study():
    rows = [LensRow(2, "Relations", "psw", "Trust"), LensRow(3, "Money", "mhw", "Fare")]
    paths = {"psw": PATHS, "mhw": PATHS, "none": []}
    assert lens_of(rows, paths, "lens.csv") == {
        "psw": {"Trust": "Relations"},
        "mhw": {"Fare": "Money"},
        "none": {},
    }


@pytest.mark.parametrize(
    ("study", "code", "column"), [("pws", "Trust", "study"), ("psw", "Staff", "code")]
)
def test_a_lens_that_names_what_is_not_there_is_refused(study, code, column):
    rows = [LensRow(2, "Relations", "psw", "Trust"), LensRow(7, "Money", study, code)]
    with pytest.raises(SheetError) as refused:
        lens_of(rows, {"psw": PATHS}, "lens.csv")
    assert refused.value.file == "lens.csv"
    assert refused.value.place == f"row 7, column {column}"
