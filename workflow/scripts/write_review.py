"""Write what a person has to look at before anything is replaced."""

from quotetrail.anonymise.decide import decide
from quotetrail.anonymise.files import load_found
from quotetrail.anonymise.review import COLUMNS, review_rows, write_sheet
from quotetrail.anonymise.review_page import write_review_page
from quotetrail.anonymise.review_sheet import write_review_workbook
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import CATEGORIES, read_decisions_sheet
from quotetrail.sheets.grid import read_sheet
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    texts = {t.transcript: t.text for t in load_transcripts(*snakemake.input.transcripts)}
    found = load_found(snakemake.input.found)
    decided = decide(
        found,
        texts,
        optional(read_decisions_sheet, snakemake.input.decisions, []),
        [],
        review=snakemake.params.review,
        undecided=snakemake.params.undecided,
        file=str(snakemake.input.decisions or ""),
    )
    rows = review_rows(found, texts, decided)
    sheet = snakemake.input.decisions
    # What was decided before stands in the files too: they may take the sheet's place.
    earlier = [row.cells for row in read_sheet(sheet, required=("text",)).rows] if sheet else []
    about = {"study": snakemake.wildcards.study, "synthetic": snakemake.params.synthetic}
    write_sheet(rows, COLUMNS, out.csv)
    write_review_workbook(rows, out.xlsx, earlier=earlier, **about)
    write_review_page(
        rows,
        out.html,
        title=snakemake.params.title,
        lists={"categories": CATEGORIES, "transcripts": list(texts)},
        earlier=earlier,
        sheet=str(sheet or ""),
        **about,
    )
