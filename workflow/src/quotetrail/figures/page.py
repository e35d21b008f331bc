"""The page of a figure: everything in mm from its top left corner, and text that fits.

A page is one axes over the whole figure whose y axis points down, so that a figure's height can
follow from its wrapped text before anything is drawn.
"""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from quotetrail.figures.rows import Row
from quotetrail.figures.style import GREY, INK, SIZE, TITLE_SIZE, WIDTH

MM = 25.4
MARGIN = 3.0
LINE = 3.25
"""Height of a line of the smallest type, in mm."""

BELOW = 0.95
"""How far below the middle of its line text has its baseline, in mm: half a capital letter."""

_PAD = 1.5
_INDENT = 3.0


@dataclass(frozen=True)
class Label:
    """A code's name, wrapped, in its place."""

    row: Row
    lines: tuple[str, ...]
    weight: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where the row's marks stand."""
        return self.top + self.height / 2


class Measure:
    """Widths of text in mm."""

    def __init__(self) -> None:
        self._figure = Figure(figsize=(1, 1), dpi=72)
        self._renderer = FigureCanvasAgg(self._figure).get_renderer()
        self._known: dict[tuple[str, float, str], float] = {}

    def width(self, text: str, size: float = SIZE, weight: str = "normal") -> float:
        """The width of one line."""
        key = (text, size, weight)
        if key not in self._known:
            drawn = Text(0, 0, text, fontsize=size * 10, fontweight=weight, figure=self._figure)
            box = drawn.get_window_extent(self._renderer, dpi=72)
            self._known[key] = float(box.width) / 10 / 72 * MM
        return self._known[key]

    def wrap(
        self, text: str, width: float, size: float = SIZE, weight: str = "normal"
    ) -> tuple[str, ...]:
        """The text in lines of at most that width; a word that is wider is broken."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, size, weight) <= width:
                lines[-1] = longer
                continue
            pieces = self._broken(word, width, size, weight)
            lines = [line for line in lines if line] + pieces
        return tuple(lines)

    def _broken(self, word: str, width: float, size: float, weight: str) -> list[str]:
        pieces = [""]
        for character in word:
            if pieces[-1] and self.width(pieces[-1] + character, size, weight) > width:
                pieces.append("")
            pieces[-1] += character
        return pieces


def weights(rows: list[Row]) -> list[str]:
    """Bold for top-level codes, if there are codes below any."""
    flat = all(row.depth == 1 for row in rows)
    return ["bold" if row.depth == 1 and not flat else "normal" for row in rows]


def indent_of(row: Row) -> float:
    """How far a code's name stands in, in mm; the deepest levels share one place."""
    return _INDENT * min(row.depth - 1, 6)


def label_width(measure: Measure, rows: list[Row], most: float) -> float:
    """The width of the column of names, at most ``most``, in mm."""
    widths = [
        indent_of(row) + measure.width(row.name, SIZE, weight)
        for row, weight in zip(rows, weights(rows), strict=True)
    ]
    return min(most, max(widths, default=0.0) + 0.5)


def place(
    measure: Measure, rows: list[Row], width: float, top: float, least: dict[str, float]
) -> list[Label]:
    """Wrap the names to a width, one below the other from ``top`` down.

    Parameters
    ----------
    least : dict of str to float
        For some paths the height in mm that the row's marks need.
    """
    labels = []
    for row, weight in zip(rows, weights(rows), strict=True):
        lines = measure.wrap(row.name, width - indent_of(row), SIZE, weight)
        height = max(len(lines) * LINE + _PAD, least.get(row.path, 0.0))
        labels.append(Label(row, lines, weight, top, height))
        top += height
    return labels


class Head:
    """A title and the sentences below it, wrapped."""

    def __init__(self, measure: Measure, title: str, notes: list[str]) -> None:
        width = WIDTH - 2 * MARGIN
        self._title = measure.wrap(title, width, TITLE_SIZE, "bold")
        self._notes = measure.wrap(" ".join(notes), width)
        self.bottom = MARGIN + len(self._title) * 4.4 + len(self._notes) * LINE + 2.5

    def draw(self, page: Axes) -> None:
        """Draw both at the top of the page."""
        top = MARGIN
        for line in self._title:
            page.text(MARGIN, top + 3.2, line, fontsize=TITLE_SIZE, fontweight="bold")
            top += 4.4
        for line in self._notes:
            page.text(MARGIN, top + 2.6, line, color=GREY)
            top += LINE


def new_page(height: float) -> tuple[Figure, Axes]:
    """A figure of our width and a height in mm, with its page."""
    figure = Figure(figsize=(WIDTH / MM, height / MM))
    FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    page.set_axis_off()
    return figure, page


def draw_labels(page: Axes, labels: list[Label]) -> None:
    """Draw the codes' names."""
    for label in labels:
        first = label.middle - (len(label.lines) - 1) * LINE / 2
        for number, line in enumerate(label.lines):
            page.text(
                MARGIN + indent_of(label.row),
                first + number * LINE + BELOW,
                line,
                fontweight=label.weight,
                color=INK,
                gid="code",
            )


def watermark(page: Axes, height: float) -> None:
    """Say across the whole figure that its data are invented, once in every 90 mm of height."""
    times = max(1, round(height / 90))
    for number in range(times):
        page.text(
            WIDTH / 2,
            height * (number + 0.5) / times,
            "SYNTHETIC DATA",
            fontsize=44,
            fontweight="bold",
            color="#7f0000",
            alpha=0.13,
            rotation=18,
            ha="center",
            va="center",
            zorder=10,
            gid="watermark",
        )
