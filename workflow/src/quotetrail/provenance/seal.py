"""The seal of a zone: every file with its hash, under one root."""

from collections.abc import Iterable
from typing import Any

from quotetrail.provenance.fingerprints import fingerprint, zone_of
from quotetrail.provenance.ledger import root_of


def seal(paths: Iterable[str], *, below: Iterable[str]) -> dict[str, Any]:
    """The manifest of a zone of a study.

    Parameters
    ----------
    paths : iterable of str
        Every file of the zone.
    below : iterable of str
        The roots of the manifests of the zone below, which this root covers.

    Returns
    -------
    dict
        ``files`` (path and hash, keyed in the restricted zone), ``below`` and ``root``.
    """
    files = {path: fingerprint(path, study="", zone=zone_of(path)) for path in sorted(set(paths))}
    manifest: dict[str, Any] = {"files": files, "below": list(below)}
    return {**manifest, "root": root_of(manifest)}
