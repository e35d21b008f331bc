"""What became of the codings of each document of a project."""

from collections import Counter
from collections.abc import Sequence

from quotetrail.coding.locate import Located
from quotetrail.coding.place import Row
from quotetrail.coding.project import Project

PLACEMENTS = ("exact", "aligned", "searched", "document", "unplaced")
COLUMNS = ("name", "kind", "transcript", "codings", *PLACEMENTS, "counting", "problem")


def document_rows(project: Project, located: Sequence[Located]) -> list[Row]:
    """The rows of documents.csv, in the order of the project's documents.

    Parameters
    ----------
    project : Project
    located : sequence of Located
        All of its codings.

    Returns
    -------
    list of tuple of str
        The columns of `COLUMNS`: among them the transcript that the document is, how many codings
        were placed in which way, and how its offsets were counted, as far as that had to be found
        out. Codings of no document, if there are any, make up a last row without a name.
    """
    ways: Counter[tuple[str, str]] = Counter()
    transcripts: dict[str, str] = {}
    for each in located:
        ways[each.coding.source, each.placement] += 1
        if each.transcript is not None:
            transcripts[each.coding.source] = each.transcript

    def row(source: str, *, name: str, kind: str, counting: str, problem: str) -> Row:
        counts = [ways[source, placement] for placement in PLACEMENTS]
        numbers = map(str, (sum(counts), *counts))
        return (name, kind, transcripts.get(source, ""), *numbers, counting, problem)

    rows = [
        row(
            each.source,
            name=each.name,
            kind=each.kind,
            counting=each.counting,
            problem=each.problem,
        )
        for each in project.sources
    ]
    known = {each.source for each in project.sources}
    homeless = dict.fromkeys(source for source, _ in ways if source not in known)
    return rows + [row(each, name="", kind="", counting="", problem="") for each in homeless]


def told(located: Sequence[Located]) -> list[str]:
    """How many codings were placed in which way, and why others were not, for the log."""
    ways = Counter((each.placement, each.reason) for each in located)
    return [
        f"{number} {placement}{f': {reason}' if reason else ''}"
        for (placement, reason), number in sorted(ways.items())
    ]
