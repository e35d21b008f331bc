"""The pseudonym map and the log of replacements, locked with age (age-encryption.org/v1).

Locked, they are outside of every hash, because the same content is never encrypted to the same
bytes twice. A keyed hash of the content of each (`witness`) stands in the ledger instead.

Anybody can encrypt for a public key: that a file opens does not say who locked it. That it has the
hash of the witness does. And a lock protects these two files alone: beside the raw texts and the
study's sheets, from which they can be made again, it protects nothing.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage

from quotetrail.errors import ConfigError, ProvenanceError

KEPT = ("pseudonyms.csv", "replacements.csv")
"""What is locked, if anything is; locked, the names end in ``.age``."""
WITNESS = "keeping.json"
SHORTEST = 15
"""Characters of a passphrase (NIST SP 800-63B-4, 3.1.1.2: of one that nothing else backs)."""

_TRIES = 5  # how much work a passphrase may ask for is measured anew each time
_SECRET_KEY = "AGE-SECRET-KEY-"  # noqa: S105 - how such a key begins
_RESULTS = Path("results")


@dataclass(frozen=True)
class Lock:
    """For whom something is encrypted: public keys, or whoever knows a passphrase."""

    recipients: tuple[str, ...] = ()
    passphrase: str = field(default="", repr=False)


def lock_of(
    settings: Mapping[str, Any], study: str, file: str, *, secret: bytes | None
) -> Lock | None:
    """The lock that a study's config asks for, or None.

    Parameters
    ----------
    settings : mapping
        The study's part of the checked config.
    study, file : str
        The study, and how to name the config in messages.
    secret : bytes or None
        The study's secret.

    Raises
    ------
    ConfigError
        If a recipient is no public key of age, the passphrase cannot be read or is too short, the
        study has no secret, or a plain copy of an earlier run lies in the results.
    """
    wanted = settings.get("pseudonyms")
    if wanted is None:
        return None
    place = f"studies.{study}.pseudonyms"
    if secret is None:
        raise ConfigError(
            "the study has no secret, so nothing could say later whether what was locked is what "
            "was built",
            file=file,
            place=place,
            advice=f"make one with `quotetrail secret {study}`",
        )
    if "recipient" in wanted:
        given = wanted["recipient"]
        recipients = [given] if isinstance(given, str) else given
        for number, recipient in enumerate(recipients, start=1):
            _check_recipient(recipient, file, f"{place}.recipient, entry {number}")
        lock = Lock(recipients=tuple(recipients))
    else:
        path = Path(wanted["passphrase_file"])
        lock = Lock(passphrase=_passphrase(path, file, f"{place}.passphrase_file"))
    for name in KEPT:
        path = _RESULTS / "restricted" / study / name
        if path.exists():
            entry = path.parent / "provenance" / "entries" / f"{name}.json"
            raise ConfigError(
                "a copy that is not locked lies there, from a run before the key was configured",
                file=path.as_posix(),
                advice=f"delete it and {entry.as_posix()}, and think of backups; then run again",
            )
    return lock


def encrypt(data: bytes, lock: Lock) -> bytes:
    """Data as an armoured age file; other bytes each time."""
    if lock.passphrase:
        return pyrage.passphrase.encrypt(data, lock.passphrase, armored=True)
    recipients = [pyrage.x25519.Recipient.from_str(each) for each in lock.recipients]
    return pyrage.encrypt(data, recipients, armored=True)


def decrypt(content: bytes, key: str) -> bytes:
    """What an age file holds.

    Parameters
    ----------
    content : bytes
        Armoured or not.
    key : str
        The text of a key file as `age-keygen` writes it, or of one whose first line is the
        passphrase.

    Raises
    ------
    ConfigError
        If the key does not open it, or it was changed.
    """
    try:
        keys = [line.strip() for line in key.splitlines() if line.startswith(_SECRET_KEY)]
        if not keys:
            return _by_passphrase(content, _first_line(key))
        return pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(each) for each in keys])
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise ConfigError(
            "the key does not open the file, or the file was changed",
            expected="the private key of a recipient for whom it was locked (a line that begins "
            f"with {_SECRET_KEY}), or the file with the passphrase",
            advice="give the key that belongs to `recipient` or `passphrase_file` in the config; "
            "a key file that is itself locked has to be opened first, with `age --decrypt`",
        ) from None


def _by_passphrase(content: bytes, passphrase: str) -> bytes:
    """What a passphrase opens; a computer that is busy may take the work for too much at first."""
    for _ in range(_TRIES - 1):
        try:
            return pyrage.passphrase.decrypt(content, passphrase)
        except pyrage.DecryptError as error:
            if "work" not in str(error).lower():
                raise
    return pyrage.passphrase.decrypt(content, passphrase)


def witness(plain: Mapping[str, bytes], secret: bytes) -> str:
    """What stands in the ledger for locked files: JSON of the keyed hash of each one's content."""
    return (
        json.dumps({name: _keyed(plain[name], secret) for name in sorted(plain)}, indent=1) + "\n"
    )


def unlock(
    folder: Path, key_file: Path, *, secret: bytes | None
) -> tuple[dict[str, bytes], list[str]]:
    """The content of a study's locked files, for whoever holds the key.

    Parameters
    ----------
    folder : Path
        The study's folder in the restricted zone, or wherever its locked files are kept.
    key_file : Path
        The private key, or the passphrase.
    secret : bytes or None
        The study's secret.

    Returns
    -------
    tuple
        The content by plain file name, and sentences on what could not be checked.

    Raises
    ------
    ConfigError
        If nothing locked lies there, or the key cannot be read or does not open it.
    ProvenanceError
        If what was locked is not what was built.
    """
    locked = {name: folder / f"{name}.age" for name in KEPT}
    locked = {name: path for name, path in locked.items() if path.is_file()}
    if not locked:
        raise ConfigError(
            "nothing locked lies there",
            file=folder.as_posix(),
            expected=" or ".join(f"{name}.age" for name in KEPT),
            advice="without `pseudonyms` in the study's config these files are plain: open them",
        )
    key = _text_of(key_file, "", "--identity")
    opened = {}
    for name, path in locked.items():
        try:
            opened[name] = decrypt(path.read_bytes(), key)
        except ConfigError as error:
            file, found = path.as_posix(), error.found
            raise ConfigError(
                found, file=file, expected=error.expected, advice=error.advice
            ) from None
    return opened, _compared(opened, folder / WITNESS, secret)


def write_unlocked(opened: Mapping[str, bytes], to: Path) -> list[Path]:
    """Write what `unlock` gave into a folder, readable by its owner only; overwrite nothing.

    Raises
    ------
    ConfigError
        If the folder lies inside the results, or a file is there already.
    """
    if _is_inside_results(to):
        raise ConfigError(
            "the folder lies inside the results, where nothing is written by hand",
            file=to.as_posix(),
            expected="a folder elsewhere, on a disk that is itself encrypted",
            advice="give another folder",
        )
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = [to / name for name in opened]
    for path in paths:
        if os.path.lexists(path):
            raise ConfigError(
                "the file is there already", file=path.as_posix(), advice="move it, or delete it"
            )
    for path in paths:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(opened[path.name])
    return paths


def _compared(opened: Mapping[str, bytes], path: Path, secret: bytes | None) -> list[str]:
    """What could not be compared with the witness; what differs from it is refused."""
    if secret is None or not path.is_file():
        missing = f"{WITNESS} is not beside them" if secret else "the study's secret is not here"
        return [f"whether these are the files that were built: {missing}"]
    try:
        known = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ProvenanceError("it cannot be read", file=path.as_posix(), expected="JSON") from None
    for name, content in opened.items():
        if not hmac.compare_digest(str(known.get(name)), _keyed(content, secret)):
            raise ProvenanceError(
                "the content that was locked is not the one that was built",
                file=f"{path.parent.as_posix()}/{name}.age",
                advice="delete it and run again: it is then built anew; find out who replaced it",
            )
    return [f"{name}: it is not here" for name in sorted(known.keys() - opened.keys())]


def _check_recipient(recipient: str, file: str, place: str) -> None:
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        private = recipient.strip().upper().startswith(_SECRET_KEY)
        raise ConfigError(
            "a private key stands there" if private else "that is no public key of age",
            file=file,
            place=place,
            expected="a line such as `age-keygen` prints after 'Public key:', age1 and 58 letters "
            "and digits",
            advice="make a new pair of keys, since this one may have been read, and write its "
            "public key there"
            if private
            else "copy it again; a single wrong letter is found",
        ) from None


def _passphrase(path: Path, file: str, place: str) -> str:
    if _is_inside_results(path):
        raise ConfigError(
            "the file with the passphrase lies inside the results, beside what it locks",
            file=file,
            place=place,
            advice="keep it elsewhere, and on no disk to which the results are copied",
        )
    passphrase = _first_line(_text_of(path, file, place))
    if len(passphrase) < SHORTEST:
        raise ConfigError(
            "the passphrase is too short: it could be guessed",
            file=file,
            place=place,
            expected=f"{SHORTEST} characters or more in the first line of the file",
            advice="take five or more words at random",
        )
    return passphrase


def _text_of(path: Path, file: str, place: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise ConfigError(
            "the file with the key does not exist, or cannot be read",
            file=file,
            place=place,
            expected="a text file in UTF-8 that you may read",
            advice="check the path, and who may read the file",
        ) from None


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].removesuffix("\r")


def _is_inside_results(path: Path) -> bool:
    return path.resolve().is_relative_to(_RESULTS.resolve())


def _keyed(content: bytes, secret: bytes) -> str:
    """As `quotetrail.provenance.fingerprints.keyed` has it."""
    return "hmac-sha256:" + hmac.new(secret, content, hashlib.sha256).hexdigest()
