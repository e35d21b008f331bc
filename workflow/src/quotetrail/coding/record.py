"""The coding of record: whose codings the tables count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from quotetrail.coding.locate import Located
from quotetrail.errors import CodingError

ALL = "all"


def of_record(
    located: Iterable[Located], pseudonyms: Mapping[str, str], wanted: str, study: str
) -> set[str]:
    """The ids of the codings that count.

    Where one coder coded a transcript, all of that coder's codings count. Where several did, those
    of the coder of record count, or all if the study says so.

    Parameters
    ----------
    located : iterable of Located
    pseudonyms : mapping of str to str
        The pseudonym of each coder.
    wanted : str
        What the config says: a coder's name or pseudonym, ``consensus``, ``all``, or nothing.
    study : str
        The study's name, for messages.

    Raises
    ------
    CodingError
        If a transcript has several coders and nothing is said, or nobody of that name coded it.
    """
    documents: dict[str, list[Located]] = defaultdict(list)
    for each in located:
        if each.coding.kind == "speaker":
            continue
        documents[each.transcript or f"source {each.coding.source}"].append(each)
    counted: set[str] = set()
    open_questions: list[str] = []
    for name, codings in documents.items():
        coders = {pseudonyms.get(each.coding.coder, "") for each in codings}
        if len(coders) == 1 or wanted == ALL:
            counted |= {each.coding.coding for each in codings}
            continue
        chosen = {each.coding.coding for each in codings if _is(each, wanted, pseudonyms)}
        if not chosen:
            open_questions.append(name)
        counted |= chosen
    if open_questions:
        raise _undecided(open_questions, pseudonyms, wanted, study)
    return counted


def _is(located: Located, wanted: str, pseudonyms: Mapping[str, str]) -> bool:
    name = located.coding.coder
    return bool(wanted) and wanted.casefold() in (
        name.strip().casefold(),
        pseudonyms.get(name, "").casefold(),
    )


def _undecided(
    names: list[str], pseudonyms: Mapping[str, str], wanted: str, study: str
) -> CodingError:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    have = "have" if more else "has"
    said = "none of them is the coder of record" if wanted else "no coding of record is named"
    known = dict.fromkeys([*pseudonyms.values(), ALL])
    return CodingError(
        f"{names[0]}{more} {have} several coders, and {said}",
        file="config",
        place=f"studies.{study}.coding_of_record",
        expected=f"one of {', '.join(known)}; C1 is the coder whom the project file names first",
        advice="say there whose codings the tables count",
    )
