# The report of each study, and the page that leads from its numbers to what was said.
#
# REQUIRES  results/public/<study>/tables/, figures/, provenance/ledger.json; the controlled
#           codings, transcripts and consent; the quotations sheet.
# MAKES     results/public/<study>/report.{html,docx,pdf}, provenance/claims.json;
#           results/controlled/evidence/index.html


rule write_report:
    input:
        tables=lambda wildcards: table_files(wildcards.study),
        figures=lambda wildcards: figure_files(wildcards.study),
        ledger=f"{PUBLIC}/provenance/ledger.json",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        turns=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        participants=f"{CONTROLLED}/participants.csv",
        review=f"{CONTROLLED}/review.json",
        marks=f"{CONTROLLED}/marks.csv",
        codings=if_coded(f"{CONTROLLED}/coding/codings.csv"),
        unplaced=if_coded(f"{CONTROLLED}/coding/unplaced.csv"),
        history=if_coded(f"{CONTROLLED}/coding/history.csv"),
        quotations=settings_of("quotations"),
        template=lambda wildcards: study_of(wildcards)
        .settings["report"]
        .get("template", []),
    output:
        html=f"{PUBLIC}/report.html",
        docx=f"{PUBLIC}/report.docx",
        pdf=f"{PUBLIC}/report.pdf",
        claims=f"{PUBLIC}/provenance/claims.json",
    log:
        "results/logs/{study}/write_report.log",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        authors=lambda wildcards: study_of(wildcards).settings["report"]["authors"],
        contrast=lambda wildcards: study_of(wildcards).settings.get("contrast", {}),
        crossings=crossings_of,
        figures=lambda wildcards: study_of(wildcards).figures(),
        record=record_of,
        sealed=lambda wildcards: bool(secret_of(wildcards)),
        synthetic=synthetic_of,
        code=code_of("write_report"),
    script:
        "../scripts/write_report.py"


rule write_evidence:
    input:
        claims=expand(f"{PUBLIC}/provenance/claims.json", study=STUDIES),
        tables=every_study(table_files),
        transcripts=every_study(transcript_files),
        sheets=expand(f"{CONTROLLED}/transcripts.csv", study=STUDIES),
        codings=expand(
            f"{CONTROLLED}/coding/{{name}}.csv",
            study=filter(has_codings, STUDIES),
            name=["codings", "codebook"],
        ),
    output:
        "results/controlled/evidence/index.html",
    log:
        "results/logs/write_evidence.log",
    conda:
        "../../environment.yml"
    params:
        studies=[
            {
                "study": name,
                "title": study.title,
                "synthetic": study.settings["synthetic"],
                "contrast": study.settings.get("contrast", {}).get("name", ""),
            }
            for name, study in STUDIES.items()
            if has_codings(name)
        ],
        code=code_of("write_evidence"),
    script:
        "../scripts/write_evidence.py"
