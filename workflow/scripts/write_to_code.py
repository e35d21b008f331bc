"""Write a project that a QDA program opens: pseudonymised transcripts, codes and codings."""

from quotetrail.coding.files import read_codebook, read_codings
from quotetrail.coding.speakers import speaker_codes
from quotetrail.coding.write_refi import write_qdc, write_qdpx
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
    codes, placed = [*codes, *speakers], [*placed, *turns]
    title = snakemake.params.title
    write_qdpx(
        out.project,
        name=title,
        codes=codes,
        transcripts=transcripts,
        codings=placed,
        left_out=left_out,
    )
    write_qdc(out.codebook, codes)
