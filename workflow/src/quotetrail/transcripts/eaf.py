"""ELAN annotations (eaf): tiers of timed pieces, one tier or more a speaker."""

from collections.abc import Collection
from typing import Any

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.labels import clean_label
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.unzip import parse_xml
from quotetrail.transcripts.voices import Voice, voices_script


def holds_eaf(data: bytes) -> bool:
    """Whether a file is an ELAN annotation document."""
    return b"<ANNOTATION_DOCUMENT" in data[:2000]


def read_eaf(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the annotations of all tiers that stand by themselves, in order of time.

    The speaker is the tier's participant, or its name. Tiers that depend on another, such as
    translations and glosses, are counted.

    Raises
    ------
    TranscriptError
        If the XML is damaged, or an annotation has no time.
    """
    del encoding  # XML names its own
    root = parse_xml(data, "", file)
    times = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in root.iter("TIME_SLOT")}
    not_read: dict[str, int] = {}
    timed: list[tuple[float, int, Voice]] = []
    for tier in root.iter("TIER"):
        annotations = list(tier.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"))
        if tier.get("PARENT_REF"):
            not_read["annotation of a dependent tier"] = not_read.get(
                "annotation of a dependent tier", 0
            ) + len(annotations)
            continue
        label = clean_label(tier.get("PARTICIPANT") or tier.get("TIER_ID") or "")
        for annotation in annotations:
            said = (annotation.findtext("ANNOTATION_VALUE") or "").strip()
            if said:
                time = _time(annotation, times, file)
                timed.append((time, len(timed), Voice(label or None, time, said)))
    timed.sort(key=lambda one: one[:2])
    return voices_script([voice for _, _, voice in timed], labels, not_read)


def _time(annotation: Any, times: dict[str | None, str | None], file: str) -> float:
    value = times.get(annotation.get("TIME_SLOT_REF1"))
    if value is None or not value.isdecimal() or len(value) > 12:
        raise TranscriptError(
            "An annotation has no time.",
            file=file,
            place=f"line {annotation.sourceline}",
            expected="annotations whose beginning has a time",
            advice="Open the file in ELAN, give the annotation a time, and save it again.",
        )
    return int(value) / 1000
