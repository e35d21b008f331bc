"""Replace what identifies people in a batch of transcripts."""

from quotetrail.anonymise.decide import apply
from quotetrail.anonymise.files import Pseudonyms, dump_pseudonyms, load_decided, load_found
from quotetrail.anonymise.labels import speakers
from quotetrail.anonymise.presence import withdrawn_labels
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import present, read_participants_sheet
from quotetrail.text import dump_transcripts, load_transcripts

with stage(snakemake) as out:
    people = optional(read_participants_sheet, snakemake.input.participants, [])
    decided = load_decided(snakemake.input.decisions)
    found = load_found([snakemake.input.found])
    transcripts, pseudonyms = [], []
    for raw in load_transcripts(snakemake.input.transcripts):
        group = snakemake.params.groups.get(raw.transcript, raw.transcript)
        here = present(people, raw.transcript, group)
        names = speakers(raw, here)
        settled = apply(decided, raw.transcript, found[raw.transcript], raw.text)
        gone = withdrawn_labels(names, here)
        made, offsets = pseudonymise(raw, settled, names, gone)
        transcripts.append(made)
        left_out = [(turn.start, turn.end) for turn in raw.turns if turn.speaker in gone]
        pseudonyms.append(Pseudonyms(raw.transcript, offsets, settled, names, left_out))
    dump_transcripts(transcripts, out.transcripts)
    dump_pseudonyms(pseudonyms, out.pseudonyms)
