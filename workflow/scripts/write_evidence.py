"""Write the page that leads from each number to the passages behind it."""

import json
from pathlib import Path

from quotetrail.provenance.stage import stage
from quotetrail.report import evidence_page, read_evidence

with stage(snakemake) as out:
    results = Path("results")
    studies = []
    for study in snakemake.params.studies:
        claims = results / "public" / study["study"] / "provenance" / "claims.json"
        studies.append(
            read_evidence(
                results,
                study["study"],
                title=study["title"],
                claims=json.loads(claims.read_text(encoding="utf-8")),
                contrast=study["contrast"],
                synthetic=study["synthetic"],
            )
        )
    evidence_page(studies, out[0])
