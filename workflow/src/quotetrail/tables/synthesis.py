"""Several studies through one lens: in how many groups of each a domain was raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from quotetrail.tables.codebook import code_system
from quotetrail.tables.codes import crosstab
from quotetrail.tables.files import read_csv

STEP = " > "
PART = "part"
_FILES = ("coding/codings", "coding/codebook", "transcripts", "participants", "coding/history")
COLUMNS = [
    "path",
    "code",
    "depth",
    "study",
    PART,
    "groups",
    "raised_in_with_subcodes",
    "segments_with_subcodes",
    "code_system",
]


@dataclass(frozen=True)
class Side:
    """What one study brings to the synthesis.

    Attributes
    ----------
    study : str
    codings, codebook, transcripts, participants : DataFrame
        Its controlled files, all values as text.
    contrast : str
        The column of its contrast, or nothing.
    order : sequence of str
        The contrast's values.
    version : str
        Of its code system.
    """

    study: str
    codings: pd.DataFrame
    codebook: pd.DataFrame
    transcripts: pd.DataFrame
    participants: pd.DataFrame
    contrast: str
    order: Sequence[str]
    version: str


def read_sides(
    results: Path,
    studies: Sequence[str],
    contrasts: Mapping[str, str],
    orders: Mapping[str, Sequence[str]],
) -> list[Side]:
    """Read the controlled files of some studies, with each one's contrast and its values."""
    sides = []
    for study in studies:
        files = [read_csv(results / "controlled" / study / f"{name}.csv") for name in _FILES]
        codings, codebook, transcripts, participants, history = files
        frames = (codings, codebook, transcripts, participants)
        version = code_system(codebook, history)
        sides.append(Side(study, *frames, contrasts[study], orders[study], version))
    return sides


def lens_table(lens: Mapping[str, Mapping[str, str]], versions: Mapping[str, str]) -> pd.DataFrame:
    """The lens as it is published: columns domain, study, code, code_system."""
    rows = [
        {"domain": domain, "study": study, "code": code, "code_system": versions[study]}
        for study, domains in lens.items()
        for code, domain in domains.items()
    ]
    return pd.DataFrame(rows, columns=["domain", "study", "code", "code_system"])


def versions_of(sides: Sequence[Side]) -> dict[str, str]:
    """The version of each study's code system."""
    return {side.study: side.version for side in sides}


def top_codes(sides: Sequence[Side]) -> dict[str, dict[str, str]]:
    """The lens of studies that bring none: each code at the root is a domain of its own name."""
    return {
        side.study: {path: path for path in side.codebook["path"] if STEP not in path}
        for side in sides
    }


def domain_table(sides: Sequence[Side], lens: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Count the groups that raised each domain, for each part of each study.

    A study without any code in a domain has no row there: nobody looked for it.

    Parameters
    ----------
    sides : sequence of Side
    lens : mapping
        For each study the domain of code paths; the codes below one belong to it, unless they
        have a domain of their own.

    Returns
    -------
    DataFrame
        Columns path and code (both the domain), depth, study, part (the study and the group of
        its contrast), groups, raised_in_with_subcodes, segments_with_subcodes, code_system (the
        study's); domains in the order in which the lens first names them.
    """
    parts = [_side_table(side, lens.get(side.study, {})) for side in sides]
    table = pd.concat(parts, ignore_index=True)
    domains = list(dict.fromkeys(name for side in lens.values() for name in side.values()))
    rank = {domain: number for number, domain in enumerate(domains)}
    table = table.sort_values("path", key=lambda paths: paths.map(rank), kind="stable")
    return table[COLUMNS].reset_index(drop=True)


def _side_table(side: Side, lens: Mapping[str, str]) -> pd.DataFrame:
    domains = list(dict.fromkeys(lens.values()))
    codebook = pd.DataFrame(
        [dict(zip(side.codebook.columns, _code(domain), strict=True)) for domain in domains],
        columns=side.codebook.columns,
    )
    found = side.codings["path"].map(lambda path: _domain(path, lens))
    codings = side.codings.assign(path=found)[found != ""]
    names = [side.study]
    part: pd.Series | str = side.study
    if side.order:
        names = [f"{side.study}: {value}" for value in side.order]
        part = f"{side.study}: " + side.transcripts[side.contrast]
    transcripts = side.transcripts.assign(**{PART: part})
    table = crosstab(codings, codebook, transcripts, side.participants, by=PART, order=names)
    return table.assign(study=side.study, code_system=side.version)


def _code(domain: str) -> tuple[str, ...]:
    """A row of a codebook in which the domain is a code: see codebook.csv."""
    return (domain, domain, domain, "", "", "", "0")


def _domain(path: str, lens: Mapping[str, str]) -> str:
    """The domain of a code, or of the nearest code above it that has one."""
    levels = path.split(STEP)
    above = (STEP.join(levels[:depth]) for depth in range(len(levels), 0, -1))
    return next((lens[level] for level in above if level in lens), "")
