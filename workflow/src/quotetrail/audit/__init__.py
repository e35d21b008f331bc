"""An audit: everything that can be computed again is, with whichever zones are there."""

from pathlib import Path

from quotetrail.audit.claims import check_claims
from quotetrail.audit.codings import check_codings
from quotetrail.audit.findings import Findings, lines_of
from quotetrail.audit.keeping import check_keeping
from quotetrail.audit.ledgers import check_ledgers
from quotetrail.audit.pseudonyms import check_pseudonyms
from quotetrail.audit.results import Results
from quotetrail.audit.seals import check_manifests
from quotetrail.audit.tables import check_tables
from quotetrail.errors import ProvenanceError
from quotetrail.provenance.fingerprints import ZONES

__all__ = ["audit", "lines_of"]


def audit(folder: Path) -> Findings:
    """Judge the results that lie in a folder; nothing is built or changed.

    Parameters
    ----------
    folder : Path
        The folder that holds one or more of the zones.

    Raises
    ------
    ProvenanceError
        If it holds no zone.
    """
    results = Results(folder)
    if not any(results.parts()):
        raise ProvenanceError(
            "there are no results to judge",
            file=str(folder),
            expected="a folder with one or more of restricted/, controlled/, public/",
            advice="give the folder that holds the zones, mostly `results`",
        )
    findings = Findings()
    for zone in ZONES:
        if not results.studies(zone):
            findings.skip(f"the {zone} zone: it is not here")
    for check in (
        check_manifests,
        check_ledgers,
        check_pseudonyms,
        check_keeping,
        check_codings,
        check_tables,
        check_claims,
    ):
        check(results, findings)
    return findings
