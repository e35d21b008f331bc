"""Near misses of known names, against a second count of edits."""

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.anonymise.names import Known
from quotetrail.anonymise.near import find_near


def known(*names: str) -> list[Known]:
    return [Known(name, "person", "P1", "[P1]", False, "participants sheet") for name in names]


def found(text: str, *names: str) -> list[str]:
    return [text[spot.start : spot.end] for spot in find_near(text, known(*names))]


def test_one_edit_from_five_letters_two_from_nine():
    assert found("Sabene said, Sabnie too, Sabin, Sbn.", "Sabine") == ["Sabene", "Sabnie", "Sabin"]
    assert found("Sebene said.", "Sabine") == []
    assert found("Nansubaga and Nansbuuga and Nnsbga", "Nansubuga") == ["Nansubaga", "Nansbuuga"]
    assert found("Ewa and Evi", "Eva") == []


def test_a_known_name_with_its_endings_is_none():
    assert found("Sabines Hund, Sabine's dog", "Sabine") == []
    assert found("Kisan na Kisani", "Kisani", "Kisan") == []


def test_small_letters_count_only_where_there_are_no_capitals():
    assert found("The marin is here. Marin said so.", "Maria") == []
    assert found("then marin said so", "Maria") == ["marin"]


def test_scripts_without_capitals():
    assert found("अमीता बोलली", "अमिता") == ["अमीता"]
    assert found("זה מרים ומירים", "מרים") == []  # four letters are too few


LETTERS = st.text(alphabet="abcdef", min_size=1, max_size=11)


@given(LETTERS, LETTERS)
def test_as_a_plain_count_of_edits_says(word, name):
    text = f"x {word.capitalize()} y"
    if word == name or len(name) < 5 or word in ("x", "y"):
        return
    most = 2 if len(name) >= 9 else 1
    grown = name in word and word.endswith((name, f"{name}s"))
    near = edits(word, name) <= most and len(word) >= 4
    if not grown:
        assert bool(find_near(text, known(name.capitalize()))) == near


def edits(one: str, other: str) -> int:
    """Optimal string alignment, by the textbook's table."""
    table = [
        [i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i, a in enumerate(one, start=1):
        for j, b in enumerate(other, start=1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a != b)
            )
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
