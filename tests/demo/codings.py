"""The demonstration's codings, placed in the texts that a QDA program holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from corpus import CodeRow, Corpus, Document, Placed
from source import SOURCES, Group, plain, rows

BEGUN = datetime(2019, 5, 2, 10)  # when the invented coding of a study begins


def plain_text(group: Group) -> tuple[str, list[int]]:
    """The text as a QDA program holds it, and where each turn's speech starts in it."""
    parts, starts, position = [], [], 0
    for line in group.head:
        parts.append(plain(line))
        position += len(parts[-1]) + 1
    for turn in group.turns:
        parts.append(f"{turn.label}: {turn.text}")
        starts.append(position + len(turn.label) + 2)
        position += len(parts[-1]) + 1
    return "\n".join(parts) + "\n", starts


def read_codings(study: str, groups: list[Group]) -> list[dict]:
    """Every coding of a study with where it stands in its group's text (code points).

    Raises
    ------
    ValueError
        If the words that are coded do not stand in exactly one turn.
    """
    codings = []
    for group in groups:
        _, starts = plain_text(group)
        for number, row in enumerate(rows(SOURCES / study / f"{group.name}.codings.tsv")):
            places = [
                start + turn.text.index(row["quoted"])
                for start, turn in zip(starts, group.turns, strict=True)
                if row["quoted"] in turn.text
            ]
            if len(places) != 1:
                raise ValueError(f"{group.name}: coded words stand in {len(places)} turns")
            end = places[0] + len(row["quoted"])
            codings.append(
                {**row, "group": group.name, "number": str(number), "start": places[0], "end": end}
            )
    return codings


def corpus_of(
    study: str, groups: list[Group], codings: list[dict], sites: Mapping[str, str]
) -> Corpus:
    """The same codings as the exports of other programs are made from, a minute apart."""
    documents = [
        Document(group.name, plain_text(group)[0], sites[group.name], group.name)
        for group in groups
    ]
    codes = [
        CodeRow(row["path"], row["description"], row["colour"])
        for row in rows(SOURCES / study / "codebook.tsv")
    ]
    placed = [
        Placed(
            row["group"],
            row["start"],
            row["end"],
            row["quoted"],
            row["code"],
            row["coder"],
            row["memo"],
            BEGUN + timedelta(minutes=number),
        )
        for number, row in enumerate(codings)
    ]
    return Corpus(study, documents, codes, placed)
