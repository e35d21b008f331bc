"""A figure as files that never differ between runs."""

from pathlib import Path

from matplotlib.figure import Figure

from quotetrail.figures.style import drawing

_UNDATED: dict[str, dict[str, None]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
    "png": {},
}


def save(figure: Figure, stem: str | Path) -> list[Path]:
    """Write ``stem.svg`` (text as paths), ``stem.pdf`` and ``stem.png`` (300 dpi).

    Returns
    -------
    list of Path

    Raises
    ------
    ReportError
        If a character is in none of the fonts.
    """
    files = []
    with drawing():
        for ending, metadata in _UNDATED.items():
            file = Path(f"{stem}.{ending}")
            figure.savefig(file, format=ending, metadata=metadata)
            files.append(file)
    return files
