"""A study that was pseudonymised, small enough to check by hand."""

import hashlib

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.pseudonym_map import map_rows
from quotetrail.anonymise.replacement_log import (
    LOG_COLUMNS,
    log_rows,
    sheet_content,
)
from quotetrail.sheets import Decision, KnownIdentifier, Participant
from quotetrail.text import Transcript, Turn

SECRET = bytes(range(32))
STUDY = "psw"
TEXT = "Miriam met Anna in Ulm.\nI am Anna, call 0731.\nNo.\nMiriam left."
NAMES = ("Miriam", "Anna", "Ulm", "0731")
RAW = Transcript(
    "t2",
    "en",
    TEXT,
    (Turn(0, 23, "INT"), Turn(24, 45, "Anna"), Turn(46, 49, "Zed"), Turn(50, 62, "INT")),
)
OTHER = Transcript("t1", "en", "Ulm, Ulm.", (Turn(0, 9, "Kofi"),))
SPEAKERS = {"INT": "INT", "Anna": "P2", "Zed": "P9"}


def settled(start, end, category="person", entity="", replacement="[x]", **more):
    decision = more.pop("decision", "replace")
    layer = more.pop("layer", "participants sheet")
    return Settled(start, end, category, entity, layer, decision, replacement, **more)


MADE = Pseudonyms(
    "t2",
    None,
    [
        settled(0, 6, entity="P1", replacement="[P1]", rule="known name"),
        settled(11, 15, entity="P2", replacement="[P2]"),
        settled(
            *(19, 22, "place", "", "[town]"),
            layer="decisions",
            decided=True,
            by="=R. Viewer",
            on="2026-01-02",
        ),
        settled(29, 33, entity="P2", replacement="[P2]"),
        settled(40, 44, "phone", "", "[phone]", layer="patterns", rule="phone"),
        settled(46, 48, entity="P2", replacement="[P2]"),
        settled(50, 56, entity="P1", decision="keep", replacement=""),
    ],
    SPEAKERS,
    [(46, 49)],
)
MADE_OTHER = Pseudonyms(
    "t1",
    None,
    [settled(0, 3, "place", "", "[town]"), settled(5, 8, "place", "", "[place]", layer="patterns")],
    {"Kofi": "S1"},
    [],
)


def rows(secret=SECRET, study=STUDY):
    # The sheet says t2 first; the pseudonyms come in any order.
    return log_rows(study, [RAW, OTHER], [MADE_OTHER, MADE], secret)


def content(**more):
    return sheet_content(rows(**more), LOG_COLUMNS)


CONTENT = content()


def hmac_by_hand(key, text):
    """RFC 2104, from its definition."""
    inner = bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0"))
    outer = bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0"))
    return hashlib.sha256(outer + hashlib.sha256(inner + text.encode()).digest()).hexdigest()


PEOPLE = [
    Participant(2, "P1", group="g", label=("INT", "Mimi"), names=("Miriam Katz", "Miriam")),
    Participant(3, "P2", group="g", names=("Anna",)),
    Participant(4, "P2", group="h", names=("Anna", "Anuschka")),
    Participant(5, "P3", group="g", names=("Nobody Spoke",)),
    Participant(6, "P9", group="g", names=("Zed",), withdrawn_on="2026-01-01"),
]
IDENTIFIERS = [
    KnownIdentifier(2, "Ulm", "place", "town"),
    KnownIdentifier(3, "Neu-Ulm", "place", "[town]"),
    KnownIdentifier(4, "Bonn", "place"),
]
DECISIONS = [
    Decision(2, "'=Annie", "person", "replace", "P2"),
    Decision(3, "Rose", "person", "keep"),
    Decision(4, "Hill House", "organisation", "replace", "a clinic"),
    Decision(5, "Dr Who", "person", "replace"),
]


def who(pseudonyms=(MADE, MADE_OTHER)):
    coders = {"Kim Lee": "C1", "consensus": "consensus"}
    return map_rows(PEOPLE, IDENTIFIERS, DECISIONS, coders, pseudonyms)
