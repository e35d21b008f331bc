"""The page on which a person decides about identifiers: one file, without a network."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from quotetrail.anonymise.names import decision_text, mark
from quotetrail.anonymise.review import AROUND, CONTEXTS
from quotetrail.anonymise.spelling import is_small, is_word_character, key, spell

DECISION_COLUMNS = (
    *("text", "category", "decision", "replacement"),
    *("transcript", "occurrence", "by", "on"),
)
"""The columns of the decisions sheet."""

LAYERS = {
    "participants sheet": "a name in the participants sheet",
    "identifiers sheet": "stands in the identifiers sheet",
    "decisions": "added in the decisions sheet",
    "coders": "the name of a coder",
    "speaker label": "a speaker label that no sheet declares",
    "near miss": "almost a known name",
    "patterns": "has the form of such a thing",
    "model": "a language model takes it for one",
    "candidates": "looks like a name",
}
"""What each layer says about a hit, in plain words."""

_FORMULA = ("=", "+", "-", "@")


def write_review_page(
    rows: Sequence[Mapping[str, str]],
    path: str | Path,
    *,
    study: str,
    title: str,
    synthetic: bool,
    lists: Mapping[str, Sequence[str]],
    earlier: Sequence[Mapping[str, str]] = (),
    sheet: str = "",
) -> None:
    """Write review.html: restricted, it holds what identifies people.

    Parameters
    ----------
    rows : sequence of mappings
        What `review_rows` gives. Used where they are there: `rule`, `risk` (1 is most likely a
        name), and for each context `place_1` ... (a transcript and the number of the hit in it,
        ``KLA-1 2``) and `mark_1` ... (start and end of the hit in the context, ``60 65``).
    path : path-like
    study, title : str
    synthetic : bool
        Whether the data are invented; then the page says so.
    lists : mapping of str to sequence of str
        What there is to choose from: `categories`, and `transcripts` in the study's order.
    earlier : sequence of mappings
        The rows of the decisions sheet as they stand there, which the saved file repeats.
    sheet : str
        The path of the decisions sheet as the config gives it, or nothing.
    """
    folder = files("quotetrail.anonymise") / "templates"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    styles, script = ((folder / f"review.{kind}").read_text("utf-8") for kind in ("css", "js"))
    shown = [_row(row) for row in rows]
    named = {name for row in shown for name in row["transcripts"]}
    data = {
        "study": study,
        "columns": _columns(earlier),
        "earlier": [_earlier(row) for row in earlier],
    }
    page = environment.from_string((folder / "review.html.j2").read_text("utf-8")).render(
        study=study,
        title=title,
        synthetic=synthetic,
        sheet=sheet,
        target=sheet if sheet.lower().endswith(".csv") else f"resources/{study}/decisions.csv",
        rows=shown,
        waiting=sum(row["decided"] == "no" for row in shown),
        categories=list(lists["categories"]),
        present=[name for name in lists["categories"] if name in {r["category"] for r in shown}],
        transcripts=[name for name in lists["transcripts"] if name in named],
        layers=sorted({layer for row in shown for layer in row["layers"]}),
        words=LAYERS,
        styles=_inline(styles),
        script=_inline(script),
        styles_hash=_hash(styles),
        script_hash=_hash(script),
        # In a script element only "<" could end it; JSON may write it as an escape.
        data=Markup(json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")),  # noqa: S704
    )
    Path(path).write_text(page + "\n", "utf-8", newline="\n")


def marked(context: str, text: str, place: str = "") -> tuple[str, str, str]:
    """What stands before a hit in its context, the hit, and what stands after it.

    Parameters
    ----------
    context : str
    text : str
        The hit as the row writes it; in the context it may be written with other capitals.
    place : str
        Start and end of the hit in the context, if known. Else the hit is taken that lies where
        the middle of a context would be, a whole word before a part of one, and one in small
        letters only where the row is.
    """
    if place:
        start, end = map(int, place.split())
        return context[:start], context[start:end], context[end:]
    spelled, wanted = spell(context), key(text)
    best: tuple[int, int, int] | None = None
    at = spelled.text.find(wanted) if wanted else -1
    while at >= 0:
        start, end = spelled.span(at, at + len(wanted))
        around = context[start - 1 : start] + context[end : end + 1]
        away = min(abs(start - AROUND), abs(len(context) - end - AROUND))
        away += 5 * sum(map(is_word_character, around))
        away += 5 * (is_small(context[start:end]) != is_small(text))
        best = min(best or (away, start, end), (away, start, end))
        at = spelled.text.find(wanted, at + 1)
    if best is None:
        return context, "", ""
    return context[: best[1]], context[best[1] : best[2]], context[best[2] :]


def _row(row: Mapping[str, str]) -> dict[str, Any]:
    """A row as the template prints it."""
    contexts = []
    for number in range(1, CONTEXTS + 1):
        if context := row.get(f"context_{number}", ""):
            words = marked(context, row["text"], row.get(f"mark_{number}", ""))
            transcript, _, occurrence = row.get(f"place_{number}", "").rpartition(" ")
            contexts.append({"words": words, "transcript": transcript, "occurrence": occurrence})
    return {
        **row,
        "layers": _several(row["layers"]),
        "rules": _several(row.get("rule", "")),
        "transcripts": _several(row["transcripts"]),
        "risk": row.get("risk", ""),
        "contexts": contexts,
        "key": key(row["text"]),
        "small": "yes" if is_small(row["text"]) else "",
    }


def _several(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _columns(earlier: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns of the decisions sheet, and those that the study added to it."""
    return list(dict.fromkeys([*DECISION_COLUMNS, *(name for row in earlier for name in row)]))


def _earlier(row: Mapping[str, str]) -> dict[str, Any]:
    """An earlier decision: its cells, guarded so that no spreadsheet runs them, and its key."""
    cells = dict(row)
    if cells.get("replacement", "").startswith(_FORMULA):
        # An apostrophe would become part of the replacement; brackets are put around it anyway.
        cells["replacement"] = mark(cells["replacement"], cells.get("category", ""))
    text = decision_text(cells.get("text", ""))
    return {"cells": cells, "key": key(text), "small": is_small(text)}


def _inline(text: str) -> Markup:
    """Our own style or script, which holds nothing of a study."""
    return Markup(text)  # noqa: S704


def _hash(text: str) -> str:
    """How the page's security policy names a style or script that may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
