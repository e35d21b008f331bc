"""How all figures look: fonts of our own, colours, sizes, and no hidden source of difference."""

import dataclasses
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager

from quotetrail import fonts
from quotetrail.errors import ReportError

WIDTH = 170.0
"""Width of every figure in mm: two columns of a journal, or a page with margins."""

SIZE = 7.5
TITLE_SIZE = 9.5
INK = "#1a1a1a"
GREY = "#595959"
RULE = "#d0d0d0"

# Okabe and Ito's colours, darkest first; told apart by people with any colour vision.
MARKERS = (
    ("o", "#0072B2"),
    ("s", "#D55E00"),
    ("^", "#009E73"),
    ("D", "#AA4499"),
    ("v", "#A87900"),
    ("P", "#000000"),
    ("X", "#56B4E9"),
    ("*", "#882255"),
)

# A family that only we register, so that a system's own copy of Noto is never picked.
_PREFIX = "Quotetrail "
_LAST_RESORT = "DejaVu Sans"


_SETTINGS: dict[Any, Any] = {
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "quotetrail",
    "pdf.fonttype": 42,
    "savefig.dpi": 300,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Build, measure or save a figure in our style.

    Raises
    ------
    ReportError
        If a character is in none of the fonts.
    """
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams["font.family"] = list(_families())
        matplotlib.rcParams.update(_SETTINGS)
        warnings.filterwarnings("error", message="(?s).*[Gg]lyph.*missing.*")
        try:
            yield
        except UserWarning:
            raise ReportError(
                "A figure needs a character that none of our fonts has.",
                expected="Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari or Gujarati script",
                advice="Rename the code or site, or leave the figure out.",
            ) from None


@cache
def _families() -> tuple[str, ...]:
    """Register our fonts, and matplotlib's own DejaVu as the last resort, under our names."""
    files = sorted(fonts.FOLDER.glob("*.ttf"))
    bundled = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    files += [bundled / "DejaVuSans.ttf", bundled / "DejaVuSans-Bold.ttf"]
    for file in files:
        font_manager.fontManager.addfont(file)
        entry = font_manager.fontManager.ttflist[-1]
        font_manager.fontManager.ttflist[-1] = dataclasses.replace(entry, name=_PREFIX + entry.name)
    return tuple(_PREFIX + family for family in (*fonts.FAMILIES, _LAST_RESORT))
