"""Fingerprints of files: plain hashes of what may be seen, keyed hashes of what may not."""

import hashlib
import hmac
from pathlib import Path

from quotetrail.errors import ProvenanceError

ZONES = ("restricted", "controlled", "public")
HERE = Path()
SHORTEST = 16
"""Bytes of a secret."""

_OPEN = ("results/controlled/", "results/public/", "config/")


def zone_of(path: str) -> str:
    """The zone of a path below results/, or nothing for what lies elsewhere."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "results" and parts[1] in ZONES else ""


def is_raw(path: str) -> bool:
    """Whether a file may identify people, so that a plain hash of it could be guessed back."""
    return not path.startswith(_OPEN)


def sha256(path: str | Path) -> str:
    """The SHA-256 of a file's bytes, as ``sha256:`` and hex digits."""
    with open(path, "rb") as stream:
        return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as ``sha256:`` and hex digits."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def keyed(path: str | Path, secret: bytes) -> str:
    """The HMAC-SHA-256 (RFC 2104) of a file's bytes, as ``hmac-sha256:`` and hex digits."""
    with open(path, "rb") as stream:
        content = hashlib.file_digest(stream, lambda: hmac.new(secret, digestmod="sha256"))
    return "hmac-sha256:" + content.hexdigest()


def keyed_text(text: str, study: str) -> str:
    """The HMAC-SHA-256 of a text with the study's secret; empty where the study has none."""
    secret = read_secret(study)
    if secret is None:
        return ""
    return "hmac-sha256:" + hmac.new(secret, text.encode(), "sha256").hexdigest()


def fingerprint(
    path: str, *, study: str, zone: str, content: Path | None = None, root: Path = HERE
) -> str:
    """What an entry of the ledger says of a file.

    Parameters
    ----------
    path : str
        The file, below the working directory.
    study : str
        The study whose secret keys the hash of a raw file that lies in no study's zone.
    zone : str
        The zone in which the entry itself lies.
    content : Path, optional
        Where the file's bytes lie, if not at its path.
    root : Path
        The working directory.

    Returns
    -------
    str
        A plain hash of what is not raw; a keyed hash of what is. Without a secret a raw file's
        hash is known inside the restricted zone only, and empty elsewhere.
    """
    file = content or path
    if not is_raw(path):
        return sha256(file)
    secret = read_secret(path.split("/")[2] if zone_of(path) else study, root)
    if secret is not None:
        return keyed(file, secret)
    return sha256(file) if zone == "restricted" else ""


def read_secret(study: str, root: Path = HERE) -> bytes | None:
    """The secret of a study, or None where it has none.

    Raises
    ------
    ProvenanceError
        If it is not what `quotetrail secret` makes: a short one could be guessed.
    """
    path = root / secret_path(study)
    if not path.is_file():
        return None
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) < SHORTEST:
        raise ProvenanceError(
            "the secret is not one that can be used",
            file=secret_path(study).as_posix(),
            expected=f"{2 * SHORTEST} hex digits or more",
            advice="put back the one with which the study began, or, in a new study, delete it "
            f"and run `quotetrail secret {study}`",
        )
    return secret


def secret_path(study: str) -> Path:
    """Where a study keeps its secret."""
    return Path("resources", study, "secret")
