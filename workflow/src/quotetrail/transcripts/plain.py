"""Plain text and markdown files."""

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode

_FOREIGN = (
    (b"%pdf", "a PDF"),
    (b"{\\rtf", "a rich text file (rtf)"),
    (b"<!doctype", "a web page or another XML file"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)


def read_plain(data: bytes, file: str, encoding: str) -> str:
    """The decoded text of a file that is none of the other formats.

    Raises
    ------
    TranscriptError
        If it is a file of a format that is not read, or not text.
    """
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, name in _FOREIGN:
        if start.startswith(beginning):
            raise not_a_transcript(f"This is {name}.", file)
    text = decode(data, encoding, file)
    if any("-->" in line for line in text[:400].splitlines()[:4]):
        raise not_a_transcript("These are subtitles (srt), not running text.", file)
    return text


def not_a_transcript(found: str, file: str) -> TranscriptError:
    """The error for a file of a format that is not read."""
    return TranscriptError(
        found,
        file=file,
        expected="a transcript as docx, txt, md or vtt",
        advice="Open it in the program that wrote it and save it in one of these formats.",
    )
