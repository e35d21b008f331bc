"""The selections of a text under one way of counting: which words and which places they have."""

from collections.abc import Sequence
from typing import NamedTuple

from quotetrail.coding.counting import Counting, measured, same_counting
from quotetrail.coding.quoted import (
    ELLIPSES,
    between_words,
    of_word,
    same_words,
    without_ellipsis,
)

_MOST_WITNESSES = 50  # selections of a text: more of them tell nothing new


class Sample(NamedTuple):
    """A selection as the file counts it, or read in code points.

    ``quoted`` is the text it should hold, if the file says so; ``doubtful`` of one that was read
    says that nobody can tell which characters it means.
    """

    start: int
    end: int
    quoted: str = ""
    doubtful: bool = False


class Text(NamedTuple):
    """A text with its selections."""

    text: str
    samples: Sequence[Sample]


class Trial(NamedTuple):
    """A selection under a counting.

    ``cuts`` says of its two ends whether they cut a character in two, and ``met`` is 2 if its words
    stand there, 1 if they do but for typography or a cut end, else 0.
    """

    text: str
    span: tuple[int, int]
    cuts: tuple[bool, bool]
    met: int


class Ends(NamedTuple):
    """How good the ends of a selection are under a counting.

    ``words`` is the span without the blanks at its ends, which nobody misses.

    ``good`` is for each end 2 where people put it, 1 beside a blank that is selected too or where
    a script without spaces goes on, 0 in a word, a character, or outside the text. ``unspaced``
    says that such a script goes on at an end.
    """

    words: tuple[int, int]
    good: tuple[int, int]
    unspaced: bool = False


class Witness:
    """A text with as many of its different selections as are needed to judge by."""

    def __init__(self, text: Text) -> None:
        different = list(dict.fromkeys(text.samples))
        step = -(-len(different) // _MOST_WITNESSES) or 1
        self.text = text.text
        self.samples = different[::step]
        self._trials: dict[Counting, list[Trial]] = {}
        self._ends_seen: dict[Counting, list[Ends]] = {}
        self._open: dict[Counting, int] = {}
        self._has_ellipsis = any(each in self.text for each in ELLIPSES)

    def trials(self, counting: Counting) -> list[Trial]:
        """The selections under a counting, in order."""
        same = same_counting(self.text, counting)
        if same not in self._trials:
            self._trials[same] = [tried(self.text, sample, same) for sample in self.samples]
        return self._trials[same]

    def open_to_doubt(self, counting: Counting) -> int:
        """How many quotations could at most stand there better under another counting."""
        same = same_counting(self.text, counting)
        if same not in self._open:
            pairs = zip(self.trials(counting), self.samples, strict=True)
            self._open[same] = sum(self._is_open(trial, sample) for trial, sample in pairs)
        return self._open[same]

    def _is_open(self, trial: Trial, sample: Sample) -> bool:
        # Only a text with an ellipsis of its own can hold the whole of a quotation that has one.
        if trial.met == 1 and without_ellipsis(sample.quoted) is not None:
            return self._has_ellipsis
        return bool(sample.quoted) and trial.met < 2

    def ends(self, counting: Counting) -> list[Ends]:
        """How good their ends are, which is looked at only if no words decide."""
        same = same_counting(self.text, counting)
        if same not in self._ends_seen:
            self._ends_seen[same] = list(map(ends_of, self.trials(counting)))
        return self._ends_seen[same]


def tried(text: str, sample: Sample, counting: Counting) -> Trial:
    """A selection of a text, read with a counting."""
    (start, cut), (end, cut_too) = measured(text, sample.start, sample.end, counting)
    met = 0
    if sample.quoted and 0 <= start <= end <= len(text):
        said = text[start:end]
        met = 2 if said == sample.quoted else int(same_words(said, sample.quoted))
    return Trial(text, (start, end), (cut, cut_too), met)


def ends_of(trial: Trial) -> Ends:
    """How good the ends of a selection are."""
    text, (start, end), cuts, _ = trial
    if not 0 <= start <= end <= len(text):
        return Ends((start, end), (0, 0))
    said = text[start:end]
    # Whole lines are often selected with their line end.
    blank = said[:1].isspace(), said[-1:] in (" ", "\t", "\r")
    begins = 0 if cuts[0] else _goodness(text, start, blank[0])
    ends = 0 if cuts[1] else _goodness(text, end, blank[1])
    words = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    return Ends(words, (begins, ends), _goes_on(text, start) or _goes_on(text, end))


def _goodness(text: str, position: int, blank: bool) -> int:
    """How likely somebody selects from or up to a position, beside a blank or not."""
    if not between_words(text, position):
        return 0
    return 1 if blank or _goes_on(text, position) else 2


def _goes_on(text: str, position: int) -> bool:
    """Whether a script without spaces goes on here."""
    return 0 < position < len(text) and of_word(text[position - 1]) and of_word(text[position])


def is_sure(trial: Trial, sample: Sample) -> bool:
    """Whether all the words that the file quotes stand there."""
    return trial.met > 0 and without_ellipsis(sample.quoted) is None
