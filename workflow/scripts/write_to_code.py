"""Write what QDA programs open: pseudonymised transcripts, cases, codes and codings."""

from quotetrail.coding.files import read_codebook, read_codings, read_rows
from quotetrail.coding.speakers import speaker_codes
from quotetrail.coding.write_cases import participant_cases, transcript_values
from quotetrail.coding.write_focus_groups import write_focus_groups
from quotetrail.coding.write_qualcoder import for_qualcoder
from quotetrail.coding.write_refi import write_qdc, write_qdpx
from quotetrail.coding.write_taguette import write_taguette
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    transcripts = load_transcripts(*snakemake.input.transcripts)
    codes, codings = [], []
    if snakemake.input.codings:
        codebook, table = snakemake.input.codings
        codes = read_codebook(codebook)
        codings = read_codings(table, codes)
    placed = [coding for coding in codings if coding.start is not None]
    speakers, turns = speaker_codes(transcripts)
    left_out = len(codings) - len(placed)
    out.note([f"{left_out} codings without a known place in their transcript are left out"])
    codes, codings = [*codes, *speakers], [*placed, *turns]
    cases = participant_cases(read_rows(snakemake.input.participants), transcripts)
    project = {
        "name": snakemake.params.title,
        "transcripts": transcripts,
        "cases": cases,
        "described": transcript_values(read_rows(snakemake.input.design)),
        "left_out": left_out,
    }
    write_qdpx(out.project, codes=codes, codings=codings, **project)
    write_qdc(out.codebook, codes)
    own, moved = for_qualcoder(codes, codings, cases)
    write_qdpx(out.qualcoder, codes=own, codings=moved, **project)
    write_taguette(
        out.taguette,
        name=snakemake.params.title,
        codes=codes,
        transcripts=transcripts,
        codings=codings,
    )
    write_focus_groups(out.focus_groups, transcripts)
