# The studies side by side, through a lens that maps their codes onto common domains.
#
# REQUIRES  the tables of the studies that `synthesis` names, the sheet `lens`.
# MAKES     results/public/synthesis/tables/, figures/, report.{html,docx,pdf}


rule tabulate_synthesis:
    input:
        lens=SETTINGS.get("lens", []),
        codings=controlled_of_synthesis("coding/codings.csv"),
        codebooks=controlled_of_synthesis("coding/codebook.csv"),
        histories=controlled_of_synthesis("coding/history.csv"),
        transcripts=controlled_of_synthesis("transcripts.csv"),
        participants=controlled_of_synthesis("participants.csv"),
    output:
        lens=f"{SYNTHESIS}/tables/lens.csv",
        domains=report(
            f"{SYNTHESIS}/tables/domain_by_study.csv",
            caption="../report/synthesis.rst",
            category="Tables",
            labels={"study": "synthesis", "what": "domains by study"},
        ),
    log:
        "results/logs/synthesis/tabulate_synthesis.log",
    conda:
        "../../environment.yml"
    params:
        studies=TOGETHER,
        contrasts={
            study: STUDIES[study].settings.get("contrast", {}).get("name", "")
            for study in TOGETHER
        },
        orders={
            study: STUDIES[study]
            .crossings()
            .get(STUDIES[study].settings.get("contrast", {}).get("name", ""), [])
            for study in TOGETHER
        },
        synthetic=any(STUDIES[study].settings["synthetic"] for study in TOGETHER),
        code=code_of("tabulate_synthesis"),
    script:
        "../scripts/tabulate_synthesis.py"


rule draw_synthesis:
    input:
        f"{SYNTHESIS}/tables/domain_by_study.csv",
    output:
        svg=report(
            f"{SYNTHESIS}/figures/domain_by_study.svg",
            caption="../report/synthesis.rst",
            category="Figures",
            labels={"study": "synthesis", "what": "domains by study"},
        ),
        pdf=f"{SYNTHESIS}/figures/domain_by_study.pdf",
        png=f"{SYNTHESIS}/figures/domain_by_study.png",
    log:
        "results/logs/synthesis/draw_synthesis.log",
    conda:
        "../../environment.yml"
    params:
        titles={study: STUDIES[study].title for study in TOGETHER},
        synthetic=any(STUDIES[study].settings["synthetic"] for study in TOGETHER),
        code=code_of("draw_synthesis"),
    script:
        "../scripts/draw_synthesis.py"


rule write_synthesis:
    input:
        synthesis=synthesis_tables(),
        figures=expand(
            f"{SYNTHESIS}/figures/domain_by_study.{{kind}}", kind=["svg", "pdf", "png"]
        ),
        ledger=f"{SYNTHESIS}/provenance/ledger.json",
        reviews=controlled_of_synthesis("review.json"),
        marks=controlled_of_synthesis("marks.csv"),
        tables=[file for study in TOGETHER for file in table_files(study)],
    output:
        html=f"{SYNTHESIS}/report.html",
        docx=f"{SYNTHESIS}/report.docx",
        pdf=f"{SYNTHESIS}/report.pdf",
        claims=f"{SYNTHESIS}/provenance/claims.json",
    log:
        "results/logs/synthesis/write_synthesis.log",
    conda:
        "../../environment.yml"
    params:
        title=" and ".join(STUDIES[study].title for study in TOGETHER),
        tables={study: STUDIES[study].tables() for study in TOGETHER},
        sites={study: STUDIES[study].sites() for study in TOGETHER},
        titles={study: STUDIES[study].title for study in TOGETHER},
        contrasts={
            study: STUDIES[study].settings.get("contrast", {}) for study in TOGETHER
        },
        synthetic=any(STUDIES[study].settings["synthetic"] for study in TOGETHER),
        code=code_of("write_synthesis"),
    script:
        "../scripts/write_synthesis.py"
