"""Figures say what their table says, in type that fits, and are the same bytes every time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from quotetrail.errors import ReportError
from quotetrail.figures import dotplot, heatmap, read_table, save
from quotetrail.figures.dotplot import _DOT, _offsets
from quotetrail.figures.rows import MOST_ROWS
from quotetrail.figures.style import WIDTH, drawing
from quotetrail.tables import write_csv

CODES = [
    ("Benefits", 1),
    ('Benefits > "New" vs. “established” roles: (in)formal, $x_1$ & <more>', 2),
    ("Benefits > אמון", 2),
    ("Benefits > क्षमा और शक्ति", 2),
    ("Benefits > શ્રદ્ધા", 2),
    (
        "A code with a name so long that it has to be wrapped to several lines, all legible",
        1,
    ),
]
SITES = {"Ulm": 2, "Be'er Sheva": 3, "Dar es Salaam": 1}


def crosstab(codes=CODES, values=SITES, by="site"):
    rows = []
    for number, (path, depth) in enumerate(codes):
        for place, (value, m) in enumerate(values.items()):
            j = (number + place + 1) % (m + 1)
            rows.append((path, path.split(" > ")[-1], depth, value, m, j, f"<{3}"))
    columns = ["path", "code", "depth", by, "groups", "raised_in_with_subcodes", "speakers"]
    return pd.DataFrame(rows, columns=columns)


def texts(figure, gid):
    return [text for axes in figure.axes for text in axes.texts if text.get_gid() == gid]


SAVE = """
import sys
from test_figures_drawing import crosstab
from quotetrail.figures import dotplot, heatmap, save
save(heatmap(crosstab(), by="site", synthetic=True), sys.argv[1] + "/heat")
save(dotplot(crosstab(), by="site", synthetic=True), sys.argv[1] + "/dots")
"""


def run_elsewhere(code: str, folder: Path, seed: str, zone: str, locale: str) -> None:
    here = Path(__file__).parent
    source = here.parents[1] / "workflow" / "src"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": locale,
        "PYTHONPATH": f"{source}{os.pathsep}{here}",
    }
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, check=True)


def test_same_bytes_whatever_the_process(tmp_path):
    seen = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Kolkata", "C.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir()
        run_elsewhere(SAVE, folder, seed, zone, locale)
        files = sorted(folder.iterdir())
        assert [file.name for file in files] == [
            f"{stem}.{ending}" for stem in ("dots", "heat") for ending in ("pdf", "png", "svg")
        ]
        seen.add(tuple(file.read_bytes() for file in files))
    assert len(seen) == 1
    svg = (tmp_path / "0" / "heat.svg").read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "date" not in svg


def test_cells_print_what_the_table_says():
    table = crosstab()
    order = ["Dar es Salaam", "Ulm", "Be'er Sheva"]
    figure = heatmap(table, by="site", order=order)
    in_order = table.assign(place=table["site"].map(order.index)).sort_values(
        "place", kind="stable"
    )
    expected = [
        f"{row.raised_in_with_subcodes}/{row.groups}"
        for path, _ in CODES
        for row in in_order[in_order["path"] == path].itertuples()
    ]
    cells = sorted(
        texts(figure, "cell"),
        key=lambda text: (round(text.get_position()[1], 3), text.get_position()[0]),
    )
    assert [text.get_text() for text in cells] == expected


def test_dots_stand_at_their_share_and_print_it():
    figure = dotplot(crosstab(), by="site", order=list(SITES))
    page = figure.axes[0]
    left, right = (
        next(t.get_position()[0] for t in texts(figure, "axis") if t.get_text() == label)
        for label in ("0 %", "100 %")
    )
    numbers = sorted(texts(figure, "number"), key=lambda text: text.get_position()[::-1])
    shares = [int(a) / int(b) for a, b in (text.get_text().split("/") for text in numbers)]
    dots = [line for line in page.lines if line.get_gid() == "marker"]
    in_plot = [dot for dot in dots if left - 0.1 <= dot.get_xdata()[0] <= right + 0.1]
    drawn = sorted(round((dot.get_xdata()[0] - left) / (right - left), 6) for dot in in_plot)
    legend = len(SITES)
    assert len(dots) == len(shares) + 2 * legend
    assert all(round(share, 6) in drawn for share in shares)
    table = crosstab()
    expected = list(
        table["raised_in_with_subcodes"].astype(str) + "/" + table["groups"].astype(str)
    )
    assert [text.get_text() for text in numbers] == expected


@pytest.mark.parametrize("places", [[0, 0, 0], [5, 5.5, 20], [1, 2, 3, 40, 40], [7]])
def test_no_marker_hides_another(places):
    offsets = _offsets(places)
    for a in range(len(places)):
        for b in range(a):
            apart = max(abs(places[a] - places[b]), abs(offsets[a] - offsets[b]))
            assert apart >= _DOT - 1e-9


@pytest.mark.parametrize("draw", [heatmap, dotplot])
@pytest.mark.parametrize(
    "values", [SITES, {f"A site with number {n}": n % 4 + 1 for n in range(12)}, {"x" * 60: 2}]
)
def test_nothing_is_cut_and_no_texts_overlap(draw, values):
    figure = draw(crosstab(values=values), by="site")
    with drawing():
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [
            (text.get_text(), text.get_window_extent(renderer))
            for axes in figure.axes
            for text in axes.texts
            if text.get_gid() != "watermark"
        ]
    edge = figure.bbox
    for text, box in boxes:
        assert box.x0 >= 0 and box.x1 <= edge.x1 and box.y0 >= 0 and box.y1 <= edge.y1, text
    for n, (text, box) in enumerate(boxes):
        for other, its_box in boxes[:n]:
            wide = min(box.x1, its_box.x1) - max(box.x0, its_box.x0)
            high = min(box.y1, its_box.y1) - max(box.y0, its_box.y0)
            assert wide <= 0 or high <= 0.35 * min(box.height, its_box.height), (text, other)
    assert abs(figure.get_figwidth() * 25.4 - WIDTH) < 1e-6
    assert min(t.get_fontsize() for axes in figure.axes for t in axes.texts) >= 7


def test_drawn_markers_stand_apart():
    table = crosstab().assign(raised_in_with_subcodes=lambda frame: frame["groups"])
    page = dotplot(table, by="site").axes[0]
    dots = [line for line in page.lines if line.get_gid() == "marker"]
    places = [(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in dots]
    for n, (x, y) in enumerate(places):
        for its_x, its_y in places[:n]:
            assert max(abs(x - its_x), abs(y - its_y)) >= dots[0].get_markersize() / 72 * 25.4


def test_code_names_are_whole():
    figure = heatmap(crosstab(), by="site")
    said = " ".join(text.get_text() for text in texts(figure, "code"))
    for path, _ in CODES:
        assert path.split(" > ")[-1] in said


def test_a_watermark_only_on_synthetic_data():
    assert texts(heatmap(crosstab(), by="site", synthetic=True), "watermark")
    assert texts(dotplot(crosstab(), by="site", synthetic=True), "watermark")
    assert not texts(heatmap(crosstab(), by="site"), "watermark")


def subtitle(figure):
    return " ".join(text.get_text() for text in texts(figure, None))


def test_a_deep_codebook_is_cut_by_depth_and_says_so():
    codes = [
        (path, depth)
        for a in range(10)
        for path, depth in [(f"{a}", 1)] + [(f"{a} > {b}", 2) for b in range(6)]
    ]
    table = crosstab(codes).assign(raised_in_with_subcodes=1)
    figure = heatmap(table, by="site")
    assert len(texts(figure, "code")) == 10
    assert "the top level of codes, which include 60 codes below" in subtitle(figure)


def test_a_long_flat_codebook_shows_the_codes_raised_most_and_says_so():
    table = pd.DataFrame(
        [(f"{n}", f"code {n}", 1, 9, n % 10) for n in range(100)],
        columns=["path", "code", "depth", "groups", "raised_in_with_subcodes"],
    )
    figure = dotplot(table)
    shown = [int(t.get_text().split()[1]) for t in texts(figure, "code")]
    assert len(shown) == MOST_ROWS
    assert shown == sorted(shown)
    assert all(n % 10 >= 5 for n in shown)
    assert "10 codes not raised in any group" in subtitle(figure)
    assert re.search(r"not shown: 45 raised in 5 groups or fewer", subtitle(figure))


def test_a_cell_without_a_row_stays_empty_and_says_so():
    table = crosstab()
    figure = heatmap(table.drop(index=[1]), by="site", what="domain", notes=["Ulm: a city."])
    assert len(texts(figure, "cell")) == len(table) - 1
    assert "An empty cell: no code of this domain" in subtitle(figure)
    assert subtitle(figure).endswith("Ulm: a city.")
    assert "An empty cell" not in subtitle(heatmap(table, by="site"))


def test_a_table_without_codings_still_makes_a_figure(tmp_path):
    for draw in (heatmap, dotplot):
        nothing = crosstab().assign(raised_in_with_subcodes=0)
        assert len(save(draw(nothing, by="site"), tmp_path / "none")) == 3


def test_a_character_that_no_font_has_is_refused_without_showing_it(tmp_path):
    with pytest.raises(ReportError) as refused:
        save(heatmap(crosstab([("漢字", 1)]), by="site"), tmp_path / "x")
    assert "漢" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_table_comes_back_from_its_csv(tmp_path):
    table = crosstab([("007", 1), ("NA", 1)])
    write_csv(table, tmp_path / "t.csv", synthetic=True)
    back = read_table(tmp_path / "t.csv")
    assert list(back["path"]) == list(table["path"])
    assert back["raised_in_with_subcodes"].sum() == table["raised_in_with_subcodes"].sum()
    assert set(back["speakers"]) == {"<3"}
    write_csv(table.head(2).assign(speakers=["<3", 12]), tmp_path / "t.csv")
    assert list(read_table(tmp_path / "t.csv")["speakers"]) == ["<3", 12]
