"""Offsets counted in other units than the standard's are recognised, or left alone."""

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding.counting import (
    STANDARD,
    Counting,
    Sample,
    between_words,
    choose,
    same_words,
    to_code_points,
)

UTF16 = Counting("UTF-16", False)
INCLUSIVE = Counting("code points", True)
WORDS = ["we", "trust", "nobody", "😀", "👍🏽", "कार्यकर्ता", "אמון", "𝒳y", "however,", "𐍈"]


def utf16(text, position):
    return len(text[:position].encode("utf-16-le")) // 2


@st.composite
def texts_with_spans(draw):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
    text = " ".join(words)
    starts = [0] + [at + 1 for at, char in enumerate(text) if char == " "]
    spans = []
    for _ in range(draw(st.integers(1, 8))):
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, len(words) - 1))
        spans.append((starts[first], starts[last] + len(words[last])))
    return text, spans


@given(texts_with_spans(), st.booleans())
def test_right_offsets_are_never_read_otherwise(case, with_quotes):
    text, spans = case
    samples = [Sample(text, a, b, text[a:b] if with_quotes else "") for a, b in spans]
    assert choose(samples) == STANDARD


@given(texts_with_spans())
def test_utf16_is_recovered_from_quoted_text(case):
    text, spans = case
    samples = [Sample(text, utf16(text, a), utf16(text, b), text[a:b]) for a, b in spans]
    chosen = choose(samples)
    for sample, (a, b) in zip(samples, spans, strict=True):
        start, end = to_code_points(text, sample.start, sample.end, chosen)
        assert same_words(text[start:end], text[a:b])


@given(texts_with_spans())
def test_utf16_is_recovered_from_borders_or_the_standard_is_kept(case):
    text, spans = case
    samples = [Sample(text, utf16(text, a), utf16(text, b), "") for a, b in spans]
    chosen = choose(samples)
    found = [to_code_points(text, s.start, s.end, chosen) for s in samples]
    assert found == spans or chosen == STANDARD


def test_borders_alone_tell_utf16_in_an_ordinary_text():
    text = "😀 I never thought 👍 that anybody would listen to people like ourselves."
    whole = [(text.index(word), text.index(word) + len(word)) for word in text.split()[2:]]
    samples = [Sample(text, utf16(text, a), utf16(text, b), "") for a, b in whole]
    assert choose(samples) == UTF16


def test_inclusive_ends_are_told_only_where_most_words_would_be_cut():
    text = "I never thought that anybody would listen to people like ourselves."
    whole = [(text.index(word), text.index(word) + len(word)) for word in text.split()[1:-1]]
    assert choose([Sample(text, a, b - 1, "") for a, b in whole]) == INCLUSIVE
    careless = [Sample(text, a, b - (index < 2), "") for index, (a, b) in enumerate(whole)]
    assert choose(careless) == STANDARD


def test_without_telling_selections_the_assumed_counting_stays():
    samples = [Sample("plain words here", 0, 5, "")]
    assert choose(samples) == STANDARD
    assert choose(samples, UTF16) == UTF16
    assert choose([], UTF16) == UTF16


@given(st.text(st.sampled_from("aé😀क"), max_size=12), st.integers(-2, 30), st.integers(-2, 30))
def test_utf16_positions_by_encoding(text, start, end):
    units = len(text.encode("utf-16-le")) // 2
    low, high = to_code_points(text, start, end, UTF16)
    for unit, found, widened in ((start, low, 0), (end, high, 1)):
        if 0 <= unit <= units:
            back = utf16(text, found)
            assert back == unit or (back == unit - 1 + 2 * widened)
        else:
            assert not 0 <= found <= len(text)


def test_same_words():
    assert same_words("It’s  the\nwork", "it's the work")
    assert same_words("it's the work of years", "It’s the work…")
    assert not same_words("it's the work", "it's the word")
    assert not same_words("anything", "…")


def test_marks_are_no_border():
    text = "कार्य है"
    assert [at for at in range(len(text) + 1) if between_words(text, at)] == [0, 5, 6, 8]
    assert not between_words(text, -1)
    assert not between_words(text, 9)
