"""What was decided about which identifiers, and what that makes of each of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from typing import Any, NamedTuple

from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import (
    CODERS,
    IDENTIFIERS,
    LABELS,
    PARTICIPANTS,
    Known,
    decision_text,
    mark,
)
from quotetrail.anonymise.spelling import is_small, key
from quotetrail.anonymise.spots import Identifier
from quotetrail.errors import DecisionError, UndecidedError
from quotetrail.sheets import Decision

NAMES = (PARTICIPANTS, IDENTIFIERS, CODERS, LABELS)

Found = Mapping[str, Sequence[Identifier]]


@dataclass(frozen=True, order=True)
class Rule:
    """A decision about a text as it is compared: everywhere, in a transcript, or at one place.

    ``occurrence`` counts from 1 among the hits of this text in the transcript; 0 means all.
    What is kept and was written in ``small`` letters is kept only where it is written so too.
    """

    text: str
    small: bool
    transcript: str
    occurrence: int
    category: str
    decision: str
    replacement: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Decided:
    """The decisions of a study.

    Attributes
    ----------
    review : str
        "decided", "not reviewed" or "nothing to decide".
    undecided : str
        What happens to identifiers that nobody decided: "replace" or "keep".
    rules : tuple of Rule
        Sorted.
    waiting : int
        Number of types that were to be decided and are not.
    """

    review: str
    undecided: str
    rules: tuple[Rule, ...]
    waiting: int = 0

    def to_dict(self) -> dict[str, Any]:
        """What decisions.json holds: nothing that depends on how often a type occurs."""
        rules = [asdict(rule) for rule in self.rules]
        return {"review": self.review, "undecided": self.undecided, "rules": rules}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Decided":
        """What `to_dict` gave."""
        rules = tuple(Rule(**rule) for rule in record["rules"])
        return cls(record["review"], record["undecided"], rules)


@dataclass(frozen=True)
class Settled:
    """An identifier with its decision, "replace" or "keep", and its final replacement.

    ``decided`` says that a row of the decisions sheet is about it, ``by`` and ``on`` whose and
    when, as far as the sheet says.
    """

    start: int
    end: int
    category: str
    entity: str
    layer: str
    decision: str
    replacement: str
    rule: str = ""
    decided: bool = False
    by: str = ""
    on: str = ""


def decide(
    found: Found,
    texts: Mapping[str, str],
    decisions: Sequence[Decision],
    known: Iterable[Known],
    *,
    review: str,
    undecided: str,
    file: str = "decisions sheet",
) -> Decided:
    """Bring the decisions of a study together with what was found.

    Parameters
    ----------
    found : mapping of str to sequence of Identifier
        The identifiers of each transcript.
    texts : mapping of str to str
        The raw text of each transcript.
    decisions : sequence of Decision
    known : iterable of Known
        The study's known names, which no replacement may hold.
    review : str
        "required" or "optional".
    undecided : str
        "replace" or "keep"; counts with an optional review only.
    file : str
        The decisions sheet, for messages.

    Raises
    ------
    DecisionError
        If decisions contradict each other, are about a text, transcript or occurrence that does
        not exist, or put a known name in place of an identifier.
    """
    _check_decisions(decisions, found, texts, Matcher(known), file)
    rules = tuple(sorted({_rule(decision) for decision in decisions}))
    draft = Decided("", "replace" if review == "required" else undecided, rules)
    asked, waiting = set(), set()
    for transcript, identifiers in found.items():
        keys = keys_of(identifiers, texts[transcript])
        chosen = rules_of(draft, transcript, keys)
        for identifier, spelling, rule in zip(identifiers, keys, chosen, strict=True):
            if identifier.ask:
                asked.add((spelling, identifier.category))
                if rule is None:
                    waiting.add((spelling, identifier.category))
    state = "not reviewed" if waiting else "decided" if asked else "nothing to decide"
    return Decided(state, draft.undecided, rules, len(waiting))


def require_decided(decided: Decided, review_file: str) -> None:
    """Refuse to go on while identifiers wait for a person.

    Raises
    ------
    UndecidedError
        If any type that is to be decided is not.
    """
    if decided.waiting:
        rows = "1 row waits" if decided.waiting == 1 else f"{decided.waiting} rows wait"
        raise UndecidedError(
            f"{rows} for a person's decision",
            file=review_file,
            expected="replace or keep for every row that says 'no' in the column 'decided'",
            advice="copy these rows into the decisions sheet, fill in its column 'decision', "
            "and run again",
        )


def apply(
    decided: Decided, transcript: str, identifiers: Sequence[Identifier], text: str
) -> list[Settled]:
    """What becomes of each identifier of a transcript.

    The most specific decision counts. Without one, an identifier is replaced by its proposal; it
    is kept where undecided ones are kept, it was to be asked, and it is no known name.
    """
    chosen = rules_of(decided, transcript, keys_of(identifiers, text))
    return [
        _settled(identifier, rule, decided.undecided)
        for identifier, rule in zip(identifiers, chosen, strict=True)
    ]


class Spelling(NamedTuple):
    """A text as it is compared, and whether it is written in small letters alone."""

    text: str
    small: bool


def keys_of(identifiers: Sequence[Identifier], text: str) -> list[Spelling]:
    """The text of each identifier as it is compared."""
    written = (text[identifier.start : identifier.end] for identifier in identifiers)
    return [Spelling(key(each), is_small(each)) for each in written]


def rules_of(decided: Decided, transcript: str, keys: Sequence[Spelling]) -> list[Rule | None]:
    """The most specific rule about each of a transcript's identifiers, in order, if any."""
    rules = {
        (rule.text, rule.small, rule.transcript, rule.occurrence): rule for rule in decided.rules
    }
    count: Counter[str] = Counter()
    chosen = []
    for text, small in keys:
        count[text] += 1
        places = ((transcript, count[text]), (transcript, 0), ("", 0))
        spellings = (True, False) if small else (False,)
        matching = (rules.get((text, each, *place)) for place in places for each in spellings)
        chosen.append(next((rule for rule in matching if rule is not None), None))
    return chosen


def _settled(identifier: Identifier, rule: Rule | None, undecided: str) -> Settled:
    category, entity = identifier.category, identifier.entity
    replacement = identifier.replacement
    if rule is None:
        keep = undecided == "keep" and identifier.ask and identifier.layer not in NAMES
        decision = "keep" if keep else "replace"
    else:
        decision, category = rule.decision, rule.category
        if rule.decision == "replace" and rule.replacement not in ("", replacement):
            replacement, entity = rule.replacement, ""
        elif category != identifier.category and replacement == f"[{identifier.category}]":
            replacement = f"[{category}]"
    return Settled(
        identifier.start,
        identifier.end,
        category,
        entity,
        identifier.layer,
        decision,
        "" if decision == "keep" else replacement,
        identifier.rule,
        rule is not None,
        rule.by if rule else "",
        rule.on if rule else "",
    )


def _rule(decision: Decision) -> Rule:
    replacement = decision.replacement if decision.decision == "replace" else ""
    return Rule(
        text=key(decision_text(decision.text)),
        small=decision.decision == "keep" and is_small(decision_text(decision.text)),
        transcript=decision.transcript,
        occurrence=decision.occurrence or 0,
        category=decision.category,
        decision=decision.decision,
        replacement=mark(replacement, decision.category) if replacement else "",
        by=decision.by,
        on=decision.on,
    )


def _check_decisions(
    decisions: Sequence[Decision],
    found: Found,
    texts: Mapping[str, str],
    names: Matcher,
    file: str,
) -> None:
    counts = {
        name: Counter(spelling.text for spelling in keys_of(hits, texts[name]))
        for name, hits in found.items()
    }
    rules = [_rule(decision) for decision in decisions]
    first: dict[tuple[str, bool, str, int], tuple[int, Rule]] = {}
    for decision, rule in zip(decisions, rules, strict=True):
        # What is kept is compared as it is written, so the same spelling is compared too.
        spelled = replace(rule, small=is_small(decision_text(decision.text)))
        for about in {astuple(rule)[:4], astuple(spelled)[:4]}:
            row, earlier = first.setdefault(about, (decision.row, rule))
            if astuple(earlier)[:7] != astuple(rule)[:7]:
                raise DecisionError(
                    f"the row contradicts row {row}",
                    file=file,
                    place=f"row {decision.row}",
                    expected="one decision about each text at each place",
                    advice="delete one of the two rows, or name the transcript in one of them",
                )
        if problem := _misplaced(rule, found, counts) or _named(rule, names):
            wrong, expected, advice = problem
            place = f"row {decision.row}"
            raise DecisionError(wrong, file=file, place=place, expected=expected, advice=advice)
    _check_occurring(decisions, rules, counts, texts, file)


def _misplaced(
    rule: Rule, found: Found, counts: Mapping[str, Counter[str]]
) -> tuple[str, str, str] | None:
    """What is wrong with the place that a decision names, what was expected, what to do."""
    if rule.transcript and rule.transcript not in found:
        known = "an id of the transcripts sheet, or nothing"
        return "there is no such transcript", known, "correct the transcript's id"
    if rule.occurrence and not rule.transcript:
        counted = "the transcript in which the occurrence is counted"
        return "an occurrence needs a transcript", counted, "name the transcript"
    number = counts.get(rule.transcript, Counter())[rule.text]
    if rule.occurrence > number:
        counted = f"an occurrence from 1 to {number}"
        return "the text has fewer occurrences there", counted, "count again in the transcript"
    return None


def _named(rule: Rule, names: Matcher) -> tuple[str, str, str] | None:
    if not names.occurs(rule.replacement):
        return None
    advice = "write one that names nobody"
    return "the replacement holds a known name", "a word such as a role or a kind of place", advice


def _check_occurring(
    decisions: Sequence[Decision],
    rules: Sequence[Rule],
    counts: Mapping[str, Counter[str]],
    texts: Mapping[str, str],
    file: str,
) -> None:
    """Refuse decisions about a text that occurs nowhere, not even inside a longer identifier."""
    missing = defaultdict(list)
    for decision, rule in zip(decisions, rules, strict=True):
        there = [rule.transcript] if rule.transcript else list(counts)
        if not any(counts[name][rule.text] for name in there):
            missing[rule.text].append((decision, there))
    for text, rows in missing.items():
        matcher = Matcher([Known(text, "other", "", "", False, "")])
        for decision, there in rows:
            if not any(matcher.occurs(texts[name]) for name in there):
                raise DecisionError(
                    "the text occurs nowhere that the row speaks of",
                    file=file,
                    place=f"row {decision.row}, column text",
                    expected="a text as it stands in results/restricted/<study>/review.csv",
                    advice="delete the row, or copy the text again from the review file",
                )
