"""Bring the reviewers' decisions together; stop while anything waits for one."""

import json

from quotetrail.anonymise.decide import apply, decide, require_decided
from quotetrail.anonymise.files import dump_names, known_of_sheets, load_found, load_labels
from quotetrail.anonymise.labels import label_names
from quotetrail.anonymise.leaks import is_unique, replaced_identifiers, searched
from quotetrail.anonymise.names import PATTERNS
from quotetrail.anonymise.presence import check_labels, require_readers
from quotetrail.anonymise.styles import Styles
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    sheets = known_of_sheets(
        snakemake.input.participants,
        snakemake.input.identifiers,
        snakemake.input.decisions,
        snakemake.input.coders,
        Styles(*snakemake.params.styles),
    )
    transcripts = load_transcripts(*snakemake.input.transcripts)
    groups = {
        t.transcript: snakemake.params.groups.get(t.transcript, t.transcript) for t in transcripts
    }
    check_labels(transcripts, sheets.participants, groups, snakemake.input.participants)
    found = load_found(snakemake.input.found)
    decided = decide(
        found,
        {t.transcript: t.text for t in transcripts},
        sheets.decisions,
        sheets.known,
        review=snakemake.params.review,
        undecided=snakemake.params.undecided,
        file=str(snakemake.input.decisions or ""),
    )
    require_readers(*snakemake.params.readers)
    if snakemake.params.review == "required":
        require_decided(decided, snakemake.input.review)
    labels = label_names(load_labels(snakemake.input.labels))
    # Numbers and addresses that were replaced are searched too; an age or a month is not one.
    texts = {t.transcript: t.text for t in transcripts}
    numbers = [
        identifier
        for name, hits in found.items()
        for identifier in replaced_identifiers(apply(decided, name, hits, texts[name]), texts[name])
        if identifier.layer == PATTERNS and is_unique(identifier)
    ]
    out.decisions.write_text(json.dumps(decided.to_dict(), ensure_ascii=False, indent=1) + "\n")
    known = [*sheets.known, *labels, *dict.fromkeys(numbers)]
    dump_names(searched(known, decided), out.names)
