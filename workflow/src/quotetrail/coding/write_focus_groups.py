"""Transcripts as files that MAXQDA imports as those of focus groups.

It takes what stands before the first colon of a paragraph, within 63 characters, for the name of
who speaks, and codes all up to the next name with it.
"""

from collections.abc import Iterable
from pathlib import Path

from quotetrail.coding.write_archive import zipped
from quotetrail.coding.write_docx import docx_bytes
from quotetrail.coding.write_texts import Paragraph, paragraphs
from quotetrail.text import Transcript

NOBODY = "No speaker"
_LONGEST = 63


def write_focus_groups(path: str | Path, transcripts: Iterable[Transcript]) -> None:
    """Write an archive with one docx for each transcript, named by its id.

    What nobody speaks, such as a title, gets a label too: otherwise it would count as a part of
    the turn before it, or as a turn of its own where it holds a colon.
    """
    files = {
        f"{transcript.transcript}.docx": docx_bytes(
            [
                Paragraph(_label(paragraph.label), paragraph.said)
                for paragraph in paragraphs(transcript)
            ],
            transcript.language,
        )
        for transcript in transcripts
    }
    Path(path).write_bytes(zipped(files))


def _label(speaker: str | None) -> str:
    name = " ".join((NOBODY if speaker is None else speaker).replace(":", " ").split())
    return name[:_LONGEST].rstrip()
