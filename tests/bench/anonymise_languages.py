"""How many names of news texts the candidates find, in languages for which no model is packaged.

    QUOTETRAIL_REAL_DATA=... python tests/bench/anonymise_languages.py

Recall of person, place and organisation tokens without any sheet, and the share of all words that
a reviewer is asked about, beside what simple rules reached when they were measured once. Sentences
are read in documents of fifty, since the real documents are not marked.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow" / "src"))

from quotetrail.anonymise.candidates import find_candidates

KINDS = ("PER", "LOC", "ORG")
SETS = {
    "masakhaner2_swa_dev.txt": ("sw", ".988 / 14 % (capital, and mid-sentence or unknown)"),
    "masakhaner2_lug_dev.txt": ("lg", ".994 / 23 % (any capital)"),
    "uner_german_pud.iob2": (
        "de",
        ".852 / 9.5 % (capital and unknown, or name list); "
        ".921 / 30 % (capital, and mid-sentence or unknown)",
    ),
}
SENTENCES = 50
_CLOSING = re.compile(r"[.,;:!?)\]}”’»%]+")
_OPENING = ("(", "[", "„", "“", "«", "‘")


class Token(NamedTuple):
    """A token in the text that was put together, and its kind of name."""

    start: int
    end: int
    kind: str


def read_sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The tokens of each sentence with their labels, from two-column or UNER files."""
    sentence: list[tuple[str, str]] = []
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("# "):
            word, label = (cells[1], cells[2]) if len(cells) > 2 else (cells[0], cells[1])
            sentence.append((word, label.rpartition("-")[2]))
    if sentence:
        yield sentence


def documents(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """Texts of fifty sentences, a sentence a line."""
    sentences = list(read_sentences(path))
    for first in range(0, len(sentences), SENTENCES):
        text, tokens = "", []
        for sentence in sentences[first : first + SENTENCES]:
            for word, kind in sentence:
                if text[-1:] not in ("", "\n", *_OPENING) and not _CLOSING.fullmatch(word):
                    text += " "
                tokens.append(Token(len(text), len(text) + len(word), kind))
                text += word
            text += "\n"
        yield text, tokens


def measure(path: Path, language: str) -> tuple[dict[str, float], float, int, float]:
    """Recall by kind, share of words flagged, number of words, characters a second."""
    found = {kind: [0, 0] for kind in KINDS}
    flagged = words = characters = 0
    seconds = 0.0
    for text, tokens in documents(path):
        started = time.process_time()
        spots = find_candidates(text, language)
        seconds += time.process_time() - started
        characters += len(text)
        covered = bytearray(len(text))
        for spot in spots:
            covered[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
        for token in tokens:
            letters = [at for at in range(token.start, token.end) if text[at].isalnum()]
            if not letters:
                continue
            # A clitic before the name, as in Luganda, stays.
            large = next((at for at in letters if text[at].isupper()), letters[0])
            masked = all(covered[at] for at in letters if at >= large)
            words += 1
            flagged += masked
            if token.kind in found:
                found[token.kind][0] += masked
                found[token.kind][1] += 1
    recall = {kind: hit / of if of else float("nan") for kind, (hit, of) in found.items()}
    return recall, flagged / words, words, characters / seconds


def main() -> None:
    """Print the table."""
    data = os.environ.get("QUOTETRAIL_REAL_DATA")
    if not data:
        sys.exit("missing: QUOTETRAIL_REAL_DATA is not set")
    print(f"{'':10}{'words':>8}{'PER':>7}{'LOC':>7}{'ORG':>7}{'flagged':>9}{'chars/s':>12}  before")
    for name, (language, before) in SETS.items():
        path = Path(data) / "deid" / name
        if not path.exists():
            print(f"{language:10}missing: {name}")
            continue
        recall, share, words, speed = measure(path, language)
        cells = "".join(f"{recall[kind]:7.3f}" for kind in KINDS)
        print(f"{language:10}{words:8,}{cells}{share:9.1%}{speed:12,.0f}  {before}")
    print("\nPER, LOC, ORG: recall of tokens. before: PER / flagged, of simple rules.")


if __name__ == "__main__":
    main()
