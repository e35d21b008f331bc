"""Seal a zone: every file with its hash, under one root."""

import json
from pathlib import Path

from quotetrail.provenance.ledger import to_json
from quotetrail.provenance.seal import seal
from quotetrail.provenance.stage import as_list, stage

with stage(snakemake) as out:
    below = [json.loads(Path(path).read_text()) for path in as_list(snakemake.input.get("below"))]
    files = [*as_list(snakemake.input.files), *as_list(snakemake.input.get("own_gate"))]
    made = seal(files, below=[record["root"] for record in below])
    out[0].write_text(to_json(made), encoding="utf-8")
