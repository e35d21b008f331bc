"""A heat map: in how many of the groups of each site, or other value, a code was raised."""

from collections.abc import Sequence

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from quotetrail.figures.page import (
    BELOW,
    LINE,
    MARGIN,
    Head,
    Label,
    Measure,
    draw_labels,
    label_width,
    new_page,
    place,
    watermark,
)
from quotetrail.figures.rows import Row, choose, rows_of, values_of
from quotetrail.figures.style import GREY, INK, SIZE, WIDTH, drawing

_GAP = 2.5
_WIDEST_CELL = 24.0
_NARROWEST_CELL = 8.0
_NARROWEST_LABELS = 55.0
_WIDEST_LABELS = 85.0
_DARKEST = 0.9


def heatmap(
    frame: pd.DataFrame,
    *,
    by: str,
    order: Sequence[str] = (),
    title: str = "Raised in j of m groups",
    what: str = "code",
    notes: Sequence[str] = (),
    synthetic: bool = False,
) -> Figure:
    """Draw one row a code and one column a value; each cell prints j/m, darker for a larger share.

    A cell for which the table has no row stays empty, and a sentence says so.

    Parameters
    ----------
    frame : DataFrame
        A crosstab, as `read_table` gives it.
    by : str
        The column that the crosstab is by.
    order : sequence of str
        Its values in the order of the columns; values without groups are left out.
    title : str
    what : str
        The word for a row.
    notes : sequence of str
        Further sentences below the title.
    synthetic : bool
        Whether the data are invented; then a watermark says so.

    Raises
    ------
    ReportError
        If a character is in none of the fonts.
    """
    with drawing():
        measure = Measure()
        rows, left_out = choose(rows_of(frame, by), what)
        values = values_of(rows, list(order))
        head = Head(measure, title, [*_explained(rows, values, what), *left_out, *notes])
        cell = _cell_width(measure, values)
        most = WIDTH - 2 * MARGIN - _GAP - len(values) * cell
        labels_wide = label_width(measure, rows, min(_WIDEST_LABELS, most))
        left = MARGIN + labels_wide + _GAP
        cell = min(_WIDEST_CELL, (WIDTH - MARGIN - left) / max(1, len(values)))
        heads = _ColumnHeads(measure, rows, values, cell)
        labels = place(measure, rows, labels_wide, head.bottom + heads.height, {})
        bottom = labels[-1].top + labels[-1].height if labels else head.bottom + heads.height
        figure, page = new_page(bottom + MARGIN)
        head.draw(page)
        heads.draw(page, left, head.bottom + heads.height)
        draw_labels(page, labels)
        for label in labels:
            for number, value in enumerate(values):
                if counts := label.row.cells.get(value):
                    _draw_cell(page, label, counts, left + number * cell, cell)
        if synthetic:
            watermark(page, bottom + MARGIN)
    return figure


def _explained(rows: list[Row], values: list[str], what: str) -> list[str]:
    """What the cells say, and the empty ones if there are any."""
    raised = "the code or one below it" if what == "code" else f"a code of the {what}"
    sentences = [
        f"Each cell: the groups in which {raised} was raised (j) of all groups of the column (m); "
        "darker: a larger share."
    ]
    if any(value not in row.cells for row in rows for value in values):
        sentences.append(f"An empty cell: no code of this {what} was there to be raised.")
    return sentences


def _cell_width(measure: Measure, values: list[str]) -> float:
    """A width that lets the columns' heads stand level, if the names of codes can spare it."""
    words = [word for value in values for word in value.split()]
    level = max((measure.width(word, SIZE, "bold") for word in words), default=0.0) + 1.5
    if WIDTH - 2 * MARGIN - _GAP - len(values) * level >= _NARROWEST_LABELS:
        return max(_NARROWEST_CELL, level)
    return _NARROWEST_CELL


class _ColumnHeads:
    """The names of the columns with their groups, upright where they do not fit otherwise."""

    def __init__(self, measure: Measure, rows: list[Row], values: list[str], cell: float) -> None:
        groups = {value: m for row in rows for value, (_, m) in row.cells.items()}
        names = [f"{value} ({groups[value]})" for value in values]
        words = [word for name in names for word in name.split()]
        self._cell = cell
        self._upright = any(measure.width(word, SIZE, "bold") > cell - 1 for word in words)
        if self._upright:
            self._lines: list[tuple[str, ...]] = [(name,) for name in names]
            self.height = max(measure.width(name, SIZE, "bold") for name in names) + 2
        else:
            self._lines = [measure.wrap(name, cell - 1, SIZE, "bold") for name in names]
            self.height = max((len(lines) for lines in self._lines), default=0) * LINE + 1.5

    def draw(self, page: Axes, left: float, bottom: float) -> None:
        """Draw them so that they end at ``bottom``."""
        for number, lines in enumerate(self._lines):
            middle = left + (number + 0.5) * self._cell
            for below, line in enumerate(reversed(lines)):
                page.text(
                    middle,
                    bottom - 1.2 - below * LINE,
                    line,
                    ha="center",
                    va="bottom" if self._upright else "baseline",
                    rotation=90 if self._upright else 0,
                    fontweight="bold",
                    gid="head",
                )


def _draw_cell(
    page: Axes, label: Label, counts: tuple[int, int], left: float, width: float
) -> None:
    j, m = counts
    colour = to_rgb(matplotlib.colormaps["Blues"](_DARKEST * j / m)) if j else (1.0, 1.0, 1.0)
    page.add_patch(
        Rectangle(
            (left, label.top), width, label.height, facecolor=colour, edgecolor="white", lw=0.8
        )
    )
    page.text(
        left + width / 2,
        label.middle + BELOW,
        f"{j}/{m}",
        ha="center",
        color=readable_on(colour) if j else GREY,
        gid="cell",
    )


def readable_on(colour: tuple[float, float, float]) -> str:
    """Our ink or white, whichever contrasts more with a colour (WCAG 2)."""
    light = _luminance(colour) + 0.05
    return INK if light / (_luminance(to_rgb(INK)) + 0.05) >= 1.05 / light else "white"


def _luminance(colour: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
