"""A text that is a transcript with a label before each turn, known without looking for turns."""

from quotetrail.text import OffsetMap, Transcript
from quotetrail.transcripts import Reading


def read_labelled(text: str, transcript: Transcript) -> Reading | None:
    """How a text is read, if it holds what the transcript does, letter for letter, and labels.

    Parameters
    ----------
    text : str
        With any line ends.
    transcript : Transcript
        The turns that the text may have.

    Returns
    -------
    Reading or None
        None if anything else stands in the text, or if its labels are written in another way than
        as ``Label:`` before each turn. It may be the same transcript nevertheless.
    """
    edits: list[tuple[int, int, int]] = []
    read = 0
    for turn in transcript.turns:
        said = transcript.text[turn.start : turn.end]
        label = "" if turn.speaker is None else f"{turn.speaker}:"
        labelled = text.find(label, read)
        start = text.find(said, labelled + len(label))
        if start < read or text[read:start].strip() != label:
            return None
        # Of what stands between two turns the first newline is left.
        newline = text.find("\n", read, labelled if label else start) if edits else -1
        if edits and newline < 0:
            return None
        edits += [(read, newline, 0), (newline + 1, start, 0)] if edits else [(0, start, 0)]
        read = start + len(said)
    if text[read:].strip():
        return None
    edits.append((read, len(text), 0))
    return Reading(transcript, OffsetMap.from_edits(len(text), edits), {})
