"""The words that we ourselves write: templates, and what tables count."""

from importlib.resources import files

from quotetrail.tables import DESCRIPTIONS


def own_texts() -> list[str]:
    """Every text of ours that is printed in a public or controlled file."""
    folder = files("quotetrail.report") / "templates"
    templates = [file.read_text("utf-8") for file in folder.iterdir() if file.is_file()]
    described = [
        text for table in DESCRIPTIONS.values() for text in (table.table, *table.columns.values())
    ]
    return [*templates, *described]
