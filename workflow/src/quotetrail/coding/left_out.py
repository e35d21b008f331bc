"""The restricted list of codings that could not be placed, with all that is known of them."""

from collections.abc import Iterable, Mapping

from quotetrail.coding.carry import Placed
from quotetrail.coding.place import STEP, Row
from quotetrail.coding.project import Project, paths


def left_out(project: Project, placed: Iterable[Placed]) -> list[Row]:
    """The rows of the restricted unplaced.csv: text and memo in full, coders by name."""
    codings = {coding.coding: coding for coding in project.codings}
    codes = {code: (path[-1], STEP.join(path)) for code, path in paths(project.codes).items()}
    texts = {source.source: source.text or "" for source in project.sources}
    names: Mapping[str, str] = {source.source: source.name for source in project.sources}
    rows: list[Row] = []
    for each in placed:
        if each.placement != "unplaced":
            continue
        coding = codings[each.coding]
        text = texts.get(coding.source, "")
        said = coding.quoted or text[coding.start or 0 : coding.end or 0]
        rows.append(
            (
                coding.coding,
                *codes.get(coding.code, ("", "")),
                each.transcript,
                "" if coding.start is None else str(coding.start),
                "" if coding.end is None else str(coding.end),
                said,
                "",
                coding.coder,
                "" if coding.weight is None else f"{coding.weight:g}",
                coding.memo,
                coding.created,
                each.placement,
                names.get(coding.source, ""),
                "no",
                each.reason,
            )
        )
    return rows
