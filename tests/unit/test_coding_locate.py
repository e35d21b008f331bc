"""Codings find their place in the study's transcripts, or none."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding import Code, Coding, Project, Source, locate, texts_as_transcripts
from quotetrail.coding.alignment import Alignment, search
from quotetrail.coding.matching import documents_inside, readings_inside
from quotetrail.coding.tokens import tokens, words
from quotetrail.transcripts import find_turns

SAID = (
    "Moderator: What made you stay in this work for so many years?\n"
    "Anna: The people, mostly. I could not imagine leaving them behind.\n"
    "Ben: For me it was the training. Nobody else would have paid for it.\n"
    "Anna: Yes. And nobody asked us whether we wanted anything else.\n"
)
CODE = Code("k", "Trust")


def transcript(text=SAID, name="fg1"):
    return find_turns(text, transcript=name, language="en", labels=("Moderator", "Anna", "Ben"))


def project(text, *quotes, name="fg1.docx", **more):
    codings = [
        Coding(f"c{n}", "k", "d", text.index(quote), text.index(quote) + len(quote), **more)
        for n, quote in enumerate(quotes)
    ]
    return Project("p", (CODE,), (Source("d", name, "text", text),), tuple(codings))


def only(located, reading):
    (one,) = located
    text = reading.transcript.text
    return one.placement, None if one.start is None else text[one.start : one.end]


@pytest.mark.parametrize("name", ["fg1", "FG1.txt", "interviews/fg1.docx", "other", "fg2.docx"])
def test_same_text_is_exact_whatever_the_name(name):
    others = [transcript("Anna: Something else was said here today.", "fg2").transcript]
    found = locate([project(SAID, "not imagine", name=name)], [*others, transcript().transcript])
    assert found[0].transcript == "fg1"
    assert only(found, transcript()) == ("exact", "not imagine")


def test_labels_and_line_ends_do_not_matter():
    windows = SAID.replace("\n", "\r\n\r\n")
    found = locate([project(windows, "Ben: For me it was")], [transcript().transcript])
    assert only(found, transcript()) == ("exact", "For me it was")


def test_span_over_two_turns_leaves_the_label_between_them_out():
    found = locate([project(SAID, "behind.\nBen: For")], [transcript().transcript])
    assert only(found, transcript()) == ("exact", "behind.\nFor")


@pytest.mark.parametrize("quote", ["Ben:", "\nAnna: ", "\n"])
def test_label_or_white_space_alone_covers_nothing_spoken(quote):
    (found,) = locate([project(SAID, quote)], [transcript().transcript])
    assert (found.placement, found.reason) == ("unplaced", "covers no spoken text")


def test_edited_text_keeps_untouched_spans_and_aligns_the_others():
    edited = SAID.replace("mostly", "mainly").replace("for so many years", "for years")
    edited = edited.replace("could not", "couldn't")
    final = transcript(edited)
    found = locate([project(SAID, "it was the training")], [final.transcript])
    assert only(found, final) == ("exact", "it was the training")
    found = locate([project(SAID, "stay in this work for so many years")], [final.transcript])
    assert only(found, final) == ("aligned", "stay in this work for years")
    (found,) = locate([project(SAID, "could not")], [final.transcript])
    assert found.placement == "unplaced"


def test_passage_moved_elsewhere_is_searched_and_a_repeated_one_is_not():
    lines = SAID.splitlines(keepends=True)
    moved = transcript("".join([*lines[2:], *lines[:2]]))
    found = locate([project(SAID, "could not imagine leaving")], [moved.transcript])
    placement, text = only(found, moved)
    assert text == "could not imagine leaving"
    assert placement in ("exact", "searched")


def test_one_of_two_equal_answers_is_not_guessed():
    twice = SAID.replace("Yes. And", "Yes. Yes. And")
    (found,) = locate([project(twice, "Yes")], [transcript().transcript])
    assert found.placement == "unplaced"


@pytest.mark.parametrize(("own", "name"), [(30, "fg1"), (30, "x")])
def test_less_than_half_of_the_text_is_not_the_same_text(own, name):
    ours = " ".join(f"word{n}" for n in range(60))
    theirs = " ".join([f"word{n}" for n in range(own)] + [f"other{n}" for n in range(60)])
    study = [transcript(f"Anna: {ours}").transcript]
    (found,) = locate([project(f"Anna: {theirs}", "word3 word4 word5", name=name)], study)
    assert found.reason == "its text is none of the study's transcripts"


def test_text_of_another_study_is_none_of_ours():
    other = "Anna: We talked about the weather and about nothing else for an hour."
    for name in ("x", "fg1"):
        (found,) = locate([project(other, "weather", name=name)], [transcript().transcript])
        assert found.placement == "unplaced"
        assert found.reason == "its text is none of the study's transcripts"


def test_two_equal_transcripts_are_ambiguous_unless_somebody_says_which():
    both = [transcript(name=name).transcript for name in ("a", "b")]
    (found,) = locate([project(SAID, "training")], both)
    assert found.reason == "its text fits several transcripts of the study equally well"
    (found,) = locate([project(SAID, "training")], both, names={"d": "b"})
    assert (found.transcript, found.placement) == ("b", "exact")


def test_drifted_offsets_are_searched_by_the_quoted_text():
    at = SAID.index("training")
    drifted = Coding("c", "k", "d", at + 5, at + 13, quoted="it was the  Training")
    unclear = Coding("c2", "k", "d", at + 5, at + 13, quoted="nobody")
    source = Source("d", "fg1", "text", SAID)
    reading = transcript()
    first, second = locate(
        [Project("p", (CODE,), (source,), (drifted, unclear))], [reading.transcript]
    )
    assert only([first], reading) == ("searched", "it was the training")
    assert second.placement == "unplaced"
    assert "disagree" in second.reason


def test_quoted_text_alone_is_enough_where_it_stands_once():
    source = Source("d", "fg1", "text", None, "MAXQDA keeps its texts to itself")
    quotes = ["the training. Nobody", "Ben: For me it was", "nobody", "", "never said"]
    codings = tuple(Coding(f"c{n}", "k", "d", quoted=q) for n, q in enumerate(quotes))
    reading = transcript()
    found = locate([Project("p", (CODE,), (source,), codings)], [reading.transcript])
    assert only(found[:1], reading) == ("searched", "the training. Nobody")
    assert only(found[1:2], reading) == ("searched", "For me it was")
    assert [each.placement for each in found[2:]] == ["unplaced"] * 3
    assert found[3].reason == "the project file holds no text for it"


def test_copies_of_a_document_are_one_transcript():
    copy = Source("e", "fg1 (Ben's copy)", "text", SAID.replace("\n", "\r\n"))
    edited = Source("f", "fg1", "text", SAID.replace("mostly", "mainly"))
    first = project(SAID, "training")
    second = Project("q", (CODE,), (copy, edited), (Coding("x", "k", "f", 0, 20),))
    readings = texts_as_transcripts([first, second])
    assert [(name, source.source) for name, source, _ in readings] == [("t001", "d")]
    found = locate([first, second], [reading.transcript for _, _, reading in readings])
    assert [each.transcript for each in found] == ["t001", "t001"]
    assert all(each.placement == "exact" for each in found)


@given(st.integers(0, 10**9), st.sampled_from([8, 40, 400]))
def test_alignment_never_puts_a_span_where_its_words_are_not(seed, vocabulary):
    chance = random.Random(seed)
    earlier = [f"w{chance.randrange(vocabulary)}" for _ in range(60)]
    later, origin = [], []
    for index, word in enumerate(earlier):
        roll = chance.random()
        if roll < 0.08:
            continue
        later.append(f"w{chance.randrange(vocabulary)}" if roll < 0.16 else word)
        origin.append(index)
        if roll > 0.94:
            later.append(f"w{chance.randrange(vocabulary)}")
            origin.append(None)
    before, after = " ".join(earlier), "\n".join(later)
    alignment = Alignment(before, after)
    for _ in range(6):
        first = chance.randrange(60)
        last = min(first + chance.randrange(12), 59)
        start = len(" ".join(earlier[:first])) + (first > 0)
        quoted = " ".join(earlier[first : last + 1])
        found = alignment.carry(start, start + len(quoted))
        if found is None:
            continue
        ours, theirs = words(quoted), words(after[found.start : found.end])
        shared = sum(min(ours.count(word), theirs.count(word)) for word in set(ours))
        assert shared * 2 >= max(len(ours), len(theirs))
        if found.placement != "aligned":
            assert ours == theirs
        if vocabulary == 400 and found.placement in ("exact", "searched"):
            at = len(after[: found.start].split())
            assert origin[at] == first


def test_tokens_of_several_scripts():
    text = "Don't, काम करना 我们 שָׁלוֹם 👍🏽!"
    assert "".join(text[t.start : t.end] for t in tokens(text)) == "".join(text.split())
    assert words("कार्यकर्ता काम") == ["कार्यकर्ता", "काम"]
    assert words("我们") == ["我", "们"]


@pytest.mark.parametrize("quote", ["b c", "B  C", "b\nc"])
def test_search_takes_whole_words_once(quote):
    assert search(quote, "a b c d") == [(2, 5)]
    assert search(quote, "a b c b c") == [(2, 5), (6, 9)]
    assert search(quote, "ab c d") == []
    assert search("", "a") == []


def test_search_widens_a_quotation_that_cuts_words():
    text = "nobody would have listened to us"
    assert search("ody would have list", text) == [(0, 26)]
    assert search("ody would", text) == []
    assert search("to us and", text) == []
    assert search("x nobody would", text) == []


def test_a_coding_of_a_whole_document_counts_where_the_document_is_known():
    reading = transcript()
    known, unknown = (
        project(text, "word", name=name)
        for text, name in ((SAID + "Anna: word", "fg1"), ("Zoe: some other words", "x"))
    )
    whole = [
        Project("p", (CODE,), each.sources, (Coding("c", "k", "d", kind="document"),))
        for each in (known, unknown)
    ]
    (first,), (second,) = (locate([each], [reading.transcript]) for each in whole)
    assert (first.transcript, first.placement, first.start) == ("fg1", "document", None)
    assert (second.placement, bool(second.reason)) == ("unplaced", True)


@pytest.mark.parametrize(
    ("holds", "expected"),
    [("previews", "document"), ("passages", "unplaced"), ("text", "unplaced")],
)
def test_words_that_are_not_found_count_only_where_no_more_can_be_known(holds, expected):
    source = Source("d", "fg1", "text", None, "none", holds=holds)
    quotes = ["the training. Nobody", "never said", "What made you stay in this work for so man…"]
    codings = [Coding(f"c{n}", "k", "d", 3, 9, quoted=q) for n, q in enumerate(quotes)]
    codings += [
        Coding("pdf", "k", "d", kind="pdf"),
        Coding("no code", "", "d", quoted="never said"),
    ]
    found = locate([Project("p", (CODE,), (source,), tuple(codings))], [transcript().transcript])
    assert [each.placement for each in found] == [
        *("searched", expected, expected),
        *("unplaced", "unplaced"),
    ]
    assert all((each.placement == "unplaced") == bool(each.reason) for each in found)


def test_documents_without_any_text_are_transcripts_if_their_format_holds_none():
    sources = (
        Source("a", "Interview", "text", None, "none", holds="previews"),
        Source("b", "Interview", "text", None, "none", holds="passages"),
        Source("p", "Leaflet", "pdf", None, "none", holds="passages"),
        Source("m", "Missing", "text", None, "the file lacks it"),
    )
    codings = tuple(Coding(f"c{s.source}", "k", s.source, quoted="some words") for s in sources)
    whole = Project("p", (CODE,), sources, codings)
    assert documents_inside(whole) == {"a": "t001", "b": "t002"}
    readings = readings_inside(whole)
    assert [each.transcript.transcript for each in readings] == ["t001", "t002"]
    assert {each.transcript.text for each in readings} == {""}
    found = locate([whole], [each.transcript for each in readings], names=documents_inside(whole))
    assert [(each.transcript, each.placement) for each in found] == [
        ("t001", "document"),
        ("t002", "document"),
        (None, "unplaced"),
        (None, "unplaced"),
    ]
    with_text = Project("p", (CODE,), (*sources, Source("t", "T", "text", SAID)), codings)
    assert documents_inside(with_text) == {}
    assert len(readings_inside(with_text)) == 1
