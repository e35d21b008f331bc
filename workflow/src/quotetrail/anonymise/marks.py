"""What quotations in public reports show in the place of the marks of controlled transcripts.

The marks are bracketed texts; each has one coarser text, or the same. So the two depths of
pseudonymising come from one marking, and a public quotation follows from the controlled transcript
without any raw text.
"""

from collections.abc import Iterable, Mapping, Sequence

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.names import PARTICIPANTS
from quotetrail.anonymise.spelling import key
from quotetrail.anonymise.styles import Styles, coarse_mark, person_mark
from quotetrail.sheets import KnownIdentifier, Participant

MARK_COLUMNS = ("mark", "public")


def public_marks(
    identifiers: Iterable[Settled],
    text: str,
    participants: Sequence[Participant],
    sheet: Sequence[KnownIdentifier],
    styles: Styles,
) -> dict[str, str]:
    """The public text of each mark in a pseudonymised transcript.

    Parameters
    ----------
    identifiers : iterable of Settled
        Of the transcript; those that were replaced count.
    text : str
        The raw text.
    participants, sheet
        Rows of the participants and the identifiers sheet.
    styles : Styles
        Of the public zone.
    """
    people = {person.participant: person for person in participants}
    coarser = {key(row.text): row.public for row in sheet if row.public}
    marks: dict[str, str] = {}
    for one in identifiers:
        if one.decision != "replace":
            continue
        said = text[one.start : one.end]
        if one.layer == PARTICIPANTS and one.entity in people:
            public = person_mark(people[one.entity], styles)
        elif given := coarser.get(key(said)):
            public = f"[{given.strip('[]')}]"
        else:
            public = coarse_mark(said, one.category, one.replacement, styles)
        # Two things that look the same in controlled transcripts must not be told apart in public.
        if marks.setdefault(one.replacement, public) != public:
            marks[one.replacement] = f"[{one.category}]"
    return marks


def merged_marks(several: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The marks of all transcripts, sorted; one with two public texts becomes its bare mark."""
    merged: dict[str, str] = {}
    for marks in several:
        for mark, public in marks.items():
            if merged.setdefault(mark, public) != public:
                merged[mark] = "[...]"
    return dict(sorted(merged.items()))
