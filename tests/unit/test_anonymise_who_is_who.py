"""Who is who: one row for each pseudonym."""

from kept_pseudonyms import MADE, settled, who

from quotetrail.anonymise.pseudonym_map import MAP_COLUMNS, map_rows
from quotetrail.anonymise.replacement_log import (
    sheet_content,
)
from quotetrail.sheets import Participant


def test_one_row_for_each_pseudonym():
    assert [tuple(row[column] for column in MAP_COLUMNS) for row in who()] == [
        ("P1", "participant", "", "Miriam Katz;Miriam;Mimi", "[P1]", "1", "1"),
        ("P2", "participant", "", "Anna;Anuschka;=Annie", "[P2]", "1", "2"),
        ("P3", "participant", "", "Nobody Spoke", "[P3]", "0", "0"),
        ("P9", "participant", "", "Zed", "[P9]", "1", "0"),
        ("C1", "coder", "", "Kim Lee", "[C1]", "0", "0"),
        ("town", "identifier", "", "Ulm;Neu-Ulm", "[town]", "2", "2"),
        ("a clinic", "identifier", "", "Hill House", "[a clinic]", "0", "0"),
        ("S1", "speaker", "t1", "Kofi", "S1", "1", "0"),
    ]


def test_a_person_has_all_the_replacements_that_stand_for_them():
    nurse = settled(0, 6, entity="P1", replacement="[Person 1, nurse]")
    row = who([MADE._replace(identifiers=[nurse, *MADE.identifiers[1:]])])[0]
    assert (row["pseudonym"], row["replacement"], row["places"]) == ("P1", "[Person 1, nurse]", "1")


def test_the_map_is_the_same_each_time_and_no_formula():
    written = sheet_content(who(), MAP_COLUMNS)
    assert written == sheet_content(who(), MAP_COLUMNS)
    assert b"\n'=" not in sheet_content([], MAP_COLUMNS)
    risky = map_rows([Participant(2, "P1", names=("=1+1\n",))], [], [], {}, [])
    assert b",'=1+1," in sheet_content(risky, MAP_COLUMNS)
