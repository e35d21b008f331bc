"""What QualCoder's import of REFI-QDA projects needs otherwise than the standard has it.

It knows a code by its name alone: of two codes with one name the second loses its codings. And it
takes no notice of the transcripts of a case; only the codings of a code with the GUID of a case
become the text of that case, in place of the code. One place, code and coder are one coding.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quotetrail.coding.ids import unique
from quotetrail.coding.place import STEP
from quotetrail.coding.project import Code, Coding, paths
from quotetrail.coding.speakers import ROOT
from quotetrail.coding.write_cases import WrittenCase
from quotetrail.coding.write_markup import guid


def for_qualcoder(
    codes: Sequence[Code], codings: Sequence[Coding], cases: Sequence[WrittenCase]
) -> tuple[list[Code], list[Coding]]:
    """The codes by names of their own, and the speakers' codes with the GUIDs of their cases.

    Parameters
    ----------
    codes : sequence of Code
        Parents first. Those that share their name get their whole path for one.
    codings : sequence of Coding
    cases : sequence of WrittenCase
    """
    people = {case.name for case in cases}
    renamed = {
        code.code: guid("case", code.name)
        for code in codes
        if code.parent == ROOT.code and code.name in people
    }
    own = [
        replace(code, code=renamed.get(code.code, code.code), name=name)
        for code, name in zip(codes, _names(codes), strict=True)
    ]
    merged: dict[tuple[object, ...], Coding] = {}
    for coding in codings:
        place = (coding.source, coding.start, coding.end, coding.code, coding.coder)
        first = merged.get(place)
        memos = dict.fromkeys(filter(None, [first.memo if first else "", coding.memo]))
        code = renamed.get(coding.code, coding.code)
        merged[place] = (first or coding)._replace(code=code, memo="\n\n".join(memos))
    return own, list(merged.values())


def _names(codes: Sequence[Code]) -> list[str]:
    """A name for each code that no other one has; codes may share theirs with categories."""
    holders = Counter((code.codable, code.name) for code in codes)
    taken: dict[bool, set[str]] = {True: set(), False: set()}
    for (codable, name), number in holders.items():
        if number == 1:
            taken[codable].add(name)
    path_of = paths(codes)
    names = []
    for code in codes:
        name = code.name
        if holders[code.codable, name] > 1:
            name = unique(STEP.join(path_of[code.code]), taken[code.codable])
            taken[code.codable].add(name)
        names.append(name)
    return names
