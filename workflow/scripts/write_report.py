"""Write a study's report, and record what each number and quotation of it rests on."""

import json
from pathlib import Path

from quotetrail.fonts import FOLDER
from quotetrail.provenance.ledger import to_json
from quotetrail.provenance.stage import optional, stage
from quotetrail.report import (
    StudyContext,
    default_template,
    fill_template,
    read_template,
    render,
)
from quotetrail.report.assemble import (
    consent_of,
    contrast_of,
    figure_of,
    is_reviewed,
    not_checked,
    placements_of,
    quotations_of,
    study_claims,
    versions,
)
from quotetrail.sheets import read_quotations_sheet

with stage(snakemake) as out:
    study, params, given = snakemake.wildcards.study, snakemake.params, snakemake.input
    figures = {name: figure_of(name) for name in params.figures}
    claims = study_claims(Path("results"), study, figures, synthetic=params.synthetic)
    consent = consent_of(Path("results"), study)
    chosen = optional(read_quotations_sheet, given.quotations, [])
    coded = bool(given.codings)
    context = StudyContext(
        id=study,
        title=params.title,
        synthetic=params.synthetic,
        reviewed=is_reviewed(given.review),
        tables=tuple(Path(path).stem for path in given.tables),
        figures=figures,
        quotations=quotations_of(chosen, given.quotations, given.codings[0], consent)
        if chosen
        else (),
        sites=tuple(params.crossings.get("site", [])),
        contrast=contrast_of(params.contrast),
        placements=placements_of(given.codings[0], given.unplaced[0]) if coded else (),
        authors=tuple(params.authors),
        record=params.record,
        versions=versions(),
        root=json.loads(Path(given.ledger).read_text(encoding="utf-8"))["analysis"],
        not_checked=not_checked(synthetic=params.synthetic, sealed=params.sealed, coded=coded),
    )
    name = given.template or "the report template that ships with Quotetrail"
    own = read_template(name) if given.template else default_template("report")
    markdown = fill_template(own, name, claims, {"study": context})
    written = {kind: getattr(out, kind) for kind in ("html", "docx", "pdf")}
    folder = Path("results/public", study, "figures")
    render(
        markdown,
        title=params.title,
        figures=folder,
        out=written,
        fonts=FOLDER,
        synthetic=params.synthetic,
    )
    out.claims.write_text(to_json(claims.records), encoding="utf-8")
