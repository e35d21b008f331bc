"""A transcript's file: which format it has, and the way to its reader."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.chat import holds_chat, read_chat
from quotetrail.transcripts.cues import holds_srt, holds_vtt, read_srt, read_vtt
from quotetrail.transcripts.eaf import holds_eaf, read_eaf
from quotetrail.transcripts.odt import holds_odt, read_odt
from quotetrail.transcripts.pdf import holds_pdf, read_pdf
from quotetrail.transcripts.plain import read_plain
from quotetrail.transcripts.reading import Reading, assemble, has_word
from quotetrail.transcripts.rtf import holds_rtf, read_rtf
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.spoken_json import holds_json, read_json
from quotetrail.transcripts.turns import find_turns
from quotetrail.transcripts.webpage import holds_webpage, read_webpage
from quotetrail.transcripts.word import holds_word, read_word


class Format(NamedTuple):
    """A file format: whether bytes are of it, and how they are read."""

    holds: Callable[[bytes], bool]
    read: Callable[[bytes, str, str, Collection[str]], Script]


FORMATS = (
    Format(holds_odt, read_odt),
    Format(holds_word, read_word),
    Format(holds_rtf, read_rtf),
    Format(holds_pdf, read_pdf),
    Format(holds_vtt, read_vtt),
    Format(holds_srt, read_srt),
    Format(holds_eaf, read_eaf),
    Format(holds_webpage, read_webpage),
    Format(holds_json, read_json),
    Format(holds_chat, read_chat),
)
"""Every format but plain text, in the order in which they are tried."""


def read_transcript(
    path: str | Path,
    *,
    transcript: str,
    language: str = "und",
    encoding: str = "",
    labels: Collection[str] = (),
    shown_as: str = "",
) -> Reading:
    """Read a transcript's file, of any of `FORMATS` or plain text. Its content tells the format.

    Parameters
    ----------
    path : str or Path
    transcript : str
        Its id.
    language : str
        BCP 47.
    encoding : str
        Of a text file that is neither UTF-8 nor marked by a byte order mark.
    labels : collection of str
        Labels that are known to be speakers, in any case.
    shown_as : str
        The path as the user wrote it, for errors.

    Returns
    -------
    Reading

    Raises
    ------
    TranscriptError
        If the file cannot be read, is damaged, of another format, or without a word.
    """
    file = shown_as or str(path)
    data = _bytes(Path(path), file)
    found = next((known for known in FORMATS if known.holds(data)), None)
    if found is None:
        text = read_plain(data, file, encoding)
        reading = find_turns(text, transcript=transcript, language=language, labels=labels)
    else:
        reading = assemble(found.read(data, file, encoding, labels), transcript, language)
    if not has_word(reading.transcript.text):
        raise TranscriptError(
            "The file holds no speech.",
            file=file,
            expected="at least one word besides labels and times",
            advice="Check that this is the transcript, and that it was saved completely.",
        )
    return reading


def _bytes(path: Path, file: str) -> bytes:
    found, advice = "", "Check the path in the column file of the transcripts sheet."
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        found = "The file does not exist."
    except IsADirectoryError:
        found = "This is a folder, not a file."
    except (OSError, ValueError):
        found, advice = "The file cannot be opened.", "Check that you are allowed to read it."
    if found:
        raise TranscriptError(found, file=file, expected="the file of a transcript", advice=advice)
    if not data:
        raise TranscriptError(
            "The file is empty (0 bytes).",
            file=file,
            expected="the file of a transcript",
            advice="Copy or download it again; files in a cloud folder may not be on this disk.",
        )
    return data
