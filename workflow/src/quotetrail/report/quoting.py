"""The words of a coding as a report prints them."""

from collections.abc import Sequence

from quotetrail.errors import ReportError
from quotetrail.report.markdown import attributes, escape, language_of, one_line
from quotetrail.report.sources import Row
from quotetrail.text import Transcript


def require_place(coding: Row, file: str) -> None:
    """Refuse a coding of which nobody knows the words.

    Raises
    ------
    ReportError
        If it has no place in its transcript.
    """
    if not coding["start"]:
        raise ReportError(
            "A coding without a place in its transcript cannot be quoted.",
            file=file,
            place=f"coding {coding['coding']}",
            expected="a coding that is more than counted: its placement is not document",
            advice="Choose another quotation.",
        )


def quoted_parts(coding: Row, transcript: Transcript, file: str) -> list[str]:
    """What a coding's span holds of each turn, one line a turn.

    Raises
    ------
    ReportError
        If the words of codings.csv are not those of the transcript.
    """
    start, end = int(coding["start"]), int(coding["end"])
    if transcript.text[start:end] != coding["text"]:
        raise ReportError(
            "A coding's words are not those of its transcript.",
            file=file,
            place=f"coding {coding['coding']}",
            advice="Build the codings again; one of the two files was changed.",
        )
    pieces = [
        one_line(transcript.text[max(start, turn.start) : min(end, turn.end)])
        for turn in transcript.turns_in(start, end)
    ]
    parts = [piece for piece in pieces if piece]
    if not parts:
        raise ReportError(
            "A coding without words cannot be quoted.",
            file=file,
            place=f"coding {coding['coding']}",
            advice="Choose another quotation.",
        )
    return parts


def quotation_markdown(
    parts: Sequence[str], attribution: str, claim: str, language: str, inline: bool
) -> str:
    """A quotation with its attribution, as a block or within a sentence.

    Several turns are printed as paragraphs with an en dash, so that it is seen that several
    people speak without saying who.
    """
    tag, direction = language_of(" ".join(parts), language)
    mark = f"{{#{claim} .claim .words{attributes(lang=tag, dir=direction)}}}"
    if inline:
        return f"“[{escape(parts[0])}]{mark}” ([{escape(attribution)}]{{#{claim}-by .by}})"
    lead = "– " if len(parts) > 1 else ""
    paragraphs = "\n\n".join(lead + escape(part) for part in parts)
    return (
        f"\n\n::::: {{.quotation}}\n:::: {mark}\n{paragraphs}\n::::\n\n"
        f":::: {{.attribution}}\n[{escape(attribution)}]{{#{claim}-by .by}}\n::::\n:::::\n\n"
    )
