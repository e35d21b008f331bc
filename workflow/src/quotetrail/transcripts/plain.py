"""Plain text and markdown files."""

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode

_XML = (b"<?xml", b"<!doctype")


def read_plain(data: bytes, file: str, encoding: str) -> str:
    """The decoded text of a file that is none of the other formats.

    Raises
    ------
    TranscriptError
        If it is a file of a format that is not read, or not text.
    """
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_XML):
        raise not_a_transcript("This is an XML file of a kind that is not known.", file)
    return decode(data, encoding, file)


def not_a_transcript(found: str, file: str) -> TranscriptError:
    """The error for a file of a format that is not read."""
    return TranscriptError(
        found,
        file=file,
        expected="docx, odt, rtf, txt, md, vtt, srt, html, eaf, pdf, json, otr or cha",
        advice="Open it in the program that wrote it and save it as docx, without a password.",
    )
