"""Keep who is who, and the log of every replacement; locked where the config names a key."""

import json
from pathlib import Path

from quotetrail.anonymise.encryption import KEPT, encrypt, lock_of, witness
from quotetrail.anonymise.files import load_pseudonyms
from quotetrail.anonymise.pseudonym_map import MAP_COLUMNS, map_rows
from quotetrail.anonymise.replacement_log import LOG_COLUMNS, log_rows, sheet_content
from quotetrail.provenance.fingerprints import read_secret
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import (
    read_decisions_sheet,
    read_identifiers_sheet,
    read_participants_sheet,
)
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    study = snakemake.wildcards.study
    secret = read_secret(study)
    # Read here and not handed over as a parameter: a parameter is printed.
    settings = snakemake.config["studies"][study]
    lock = lock_of(settings, study, "config", secret=secret)
    pseudonyms = load_pseudonyms(snakemake.input.pseudonyms)
    who = map_rows(
        optional(read_participants_sheet, snakemake.input.participants, []),
        optional(read_identifiers_sheet, snakemake.input.identifiers, []),
        optional(read_decisions_sheet, snakemake.input.decisions, []),
        json.loads(Path(snakemake.input.coders[0]).read_text(encoding="utf-8"))
        if snakemake.input.coders
        else {},
        pseudonyms,
    )
    log = log_rows(study, load_transcripts(*snakemake.input.transcripts), pseudonyms, secret)
    kept = dict(
        zip(KEPT, (sheet_content(who, MAP_COLUMNS), sheet_content(log, LOG_COLUMNS)), strict=True)
    )
    for path, content in zip((out.map, out.log), kept.values(), strict=True):
        path.write_bytes(encrypt(content, lock) if lock else content)
    if lock:
        out.witness.write_text(witness(kept, secret), encoding="utf-8")
