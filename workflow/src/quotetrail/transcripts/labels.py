"""What is a speaker's label, and what only looks like one."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from quotetrail.text import folded

LONGEST = 40  # characters of a label that nobody declared

_NEVER = frozenset(
    str.split("""
    note notes time times date dates question questions comment comments example examples place
    location duration present participants attendees language languages file files audio video
    title topic subject project page source sources url link http https warning answer answers
    transcript transcripts transcription transcribed interview interviews recording recorded
    start end ps nb at to eg ie appendix reference references summary background introduction
    conclusion abstract keywords contents section part chapter version code codes theme themes
    timestamp speakers speaker(s) legend key
    notiz hinweis anmerkung datum zeit ort dauer frage beispiel teilnehmende sprache quelle
    nota fecha hora lugar pregunta ejemplo remarque heure lieu exemple durée
    """)
) | {"for example", "audio file", "transcribed by", "recorded by", "zum beispiel", "see also"}

_ROLES = str.split("""
    speaker spk moderation protokoll protokollant protokollantin mwezeshaji mwandishi
    sprecher sprecherin interviewer interviewerin interviewee moderator moderatorin
    co-moderator facilitator co-facilitator researcher participant respondent informant observer
    note-taker notetaker translator interpreter dolmetscher dolmetscherin host chair student
    teacher patient doctor teilnehmer teilnehmerin befragter befragte befragende entrevistador
    entrevistadora entrevistado entrevistada participante moderador moderadora unknown unidentified
    male female man woman men women voice all both everyone everybody group several multiple
    unbekannt alle mod obs int ir ie iv ip tn ki fg i r p m f b s q a
    """)
_QUALITY = r"(?:unknown|unidentified|male|female|multiple|several|other|new|first|second)"
_GENERIC = re.compile(
    rf"(?:{_QUALITY} )*(?:{'|'.join(map(re.escape, sorted(_ROLES, key=len, reverse=True)))})s?"
    r"(?:[ _#./-]*\d{1,3}[a-z]?| [a-z])?\??"
)
_PARTICLES = frozenset(
    str.split("van von der den de del della di da dos la le el al bin ben ibn zu")
)
_SAYING = re.compile(
    r"(?:and |but |so |then |und |da )?(?:i|he|she|they|we|you|it|er|sie|ich|wir|es)(?:'s)? .*"
)
_SHORT_FORM = re.compile(r"(?:^|[\s.-])([^\W\d_]{1,4})$")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(frozen=True)
class Head:
    """The beginning of a line that may name a speaker.

    Attributes
    ----------
    label, key : str
        As written, and folded for comparison.
    time : float or None
        Seconds from the start of the recording.
    end : int
        Where the speech begins in the line.
    form : str
        "colon", "stamp" (label and time alone on the line), "bold" or "tab".
    opens : bool
        Whether the line starts a paragraph.
    clear : bool
        Whether white space, a time or the line's end follows the label.
    """

    label: str
    key: str
    time: float | None
    end: int
    form: str
    opens: bool
    clear: bool


@lru_cache(maxsize=4096)
def clean_label(written: str) -> str:
    """The label without markdown, brackets around it and doubled spaces."""
    label = " ".join(written.split())
    while True:
        bare = label.strip("*_ ").removeprefix("//").strip()
        if (
            len(bare) > 2
            and bare[0] in _BRACKETS
            and bare.find(_BRACKETS[bare[0]]) == len(bare) - 1
        ):
            bare = bare[1:-1]
        if bare == label:
            return label
        label = bare


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """What two ways to write a label have in common."""
    return " ".join(folded(clean_label(label).rstrip(":： ")).split())


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Whether a label names a role and nobody, such as "Speaker 12", "INT", "P3", "Moderator"."""
    return _GENERIC.fullmatch(label_key(label)) is not None


@lru_cache(maxsize=4096)
def can_be_label(label: str) -> bool:
    """Whether a text has the form of a label, of a person or of a role."""
    if not label or len(label) > LONGEST or label[0].isdecimal() or not label[0].isalnum():
        return False
    key = label_key(label)
    if key.rstrip("0123456789 .-") in _NEVER or _SAYING.fullmatch(key):
        return False
    if any(label.count(left) != label.count(right) for left, right in _BRACKETS.items()):
        return False
    # A question mark stands for a number that nobody heard: "P?", "Speaker ?".
    bare = label.rstrip("? ") if is_generic(label) else label
    if re.search(r"[!?;,،。！？…|\"“”„«»*=@\\\t]|://|\.\.", bare) or label.endswith("."):
        return False
    words = label.split()
    if len(words) > 1 and label.islower() and not any(char.isdecimal() for char in label):
        return False
    dots = [position for position, char in enumerate(label) if char == "."]
    return len(words) <= 5 and all(_ends_in_short_form(label[:dot]) for dot in dots)


@lru_cache(maxsize=4096)
def looks_like_name(label: str) -> bool:
    """Whether a label reads like a name or a title: one to four words with capitals."""
    words = label.split()
    return (
        1 <= len(words) <= 4
        and not words[0][0].islower()
        and all(_like_name_part(word) for word in words)
    )


def accepted_labels(heads: Collection[Head], blocks: int, known: Collection[str]) -> set[str]:
    """The keys of the labels that count in a text.

    Known labels count. So does one that is generic or starts at least two paragraphs; where
    bold print alone marks it, a third of all paragraphs must start so. In a text that is plainly
    labelled, a name that occurs once counts too; if labels are known, only one that misspells
    another, because "Important:" opens speech.

    Parameters
    ----------
    heads : collection of Head
        Every beginning of a line that has the form of a label.
    blocks : int
        Paragraphs in the text.
    known : collection of str
        Keys of labels that were declared.
    """
    keys = set(known)
    firm = [head for head in heads if head.form in ("colon", "stamp")]
    often = Counter(head.key for head in firm if head.opens)
    keys |= {key for key, count in often.items() if count > 1}
    keys |= {head.key for head in heads if head.form != "bold" and is_generic(head.label)}
    bold = [
        head
        for head in heads
        if head.form == "bold"
        and head.opens
        and (looks_like_name(head.label) or is_generic(head.label))
    ]
    if len(bold) * 3 >= blocks:
        often = Counter(head.key for head in bold)
        keys |= {h.key for h in bold if often[h.key] > 1 or is_generic(h.label)}
    labelled = sum(head.opens and head.key in keys for head in heads)
    if labelled * 2 >= blocks:
        once = {h.key for h in firm if h.opens and h.clear and looks_like_name(h.label)}
        keys |= {key for key in once if not known or _misspelt(key, keys)}
    return keys


def _misspelt(key: str, keys: Collection[str]) -> bool:
    """Whether a label is another one with a slip of the pen: one letter, two in a long one."""
    slips = 1 if len(key) < 9 else 2
    return len(key) >= 5 and any(
        Levenshtein.distance(key, other, score_cutoff=slips) <= slips for other in keys
    )


def _ends_in_short_form(text: str) -> bool:
    """Whether a dot after the text may belong to a title or an initial, as in "Ms." or "J."."""
    found = _SHORT_FORM.search(text)
    return found is not None and not found[1][0].islower()


def _like_name_part(word: str) -> bool:
    if word in _PARTICLES or word.isdecimal():
        return True
    return not word[0].islower() and all(
        char.isalnum() or not char.isascii() or char in ".'-&/()" for char in word
    )
