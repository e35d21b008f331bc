"""The title block of a transcript, in which a line names the moderator and looks like a turn."""

import re
from collections.abc import Sequence
from dataclasses import replace

from quotetrail.transcripts.labels import is_generic
from quotetrail.transcripts.spoken import Spoken

_MORE = re.compile(r"[.;,|/\t]\s*[^\W\d_][\w-]*(?: [\w-]+)?\s*[:=]\s*\S")
_LONGEST = 40  # words of a title block


def without_title(text: str, spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Leave a line such as "Moderation: Dr. A; minutes: B" to the title block, where it is one.

    It stands before all turns, its label names a role, another such pair follows in it, and either
    nobody speaks under that label or the next turn begins with it again.
    """
    named = [at for at, one in enumerate(spoken) if one.speaker is not None]
    if len(named) < 2:
        return tuple(spoken)
    first = spoken[named[0]]
    again = [at for at in named[1:] if spoken[at].speaker == first.speaker]
    said = " ".join(text[start:end] for start, end in first.spans)
    is_title = (
        is_generic(first.speaker or "")
        and len(said.split()) <= _LONGEST
        and _MORE.search(said) is not None
        and (not again or again[0] == named[1])
    )
    if not is_title:
        return tuple(spoken)
    (start, end), *others = first.spans
    line = text.rfind("\n", 0, start) + 1
    title = replace(first, speaker=None, time=None, spans=((line, end), *others))
    return (*spoken[: named[0]], title, *spoken[named[0] + 1 :])
