"""A study's report put together from its controlled and public files."""

import importlib.metadata
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotetrail.disclosure import attribution, may_quote
from quotetrail.errors import DisclosureError, SheetError
from quotetrail.report.claims import Claims
from quotetrail.report.context import Contrast, Figure, Quotation
from quotetrail.report.sources import Row
from quotetrail.sheets import Quotation as Chosen
from quotetrail.tables import read_csv

_PLACEMENTS = ("exact", "mapped", "aligned", "searched", "document", "unplaced")
_PACKAGES = ("matplotlib", "pandas", "pypandoc_binary", "snakemake", "typst")


def consent_of(results: Path, study: str) -> Callable[[Row], str]:
    """Given a row of codings.csv: why it must not be quoted, or an empty string."""
    participants = read_csv(results / "controlled" / study / "participants.csv")
    return lambda row: may_quote(_speakers(row), participants)


def _speakers(row: Row) -> list[str]:
    return [speaker for speaker in row["speaker"].split(";") if speaker]


def study_claims(
    results: Path, study: str, figures: Mapping[str, Figure], *, synthetic: bool
) -> Claims:
    """An empty record of claims that knows the study's consent and how it names speakers."""
    folder = results / "controlled" / study
    participants = read_csv(folder / "participants.csv")
    parts = dict(zip(participants["participant"], participants["part"], strict=True))
    places = {
        row["transcript"]: row for row in read_csv(folder / "transcripts.csv").to_dict("records")
    }

    def attributed(row: Row) -> str:
        place = places[row["transcript"]]
        roles = [parts.get(speaker, "participant") for speaker in _speakers(row)]
        return attribution(roles, country=place["country"], site=place["site"], synthetic=synthetic)

    consent = consent_of(results, study)
    return Claims(results, study, may_quote=consent, attribution=attributed, figures=figures)


def figure_of(name: str) -> Figure:
    """The alternative text and the caption of a study's figure."""
    if name == "codes":
        return Figure(
            "Dot plot: one row for each code, one dot at the share of groups that raised it.",
            "In how many groups each code was raised, codes below it included.",
        )
    by = name.removeprefix("code_by_").replace("_", " ")
    if name == "code_by_site":
        return Figure(
            "Heat map: one row for each code, one column for each site; each cell prints in how "
            "many of the site's groups the code was raised.",
            "In how many of each site's groups each code was raised, codes below it included.",
        )
    return Figure(
        f"Dot plot: one row for each code, one dot for each group of the contrast by {by}, at the "
        "share of groups that raised it.",
        f"In how many groups each code was raised, by {by}. The groups differ in much more than "
        "that; read this figure together with the one by site.",
    )


def contrast_of(settings: Mapping[str, Any]) -> Contrast | None:
    """The contrast as the config describes it."""
    if not settings:
        return None
    return Contrast(
        settings["name"],
        tuple(settings["groups"]),
        settings["why"],
        settings["classification"],
        str(settings.get("year", "")),
        {group: tuple(countries) for group, countries in settings["groups"].items()},
    )


def quotations_of(
    chosen: Sequence[Chosen], sheet: str, codings: str, consent: Callable[[Row], str]
) -> tuple[Quotation, ...]:
    """The chosen quotations, each with the path of its code.

    Raises
    ------
    SheetError
        If the sheet names a coding that is not there.
    DisclosureError
        If the consent of its speakers does not cover it; both name the row of the sheet.
    """
    table = read_csv(codings)
    rows: dict[str, Row] = {
        row[0]: dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)
    }
    for each in chosen:
        place = f"row {each.row}, column coding"
        if each.coding not in rows:
            raise SheetError(
                "there is no coding with this id",
                file=sheet,
                place=place,
                expected=f"an id of the column coding in {codings}",
                advice="copy the id from there, or delete the row",
            )
        if reason := consent(rows[each.coding]):
            raise DisclosureError(
                f"this coding must not be quoted: {reason}",
                file=sheet,
                place=place,
                expected="a coding whose speakers have all agreed to be quoted",
                advice="choose another coding, or delete the row",
            )
    return tuple(
        Quotation(each.coding, each.purpose, each.reason, rows[each.coding]["path"])
        for each in chosen
    )


def placements_of(codings: str, unplaced: str) -> tuple[str, ...]:
    """The ways of placing that occur, in a fixed order."""
    present = {*read_csv(codings)["placement"], *read_csv(unplaced)["placement"]}
    return tuple(placement for placement in _PLACEMENTS if placement in present)


def is_reviewed(path: str) -> bool:
    """Whether a person decided about everything that was asked."""
    return json.loads(Path(path).read_text(encoding="utf-8"))["review"] != "not reviewed"


def versions() -> dict[str, str]:
    """The packages that make a report."""
    return {name: importlib.metadata.version(name) for name in _PACKAGES}


def not_checked(*, synthetic: bool, sealed: bool, coded: bool) -> tuple[str, ...]:
    """Sentences on what the workflow could not check."""
    sentences = []
    if not sealed:
        sentences.append(
            "The study has no secret, so its raw files are not covered by the analysis root."
        )
    if not coded:
        sentences.append("The study has no codings, so nothing was counted of what was said.")
    if synthetic:
        sentences.append("The data are invented, so no number here says anything about people.")
    return tuple(sentences)
