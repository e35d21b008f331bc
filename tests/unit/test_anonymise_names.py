import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.anonymise.decide import Decided, apply
from quotetrail.anonymise.find import find_identifiers
from quotetrail.anonymise.freetext import replace_names
from quotetrail.anonymise.generic import is_generic_coder, is_generic_label
from quotetrail.anonymise.labels import label_names, speakers, undeclared_labels
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import CANDIDATES, NEAR, Known, known_names, name_parts
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.anonymise.spelling import spell
from quotetrail.errors import SheetError
from quotetrail.sheets import Decision, KnownIdentifier, Participant
from quotetrail.text import Transcript, Turn, fold

NAMES = {
    "P01": "Miriam Levi-Cohen",
    "P02": "Seán O'Brien",
    "P03": "Jürgen Weiß",
    "P04": "Asha Mwangi",
    "P05": "מרים כהן",
    "P06": "सुनील पाटील",
    "P07": "રમેશ પટેલ",
    "P08": "Grace Nakato Ssali",
}
PEOPLE = [
    Participant(n, pid, group="g", names=(name,)) for n, (pid, name) in enumerate(NAMES.items(), 2)
]
KNOWN = known_names(PEOPLE, [], [], {})
MATCHER = Matcher(KNOWN)


def transcript(*turns: tuple[str | None, str]) -> Transcript:
    text, made = "", []
    for speaker, said in turns:
        start = len(text) + 1 if made else 0
        text = f"{text}\n{said}" if made else said
        made.append(Turn(start, start + len(said), speaker))
    return Transcript("t1", "und", text, tuple(made))


def sure(source: Transcript, known: list[Known]) -> list:
    """What sheets and patterns know; near misses and candidates have tests of their own."""
    asked = (NEAR, CANDIDATES)
    return [hit for hit in find_identifiers(source, known) if hit.layer not in asked]


def pseudonymised(source: Transcript, known: list[Known]) -> tuple[Transcript, list]:
    settled = apply(Decided("decided", "replace", ()), "t1", sure(source, known), source.text)
    names = {label: f"S{n}" for n, label in enumerate(source.speakers(), 1)}
    result, offsets = pseudonymise(source, settled, names)
    return result, [settled, offsets]


def by_text(known: list[Known]) -> dict[str, Known]:
    return {entry.text: entry for entry in known}


def test_full_names_are_known_by_their_parts():
    assert name_parts("Dr. Miriam van Levi-Cohen") == ["Miriam", "Levi-Cohen", "Levi", "Cohen"]
    assert name_parts("Ben Miller") == ["Ben", "Miller"]
    assert name_parts("Levi ben Ari") == ["Levi", "Ari"]
    assert name_parts("Miriam 'Miri' J. (Levi)") == ["Miriam", "Miri", "Levi"]
    known = by_text(KNOWN)
    assert known["Cohen"] == Known("Cohen", "person", "P01", "[P01]", False, "participants sheet")
    assert known["כהן"].replacement == "[P05]"


def test_a_spelling_of_two_people_is_asked_in_any_case():
    people = [
        Participant(2, "P1", group="g", names=("Anna Levi",)),
        Participant(3, "P2", group="g", names=("LEVI Ben-David", "Annie")),
    ]
    known = by_text(known_names(people, [], [], {}))
    assert known["Levi"] == Known("Levi", "person", "", "[person]", True, "participants sheet")
    assert not known["Anna"].ask


def test_the_same_person_in_two_transcripts_is_one():
    people = [Participant(n, "P1", transcript=f"t{n}", names=("Anna Levi",)) for n in (2, 3)]
    assert not any(entry.ask for entry in known_names(people, [], [], {}))


def test_labels_are_names_unless_they_name_a_role():
    people = [
        Participant(2, "P1", group="g", label=("Speaker 2", "Miri")),
        Participant(3, "P2", group="g", label=("Nurse 1", "P2")),
    ]
    assert [entry.text for entry in known_names(people, [], [], {})] == ["Miri"]


def test_identifiers_decisions_and_coders_are_known():
    identifiers = [
        KnownIdentifier(2, "Mulago", "organisation", "hospital 1"),
        KnownIdentifier(3, "Kawempe", "place"),
        KnownIdentifier(4, "Asha", "person", "[sister]"),
    ]
    decisions = [
        Decision(2, "'+Rosie", "person", "replace", "[P04]"),
        Decision(3, "Thursday Choir", "organisation", "replace", "choir", transcript="t1"),
        Decision(4, "Hope", "person", "keep"),
    ]
    coders = {"Anna Smith": "C1", "admin": "C2", "coder 3": "C3", "JB": "C4", "Grace": "C5"}
    known = by_text(known_names(PEOPLE, identifiers, decisions, coders))
    assert known["Mulago"].replacement == "[hospital 1]"
    assert known["Kawempe"].replacement == "[place]"
    assert known["Asha"].ask, "a participant's name that the identifiers sheet gives to another"
    assert (known["+Rosie"].replacement, known["+Rosie"].ask) == ("[P04]", False)
    assert known["Thursday Choir"].ask, "decided for one transcript, so asked in the others"
    assert "Hope" not in known
    assert known["Anna Smith"].replacement == known["Smith"].replacement == "[C1]"
    assert not {"admin", "coder 3", "JB"} & set(known)
    assert known["Grace"].entity == "P08", "a coder who moderated keeps that pseudonym"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Annual Mirjam miriamne Coheni", "Annual Mirjam miriamne Coheni"),
        ("miriam levi\u2011cohen's", "[P01]'s"),
        ("Miriam\u00a0\n Levi-Cohen, LEVI", "[P01], [P01]"),
        ("Sea\u0301n O\u2019Brien and o'brien\u2019s", "[P02] and [P02]\u2019s"),
        ("JÜRGEN WEISS, Jürgens Hut, Weiß' Hut", "[P03], [P03]s Hut, [P03]' Hut"),
        ("nyumbani kwa Ashani", "nyumbani kwa [P04]ni"),
        ("ולמרים וגם מִרְיָם, שכשמרים", "ול[P05] וגם [P05], שכש[P05]"),
        ("שלכשמרים", "שלכשמרים"),
        ("सुनीलने सुनीलजीको सुनीलू", "[P06]ने [P06]को सुनीलू"),
        ("રમેશભાઈને રમેશનું પટેલ", "[P07]ને [P07]નું [P07]"),
        ("Anna_Grace_1 Grace2 Grace2019", "Anna_[P08]_1 [P08]2 [P08]2019"),
    ],
)
def test_names_are_found_as_they_are_written(text, result):
    assert pseudonymised(transcript(("A", text)), KNOWN)[0].text == result


def test_a_name_that_goes_on_in_the_next_turn_leaves_no_half():
    known = [Known("Kawempe Hill", "place", "", "[place]", False, "identifiers sheet")]
    source = transcript(("A", "we met at Kawempe"), ("B", "Hill, yes"))
    result, _ = pseudonymised(source, known)
    assert result.text == "we met at [place]\n[place], yes"
    assert [turn.end for turn in result.turns] == [17, len(result.text)]


def test_overlapping_names_leave_no_half():
    known = [
        Known(text, "person", "", f"[{n}]", False, "identifiers sheet")
        for n, text in enumerate(("Anna Maria", "Maria Lopez"))
    ]

    assert "Anna" not in pseudonymised(transcript(("A", "so Anna Maria Lopez")), known)[0].text


def test_the_longest_name_counts():
    known = [
        Known(text, "organisation", "", mark, False, "identifiers sheet")
        for text, mark in (("Mulago", "[area]"), ("Mulago Hospital", "[clinic]"))
    ]
    source = transcript(("A", "Mulago Hospital in Mulago"))
    assert pseudonymised(source, known)[0].text == "[clinic] in [area]"


def test_a_name_inside_an_address_is_covered_by_it():
    found = find_identifiers(transcript(("A", "write grace.ssali@example.org, Grace")), KNOWN)
    assert [(hit.category, hit.layer) for hit in found] == [
        ("email", "patterns"),
        ("person", "participants sheet"),
    ]


SPELLINGS = [
    *(name for full in NAMES.values() for name in (full, *name_parts(full))),
    *("שכשמרים", "ולמרים", "מִרְיָם", "सुनीलने", "सुनीलच्या", "રમેશભાઈને", "રમેશનું", "Ashani", "Jürgens"),
]
FORMS = [
    str,
    str.upper,
    str.lower,
    str.title,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("'", "\u2019"),
    lambda text: text + "'s",
    lambda text: text + "\u2019s",
    lambda text: text.replace(" ", "\u00a0 "),
]
FILLERS = [
    "so ",
    "we said\n",
    "(",
    ") ",
    ", ",
    " \u2013 ",
    "שלום ",
    "और ",
    " અને ",
    "\u201c",
    "[P01] ",
    "5 ",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(FILLERS), st.sampled_from(SPELLINGS), st.sampled_from(FORMS)),
        min_size=1,
        max_size=6,
    )
)
def test_no_known_name_survives_and_all_else_stays(pieces):
    said = [filler + form(name) + " " for filler, name, form in pieces]
    source = transcript(*((f"Speaker {n}", text) for n, text in enumerate(said)))
    assert len(MATCHER.find(source.text)) >= len(pieces)
    result, (settled, offsets) = pseudonymised(source, KNOWN)
    assert not MATCHER.occurs(result.text)
    assert (offsets.source_length, offsets.target_length) == (len(source.text), len(result.text))
    covered = {place for hit in settled for place in range(hit.start, hit.end)}
    for place, char in enumerate(source.text):
        carried = offsets.forward(place, place + 1)
        if place not in covered:
            assert result.text[carried.start : carried.end] == char
    for before, after in zip(source.turns, result.turns, strict=True):
        carried = offsets.forward(before.start, before.end)
        assert (carried.start, carried.end) == (after.start, after.end)
    assert "\n".join(result.text[t.start : t.end] for t in result.turns) == result.text


@given(st.text(alphabet="aB z\n'\u0301\u00df\u05de\u05b4\u200d\u2019\u0928\u093c\u0130-\u05be"))
def test_spelling_folds_as_a_whole(text):
    spelled, folded = spell(text), fold(text)
    same = folded.text.replace("\u05be", "-")
    assert spelled.text == re.sub(r"\s+", " ", same)
    for place, char in enumerate(spelled.text):
        start, end = spelled.span(place, place + 1)
        assert char == " " or char in fold(text[start:end]).text.replace("\u05be", "-")


def test_a_withdrawn_speaker_leaves_a_mark():
    source = transcript(("A", "I am Grace"), ("B", "Hello Grace"), ("A", ""), (None, "Notes"))
    settled = apply(Decided("decided", "replace", ()), "t1", sure(source, KNOWN), source.text)
    result, offsets = pseudonymise(source, settled, {"A": "P1", "B": "P2"}, {"A"})
    assert result.text == "[withdrawn]\nHello [P08]\n\nNotes"
    assert [turn.speaker for turn in result.turns] == ["P1", "P2", "P1", None]
    assert offsets.target_length == len(result.text)


def test_speakers_are_participants_roles_or_numbers():
    people = [
        Participant(2, "P01", group="g", label=("Miri", "F2")),
        Participant(3, "P02", group="g", names=("Tom Baker",)),
        Participant(4, "P03", group="g", label=("Zoe",)),
    ]
    labels = ["INT", "MIRI", "F2", "Bob Stone", "S1", "P02", "P03", "Mod", "tom baker", "Eve"]
    source = transcript(*((label, "x") for label in labels))
    known = [Known("Mod", "person", "P09", "[P09]", False, "participants sheet")]
    assert speakers(source, people, known) == {
        "INT": "INT",
        "MIRI": "P01",
        "F2": "P01",
        "Bob Stone": "S2",
        "S1": "S1",
        "P02": "P02",
        "P03": "S3",
        "Mod": "S4",
        "tom baker": "P02",
        "Eve": "S5",
    }
    undeclared = undeclared_labels(source, people, known)
    assert undeclared == ["Bob Stone", "Mod", "Eve"]
    assert [entry.text for entry in label_names(undeclared)] == ["Bob Stone", "Bob", "Stone", "Eve"]
    assert all(entry.ask for entry in label_names(undeclared))


def test_a_label_of_two_participants_is_refused():
    people = [Participant(n, f"P{n}", group="g", label=("F1",)) for n in (2, 3)]
    with pytest.raises(SheetError, match="row 3"):
        speakers(transcript(("F1", "x")), people)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Speaker 3",
            "SPEAKER_01",
            "participant",
            "Interviewer",
            "INT",
            "I",
            "Mod",
            "R",
            "Q",
            "A",
        ),
        *(
            "P3",
            "S01",
            "FG1P3",
            "Co-Moderator",
            "all",
            "Several",
            "Unknown Speaker",
            "Researcher 1",
        ),
        *("Teilnehmer(in) 3", "Teilnehmerin 2", "Moderator:in", "Interviewer (male)", "Forscher"),
        *("Moderator / Observer", "Interpreter", "משתתפת 3", "मुलाखतकार", "2", "Speaker A"),
    ],
)
def test_labels_of_roles_are_generic(label):
    assert is_generic_label(label)


@pytest.mark.parametrize("label", ["Miriam", "Dr Levi", "Anna B.", "Ali", "Jo", "Moderator Anna"])
def test_labels_of_people_are_not_generic(label):
    assert not is_generic_label(label)


@pytest.mark.parametrize("name", ["admin", "User 1", "consensus", "default", "Coder_2", "AB"])
def test_logins_are_generic_coders(name):
    assert is_generic_coder(name)
    assert not is_generic_coder("Sarah")


def test_memos_lose_names_addresses_and_numbers_but_no_dates():
    people = [*PEOPLE, Participant(20, "P20", group="g", names=("Paul Ssali",))]
    matcher = Matcher(known_names(people, [], [], {"Judith": "C2"}))
    text = "judith: Ssali? see Grace, a@b.org, 0772 123 456 789, www.b.org on 5 May 2020"
    assert replace_names(text, matcher) == (
        "[C2]: [person]? see [P08], [email], [phone], [url] on 5 May 2020"
    )
