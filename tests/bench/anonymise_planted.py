"""What becomes of planted known names, of worse copies, and of the demonstration's gold.

    python tests/bench/anonymise_planted.py [NUMBER]

Three tables, nothing is asserted (the tests do that):

1. known names in every form and place, NUMBER in all (3,000), after the whole workflow without any
   review: once with what nobody decided replaced (the default), once with it kept, which shows what
   the sheets alone reach;
2. known names in copies of the demonstration without capitals, without punctuation, misspelt;
3. the demonstration's gold: which layer alone covers which share of each category's marks, what
   all together replace, ask about, find partly ("the kiosk under the [place] bridge") and miss, and
   how many rows a reviewer sees. A layer covers a mark if it covers all its letters and digits; an
   ending that grew onto a name may stay.
"""

import json
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow" / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from e2e import test_planted as planting
from unit import test_anonymise_copies as copies

from quotetrail.anonymise.candidates import find_candidates
from quotetrail.anonymise.clitics import is_prefix, is_suffix
from quotetrail.anonymise.decide import Decided
from quotetrail.anonymise.find import find_with
from quotetrail.anonymise.near import find_near
from quotetrail.anonymise.patterns import find_patterns
from quotetrail.anonymise.review import review_rows
from quotetrail.anonymise.spelling import key
from quotetrail.text import Transcript

SEEDS = 10
LAYERS = ("sheets", "patterns", "near misses", "candidates")
ENDINGS = ("person", "place", "organisation")  # what grammar grows onto


def left_after_a_run(folder: Path, planted: Sequence[planting.Planted], undecided: str) -> list:
    """The planted forms that can be read in what is handed on, after a run with a setting."""
    planting.write_study(folder, list(planted))
    config = folder / "config" / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace(
            "review: optional", f"review: optional\n    undecided: {undecided}"
        ),
        encoding="utf-8",
    )
    done = planting.run_workflow(folder, "--printshellcmds", "--keep-going")
    (folder / planting.PRINTED).write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        print(f"undecided: {undecided}: the run stopped with exit status {done.returncode}")
    searched = [part for part in planting.SEARCHED if (folder / part).exists()]
    text = "\n".join(planting.seen_below(folder, searched).values())
    written = {one.written for one in planted}
    left = {each for each in written if stands_alone(planting.as_seen(each), text)}
    return [one for one in planted if one.written in left]


def stands_alone(written: str, text: str) -> bool:
    """Whether a form stands in a text with nothing grown onto it, so as no part of another form."""
    at = -1
    while (at := text.find(written, at + 1)) >= 0:
        around = text[at - 1 : at] + text[at + len(written) : at + len(written) + 1]
        if not any(unicodedata.category(char)[0] in "LM" for char in around):
            return True
    return False


def print_planted(number: int) -> None:
    """Print how many planted names are left, by language and form."""
    planted = planting.plant(number)
    left = {}
    for undecided in ("replace", "keep"):
        folder = Path(tempfile.mkdtemp())
        left[undecided] = left_after_a_run(folder / "study", planted, undecided)
        shutil.rmtree(folder)
    counted = {
        kind: Counter((one.language, one.form) for one in ones) for kind, ones in left.items()
    }
    print(f"{number:,} known names planted; forms that can be read afterwards\n")
    print(f"{'language':10}{'form':28}{'planted':>9}{'left':>7}{'left if kept':>14}")
    for (language, form), count in sorted(Counter((o.language, o.form) for o in planted).items()):
        numbers = [counted[kind][language, form] for kind in ("replace", "keep")]
        print(f"{language:10}{form:28}{count:9,}{numbers[0]:7}{numbers[1]:14}")
    places = Counter(one.place for one in planted)
    print("in " + ", ".join(f"{places[place]} {place}" for place in sorted(places)))
    count = len(left["replace"])
    print(f"\n{count} of {number:,} are left.", end=" ")
    if not count:
        print(f"Of known names in forms like these fewer than {3 / number:.1%} are left (at 95 %).")
    print("That says nothing about names that no sheet holds, nor about recognisable stories.\n")


def print_copies() -> None:
    """Print what is found of known names in copies, by language."""
    lower, bare, wrong = copies.lower, copies.unpunctuated, copies.misspelt
    kinds = {
        "as it is": [copies.as_it_is],
        "lower": [lower],
        "unpunctuated": [bare],
        "misspelt": [wrong(seed) for seed in range(SEEDS)],
        "misspelt, lower": [copies.chained(wrong(seed), lower) for seed in range(SEEDS)],
        "all three": [copies.chained(wrong(seed), bare, lower) for seed in range(SEEDS)],
    }
    languages = sorted({copies.gold(path)["language"] for path in copies.GOLD})
    print("Known names in copies of the demonstration: missed / names\n")
    print(f"{'':18}" + "".join(f"{language:>12}" for language in languages))
    for kind, changes in kinds.items():
        missed: Counter[str] = Counter()
        names: Counter[str] = Counter()
        for path in copies.GOLD:
            for change in changes:
                copy = copies.altered(path, change)
                names[copies.gold(path)["language"]] += len(copy.names)
                missed[copies.gold(path)["language"]] += len(copies.not_found(path, copy))
        cells = (f"{missed[each]}/{names[each]:,}" for each in languages)
        print(f"{kind:18}" + "".join(f"{cell:>12}" for cell in cells))
    print(f"\nMisspelt: one edit in each name of five letters or more, {SEEDS} copies.\n")


def covers(mark: Mapping, text: str, covered: Sequence[int]) -> bool:
    """Whether a mark is covered, leaving aside what grew onto a name."""
    start, end = mark["start"], mark["end"]
    places = [at for at in range(start, end) if text[at].isalnum()]
    inside = [at for at in places if covered[at]]
    if len(inside) == len(places):
        return True
    if not inside or mark["category"] not in ENDINGS:
        return False
    before, after = key(text[start : inside[0]]), key(text[inside[-1] + 1 : end])
    whole = all(covered[at] for at in places if inside[0] <= at <= inside[-1])
    return whole and is_prefix(before, seam=True) and is_suffix(after.lstrip("'"))


def cover(text: str, spots: Iterable) -> bytearray:
    """Which characters any of the spots covers."""
    covered = bytearray(len(text))
    for spot in spots:
        covered[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    return covered


def print_gold() -> None:
    """Print what each layer covers of the gold, and the rows to review."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: dict[tuple[str, str], dict] = defaultdict(dict)
    texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for path in copies.GOLD:
        content = json.loads(path.read_text("utf-8"))
        text, language = content["text"], content["language"]
        read, matcher = copies.sheets(path.parent.name)
        transcript: Transcript = copies.altered(path, copies.as_it_is).transcript
        hits = find_with(transcript, read.known, matcher)
        found[path.parent.name, language][path.stem] = hits
        texts[path.parent.name, language][path.stem] = text
        layers = {
            "sheets": matcher.find(text),
            "patterns": find_patterns(text),
            "near misses": find_near(text, read.known),
            "candidates": find_candidates(text, language),
            "replaced": [hit for hit in hits if not hit.ask],
            "found": hits,
            "touched": hits,
        }
        covered = {name: cover(text, spots) for name, spots in layers.items()}
        for mark in content["identifiers"]:
            for row in ((language, mark["category"]), (language, "all")):
                counts[row]["marks"] += 1
                counts[row].update(
                    name
                    for name, each in covered.items()
                    if covers(mark, text, each)
                    or (name == "touched" and any(each[mark["start"] : mark["end"]]))
                )
    print("The demonstration's gold: share of marks that each layer alone covers; all together\n")
    heads = "".join(f"{name:>13}" for name in LAYERS)
    print(
        f"{'':4}{'category':14}{'marks':>6}{heads}{'replaced':>11}{'asked':>7}{'partly':>8}{'missed':>8}"
    )
    for (language, category), count in sorted(counts.items()):
        shares = "".join(f"{count[name] / count['marks']:13.0%}" for name in LAYERS)
        asked, partly = count["found"] - count["replaced"], count["touched"] - count["found"]
        print(
            f"{language:4}{category:14}{count['marks']:6}{shares}"
            f"{count['replaced']:11}{asked:7}{partly:8}{count['marks'] - count['touched']:8}"
        )
    print(f"\n{'':4}{'words':>8}{'rows':>6}{'rows per 1,000 words':>22}")
    for language in sorted({language for _, language in found}):
        rows = words = 0
        for place in (place for place in found if place[1] == language):
            asked = review_rows(found[place], texts[place], Decided("", "replace", ()))
            rows += sum(row["decided"] == "no" for row in asked)
            words += sum(len(text.split()) for text in texts[place].values())
        print(f"{language:4}{words:8,}{rows:6}{rows / words * 1000:22.1f}")
    print("\nRows are word types that wait for a person, without any decision made before.")


if __name__ == "__main__":
    print_planted(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
    print_copies()
    print_gold()
