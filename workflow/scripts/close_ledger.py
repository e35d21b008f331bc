"""Close the ledger of a zone: every entry of its files under one root."""

import json
from pathlib import Path

from quotetrail.provenance.ledger import analysis_root, merge, root_of, to_json
from quotetrail.provenance.stage import as_list, stage

with stage(snakemake) as out:
    below = [json.loads(Path(path).read_text()) for path in as_list(snakemake.input.below)]
    ledger = merge(snakemake.input.files, [record["root"] for record in below])
    lines = [
        line
        for path in as_list(snakemake.input.get("transcripts"))
        for line in Path(path).read_text(encoding="utf-8").split("\n")
        if line
    ]
    if snakemake.wildcards.get("zone") == "public":
        ledger["analysis"] = analysis_root([*below, ledger], lines)
        ledger["root"] = root_of(ledger)
    out[0].write_text(to_json(ledger), encoding="utf-8")
