"""What a model marks becomes spots of identifying text."""

import logging
import os
import re
import subprocess
import sys
import types
import unicodedata
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.anonymise import models, models_load
from quotetrail.anonymise.models import (
    LABELS,
    Model,
    find_by_model,
    model_for,
)
from quotetrail.anonymise.models_load import GLINER_LABELS, Marker
from quotetrail.errors import ConfigError
from quotetrail.sheets import CATEGORIES

MODEL = Model("models/invented", "spacy", "")
NAMES = ["Amina", "שרה", "आशा", "Zoë", "Zoe\u0308", "👩🏽‍🌾Ana", "محمّد", "𝒜da"]
FILLING = [
    "😀",
    "e\u0301",
    "so",
    "को",
    "אז",
    "\u200f",
    "👨‍👩‍👧",
    "ø.",
    "ok!",
    "\n",
    " ",
    "\u2028",
    "-" * 30,
]

SOURCE = Path(__file__).parents[2] / "workflow" / "src"


def marking(words, size=len, limit=40):
    """A model that marks given words, whatever stands around them."""
    some = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    def mark(text):
        assert size(text) <= limit or len(text) == 1
        return [(*match.span(), "PERSON") for match in some.finditer(text)]

    return Marker(mark, size, limit)


def use(monkeypatch, marker):
    monkeypatch.setattr(models, "load_model", lambda path, kind: marker)


def test_a_language_has_its_own_model_or_the_one_for_every_other():
    one, two, rest = (Model(name, "spacy", "") for name in ("1", "2", "3"))
    several = {"en": one, "pt-BR": two, "*": rest}
    asked = ["en", "en-GB", "EN-us", "pt-BR", "pt", "und", "he", ""]
    given_to = [model_for(several, language) for language in asked]
    assert given_to == [one] * 3 + [two] + [rest] * 4
    assert model_for({"en": one}, "he") is None
    assert model_for({}, "en") is None


@pytest.mark.parametrize(
    ("labels", "category"),
    [
        ("PERSON PER B-PER I-PER per GIVEN_NAME Name", "person"),
        ("GPE LOC FAC B-LOC location", "place"),
        ("ORG NORP organization", "organisation"),
        ("DATE TIME TIMEX", "date"),
        ("JOB_TITLE TTL", "job"),
        ("EVENT", "event"),
        ("WORK_OF_ART LAW LANGUAGE PRODUCT MISC LABEL_7", "other"),
    ],
)
def test_labels_become_categories(monkeypatch, labels, category):
    for label in labels.split():
        use(monkeypatch, Marker(lambda text, label=label: [(0, 4, label)], len, 100))
        assert find_by_model("Mary", "en", MODEL) == [(0, 4, category, f"spaCy: {label}", True)]


@pytest.mark.parametrize("label", ["CARDINAL", "QUANTITY", "PERCENT", "ORDINAL", "MONEY", "NUMEX"])
def test_mere_numbers_are_left_out(monkeypatch, label):
    use(monkeypatch, Marker(lambda text: [(0, 4, label)], len, 100))
    assert find_by_model("three", "en", MODEL) == []


def test_the_table_of_labels_is_plain():
    assert set(LABELS) - {""} <= set(CATEGORIES)
    every = [label for labels in LABELS.values() for label in labels]
    assert len(every) == len(set(every))
    assert all(re.fullmatch("[a-z]+( [a-z]+)*", label) for label in every)
    assert set(GLINER_LABELS) <= set(every)


@given(
    st.lists(st.sampled_from(NAMES + FILLING * 2), max_size=60),
    st.integers(40, 90),
    st.sampled_from([len, lambda text: len(text.encode()), lambda text: len(text.split()) * 8]),
)
def test_names_are_found_where_they_stand(parts, limit, size):
    text, expected = "", []
    for part in parts:
        if part in NAMES:
            text += " "
            first = next(i for i, char in enumerate(part) if unicodedata.category(char)[0] in "LMN")
            expected.append((len(text) + first, len(text) + len(part)))
            text += part + " "
        else:
            text += part
    with pytest.MonkeyPatch.context() as patch:
        use(patch, marking(NAMES, size, limit))
        found = find_by_model(text, "und", MODEL)
    assert [spot[:2] for spot in found] == expected
    assert {spot.ask for spot in found} <= {True}


@given(st.text(alphabet="ab. \n\r\u0301😀שא\u2028", max_size=300), st.integers(1, 50))
def test_windows_are_the_text_and_no_larger_than_a_model_takes(text, limit):
    windows = list(models._windows(text, len, limit))
    assert "".join(window for _, window in windows) == text
    assert all(text.startswith(window, offset) for offset, window in windows)
    assert all(1 <= len(window) <= limit for _, window in windows)


def test_windows_are_as_many_whole_turns_as_fit_and_end_with_sentences_or_words():
    sentences, words = "c. d e. " * 8, "word " * 20
    text = "\n".join(["a" * 20, "b" * 20, "c" * 20, sentences, words, "d" * 30])
    windows = [window for _, window in models._windows(text, len, 45)]
    assert windows[:2] == ["a" * 20 + "\n" + "b" * 20 + "\n", "c" * 20 + "\n"]
    assert windows[2:4] == ["c. d e. " * 4, "c. d e. " * 4 + "\n"]
    assert "".join(windows[4:-1]) == words + "\n"
    assert all(window.strip(" \n").split()[-1] == "word" for window in windows[4:-1])
    assert windows[-1] == "d" * 30


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("in Kampala now", (3, 6), "Kampala"),
        ("in Kampala now", (6, 10), "Kampala"),
        ("आशा के साथ", (0, 1), "आशा"),
        ("Zoe\u0308 said", (0, 3), "Zoe\u0308"),
        ("so 'Mary', ", (2, 11), "Mary"),
        ("Mary-Ann's", (0, 4), "Mary"),
        ("שרה", (1, 2), "שרה"),
    ],
)
def test_a_span_holds_whole_words(monkeypatch, text, marked, expected):
    use(monkeypatch, Marker(lambda window: [(*marked, "PER")], len, 100))
    assert [text[spot.start : spot.end] for spot in find_by_model(text, "", MODEL)] == [expected]


def test_a_span_without_a_word_is_nothing(monkeypatch):
    use(monkeypatch, Marker(lambda window: [(0, 1, "PER"), (2, 5, "PER"), (3, 3, "PER")], len, 9))
    assert find_by_model("😀 ...", "", MODEL) == []


def test_what_is_marked_twice_is_one_spot_and_spots_are_in_order(monkeypatch):
    marked = [(5, 9, "ORG"), (0, 4, "PER"), (1, 3, "PER"), (0, 4, "ORG")]
    use(monkeypatch, Marker(lambda window: marked, len, 100))
    found = [(spot.start, spot.category) for spot in find_by_model("Mary Bank", "en", MODEL)]
    assert found == [(0, "organisation"), (0, "person"), (5, "organisation")]


def test_nothing_of_what_was_said_is_printed(monkeypatch, capfd):
    def loud(text):
        print(text)
        print(text, file=sys.stderr)
        warnings.warn(text, stacklevel=1)
        logging.getLogger("spacy").error(text)
        raise ValueError(text)

    use(monkeypatch, Marker(loud, len, 100))
    with pytest.raises(ConfigError, match="ValueError") as caught:
        find_by_model("Mary lives here", "en", MODEL)
    assert "Mary" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert capfd.readouterr() == ("", "")
    logging.getLogger("spacy").error("heard again")
    assert logging.root.manager.disable == 0


@pytest.mark.parametrize(
    ("kind", "missing", "install"),
    [
        ("spacy", "spacy", "pip install spacy"),
        ("gliner", "gliner", "pip install gliner torch"),
        ("transformers", "torch", "pip install transformers torch"),
    ],
)
def test_a_library_that_is_missing_is_named(monkeypatch, kind, missing, install):
    monkeypatch.setitem(sys.modules, "transformers", types.ModuleType("transformers"))
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ConfigError, match=f"but {missing} is missing") as caught:
        find_by_model("text", "en", Model("models/none", kind, ""))
    assert install in str(caught.value)


def test_a_model_that_cannot_be_loaded_says_so(monkeypatch):
    def load(path):
        raise OSError("the whole of Mary's words")

    broken = types.ModuleType("spacy")
    broken.load = load
    monkeypatch.setitem(sys.modules, "spacy", broken)
    with pytest.raises(ConfigError, match="OSError as the model was loaded") as caught:
        find_by_model("text", "en", Model("models/broken", "spacy", ""))
    assert "Mary" not in str(caught.value) and caught.value.__suppress_context__


def test_a_model_is_loaded_once(monkeypatch, tmp_path):
    loaded = []

    def load(path):
        loaded.append(path)
        return lambda text: types.SimpleNamespace(ents=[])

    spacy = types.ModuleType("spacy")
    spacy.load = load
    monkeypatch.setitem(sys.modules, "spacy", spacy)
    for _ in range(3):
        assert find_by_model("Mary", "en", Model(str(tmp_path), "spacy", "")) == []
    assert loaded == [str(tmp_path)]
    assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"
    models_load.load_model.cache_clear()


def test_no_library_of_models_is_imported_before_one_is_used():
    program = "import sys, quotetrail.anonymise.models\n"
    program += "print(sorted({'spacy', 'gliner', 'transformers', 'torch'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE)},
    )
    assert done.stdout.strip() == "[]"
