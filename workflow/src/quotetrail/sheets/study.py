"""A study as its config and sheets describe it, checked before anything is built."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotetrail.errors import ConfigError, SheetError
from quotetrail.sheets.readers import (
    read_codes_sheet,
    read_decisions_sheet,
    read_groups_sheet,
    read_identifiers_sheet,
    read_participants_sheet,
    read_quotations_sheet,
    read_transcripts_sheet,
)
from quotetrail.sheets.records import GroupRow, KnownIdentifier, Participant, TranscriptRow

_SHEETS = (
    "transcripts",
    "groups",
    "participants",
    "identifiers",
    "decisions",
    "codes",
    "quotations",
)
# Columns with names and consent, and others that the published table of participants has itself.
_NEVER_PUBLISHED = {
    *("participant", "transcript", "group", "part", "label", "names"),
    *("quote", "original_language", "deposit", "withdrawn", "withdrawn_on"),
}
WHOLE = "all"
"""The one batch of a study whose transcripts are the texts inside its codings."""


@dataclass(frozen=True)
class Study:
    """What is known of a study before a transcript is opened.

    Attributes
    ----------
    name : str
    settings : dict
        The study's part of the checked config.
    transcripts, groups, participants
        The rows of its sheets; empty where there is no sheet.
    """

    name: str
    settings: dict[str, Any]
    transcripts: tuple[TranscriptRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    participants: tuple[Participant, ...] = ()

    @property
    def title(self) -> str:
        """The title, or the name."""
        return self.settings.get("title", self.name)

    def batches(self, size: int) -> dict[str, list[TranscriptRow]]:
        """The transcripts a job handles together, by batch name."""
        rows = self.transcripts
        if not rows:
            return {WHOLE: []}
        if size == 1:
            return {row.transcript: [row] for row in rows}
        parts = [list(rows[start : start + size]) for start in range(0, len(rows), size)]
        return {f"b{number:04}": part for number, part in enumerate(parts, start=1)}

    def site_of(self, row: TranscriptRow) -> str:
        """The site's name as the config spells it."""
        for site, settings in self.settings["sites"].items():
            if row.site.casefold() in {site.casefold(), *map(str.casefold, settings["aliases"])}:
                return site
        return row.site

    def sites(self) -> list[str]:
        """Every site with a transcript: in the config's order, else in the sheet's."""
        present = dict.fromkeys(self.site_of(row) for row in self.transcripts if row.site)
        ordered = [site for site in self.settings["sites"] if site in present]
        return ordered or list(present)

    def country_of(self, site: str) -> str:
        """The country of a site, or nothing."""
        return self.settings["sites"].get(site, {}).get("country", "")

    def contrast_of(self, site: str) -> str:
        """The contrast group of a site, or nothing."""
        for group, countries in self.settings.get("contrast", {}).get("groups", {}).items():
            if self.country_of(site) in countries:
                return group
        return ""

    def crossings(self) -> dict[str, list[str]]:
        """What the codes are crossed with, and the values in the order in which they are shown."""
        if "codings" not in self.settings or not self.sites():
            return {}
        crossings = {"site": self.sites()}
        if contrast := self.settings.get("contrast"):
            present = {self.contrast_of(site) for site in self.sites()}
            crossings[contrast["name"]] = [name for name in contrast["groups"] if name in present]
        return crossings

    def variables(self) -> list[str]:
        """What is to be published, but stands in no sheet: variables of the project files."""
        if "codings" not in self.settings or not self.participants:
            return []
        columns = {column.casefold() for column in self.participants[0].attributes}
        wanted = self.settings["publish"]
        return [name for name in wanted if name.casefold() not in columns | _NEVER_PUBLISHED]

    def tables(self) -> list[str]:
        """The names of the tables that will be built."""
        tables = ["participants"] if self.participants else []
        tables.append("groups")
        if "codings" in self.settings:
            tables.append("codes")
        return tables + [f"code_by_{by}" for by in self.crossings()]

    def figures(self) -> list[str]:
        """The names of the figures that will be drawn, each that of the table it shows."""
        if "codings" not in self.settings:
            return []
        return [f"code_by_{by}" for by in self.crossings()] or ["codes"]


def load_study(name: str, settings: dict[str, Any], config: str = "config") -> Study:
    """Read the sheets of a study and check them against each other.

    Parameters
    ----------
    name : str
    settings : dict
        The study's part of the checked config.
    config : str
        How to name the config in messages.

    Raises
    ------
    ConfigError
        If the config names a file or an attribute that is not there, or a path with a known name.
    SheetError
        If a sheet is not as it should be, a file is missing, a row refers to something that is
        not there, or a file's name or an id holds a known name.
    """
    if "codings" in settings:
        settings = {**settings, "codings": [_inside(path) for path in settings["codings"]]}
    transcripts = _optional(settings, "transcripts", read_transcripts_sheet)
    groups = _optional(settings, "groups", read_groups_sheet)
    participants = _optional(settings, "participants", read_participants_sheet)
    identifiers = _optional(settings, "identifiers", read_identifiers_sheet)
    # What only later stages use is read too, so that a fault in it stops nothing half-way.
    _optional(settings, "decisions", read_decisions_sheet)
    _optional(settings, "codes", read_codes_sheet)
    _optional(settings, "quotations", read_quotations_sheet)
    study = Study(name, settings, tuple(transcripts), tuple(groups), tuple(participants))
    _check_files(study, config)
    _check_names_in_names(study, identifiers, config)
    _check_sites(study)
    _check_references(study)
    _check_publish(study, config)
    return study


def _inside(path: str) -> str:
    """The database inside a QualCoder project, which is a folder; any other path as it is."""
    inside = Path(path) / "data.qda"
    return inside.as_posix() if inside.is_file() else path


def _optional(settings: dict[str, Any], key: str, read: Any) -> list[Any]:
    return read(settings[key]) if key in settings else []


def _check_files(study: Study, config: str) -> None:
    for row in study.transcripts:
        if Path(row.file).is_absolute() or ".." in Path(row.file).parts:
            raise SheetError(
                "the path of the transcript's file leaves the study's folder",
                file=study.settings["transcripts"],
                place=f"row {row.row}, column file",
                expected="a path below the working directory, without '..'",
                advice="copy the file into the study's folder, or put a link to it there",
            )
        if not Path(row.file).is_file():
            raise SheetError(
                "the transcript's file does not exist",
                file=study.settings["transcripts"],
                place=f"row {row.row}, column file",
                expected="a path that starts from the working directory",
                advice="correct the path, or put the file there",
            )
    named = [
        (f"codings, entry {number}", path)
        for number, path in enumerate(study.settings.get("codings", []), start=1)
    ]
    if template := study.settings.get("report", {}).get("template"):
        named.append(("report.template", template))
    for key, path in named:
        if not Path(path).is_file():
            raise ConfigError(
                "the file that stands there does not exist",
                file=config,
                place=f"studies.{study.name}.{key}",
                expected="a path that starts from the working directory",
                advice="correct the path, or put the file there",
            )


def _check_names_in_names(
    study: Study, identifiers: Iterable[KnownIdentifier], config: str
) -> None:
    """No known name of a person may stand in a path or an id: those are printed everywhere."""
    names = {word for person in study.participants for name in person.names for word in words(name)}
    for row in identifiers:
        if row.category == "person":
            names |= words(row.text)
    for file, place, value in printed(study, config):
        if names & words(value):
            raise SheetError(
                "a known name of a person stands there, and paths and ids are printed in logs",
                file=file,
                place=place,
                expected="a path or id without names, for example the transcript's id",
                advice="rename the file or the id, and write the new name there",
            )


def printed(study: Study, config: str = "config") -> Iterator[tuple[str, str, str]]:
    """The paths and ids that are printed everywhere: the file and place where each stands, and it.

    Among them what else a parameter holds of the transcripts sheet.
    """
    settings = study.settings
    for row in study.transcripts:
        columns = ["transcript", "file", "group", "language", "encoding", "original"]
        # A site that the config lists is published as it stands there.
        columns += [] if settings["sites"] else ["site"]
        for column in columns:
            yield settings["transcripts"], f"row {row.row}, column {column}", getattr(row, column)
    for group in study.groups:
        yield settings["groups"], f"row {group.row}, column group", group.group
    for person in study.participants:
        place = f"row {person.row}, column participant"
        yield settings["participants"], place, person.participant
    for number, path in enumerate(settings.get("codings", []), start=1):
        yield config, f"studies.{study.name}.codings, entry {number}", path
    for key in _SHEETS:
        yield config, f"studies.{study.name}.{key}", settings.get(key, "")
    yield config, f"studies.{study.name}.report.template", settings["report"].get("template", "")
    yield config, "studies", study.name


def words(text: str) -> set[str]:
    """The words of at least three letters in a path, an id or a name, folded."""
    plain = unicodedata.normalize("NFC", text)
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    found = re.findall(r"[^\W\d_]{3,}", plain) + re.findall(r"[^\W\d_]{3,}", parted)
    return {word.casefold() for word in found}


def _check_sites(study: Study) -> None:
    known = study.settings["sites"]
    for row in study.transcripts:
        if known and study.site_of(row) not in known:
            raise SheetError(
                "the site is not one of the study's sites",
                file=study.settings["transcripts"],
                place=f"row {row.row}, column site",
                expected=f"one of {', '.join(known)}, or an alias",
                advice="correct the cell, or add the site to `sites` in the config",
            )


def _check_references(study: Study) -> None:
    transcripts = {row.transcript for row in study.transcripts}
    groups = {row.group for row in study.transcripts}
    if not transcripts:
        return
    for group in study.groups:
        if group.group not in groups:
            raise SheetError(
                "no transcript belongs to this group",
                file=study.settings["groups"],
                place=f"row {group.row}, column group",
                expected="a group of the transcripts sheet",
                advice="correct the id, or add the transcript",
            )
    for person in study.participants:
        if person.transcript and person.transcript not in transcripts:
            found, column = "there is no such transcript", "transcript"
        elif person.group and person.group not in groups:
            found, column = "no transcript belongs to this group", "group"
        else:
            continue
        raise SheetError(
            found,
            file=study.settings["participants"],
            place=f"row {person.row}, column {column}",
            expected="an id of the transcripts sheet",
            advice="correct the id, or add the transcript",
        )


def _check_publish(study: Study, config: str) -> None:
    """Each attribute to be published is a column of the participants sheet, and no reserved one.

    Whether the project files have one that the sheet has not is seen when they are read.
    """
    known = list(study.participants[0].attributes) if study.participants else []
    for attribute in study.settings["publish"]:
        if attribute not in (*known, *study.variables()):
            raise ConfigError(
                f"{attribute!r} is no attribute in the participants sheet",
                file=config,
                place=f"studies.{study.name}.publish",
                expected=f"some of {', '.join(known)}" if known else "nothing: there are none",
                advice="correct it, or add the column to the sheet; names, labels and consent are "
                "never published",
            )
