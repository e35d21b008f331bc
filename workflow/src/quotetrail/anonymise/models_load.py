"""Loads models of spaCy, GLiNER and transformers from this computer, and keeps them quiet."""

import contextlib
import importlib
import io
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import NamedTuple

from quotetrail.errors import ConfigError

NAMES = {"spacy": "spaCy", "gliner": "GLiNER", "transformers": "transformers"}
"""The kinds of models, and how their libraries are called."""
GLINER_LABELS = ("person", "location", "organization", "date", "address", "job title", "event")
"""What a GLiNER model, which has no labels of its own, is asked for."""

_INSTALL = {"spacy": "spacy", "gliner": "gliner torch", "transformers": "transformers torch"}
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TORCH_FORCE_WEIGHTS_ONLY_LOAD": "1",  # weights of torch inside a spaCy folder: data alone
}
_GLINER_WORD = re.compile(r"\w+(?:[-_]\w+)*|\S")  # as GLiNER itself cuts a text
_SPACY_LIMIT = 10_000
_TOKENS = 512


class Marker(NamedTuple):
    """A loaded model: what it marks in a text, and how long a text may be.

    Attributes
    ----------
    mark : callable
        From a text to (start, end, label), in code points.
    size : callable
        A text's size as the model counts it.
    limit : int
        The largest size that it can take.
    """

    mark: Callable[[str], Iterable[tuple[int, int, str]]]
    size: Callable[[str], int]
    limit: int


@cache
def load_model(path: str, kind: str) -> Marker:
    """The model in a folder, loaded once in a process.

    Raises
    ------
    ConfigError
        If its library is not installed, or cannot load it.
    """
    os.environ.update(_ENVIRONMENT)
    load: dict[str, Callable[..., Marker]] = {
        "spacy": _load_spacy,
        "gliner": _load_gliner,
        "transformers": _load_transformers,
    }
    try:
        with quiet():
            libraries = [importlib.import_module(name) for name in _INSTALL[kind].split()]
    except ImportError as error:
        raise ConfigError(
            f"the model needs {NAMES[kind]}, but {error.name or 'a part of it'} is missing",
            file=path,
            advice=f"install it beside Quotetrail: pip install {_INSTALL[kind]}",
        ) from None
    try:
        with quiet():
            return load[kind](path, *libraries)
    except Exception as error:  # noqa: BLE001 - libraries raise anything here
        raise broken(path, kind, "loaded", error) from None


def _load_spacy(path: str, spacy: ModuleType) -> Marker:
    nlp = spacy.load(path)

    def mark(text: str) -> list[tuple[int, int, str]]:
        return [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents]

    return Marker(mark, len, _SPACY_LIMIT)


def _load_gliner(path: str, gliner: ModuleType, torch: ModuleType) -> Marker:
    torch.set_num_threads(1)  # another number of threads gives other sums
    model = gliner.GLiNER.from_pretrained(path, local_files_only=True)
    model.eval()
    tokenizer = model.data_processor.transformer_tokenizer
    labels = list(GLINER_LABELS)

    def size(text: str) -> int:
        words = _GLINER_WORD.findall(text)
        tokens = tokenizer(words, is_split_into_words=True, add_special_tokens=False)["input_ids"]
        return max(len(words), len(tokens)) if words else 0

    def mark(text: str) -> list[tuple[int, int, str]]:
        found = model.predict_entities(text, labels) if text.strip() else []
        return [(e["start"], e["end"], e["label"]) for e in found]

    room = min(tokenizer.model_max_length, _TOKENS) - size(" ".join(labels)) - 2 * len(labels) - 4
    return Marker(mark, size, min(model.config.max_len, room))


def _load_transformers(path: str, transformers: ModuleType, torch: ModuleType) -> Marker:
    torch.set_num_threads(1)  # another number of threads gives other sums
    local = {"local_files_only": True, "trust_remote_code": False}
    tokenizer = transformers.AutoTokenizer.from_pretrained(path, use_fast=True, **local)
    model = transformers.AutoModelForTokenClassification.from_pretrained(
        path, use_safetensors=True, **local
    )
    positions = getattr(model.config, "max_position_embeddings", _TOKENS) - 2
    tokenizer.model_max_length = min(tokenizer.model_max_length, positions)
    pipeline = transformers.pipeline(
        "token-classification",
        model=model,
        tokenizer=tokenizer,
        aggregation_strategy="simple",
        device="cpu",
    )

    def size(text: str) -> int:
        return len(tokenizer(text, add_special_tokens=False)["input_ids"])

    def mark(text: str) -> list[tuple[int, int, str]]:
        found = pipeline(text) if text.strip() else []
        return [(int(e["start"]), int(e["end"]), e["entity_group"]) for e in found]

    return Marker(mark, size, tokenizer.model_max_length - tokenizer.num_special_tokens_to_add())


def broken(path: str, kind: str, done: str, error: Exception) -> ConfigError:
    """What to raise when a library fails; its message may hold what somebody said."""
    return ConfigError(
        f"{NAMES[kind]} stopped with {type(error).__name__} as the model was {done}; "
        "its message is not shown, because it may hold what somebody said",
        file=path,
        expected="a folder that holds all of the model (with its tokenizer), of this version",
        advice=f"try the model on an invented text with {NAMES[kind]} alone",
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what libraries print out of the logs: it may hold what somebody said."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            yield
    finally:
        logging.disable(before)
