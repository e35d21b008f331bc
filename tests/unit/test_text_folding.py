"""Folding: spellings that are the same name fold alike, and spans lead back exactly."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.text import fold, folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", unicodedata.normalize("NFD", "MÜLLER")),
        ("D’Souza", "d'souza"),
        ("שִׁירָה", "שירה"),
        ("फ़ातिमा", "फातिमा"),
        ("Straße", "STRASSE"),
        ("Ana\u00adLena", "analena"),
    ],
)
def test_spellings_of_a_name_fold_alike(one, other):
    assert fold(one).text == fold(other).text


@given(st.text(max_size=60))
def test_every_folded_character_leads_back_to_a_span_of_the_text(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)


@given(st.text(max_size=30), st.text("abcäöüשירहिंदी", min_size=1, max_size=8), st.text(max_size=30))
def test_a_span_found_folded_is_the_text_that_was_looked_for(before, name, after):
    text = f"{before} {name} {after}"
    folded, wanted = fold(text), fold(name).text
    at = folded.text.find(wanted)
    while wanted and at >= 0:
        start, end = folded.span(at, at + len(wanted))
        assert wanted in fold(text[start:end]).text
        at = folded.text.find(wanted, at + 1)


HARD = (
    "aAß\u0130\u0301\u0308\u00e9\u1e9e\u13a0\uab70\u200b\u00ad\ufb01’ \t\r\n"
    "\u05b4שहि\u093c\U0001f600\u1100\u1161"
)


@given(st.one_of(st.text(max_size=60), st.text(HARD, max_size=20)))
def test_the_folded_text_is_the_same_without_the_way_back(text):
    assert folded(text) == fold(text).text
