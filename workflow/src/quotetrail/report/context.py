"""What a report's template knows of a study beside its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A figure as it is printed: for those who see it, and for those who do not."""

    alt: str
    caption: str


@dataclass(frozen=True)
class Quotation:
    """A coding that a person chose to quote, and why; path is its code's, empty if unknown."""

    coding: str
    purpose: str
    reason: str
    path: str = ""


@dataclass(frozen=True)
class Contrast:
    """Groups of sites that the study sets side by side.

    Attributes
    ----------
    name : str
        The column of the contrast in the tables, for example ``income_group``.
    groups : tuple of str
        In the order in which they are shown.
    why : str
        Why the study contrasts them.
    classification, year : str
        Where the classification comes from, and its year; empty where nobody said.
    countries : mapping of str to tuple of str
        For each group its countries.
    """

    name: str
    groups: tuple[str, ...]
    why: str
    classification: str = ""
    year: str = ""
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class StudyContext:
    """One study, as the template's variable ``study`` holds it.

    Attributes
    ----------
    id, title : str
    synthetic : bool
        The data are invented.
    reviewed : bool
        A person decided about everything the search for identifiers asked.
    tables : tuple of str
        Names of the csv tables that exist, without ``.csv``.
    figures : mapping of str to Figure
        The figures that exist, in the order in which they are shown.
    quotations : tuple of Quotation
        Chosen by a person; empty where nobody chose.
    sites : tuple of str
    contrast : Contrast or None
    placements : tuple of str
        The ways of placing that occur in codings.csv, in the order exact, mapped, aligned,
        searched, document; then ``unplaced`` if unplaced.csv has rows. Empty without codings.
    authors : tuple of str
    record : str
        Whose codings count; empty where the study has one coder.
    versions : mapping of str to str
        The packages that made the report.
    root : str
        The analysis root of the study: one hash over everything up to tables and figures.
    not_checked : tuple of str
        Sentences on what the workflow could not check.
    """

    id: str
    title: str
    synthetic: bool = False
    reviewed: bool = True
    tables: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    quotations: tuple[Quotation, ...] = ()
    sites: tuple[str, ...] = ()
    contrast: Contrast | None = None
    placements: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    record: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    root: str = ""
    not_checked: tuple[str, ...] = ()
