"""What of a study is printed as it stands must hold no name: seen before anything is built."""

from collections.abc import Iterator

from quotetrail.anonymise.files import known_of_sheets
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.spelling import is_small
from quotetrail.errors import SheetError
from quotetrail.sheets import read_identifiers_sheet, read_quotations_sheet
from quotetrail.sheets.study import Study, printed, words


def check_printed(study: Study, config: str = "config") -> None:
    """Refuse a path, an id, a title or another text for readers that names a person.

    Parameters
    ----------
    study : Study
    config : str
        How to name the config in messages.

    Raises
    ------
    SheetError
        Naming the place. Authors and the sites that the config lists may be names.
    """
    given = study.settings.get
    sheets = known_of_sheets(given("participants"), given("identifiers"), given("decisions"), [])
    known = [name for name in sheets.known if name.category == "person"]
    alone = {word for name in known if " " not in name.text for word in words(name.text)}
    for file, place, value in printed(study, config):
        if alone & words(value):
            raise _named(file, place, "paths and ids are printed in logs")
    matcher = Matcher(known)
    for file, place, value in _prose(study, config):
        hits = (value[hit.start : hit.end] for hit in matcher.find(value))
        if not all(map(is_small, hits)):
            raise _named(file, place, "the text is printed as it is")


def _prose(study: Study, config: str) -> Iterator[tuple[str, str, str]]:
    """The texts that are published: the file and place where each stands, and it."""
    settings = study.settings
    sheet = settings.get("identifiers", "")
    for known in read_identifiers_sheet(sheet) if sheet else ():
        for key in ("replacement", "public"):
            yield sheet, f"row {known.row}, column {key}", getattr(known, key)
    yield config, f"studies.{study.name}.title", study.title
    for key, value in settings.get("contrast", {}).items():
        yield config, f"studies.{study.name}.contrast.{key}", str(value)
    for group in study.groups:
        for key in ("minutes", "guide", "asked"):
            value = getattr(group, key)
            text = value if isinstance(value, str) else " ; ".join(value)
            yield settings["groups"], f"row {group.row}, column {key}", text
    for row in read_quotations_sheet(settings["quotations"]) if "quotations" in settings else ():
        for key in ("purpose", "reason"):
            yield settings["quotations"], f"row {row.row}, column {key}", getattr(row, key)


def _named(file: str, place: str, why: str) -> SheetError:
    return SheetError(
        f"a known name of a person stands there, and {why}",
        file=file,
        place=place,
        expected="a path, id or text that names nobody",
        advice="write it without the name",
    )
