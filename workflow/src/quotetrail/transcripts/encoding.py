"""From the bytes of a text file to its text, without guessing."""

import codecs

from quotetrail.errors import TranscriptError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARE = (
    "Save the file as UTF-8, or declare its encoding (such as cp1252 or utf-16-le) in the column "
    "encoding of the transcripts sheet."
)


def decode(data: bytes, declared: str, file: str) -> str:
    """The text of a file: by its byte order mark, else as declared, else as UTF-8.

    Raises
    ------
    TranscriptError
        If the bytes are not text in that encoding, or no such encoding exists.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    encoding = marked or declared.strip() or "utf-8"
    if encoding == "utf-8" and b"\0" in data:
        raise TranscriptError(
            "The file holds NUL bytes, so it is no text in UTF-8.",
            file=file,
            place=f"byte {data.index(0)}",
            expected="text in UTF-8",
            advice=f"Check that this is a text file and not another one renamed. {_DECLARE}",
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TranscriptError(
            f"A byte does not fit the encoding {encoding}.",
            file=file,
            place=f"byte {error.start}",
            expected=f"text in {encoding}",
            advice=_DECLARE,
        ) from None
    except (LookupError, ValueError):
        raise TranscriptError(
            "The declared encoding is not one that is known.",
            file=file,
            expected="a name such as utf-8, cp1252, latin-1, utf-16-le or mac-roman",
            advice="Correct the column encoding of the transcripts sheet, or leave it empty.",
        ) from None
    if "\0" in text:
        raise TranscriptError(
            "The file holds NUL characters, so it is no text in its encoding.",
            file=file,
            place=f"character {text.index(chr(0))}",
            advice=f"Check that this is a text file and not another one renamed. {_DECLARE}",
        )
    return text
