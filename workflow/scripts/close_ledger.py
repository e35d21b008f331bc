"""Close the ledger of a zone: every entry of its files under one root."""

import json
from pathlib import Path

from quotetrail.provenance.ledger import merge, to_json
from quotetrail.provenance.stage import as_list, stage

with stage(snakemake) as out:
    below = [json.loads(Path(path).read_text()) for path in as_list(snakemake.input.below)]
    ledger = merge(snakemake.input.files, [record["root"] for record in below])
    out[0].write_text(to_json(ledger), encoding="utf-8")
