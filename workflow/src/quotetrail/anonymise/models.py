"""Names found by a model that the study names: it only ever adds, and a person decides about all.

A model is a folder on this computer, of spaCy, GLiNER or transformers. Nothing is downloaded, no
pickle is opened, and the libraries are imported only when a model is used.
"""

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from quotetrail.anonymise.models_load import NAMES, broken, load_model, quiet
from quotetrail.anonymise.spelling import is_word_character
from quotetrail.anonymise.spots import Spot
from quotetrail.errors import ConfigError

LABELS = {
    "person": ("person", "per", "name", "first name", "last name", "given name", "surname"),
    "place": ("gpe", "loc", "location", "fac", "facility", "place", "city", "country", "state"),
    "organisation": ("org", "organisation", "organization", "company", "norp", "group"),
    "date": ("date", "time", "timex", "date of birth"),
    "age": ("age",),
    "phone": ("phone", "phone number", "telephone"),
    "email": ("email", "e mail", "email address"),
    "url": ("url",),
    "id": ("id", "id number", "passport number"),
    "address": ("address", "street", "street address"),
    "job": ("job", "job title", "occupation", "profession", "title", "ttl"),
    "event": ("event", "eve", "evt"),
    "": ("cardinal", "ordinal", "quantity", "percent", "money", "number", "numex", "o"),
}
"""What models call the things they mark, by our categories; "" is left out, the rest is "other"."""
_CATEGORIES = {label: category for category, labels in LABELS.items() for label in labels}

_FOLDERS = (
    "a folder of spaCy (meta.json and config.cfg), of GLiNER (gliner_config.json), or of "
    "transformers (config.json with an architecture ...ForTokenClassification and a label O)"
)
_PICKLE = re.compile(rb"\x80[\x02-\x05][^\x00]")
_ENDS = (re.compile(r"[.?!…।؟]\s+"), re.compile(r"\s+"))


class Model(NamedTuple):
    """A folder with a model that marks names.

    Attributes
    ----------
    path : str
    kind : str
        "spacy", "gliner" or "transformers".
    sha256 : str
        The folder's hash; with an empty one the folder is taken as it is.
    """

    path: str
    kind: str
    sha256: str


def check_model(settings: Mapping[str, Any], place: str, file: str) -> Model:
    """The model that a study's settings name; no library is imported for it.

    Parameters
    ----------
    settings : mapping
        ``path`` (a folder) or ``package`` (an installed spaCy model), and ``sha256`` if it is
        pinned.
    place, file : str
        Where the settings stand, for messages.

    Raises
    ------
    ConfigError
        If there is no such folder, if it is of no known kind, if its weights are a pickle, or if
        its hash is another.
    """

    def wrong(found: str, expected: str, advice: str) -> ConfigError:
        return ConfigError(found, file=file, place=place, expected=expected, advice=advice)

    path, package = settings.get("path"), settings.get("package")
    if (path is None) == (package is None):
        raise wrong(
            "a model has both a path and a package" if path else "a model has no path",
            "`path`, a folder on this computer, or `package`, an installed spaCy model",
            "give one of the two",
        )
    folder = Path(path) if path is not None else _package_folder(str(package))
    if folder is None or not folder.is_dir():
        raise wrong(
            "the model is not on this computer",
            _FOLDERS if path is not None else "the name of an installed spaCy model",
            "check the name; a model is never downloaded by the workflow, so bring it first",
        )
    folder = _with_config(folder)
    kind = _kind(folder)
    if not kind:
        raise wrong("the folder holds no model of a known kind", _FOLDERS, "check the path")
    if unsafe := _unsafe(folder, kind):
        raise wrong(
            f"the model {unsafe}; reading a pickle can run any program",
            "weights as model.safetensors; in a spaCy folder, no pickle",
            "get the model as safetensors, or convert it on a computer without study data",
        )
    sha256 = folder_sha256(folder)
    if settings.get("sha256", sha256) != sha256:
        raise wrong(
            f"the model is another one than the study names: its sha256 is {sha256}",
            f"sha256 {settings['sha256']}",
            "bring the same model; if the change is meant, write the new sha256 here",
        )
    return Model(str(folder), kind, sha256)


def model_for(models: Mapping[str, Model], language: str) -> Model | None:
    """The model of a language (BCP 47): its own, its main language's ('en-GB': 'en'), or '*'."""
    return models.get(language) or models.get(language.partition("-")[0].lower()) or models.get("*")


def folder_sha256(path: str | Path) -> str:
    """The hash of a folder's files, by their paths and contents; hidden ones at its top left out.

    It is what ``find -L * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum`` prints inside.
    """
    folder, lines = Path(path), []
    for parent, _, names in os.walk(folder, followlinks=True):
        for name in names:
            file = Path(parent, name)
            relative = file.relative_to(folder).as_posix()
            if not relative.startswith("."):
                with file.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                lines.append((os.fsencode(relative), digest.encode()))
    listing = b"".join(digest + b"  " + name + b"\n" for name, digest in sorted(lines))
    return hashlib.sha256(listing).hexdigest()


def find_by_model(text: str, language: str, model: Model) -> list[Spot]:
    """What a model takes for a name, in order; all is asked.

    Parameters
    ----------
    text : str
    language : str
        BCP 47; the model was chosen by it, and needs it no more.
    model : Model

    Raises
    ------
    ConfigError
        If the model's library is not installed, or cannot load or use the model.
    """
    marker, spots = load_model(model.path, model.kind), set()
    try:
        with quiet():
            for offset, window in _windows(text, marker.size, marker.limit):
                for start, end, label in marker.mark(window):
                    start, end = _whole_words(text, offset + start, offset + end)  # noqa: PLW2901
                    category = _category(label)
                    if category and start < end:
                        rule = f"{NAMES[model.kind]}: {label}"
                        spots.add(Spot(start, end, category, rule, ask=True))
    except Exception as error:  # noqa: BLE001 - its message may hold what somebody said
        raise broken(model.path, model.kind, "used", error) from None
    return sorted(spots)


def _package_folder(package: str) -> Path | None:
    name = package.replace("-", "_")
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def _with_config(folder: Path) -> Path:
    """The folder itself, or the one inside it in which a packaged spaCy model keeps its data."""
    inner = sorted(path.parent for path in folder.glob("*/config.cfg"))
    return inner[0] if len(inner) == 1 and not (folder / "config.cfg").exists() else folder


def _kind(folder: Path) -> str:
    """The kind of model that a folder holds, or nothing."""
    if (folder / "gliner_config.json").is_file():
        return "gliner"
    if (folder / "config.cfg").is_file() and (folder / "meta.json").is_file():
        return "spacy"
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        marks = all(name.endswith("ForTokenClassification") for name in config["architectures"])
        # only what is labelled O is left out: a model without it would mark every word
        return "transformers" if marks and "O" in config["id2label"].values() else ""
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""


def _unsafe(folder: Path, kind: str) -> str:
    """What about a folder would have a pickle read, or nothing."""
    if kind == "spacy":
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            with file.open("rb") as stream:
                if _PICKLE.match(stream.read(3)):
                    return f"holds a pickle, {file.name}"
        return ""
    weights = ["model.safetensors"]
    if kind == "transformers":
        weights.append("model.safetensors.index.json")
    safe = any((folder / name).is_file() for name in weights)
    return "" if safe else "has no model.safetensors, and weights as .bin or .pt are pickles"


def _windows(text: str, size: Callable[[str], int], limit: int) -> Iterator[tuple[int, str]]:
    """The text in windows of whole lines that a model can take, each with where it starts."""
    window, taken, offset = "", 0, 0
    for line in text.splitlines(keepends=True):
        for piece in _pieces(line, size, limit):
            length = size(piece)
            if window and taken + length > limit:
                yield offset, window
                offset, window, taken = offset + len(window), "", 0
            window, taken = window + piece, taken + length
    if window:
        yield offset, window


def _pieces(line: str, size: Callable[[str], int], limit: int) -> Iterator[str]:
    """A line, cut in two as often as it is too long: after a sentence, a word, or anywhere."""
    if len(line) < 2 or size(line) <= limit:
        yield line
        return
    middle = len(line) // 2
    for end in _ENDS:
        cuts = [match.end() for match in end.finditer(line) if match.end() < len(line)]
        if cuts:
            middle = min(cuts, key=lambda cut: abs(cut - len(line) // 2))
            break
    yield from _pieces(line[:middle], size, limit)
    yield from _pieces(line[middle:], size, limit)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without what is no word at its ends, and with all of the words that it cuts."""
    while start < end and not is_word_character(text[start]):
        start += 1
    while start < end and not is_word_character(text[end - 1]):
        end -= 1
    while start < end and start and is_word_character(text[start - 1]):
        start -= 1
    while start < end < len(text) and is_word_character(text[end]):
        end += 1
    return start, end


def _category(label: str) -> str:
    plain = re.sub(r"^[BILESU]-", "", label)
    return _CATEGORIES.get(re.sub(r"[\W_]+", " ", plain).strip().casefold(), "other")
