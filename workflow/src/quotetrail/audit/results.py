"""The results folder that an audit looks at, wherever it lies."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotetrail.errors import ProvenanceError
from quotetrail.provenance.fingerprints import ZONES, fingerprint, read_secret
from quotetrail.provenance.ledger import is_locked


class Results:
    """A results folder, addressed by the paths that the records use.

    Parameters
    ----------
    folder : Path
        The folder that holds the zones.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def path(self, name: str) -> Path:
        """Where the file lies that the records call ``results/...``."""
        return self.folder / Path(name).relative_to("results")

    def name(self, path: Path) -> str:
        """How the records call a file."""
        return (Path("results") / path.relative_to(self.folder)).as_posix()

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return self.path(name).is_file()

    def json(self, name: str) -> Any:
        """What a provenance file holds.

        Raises
        ------
        ProvenanceError
            If it is not JSON.
        """
        try:
            return json.loads(self.path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ProvenanceError("it cannot be read", file=name, expected="JSON") from None

    def parts(self) -> Iterator[tuple[str, str]]:
        """Each zone and study (or evidence, or synthesis) of which there are files."""
        for zone in ZONES:
            if (self.folder / zone).is_dir():
                for part in sorted((self.folder / zone).iterdir()):
                    if part.is_dir():
                        yield zone, part.name

    def files(self, zone: str, study: str) -> list[Path]:
        """Every file and link below the folder of a study in a zone."""
        found = (self.folder / zone / study).rglob("*")
        return sorted(
            path
            for path in found
            if (path.is_symlink() or not path.is_dir()) and not is_locked(self.name(path))
        )

    def studies(self, zone: str) -> list[str]:
        """The studies of which a zone is there."""
        return [study for found, study in self.parts() if found == zone]

    def hash(self, name: str, zone: str) -> str:
        """The hash that an entry in ``zone`` would hold of the file; empty without its secret."""
        return fingerprint(name, study="", zone=zone, content=self.path(name), root=self.root)

    @property
    def root(self) -> Path:
        """The working directory to which the results belong."""
        return self.folder.parent

    def has_secret(self, study: str) -> bool:
        """Whether the study's secret lies beside the results."""
        return read_secret(study, self.root) is not None
