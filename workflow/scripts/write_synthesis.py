"""Write the report across studies."""

from pathlib import Path

from quotetrail.fonts import FOLDER
from quotetrail.provenance.ledger import to_json
from quotetrail.provenance.stage import stage
from quotetrail.report import (
    Claims,
    Figure,
    StudyContext,
    default_template,
    fill_template,
    render,
)
from quotetrail.report.assemble import contrast_of, is_reviewed

with stage(snakemake) as out:
    params = snakemake.params
    figures = {
        "domain_by_study": Figure(
            "Heat map: one row for each domain, one column for each part of each study; each cell "
            "prints in how many groups the domain was raised.",
            "In how many groups of each study each domain was raised. An empty cell: the study has "
            "no code in this domain.",
        )
    }
    # No quotations here: consent was given to a study, and is checked in its own report.
    claims = Claims(
        Path("results"),
        "synthesis",
        may_quote=lambda row: "a synthesis prints no quotations",
        attribution=lambda row: "",
        figures=figures,
    )
    studies = [
        StudyContext(
            id=study,
            title=params.titles[study],
            synthetic=params.synthetic,
            reviewed=is_reviewed(review),
            tables=tuple(params.tables[study]),
            sites=tuple(params.sites[study]),
            contrast=contrast_of(params.contrasts[study]),
        )
        for study, review in zip(params.titles, snakemake.input.reviews, strict=True)
    ]
    markdown = fill_template(
        default_template("synthesis"),
        "the synthesis template that ships with Quotetrail",
        claims,
        {"studies": studies, "lens": "lens", "figures": tuple(figures)},
    )
    render(
        markdown,
        title=f"Synthesis: {params.title}",
        figures=Path("results/public/synthesis/figures"),
        out={kind: getattr(out, kind) for kind in ("html", "docx", "pdf")},
        fonts=FOLDER,
        synthetic=params.synthetic,
    )
    out.claims.write_text(to_json(claims.records), encoding="utf-8")
