"""Figures of the published tables, drawn from their csv files alone."""

from quotetrail.figures.dotplot import dotplot
from quotetrail.figures.heatmap import heatmap
from quotetrail.figures.reading import read_table
from quotetrail.figures.saving import save

__all__ = ["dotplot", "heatmap", "read_table", "save"]
