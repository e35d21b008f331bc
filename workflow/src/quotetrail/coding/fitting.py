"""Which counting a file uses, judged by its own selections.

A selection read with the wrong counting is a wrong quotation, and no program says how it counts.
So the selections of a text are tried under each counting. Words that the file quotes decide. Where
it quotes none, people select whole words: under the right counting selections begin and end
between words, and seldom with a blank. A counting is refuted by another one under which clearly
more of the positions in which the two differ are where people put them. What the standard says
holds until it is refuted. Where a counting that is not refuted would give a selection another
place that is as good, nobody can tell which is meant, and the selection is in doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from quotetrail.coding.counting import (
    COUNTINGS,
    STANDARD,
    Counting,
    same_counting,
    to_code_points,
)
from quotetrail.coding.quoted import without_ellipsis
from quotetrail.coding.trials import Sample, Text, Trial, Witness, ends_of, is_sure, tried

_LEAST_WINS = 3
_WINS_PER_LOSS = 4
_ENOUGH_BORDERS = 10
_LEAST_FIT = 0.6
_MOST_TEXTS = 12  # of a project: more of them tell nothing new


class Fitted(NamedTuple):
    """The selections of a text, in order, and how they were counted.

    Attributes
    ----------
    counting : Counting
    reads : list of Sample
    quoted, met : int
        How many of the selections come with their words, and how many of these words stand there.
    borders, fitting : int
        How many beginnings and ends were looked at, and how many of them cut no word.
    """

    counting: Counting
    reads: list[Sample]
    quoted: int
    met: int
    borders: int
    fitting: int

    def __str__(self) -> str:
        """The counting, and how well the selections of the text fit under it."""
        quoted = f"{self.met} of {self.quoted} quoted passages stand there, " if self.quoted else ""
        return (
            f"offsets are read as {self.counting}: {quoted}{self.fitting} of {self.borders} "
            "borders of selections looked at stand between words"
        )


def fit(
    texts: Mapping[str, Text], *, countings: Sequence[Counting] = COUNTINGS
) -> dict[str, Fitted]:
    """Find out how the selections of a project are counted, and read them.

    Parameters
    ----------
    texts : mapping of str to Text
        The texts of one project. What one of them tells is held to be true of the others too,
        unless they tell otherwise.
    countings : sequence of Counting
        Those that are tried, the one that holds until it is refuted first.

    Returns
    -------
    dict of str to Fitted
        By the same keys.
    """
    witnesses = [Witness(each) for each in texts.values()]
    several = witnesses[:: -(-len(witnesses) // _MOST_TEXTS) or 1]
    usual = _best(several, countings, countings[0])
    fitted = {}
    known = len(countings) == 1
    rivals: list[Counting] | None = None
    for (key, each), witness in zip(texts.items(), witnesses, strict=True):
        own = _best([witness], countings, usual)
        if all(map(is_sure, witness.trials(own), witness.samples)):
            left: Sequence[Counting] = ()
        elif own == usual:
            rivals = rivals if rivals is not None else _unrefuted(several, countings, usual)
            left = _unrefuted([witness], rivals, own)
        else:
            left = _unrefuted([witness], countings, own)
        fitted[key] = _read(each, witness, own, left, known=known)
    return fitted


def _best(
    witnesses: Sequence[Witness], countings: Sequence[Counting], assumed: Counting
) -> Counting:
    """The counting assumed, or the best of those that refute it."""
    if _leaves_nothing(witnesses, assumed):
        return assumed
    against = [each for each in countings if _refutes(witnesses, each, assumed)]
    return max([assumed, *against], key=lambda each: _worth(witnesses, each))


def _leaves_nothing(witnesses: Sequence[Witness], counting: Counting) -> bool:
    """Whether too little is left that another counting could explain better."""
    losses = 0
    for witness in witnesses:
        for trial, sample in zip(witness.trials(counting), witness.samples, strict=True):
            cut = trial.met and without_ellipsis(sample.quoted) is not None
            if sample.quoted and trial.met < 2 and not cut:
                return False
        losses += sum(good < 2 for each in witness.ends(counting) for good in each.good)
    return losses < _LEAST_WINS


def _worth(witnesses: Sequence[Witness], counting: Counting) -> tuple[int, int]:
    met = sum(trial.met for witness in witnesses for trial in witness.trials(counting))
    return met, sum(sum(each.good) for witness in witnesses for each in witness.ends(counting))


def _unrefuted(
    witnesses: Sequence[Witness], countings: Iterable[Counting], chosen: Counting
) -> list[Counting]:
    return [each for each in countings if each != chosen and not _refutes(witnesses, chosen, each)]


def _refutes(witnesses: Sequence[Witness], better: Counting, worse: Counting) -> bool:
    """Whether the selections speak for a counting and against another one."""
    quotes = [0, 0]
    apart: list[tuple[int, Witness]] = []
    open_to_doubt = sum(witness.open_to_doubt(better) for witness in witnesses)
    for number, witness in enumerate(witnesses):
        if _clear(quotes[0], quotes[1] + open_to_doubt, least=1):  # whatever the others say
            return True
        open_to_doubt -= witness.open_to_doubt(better)
        ours, theirs = witness.trials(better), witness.trials(worse)
        if ours is theirs:
            continue
        apart.append((number, witness))
        for one, other in zip(ours, theirs, strict=True):
            quotes[0] += one.met > other.met
            quotes[1] += one.met < other.met
    if any(quotes):
        return _clear(*quotes, least=1)
    places: dict[tuple[int, int, int], int] = {}
    for number, witness in apart:
        pairs = zip(witness.trials(better), witness.trials(worse), strict=True)
        goods = zip(witness.ends(better), witness.ends(worse), strict=True)
        for (one, other), (one_ends, other_ends) in zip(pairs, goods, strict=True):
            for side in (0, 1):
                if one.span[side] != other.span[side]:
                    difference = one_ends.good[side] - other_ends.good[side]
                    places[number, one.span[side], other.span[side]] = difference
    wins = sum(difference > 0 for difference in places.values())
    losses = sum(difference < 0 for difference in places.values())
    return _clear(wins, losses, least=_LEAST_WINS)


def _clear(wins: int, losses: int, *, least: int) -> bool:
    return wins >= least and losses * _WINS_PER_LOSS <= wins


def _read(
    text: Text, witness: Witness, counting: Counting, rivals: Iterable[Counting], *, known: bool
) -> Fitted:
    trials = witness.trials(counting)
    borders = 2 * len(trials)
    fitting = sum(good > 0 for each in witness.ends(counting) for good in each.good)
    hopeless = not known and borders >= _ENOUGH_BORDERS and fitting < _LEAST_FIT * borders
    others = list(dict.fromkeys(same_counting(text.text, each) for each in rivals))
    own = same_counting(text.text, counting)
    others = [each for each in others if each != own]

    as_given = own == STANDARD and not (others or hopeless)

    @cache
    def read(sample: Sample) -> Sample:
        if not (others or hopeless):
            span = to_code_points(text.text, sample.start, sample.end, own)
            return Sample(*span, sample.quoted)
        trial = tried(text.text, sample, own)
        besides = (tried(text.text, sample, each) for each in others)
        doubtful = not is_sure(trial, sample) and (
            (hopeless and not trial.met) or _is_ambiguous(trial, besides)
        )
        return Sample(*trial.span, sample.quoted, doubtful)

    return Fitted(
        counting,
        list(text.samples) if as_given else [read(sample) for sample in text.samples],
        sum(bool(sample.quoted) for sample in witness.samples),
        sum(trial.met > 0 for trial in trials),
        borders,
        fitting,
    )


def _is_ambiguous(chosen: Trial, rivals: Iterable[Trial]) -> bool:
    """Whether a selection may as well be that of a rival that has other words."""
    ours = ends_of(chosen)
    for rival in rivals:
        theirs = ends_of(rival)
        if ours.words == theirs.words or rival.met < chosen.met:
            continue
        if theirs.unspaced or ours.unspaced:
            as_good = min(theirs.good) > 0
        else:
            as_good = sum(theirs.good) >= sum(ours.good)
        if as_good:
            return True
    return False
