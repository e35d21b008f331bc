"""Searching by words: an index finds what looking everywhere finds."""

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding.matching import NO_TEXT, Study
from quotetrail.coding.project import Source
from quotetrail.coding.tokens import occurrences, places
from quotetrail.text import Transcript, Turn

WORD = st.sampled_from(["an", "ana", "na", "so", "s", "o"])
TEXT = st.lists(WORD, max_size=40).map(" ".join)


@given(st.lists(WORD, max_size=4), st.lists(WORD, max_size=30))
def test_a_run_of_words_is_found_wherever_it_stands(needle, keys):
    plainly = [at for at in range(len(keys)) if needle and keys[at : at + len(needle)] == needle]
    assert occurrences(needle, keys, places(keys)) == plainly


@given(st.lists(TEXT, min_size=1, max_size=3), st.data())
def test_passages_tell_the_transcript_in_which_nearly_all_of_them_stand(texts, data):
    known = [
        Transcript(f"t{number}", "en", text, (Turn(0, len(text)),))
        for number, text in enumerate(texts)
    ]
    whole = " ".join(texts)
    cuts = st.tuples(st.integers(0, len(whole)), st.integers(8, 30))
    passages = [whole[at : at + length] for at, length in data.draw(st.lists(cuts, max_size=6))]
    long = [" ".join(passage.split()) for passage in passages if len(passage.split()) >= 5]
    shares = [sum(each in text for each in long) / max(len(long), 1) for text in texts]
    told = [text for text, share in zip(known, shares, strict=True) if share >= 0.9]
    clear = len(long) >= 3 and len(told) == 1 and sorted([0, *shares])[-2] <= 0.2
    match = Study(known, {}).match(Source("s", "other", "text"), passages)
    assert match.transcript == (told[0] if clear else None)
    assert (match.reason == NO_TEXT) is not clear
