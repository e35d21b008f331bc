"""The two gates of the workflow: which files are searched for what, and what is exempt."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from quotetrail.anonymise.files import load_names, load_pseudonyms
from quotetrail.anonymise.leaks import (
    Kept,
    kept_spans,
    report,
    require_no_leaks,
    scan,
    spans_of_others,
    vocabulary,
)
from quotetrail.text import load_transcripts


def check_files(
    paths: Sequence[str],
    *,
    names: Iterable[str],
    pseudonyms: Iterable[str],
    transcripts: Iterable[str],
    allowed: Iterable[str],
    words: Iterable[str],
    to: Path,
) -> None:
    """Search files for known names, and let them pass or not.

    Parameters
    ----------
    paths : sequence of str
        The files, below the working directory.
    names, pseudonyms : iterable of str
        Restricted files: the known names, and how each transcript was pseudonymised.
    transcripts : iterable of str
        The pseudonymised transcripts, for what stands around spans that were kept.
    allowed : iterable of str
        Published values such as sites and authors.
    words : iterable of str
        Text of our own templates.
    to : Path
        Where the report goes if nothing is found; it holds no name.

    Raises
    ------
    LeakError
        If a known name stands anywhere, or another replaced identifier in what comes from
        transcripts.
    """
    known = {_study(path): load_names(path) for path in names}
    texts = {study: load_transcripts(*found) for study, found in _by_study(transcripts).items()}
    kept: list[Kept] = []
    for study, found in _by_study(pseudonyms).items():
        made = {text.transcript: text for text in texts[study]}
        for each in load_pseudonyms(found):
            kept += kept_spans(made[each.transcript], each.offsets, each.identifiers)
        # One study's name may be another's word, and that one's own gate has looked.
        others = [name for other in known if other != study for name in known[other]]
        for text in texts[study] if others else []:
            kept += spans_of_others(text, others)
    scanned = scan(
        Path(),
        paths,
        [name for each in known.values() for name in each],
        transcript_files=[path for path in paths if "/transcripts/" in path],
        allowed_values=allowed,
        kept=kept,
        words=vocabulary(words),
    )
    require_no_leaks(scanned)
    to.write_text(json.dumps(report(scanned), ensure_ascii=False, indent=1) + "\n")


def _study(path: str) -> str:
    return path.split("/")[2]


def _by_study(paths: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        grouped[_study(path)].append(path)
    return grouped
