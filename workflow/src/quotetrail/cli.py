"""The command line: what needs no workflow."""

import argparse
import secrets
import sys
from pathlib import Path

from quotetrail.anonymise.encryption import KEPT, lock_of, unlock, write_unlocked
from quotetrail.anonymise.printed import check_printed
from quotetrail.anonymise.replacement_log import check_log
from quotetrail.config import check_config, read_config
from quotetrail.errors import ConfigError, shown
from quotetrail.provenance.fingerprints import read_secret, secret_path
from quotetrail.sheets import read_lens_sheet
from quotetrail.sheets.study import load_study


def main(arguments: list[str] | None = None) -> int:
    """Run ``quotetrail audit``, ``check``, ``secret`` or ``unlock``.

    Returns
    -------
    int
        0 if all is well, 1 if something is wrong; what is wrong is printed.
    """
    parser = argparse.ArgumentParser(prog="quotetrail", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    audit = commands.add_parser("audit", help="judge the results that lie there, build nothing")
    audit.add_argument("results", type=Path, help="the results folder, with whichever zones")
    check = commands.add_parser("check", help="check a config and its sheets")
    check.add_argument("config", type=Path, nargs="?", default=Path("config/config.yaml"))
    secret = commands.add_parser("secret", help="make a study's secret, once")
    secret.add_argument("study", help="the study's name")
    locked = commands.add_parser("unlock", help="open a study's locked pseudonym map and log")
    locked.add_argument("study", help="the study's name")
    key = "the private key of age, or the file with the passphrase"
    locked.add_argument("--identity", type=Path, required=True, help=key)
    into = "a folder to write both files into; without it the map is printed"
    locked.add_argument("--to", type=Path, help=into)
    options = parser.parse_args(arguments)
    try:
        if options.command == "audit":
            return _audit(options.results)
        if options.command == "unlock":
            return _unlock(options.study, options.identity, options.to)
        return _check(options.config) if options.command == "check" else _secret(options.study)
    except Exception as error:  # noqa: BLE001 - nothing of it may escape but what is shown
        print(shown(error), file=sys.stderr)
        return 1


def _audit(results: Path) -> int:
    from quotetrail.audit import audit, lines_of  # noqa: PLC0415 - slow, and needed here only

    findings = audit(results)
    print("\n".join(lines_of(findings)))
    return 1 if findings.breaks else 0


def _check(path: Path) -> int:
    checked = check_config(read_config(path), str(path))
    if "lens" in checked:
        read_lens_sheet(checked["lens"])
    for name, settings in checked["studies"].items():
        study = load_study(name, settings, str(path))
        check_printed(study, str(path))
        lock_of(settings, name, str(path), secret=read_secret(name))
        transcripts, people = len(study.transcripts), len(study.participants)
        print(f"{name}: {transcripts} transcripts and {people} people in its sheets; all is well")
    return 0


def _unlock(study: str, key: Path, to: Path | None) -> int:
    secret = read_secret(study)
    opened, unchecked = unlock(Path("results/restricted", study), key, secret=secret)
    for sentence in unchecked:
        print(f"not checked: {sentence}", file=sys.stderr)
    faults = [
        f"{place}: {found}, expected {expected}"
        for name in KEPT[1:]
        if name in opened
        for place, found, expected in check_log(opened[name], study)
    ]
    for fault in faults:
        print(f"the log is broken: {fault}", file=sys.stderr)
    if to:
        print("\n".join(str(path) for path in write_unlocked(opened, to)))
    elif KEPT[0] in opened:
        print(opened[KEPT[0]].decode("utf-8-sig"), end="")
    return 1 if faults else 0


def _secret(study: str) -> int:
    path = secret_path(study)
    if path.exists():
        raise ConfigError(
            "the study has a secret already",
            file=str(path),
            advice="keep it: with another one no raw file could be recognised any more",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    print(f"{path} made. Keep it with the raw data, and keep it out of what you publish.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
