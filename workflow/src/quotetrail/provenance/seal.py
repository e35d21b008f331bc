"""The seal of a zone: every file with its hash, under one root."""

from collections.abc import Iterable
from typing import Any

from quotetrail.provenance.fingerprints import fingerprint
from quotetrail.provenance.ledger import root_of


def seal(paths: Iterable[str], *, study: str, zone: str, below: str = "") -> dict[str, Any]:
    """The manifest of a zone of a study.

    Parameters
    ----------
    paths : iterable of str
        Every file of the zone.
    study, zone : str
    below : str
        The root of the manifest of the zone below, which this root covers.

    Returns
    -------
    dict
        ``files`` (path and hash, keyed in the restricted zone), ``below`` and ``root``.
    """
    files = {path: fingerprint(path, study=study, zone=zone) for path in sorted(set(paths))}
    manifest: dict[str, Any] = {"files": files, "below": below}
    return {**manifest, "root": root_of(manifest)}
