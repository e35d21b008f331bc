"""Codings of the pseudonymised transcripts come back to where they were made."""

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.coding.carry import carry
from quotetrail.coding.formats import read_project
from quotetrail.coding.locate import locate
from quotetrail.coding.matching import Version
from quotetrail.coding.project import Code, Coding, Project, Source
from quotetrail.coding.write_refi import write_qdpx
from quotetrail.text import Transcript, Turn

CODE = Code("aaaaaaaa-0000-4000-8000-00000000000a", "work")
WORDS = ["we", "Fotunata", "asked", "Okello", "about", "the", "work", "again.", "Yes", "Nalongo,"]
NAMES = {"Fotunata": "[P03]", "Okello": "[P1]", "Nalongo": "[the leader of the clinic]"}
SPEAKERS = {"INT": "M01", "Sarah": "P03", "Ben": "P1"}


def transcript_of(turns):
    lines, made, at = [], [], 0
    for speaker, words in turns:
        line = " ".join(words)
        made.append(Turn(at, at + len(line), speaker))
        lines.append(line)
        at += len(line) + 1
    return Transcript("KLA-1", "en", "\n".join(lines), tuple(made))


def made_of(raw):
    """The pseudonymised transcript, and the map to it."""
    hits = [
        Settled(match.start(), match.end(), "person", match[0], "sheet", "replace", NAMES[match[0]])
        for match in re.finditer("|".join(NAMES), raw.text)
    ]
    return pseudonymise(raw, hits, SPEAKERS)


turns = st.lists(
    st.tuples(st.sampled_from(list(SPEAKERS)), st.lists(st.sampled_from(WORDS), min_size=1)),
    min_size=1,
    max_size=6,
)


@st.composite
def coded(draw):
    """A raw transcript, and spans of words of its pseudonymised text, a mark counting as one."""
    raw = transcript_of(draw(turns))
    made, offsets = made_of(raw)
    spots = [match.span() for match in re.finditer(r"\[[^]]*\]\S*|[^\s\[]+", made.text)]
    spans = []
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, len(spots) - 1))
        last = draw(st.integers(first, len(spots) - 1))
        spans.append((spots[first][0], spots[last][1]))
    return raw, made, offsets, spans


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(coded())
def test_a_project_to_be_coded_comes_back_exactly(tmp_path, case):
    raw, made, offsets, spans = case
    codings = [
        Coding(f"c{number}", CODE.code, "KLA-1", start, end)
        for number, (start, end) in enumerate(spans)
    ]
    write_qdpx(tmp_path / "p.qdpx", name="p", codes=[CODE], transcripts=[made], codings=codings)
    back = read_project(tmp_path / "p.qdpx")
    versions = {"KLA-1": Version(made, offsets.inverse())}
    found = locate([back], [raw], pseudonymised=versions)
    assert {each.placement for each in found} == {"exact"}
    placed = carry(found, {"KLA-1": offsets})
    assert sorted((each.start, each.end) for each in placed) == sorted(spans)


RAW = transcript_of(
    [
        ("INT", ["What", "did", "Fotunata", "want", "from", "you", "all", "those", "years?"]),
        ("Sarah", ["Okello", "asked", "for", "help.", "I", "agree.", "Okello", "asked", "twice."]),
        ("Ben", ["I", "agree.", "Nobody", "asked", "Nalongo", "about", "it."]),
    ]
)
MADE, OFFSETS = made_of(RAW)
VERSIONS = {"KLA-1": Version(MADE, OFFSETS.inverse())}


def located(coding, source):
    project = Project("p", (CODE,), (source,), (coding,))
    return locate([project], [RAW], pseudonymised=VERSIONS)[0]


def test_an_edited_text_is_aligned_with_the_pseudonymised_one():
    text = "\n".join(f"{turn.speaker}: {MADE.text[turn.start : turn.end]}" for turn in MADE.turns)
    text = text.replace("all those years", "during all these years")
    start = text.index("[P1] asked for help")
    coding = Coding("c", CODE.code, "s", start, start + len("[P1] asked for help"))
    found = located(coding, Source("s", "KLA-1.docx", "text", text))
    assert RAW.text[found.start : found.end] == "Okello asked for help"


def test_words_of_the_pseudonymised_text_are_searched_in_it():
    source = Source("s", "KLA-1", "text", None, "only passages")
    coding = Coding("c", CODE.code, "s", quoted="[P1] asked for help.")
    found = located(coding, source)
    assert found.placement == "searched"
    assert RAW.text[found.start : found.end] == "Okello asked for help."


def test_words_that_stand_twice_in_the_raw_text_are_not_searched_in_the_other():
    without = transcript_of([("INT", ["What?"]), ("Sarah", ["[withdrawn]"]), ("Ben", ["I agree."])])
    raw = transcript_of([("INT", ["What?"]), ("Sarah", ["I agree."]), ("Ben", ["I agree."])])
    back = pseudonymise(raw, [], SPEAKERS, {"Sarah"})[1].inverse()
    coding = Coding("c", CODE.code, "s", quoted="I agree.")
    source = Source("s", "KLA-1", "text", None, "only passages")
    project = Project("p", (CODE,), (source,), (coding,))
    versions = {"KLA-1": Version(replace(without), back)}
    (found,) = locate([project], [raw], pseudonymised=versions)
    assert found.placement == "unplaced"
