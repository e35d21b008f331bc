"""The files a claim may rest on, read once each, with their hashes."""

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

from quotetrail.errors import ReportError
from quotetrail.text import Transcript, load_transcripts

Row = Mapping[str, str]

# A coding may span a whole transcript, which is longer than csv reads by default.
csv.field_size_limit(2**31 - 1)

# Codings are controlled data: a public report may count them by these columns only, because
# a count by speaker would go round the rules for small numbers of people.
COUNTED = {
    "codings": ("code", "path", "coder", "placement", "source", "record"),
    "unplaced": ("code", "path", "coder", "placement", "source", "record", "reason"),
}

# How the code system changed: a controlled table that a public report may print in full.
HISTORY = "history"


class Sources:
    """What lies under ``results/``, for one study and those beside it.

    Parameters
    ----------
    results : Path
        The folder with the zones.
    study : str
        The study that names without a study belong to.
    """

    def __init__(self, results: Path, study: str) -> None:
        self.results = results
        self.study = study
        self._rows: dict[str, list[dict[str, str]]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._hashes: dict[str, str] = {}
        self._transcripts: dict[str, dict[str, Transcript]] = {}

    def split(self, name: str) -> tuple[str, str]:
        """Study and name of ``psw/codes``, or of ``codes`` in the report's own study."""
        study, slash, rest = name.partition("/")
        return (study, rest) if slash else (self.study, name)

    def table_file(self, name: str) -> str:
        """Path, relative to the results, of a public table, or of the code system's history."""
        study, table = self.split(name)
        if table == HISTORY:
            return self.coding_file(name)
        return f"public/{study}/tables/{table}.csv"

    def figure_file(self, name: str, suffix: str) -> str:
        """Path, relative to the results, of a figure in one of its formats."""
        study, figure = self.split(name)
        return f"public/{study}/figures/{figure}.{suffix}"

    def coding_file(self, name: str) -> str:
        """Path, relative to the results, of a controlled table of codes or codings."""
        study, table = self.split(name)
        return f"controlled/{study}/coding/{table}.csv"

    def countable_file(self, name: str) -> str:
        """Path of a table whose rows may be counted: a public one, or the codings."""
        _, table = self.split(name)
        return self.coding_file(name) if table in COUNTED else self.table_file(name)

    def exists(self, file: str) -> bool:
        """Whether the file lies there."""
        return (self.results / file).is_file()

    def sha256(self, file: str) -> str:
        """The file's hash."""
        if file not in self._hashes:
            self._require(file)
            self._hashes[file] = hashlib.sha256((self.results / file).read_bytes()).hexdigest()
        return self._hashes[file]

    def rows(self, file: str) -> list[dict[str, str]]:
        """The rows of a csv table, every value a string."""
        if file not in self._rows:
            self._require(file)
            with open(self.results / file, encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream, restval="")
                self._rows[file] = list(reader)
                self._columns[file] = tuple(reader.fieldnames or ())
        return self._rows[file]

    def columns(self, file: str) -> tuple[str, ...]:
        """The columns of a csv table."""
        self.rows(file)
        return self._columns[file]

    def require_columns(self, file: str, wanted: list[str]) -> None:
        """Refuse columns that the table does not have."""
        known = self.columns(file)
        for column in wanted:
            if column not in known:
                raise ReportError(
                    f"The table has no column {column!r}.",
                    file=file,
                    expected="one of " + ", ".join(known),
                    advice="Correct the column's name in the template.",
                )

    def select(self, file: str, where: Mapping[str, object]) -> list[dict[str, str]]:
        """The rows in which each named column holds exactly this text."""
        self.require_columns(file, list(where))
        wanted = {column: str(value) for column, value in where.items()}
        return [row for row in self.rows(file) if all(row[c] == v for c, v in wanted.items())]

    def transcript(self, study: str, transcript: str) -> Transcript:
        """A pseudonymised transcript of a study."""
        if study not in self._transcripts:
            folder = self.results / "controlled" / study / "transcripts"
            read = load_transcripts(*sorted(folder.glob("*.jsonl")))
            self._transcripts[study] = {one.transcript: one for one in read}
        if transcript not in self._transcripts[study]:
            raise ReportError(
                "A quotation's transcript is not there.",
                file=f"controlled/{study}/transcripts",
                place=transcript,
                advice="Build the pseudonymised transcripts before the report.",
            )
        return self._transcripts[study][transcript]

    def public_marks(self, study: str) -> dict[str, str]:
        """What public reports show in the place of each mark of a study's transcripts."""
        file = f"controlled/{study}/marks.csv"
        return {row["mark"]: row["public"] for row in self.rows(file)}

    def _require(self, file: str) -> None:
        if not self.exists(file):
            folder = (self.results / file).parent
            there = sorted(path.stem for path in folder.glob(f"*{Path(file).suffix}"))
            raise ReportError(
                "The report asks for a file that does not exist.",
                file=file,
                expected="one of " + (", ".join(there) or "none: the folder is empty"),
                advice="Correct the name in the template, or build the file first.",
            )
