"""What surrounds each script: inputs checked, outputs written aside, recorded, then renamed.

A typed error prints its message and ends the script with status 1. Of any other error only its
type and the lines of code are shown, since its message may hold what somebody said.
"""

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from quotetrail.errors import shown
from quotetrail.provenance.fingerprints import zone_of
from quotetrail.provenance.ledger import check_input, entry_path, is_recorded, write_entry

Read = TypeVar("Read")


class Outputs:
    """The outputs of a job, by name or position, at the places where they are written aside."""

    def __init__(self, outputs: Any) -> None:
        self.final = [str(path) for path in outputs]
        self.counts: list[str] = []
        self._named = {name: getattr(outputs, name) for name, _ in outputs._allitems() if name}

    def __getattr__(self, name: str) -> Path:
        try:
            return _aside(self._named[name])
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, index: int) -> Path:
        return _aside(self.final[index])

    def __iter__(self) -> Iterator[Path]:
        return map(_aside, self.final)

    def note(self, lines: Iterable[str]) -> None:
        """Say in the job's log what was counted; logs are no secret."""
        self.counts += lines


@contextlib.contextmanager
def stage(job: Any) -> Iterator[Outputs]:
    """Run the body of a script between the checks before it and the records after it.

    Parameters
    ----------
    job : snakemake.script.Snakemake
        The ``snakemake`` of the script; ``params.code`` is the digest of its code.

    Yields
    ------
    Outputs
        Where to write. The files take their final names when the body ends without an error.
    """
    log = Path(job.log[0]) if job.log else None
    try:
        inputs = list(dict.fromkeys(map(str, job.input)))
        study = getattr(job.wildcards, "study", "")
        for path in filter(is_recorded, inputs):
            check_input(path)
        outputs = Outputs(job.output)
        for path in outputs.final:
            _make_folder(path)
        try:
            yield outputs
            made_by = {"rule": job.rule, "code": job.params.code, "params": _params(job.params)}
            for path in outputs.final:
                _record(path, inputs, made_by, study)
            # All or none: whatever fails does so before the first file takes its name.
            for path, aside in zip(outputs.final, outputs, strict=True):
                aside.replace(path)
        finally:
            for aside in outputs:
                aside.unlink(missing_ok=True)
    except Exception as error:  # noqa: BLE001 - nothing of it may escape but what is shown
        _stop(shown(error), log)
    if log is not None:
        lines = [f"{job.rule}: {len(outputs.final)} files written", *outputs.counts]
        log.write_text("\n".join(lines) + "\n", encoding="utf-8")


def optional(read: Callable[[str], Read], path: Any, default: Read) -> Read:
    """What a file holds, or the default where the study has no such file."""
    return read(path) if path else default


def as_list(paths: Any) -> list[str]:
    """One input or several, as Snakemake gives them, or none."""
    if not paths:
        return []
    return [paths] if isinstance(paths, str) else list(map(str, paths))


def _record(path: str, inputs: list[str], made_by: dict[str, Any], study: str) -> None:
    aside = _aside(path)
    if zone_of(path) == "restricted":
        aside.chmod(0o600)
    if is_recorded(path):
        entry = entry_path(path)
        _make_folder(entry.as_posix())
        write_entry(path, aside, inputs, study=study, **made_by)
        if zone_of(path) == "restricted":
            entry.chmod(0o600)


def _params(params: Any) -> dict[str, Any]:
    """The parameters by name, but for the digest of the code, as JSON has them."""
    named = {name: params.get(name) for name in params.keys() if name != "code"}  # noqa: SIM118
    return json.loads(json.dumps(named, default=list))


def _aside(path: str) -> Path:
    file = Path(path)
    return file.with_name(f".partial-{file.name}")


def _make_folder(path: str) -> None:
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    if zone_of(path) == "restricted":
        for inner in [folder, *folder.parents]:
            if inner.as_posix().startswith("results/restricted"):
                inner.chmod(0o700)


def _stop(message: str, log: Path | None) -> None:
    print(message, file=sys.stderr)
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(message + "\n", encoding="utf-8")
    sys.exit(1)
