"""PDF files with text: lines put together to paragraphs again, page headers left out."""

import io
import logging
import re
from collections import Counter
from collections.abc import Collection

import pypdf

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.document import Paragraph
from quotetrail.transcripts.layout import document_script
from quotetrail.transcripts.plain import not_a_transcript
from quotetrail.transcripts.reading import has_word
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.turns import find_head

_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_UNSAFE = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff\x00-\x08]")
_CUT = re.compile(r"[^\W\d_]-$")
_FULL = 0.8  # a line this long, measured by the longest of its page, may go on in the next


def holds_pdf(data: bytes) -> bool:
    """Whether a file is a PDF."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def read_pdf(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the text of a PDF; a first or last line that most pages share is counted, not read.

    Raises
    ------
    TranscriptError
        If it is locked, damaged, or holds pictures of pages instead of text.
    """
    del encoding  # a PDF holds its own
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [_lines(page.extract_text()) for page in reader.pages]
    except pypdf.errors.DependencyError:  # of AES, which needs another library
        raise not_a_transcript("This PDF is locked by a password.", file) from None
    except Exception:  # noqa: BLE001 - a damaged PDF raises almost anything, with text in it
        raise TranscriptError(
            "The PDF is damaged and cannot be read.",
            file=file,
            expected="a PDF with text",
            advice="Open it in a viewer and print it to a new PDF, or ask for the Word file.",
        ) from None
    if locked:
        raise not_a_transcript("This PDF is locked by a password.", file)
    if pages and not any(has_word(line) for page in pages for line in page):
        raise not_a_transcript("This PDF holds pictures of pages and no text.", file)
    if any(_UNSAFE.search(line) for page in pages for line in page):
        raise not_a_transcript(
            "This PDF holds Hebrew, Arabic or an Indian script, which it gives back in disorder.",
            file,
        )
    not_read: Counter[str] = Counter()
    paragraphs = [Paragraph(text) for text in _paragraphs(_without_margins(pages, not_read))]
    return document_script(paragraphs, (), labels, not_read)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _without_margins(pages: list[list[str]], not_read: Counter[str]) -> list[list[str]]:
    """The pages without running heads and page numbers."""
    for end in (0, -1):
        edges = Counter(_without_digits(page[end]) for page in pages if page)
        numbered = sum(bool(page) and bool(_NUMBER.fullmatch(page[end])) for page in pages)
        for page in pages:
            line = page[end] if page else ""
            if line and _NUMBER.fullmatch(line) and numbered * 2 > len(pages):
                not_read["page number"] += 1
            elif line and len(pages) > 2 and edges[_without_digits(line)] * 2 > len(pages):
                not_read["page header or footer"] += 1
            else:
                continue
            del page[end]
    return pages


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines joined where the line before is full and no label begins the next.

    A word cut at a line's end keeps its hyphen: it may be one of its own.
    """
    made: list[str] = []
    full = False
    for page in pages:
        width = max(map(len, page), default=0)
        for line in page:
            if full and find_head(line, (), opens=True) is None:
                cut_word = _CUT.search(made[-1]) and line[0].islower()
                made[-1] += line if cut_word else f" {line}"
            else:
                made.append(line)
            full = len(line) >= _FULL * width
    return made
