"""Offsets counted in other units than the standard's are recognised, or left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.coding.counting import COUNTINGS, STANDARD, Counting, same_counting, to_code_points
from quotetrail.coding.fitting import fit
from quotetrail.coding.quoted import between_words, plain, same_words, without_ellipsis
from quotetrail.coding.trials import Sample, Text, Witness

UTF16 = Counting("UTF-16")
INCLUSIVE = Counting("code points", inclusive=True)
WORDS = ["we", "trust", "nobody", "😀", "👍🏽", "कार्यकर्ता", "אמון", "𝒳y", "however,", "𐍈"]


def utf16(text, position):
    return len(text[:position].encode("utf-16-le")) // 2


def fitted(text, samples):
    return fit({"": Text(text, samples)})[""]


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


@st.composite
def texts_with_quotations(draw):
    """Several texts whose selections are counted in some way, quoted in full, cut, or wrongly."""
    found = {}
    for key in "abc"[: draw(st.integers(1, 3))]:
        text, spans = draw(texts_with_spans())
        text = text.replace("trust", draw(st.sampled_from(("trust", "trus…", "tr..."))))
        unit = draw(st.sampled_from((utf16, lambda _, position: position)))
        samples = []
        for a, b in spans:
            cut = draw(st.integers(1, 12))
            quoted = (text[a:b], text[a : a + cut] + "…", text[a:b].upper(), "other", "")
            said = draw(st.sampled_from(quoted))
            samples.append(Sample(unit(text, a), unit(text, b), said))
        found[key] = Text(text, samples)
    return found


@settings(max_examples=400)
@given(texts_with_quotations())
def test_nothing_else_is_found_by_looking_at_all_selections(texts):
    early = fit(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Witness, "open_to_doubt", lambda self, counting: 10**6)
        assert fit(texts) == early


@given(texts_with_spans(), st.booleans())
def test_right_offsets_are_never_read_otherwise(case, with_quotes):
    text, spans = case
    found = fitted(text, [Sample(a, b, text[a:b] if with_quotes else "") for a, b in spans])
    assert found.counting == STANDARD
    assert [each[:2] for each in found.reads] == spans
    assert not (with_quotes and any(each.doubtful for each in found.reads))


@given(texts_with_spans())
def test_utf16_is_recovered_from_quoted_text(case):
    text, spans = case
    samples = [Sample(utf16(text, a), utf16(text, b), text[a:b]) for a, b in spans]
    for read, (a, b) in zip(fitted(text, samples).reads, spans, strict=True):
        assert same_words(text[read.start : read.end], text[a:b])


@given(texts_with_spans())
def test_utf16_without_words_is_recovered_or_in_doubt(case):
    text, spans = case
    found = fitted(text, [Sample(utf16(text, a), utf16(text, b)) for a, b in spans])
    for read, span in zip(found.reads, spans, strict=True):
        assert read.doubtful or same_words(text[read.start : read.end], text[slice(*span)])


def test_borders_alone_tell_utf16_in_an_ordinary_text():
    text = "😀 I never thought 👍 that anybody would listen to people like ourselves."
    whole = [(text.index(word), text.index(word) + len(word)) for word in text.split()[2:]]
    found = fitted(text, [Sample(utf16(text, a), utf16(text, b)) for a, b in whole])
    assert found.counting == UTF16
    assert found.reads == [(a, b, "", False) for a, b in whole]


def test_inclusive_ends_are_told_only_where_most_words_would_be_cut():
    text = "I never thought that anybody would listen to people like ourselves."
    whole = [(text.index(word), text.index(word) + len(word)) for word in text.split()[1:-1]]
    assert fitted(text, [Sample(a, b - 1) for a, b in whole]).counting == INCLUSIVE
    careless = [Sample(a, b - (index < 1)) for index, (a, b) in enumerate(whole)]
    found = fitted(text, careless)
    assert found.counting == STANDARD
    assert not any(each.doubtful for each in found.reads)


def test_what_other_texts_of_the_project_tell_holds_for_a_text_that_tells_nothing():
    text = "😀 I never thought 👍 that anybody would listen to people like ourselves."
    whole = [(text.index(word), text.index(word) + len(word)) for word in text.split()[2:]]
    told = Text(text, [Sample(utf16(text, a), utf16(text, b)) for a, b in whole])
    silent = Text("👍 well", [Sample(3, 7)])
    assert fit({"silent": silent})["silent"].counting == STANDARD
    found = fit({"told": told, "silent": silent})["silent"]
    assert (found.counting, found.reads) == (UTF16, [(2, 6, "", False)])


def test_offsets_that_fit_nowhere_are_in_doubt():
    text = "we were never asked what anybody wanted from us there " * 4
    found = fitted(text, [Sample(at, at + 12) for at in range(1, 200, 11)])
    assert found.counting == STANDARD
    assert all(each.doubtful for each in found.reads)


def test_without_selections_the_first_counting_stays():
    assert fitted("plain words", []).counting == STANDARD
    assert fit({"": Text("plain words", [])}, countings=[UTF16])[""].counting == UTF16


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


@given(st.text(st.sampled_from("aé😀\r\n"), max_size=12), st.integers(0, 40), st.integers(0, 40))
def test_the_plainest_counting_is_the_same(text, start, end):
    for counting in COUNTINGS:
        plainest = same_counting(text, counting)
        found = to_code_points(text, start, end, counting)
        assert found == to_code_points(text, start, end, plainest)


def test_same_words():
    assert same_words("It’s  the\nwork", "it's the work")
    assert same_words("it's the work of years", "It’s the work…")
    assert not same_words("it's the work", "it's the word")
    assert not same_words("anything", "…")


def by_folding(found, quoted):
    """What `same_words` means, without its short ways."""
    ours, theirs = plain(found), plain(quoted)
    stem = without_ellipsis(theirs)
    return ours == theirs or (bool(stem) and ours.startswith(stem))


ODD = st.text(
    st.sampled_from(list("abAB ß\u0301\u0300\u00adﬁİı'’“\"…. \n\u200béE\u05d0\u05b8\u0915\u094d")),
    max_size=40,
)


@settings(max_examples=1000)
@given(
    start=ODD, end=ODD, how=st.integers(0, 5), at=st.integers(0, 40), put=ODD.map(lambda t: t[:1])
)
def test_no_short_way_tells_apart_what_folding_does_not(start, end, how, at, put):
    found = start + end
    spelled = (found, found.upper(), found.casefold(), start + "…", " ".join(found.split()))
    quoted = (*spelled, found[:at] + put + found[at:])[how]
    assert same_words(found, quoted) == (found == quoted or by_folding(found, quoted))


def test_marks_are_no_border():
    text = "कार्य है"
    assert [at for at in range(len(text) + 1) if between_words(text, at)] == [0, 5, 6, 8]
    assert not between_words(text, -1)
    assert not between_words(text, 9)
    assert [at for at in range(4) if between_words("我们来", at)] == [0, 1, 2, 3]
