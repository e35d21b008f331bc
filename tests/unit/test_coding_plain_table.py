"""The plain table of codings."""

import csv
import re

import pytest

from quotetrail.coding import locate, paths
from quotetrail.coding.atlasti_quotations import holds_atlasti_quotations
from quotetrail.coding.dedoose import holds_dedoose
from quotetrail.coding.maxqda_segments import holds_maxqda_segments
from quotetrail.coding.plain_table import holds_plain_table, read_plain_table
from quotetrail.coding.taguette_table import holds_taguette_table
from quotetrail.errors import CodingError
from quotetrail.transcripts import find_turns

HEAD = ["transcript", "start", "end", "text", "code", "coder", "memo", "weight", "created"]
ROW = ["FG1", "3", "9", "they listened", "Trust>In staff", "ana", "a memo", "2,5", "2024-04-25"]
OTHERS = (
    holds_maxqda_segments,
    holds_dedoose,
    holds_atlasti_quotations,
    holds_taguette_table,
)


def write(path, *rows):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def test_every_column(tmp_path):
    path = write(tmp_path / "a.csv", HEAD, ROW)
    assert holds_plain_table(path, b"")
    assert not any(holds(path, b"") for holds in OTHERS)
    project = read_plain_table(path, "table")
    (coding,) = project.codings
    assert paths(project.codes)[coding.code] == ("Trust", "In staff")
    assert (coding.start, coding.end, coding.quoted) == (3, 9, "they listened")
    assert (coding.coder, coding.memo, coding.weight) == ("ana", "a memo", 2.5)
    assert coding.created == "2024-04-25"
    assert [source.name for source in project.sources] == ["FG1"]


SPOKEN = (
    "Ana: were they kind?\nBo: they listened to me, yes\nAna: yes, they did listen\n"
    "Bo: and nobody else ever asked us how the night had been"
)


def transcript_of(spoken=SPOKEN, name="FG1"):
    return find_turns(spoken, transcript=name, language="en", labels=()).transcript


def placed(tmp_path, rows, *transcripts):
    head = ["transcript", "code", "text", "start", "end"]
    table = [[name, "A", words, str(start), str(end)] for name, words, start, end in rows]
    project = read_plain_table(write(tmp_path / "a.csv", head, *table), "table")
    return locate([project], transcripts or [transcript_of()])


def test_a_place_counts_in_the_raw_transcript_and_words_must_bear_it_out(tmp_path):
    text = transcript_of().text
    at, last = text.index("listened"), text.rindex("yes")
    rows = [
        ("fg1", "they  Listened", "", ""),
        ("fg1", "", at, at + 8),
        ("fg1", "Yes", last, last + 3),
        ("FG1", "yes", "", ""),
        ("FG1", "yes", 0, 3),
        ("FG1", "nobody else", 0, 3),
        ("FG1", "never said", 0, 4),
        ("FG1", "", len(text) - 3, len(text) + 1),
        ("FG1", "", 7, 3),
        ("FG1", "", 0, 4),
        ("FG1", "", 7, ""),
        ("other", "", 0, 4),
    ]
    found = placed(tmp_path, rows)
    assert [(each.placement, each.start) for each in found] == [
        ("searched", at - 5),
        ("exact", at),
        ("exact", last),
        ("unplaced", None),
        ("unplaced", None),
        ("searched", text.index("nobody")),
        *[("unplaced", None)] * 6,
    ]
    # Of the rows of FG1 that give words most do not find them at their place.
    assert all(each.reason for each in found if each.start is None)
    assert len({each.reason for each in found[6:]}) == 6


def test_a_transcript_that_is_named_is_the_one(tmp_path):
    rows = [("fg1", "they listened to me, yes", "", ""), ("fg1", "", 0, 4)] * 3
    rows += [("fg1", "how the night had been", "", "")] * 3
    others = [transcript_of("Ana: not here", "fg1"), transcript_of(name="fg2")]
    assert {each.transcript for each in placed(tmp_path, rows, *others)} == {"fg1"}


def spans_of(text):
    """From word to word, all over the text."""
    starts = [at for at in range(len(text)) if at == 0 or not text[at - 1].isalnum()]
    starts = [at for at in starts if text[at].isalnum()]
    return [(at, at + len(re.match(r"\w+", text[at:])[0])) for at in starts]


@pytest.mark.parametrize("shift", [-1, 1, 2, 5])
def test_places_that_cut_words_are_not_believed(tmp_path, shift):
    transcript = transcript_of(SPOKEN.replace("they", "everybody").replace("yes", "certainly"))
    spans = spans_of(transcript.text)
    right = placed(tmp_path, [("fg1", "", *span) for span in spans], transcript)
    assert [(each.placement, each.start, each.end) for each in right] == [
        ("exact", *span) for span in spans
    ]
    moved = [(start + shift, end + shift) for start, end in spans[1:-1]]
    wrong = placed(tmp_path, [("fg1", "", *span) for span in moved], transcript)
    assert {(each.placement, each.reason) for each in wrong} == {
        ("unplaced", "the offsets do not fit the transcript, and no words are given for it")
    }


def test_places_that_words_contradict_are_not_believed(tmp_path):
    text = transcript_of().text
    # In a text with labels everything stands further down: only the words can tell.
    at = SPOKEN.index("listened")
    rows = [("fg1", "listened", at, at + 8), ("fg1", "", *spans_of(text)[3])]
    assert [(each.placement, each.start) for each in placed(tmp_path, rows)] == [
        ("searched", text.index("listened")),
        ("unplaced", None),
    ]


def test_repeated_words_that_stand_there_by_chance_are_not_believed(tmp_path):
    at = transcript_of().text.index("yes")
    rows = [("fg1", "yes", at, at + 3)]
    assert [each.start for each in placed(tmp_path, rows)] == [at]
    rows += [("fg1", "listened", at, at + 8)]
    assert [each.placement for each in placed(tmp_path, rows)] == ["unplaced", "searched"]


def test_scripts_without_spaces_say_nothing_about_borders(tmp_path):
    transcript = transcript_of("安娜: 他们听了我们说的话没有别人问过我们晚上过得怎么样", "fg1")
    rows = [("fg1", "", at, at + 2) for at in range(1, 16)]
    assert {each.placement for each in placed(tmp_path, rows, transcript)} == {"exact"}


@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        ("start", "three", "row 3, column start"),
        ("end", "-1", "row 3, column end"),
        ("weight", "much", "row 3, column weight"),
        ("code", " ", "row 3, column code"),
        ("transcript", "", "row 3, column transcript"),
    ],
)
def test_a_bad_cell_is_named_by_its_place(tmp_path, column, value, place):
    bad = [value if name == column else cell for name, cell in zip(HEAD, ROW, strict=True)]
    with pytest.raises(CodingError) as caught:
        read_plain_table(write(tmp_path / "a.csv", HEAD, ROW, bad), "table")
    assert place in str(caught.value)
    assert "three" not in str(caught.value)


@pytest.mark.parametrize("head", [["transcript", "code"], ["text", "code"], ["transcript", "text"]])
def test_what_lacks_a_column_is_no_plain_table(tmp_path, head):
    path = write(tmp_path / "a.csv", head, ["x"] * len(head))
    assert not holds_plain_table(path, b"")
    with pytest.raises(CodingError, match="lacks what is needed"):
        read_plain_table(path, "table")
