"""A dot plot: in which share of the groups a code was raised, for each group of a contrast."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from quotetrail.figures.page import (
    BELOW,
    LINE,
    MARGIN,
    MM,
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
from quotetrail.figures.style import GREY, MARKERS, RULE, WIDTH, drawing

_GAP = 4.0
_WIDEST_LABELS = 80.0
_WIDEST_NUMBERS = 55.0
_LEGEND_LINE = 4.2
_DOT = 2.3
"""Width of a marker in mm; markers closer than that are set apart."""


def dotplot(
    frame: pd.DataFrame,
    *,
    by: str | None = None,
    order: Sequence[str] = (),
    title: str = "Raised in j of m groups",
    synthetic: bool = False,
) -> Figure:
    """Draw one row a code and one marker a value, at its share of the groups; print j/m beside it.

    Where there are so many values that their numbers would take the plot's place, they are left
    out.

    Markers that would hide each other are set one above the other; their shares stay true.

    Parameters
    ----------
    frame : DataFrame
        A crosstab, or the table of codes, as `read_table` gives it.
    by : str, optional
        The column that the crosstab is by; without it one marker a code over all groups.
    order : sequence of str
        Its values in the order of the legend; values without groups are left out.
    title : str
    synthetic : bool
        Whether the data are invented; then a watermark says so.

    Raises
    ------
    ReportError
        If a character is in none of the fonts.
    """
    with drawing():
        measure = Measure()
        rows, left_out = choose(rows_of(frame, by))
        values = values_of(rows, list(order))
        column = max([measure.width("10/10"), *map(measure.width, _numbers(rows))]) + 2.5
        numbered = column * len(values) <= _WIDEST_NUMBERS
        explained = "Share of the groups in which the code or one below it was raised."
        if numbered:
            of = "all such groups" if by else "all groups"
            explained = f"{explained[:-1]}; on the right the groups that raised it (j) of {of} (m)."
        head = Head(measure, title, [explained, *left_out])
        legend = _legend(measure, rows, values) if by else []
        plot_top = head.bottom + len(legend) * _LEGEND_LINE + LINE + 1.5
        right = WIDTH - MARGIN - (column * len(values) if numbered else 0)
        labels_wide = label_width(measure, rows, min(_WIDEST_LABELS, right - MARGIN - 55.0))
        axis = (MARGIN + labels_wide + _GAP, right - _GAP)
        offsets = {row.path: _offsets(_places(row, values, axis)) for row in rows}
        least = {path: 2 * max(each) + _DOT + 1.5 for path, each in offsets.items()}
        labels = place(measure, rows, labels_wide, plot_top, least)
        bottom = labels[-1].top + labels[-1].height if labels else plot_top
        figure, page = new_page(bottom + MARGIN)
        head.draw(page)
        _draw_legend(page, legend, head.bottom)
        _draw_axis(page, labels, axis, (plot_top, bottom), WIDTH - MARGIN)
        draw_labels(page, labels)
        for number, value in enumerate(values):
            middle = right + (number + 0.5) * column
            if by and numbered:
                _draw_marker(page, number, middle, plot_top - 1.9)
            for label in labels:
                x = _places(label.row, values, axis)[number]
                _draw_marker(page, number, x, label.middle + offsets[label.row.path][number])
                if numbered:
                    _draw_number(page, label, value, middle)
        if synthetic:
            watermark(page, bottom + MARGIN)
    return figure


def _numbers(rows: list[Row]) -> list[str]:
    return [f"{j}/{m}" for row in rows for j, m in row.cells.values()]


def _places(row: Row, values: list[str], axis: tuple[float, float]) -> list[float]:
    """Where each value's marker stands along the axis, in mm."""
    shares = [row.cells[value][0] / row.cells[value][1] for value in values]
    return [axis[0] + share * (axis[1] - axis[0]) for share in shares]


def _offsets(places: list[float]) -> list[float]:
    """How far below the row's middle each marker stands so that none hides another, in mm."""
    offsets = [0.0] * len(places)
    clusters: list[list[int]] = []
    for number in sorted(range(len(places)), key=lambda number: places[number]):
        if clusters and places[number] - places[clusters[-1][-1]] < _DOT:
            clusters[-1].append(number)
        else:
            clusters.append([number])
    for cluster in clusters:
        for level, number in enumerate(sorted(cluster)):
            offsets[number] = (level - (len(cluster) - 1) / 2) * _DOT
    return offsets


def _legend(
    measure: Measure, rows: list[Row], values: list[str]
) -> list[list[tuple[int, str, float]]]:
    """Lines of (number of the value, its name with its groups, where it starts in mm)."""
    groups = {value: m for row in rows for value, (_, m) in row.cells.items()}
    lines: list[list[tuple[int, str, float]]] = [[]]
    left = MARGIN
    for number, value in enumerate(values):
        name = f"{value} ({groups[value]} {'group' if groups[value] == 1 else 'groups'})"
        width = 4 + measure.width(name) + 6
        if lines[-1] and left + width > WIDTH - MARGIN:
            lines.append([])
            left = MARGIN
        lines[-1].append((number, name, left))
        left += width
    return lines


def _draw_legend(page: Axes, legend: list[list[tuple[int, str, float]]], top: float) -> None:
    for line, entries in enumerate(legend):
        y = top + (line + 0.5) * _LEGEND_LINE
        for number, name, left in entries:
            _draw_marker(page, number, left + 1.5, y)
            page.text(left + 4, y + BELOW, name, gid="legend")


def _draw_axis(
    page: Axes,
    labels: list[Label],
    axis: tuple[float, float],
    ends: tuple[float, float],
    right: float,
) -> None:
    """Draw the shares above, their lines, and a rule above each top-level code."""
    top, bottom = ends
    for percent in (0, 25, 50, 75, 100):
        x = axis[0] + percent / 100 * (axis[1] - axis[0])
        page.plot([x, x], [top, bottom], color=RULE, lw=0.6, zorder=1)
        page.text(x, top - 1.2, f"{percent} %", ha="center", color=GREY, gid="axis")
    for label in labels:
        page.plot(
            [axis[0], axis[1]], [label.middle] * 2, color=RULE, lw=0.5, ls=(0, (1, 2)), zorder=1
        )
        if label.weight == "bold" or label is labels[0]:
            page.plot([MARGIN, right], [label.top] * 2, color=RULE, lw=0.5, zorder=1)


def _draw_marker(page: Axes, number: int, x: float, y: float) -> None:
    """Draw the marker of the n-th value: shape and colour of its own, hollow after the eighth."""
    shape, colour = MARKERS[number % len(MARKERS)]
    hollow = number // len(MARKERS) % 2 == 1
    page.plot(
        [x],
        [y],
        marker=shape,
        ms=(_DOT - 0.5) / MM * 72,
        mfc="white" if hollow else colour,
        mec=colour,
        mew=0.6,
        ls="",
        zorder=3,
        gid="marker",
    )


def _draw_number(page: Axes, label: Label, value: str, x: float) -> None:
    j, m = label.row.cells[value]
    page.text(x, label.middle + BELOW, f"{j}/{m}", ha="center", color=GREY, gid="number")
