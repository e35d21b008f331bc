# Tables that count: who took part, which groups there were, which codes were raised where.
#
# REQUIRES  results/controlled/<study>/participants.csv, transcripts.csv, groups.csv, transcripts/,
#           coding/{codings,codebook,history}.csv.
# MAKES     results/public/<study>/tables/<name>.csv, tables.xlsx; small counts are suppressed.


rule tabulate_participants:
    input:
        participants=f"{CONTROLLED}/participants.csv",
        gate=f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    output:
        report(
            f"{PUBLIC}/tables/participants.csv",
            caption="../report/participants.rst",
            category="Tables",
            labels=caption_labels("participants"),
        ),
    log:
        "results/logs/{study}/tabulate_participants.log",
    conda:
        "../../environment.yml"
    params:
        attributes=settings_of("publish"),
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("tabulate_participants"),
    script:
        "../scripts/tabulate_participants.py"


rule tabulate_groups:
    input:
        groups=f"{CONTROLLED}/groups.csv",
        participants=f"{CONTROLLED}/participants.csv",
        sheet=f"{CONTROLLED}/transcripts.csv",
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        gate=f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    output:
        report(
            f"{PUBLIC}/tables/groups.csv",
            caption="../report/groups.rst",
            category="Tables",
            labels=caption_labels("groups"),
        ),
    log:
        "results/logs/{study}/tabulate_groups.log",
    conda:
        "../../environment.yml"
    params:
        contrast=contrast_of,
        synthetic=synthetic_of,
        code=code_of("tabulate_groups"),
    script:
        "../scripts/tabulate_groups.py"


rule tabulate_codes:
    input:
        codings=f"{CONTROLLED}/coding/codings.csv",
        codebook=f"{CONTROLLED}/coding/codebook.csv",
        history=f"{CONTROLLED}/coding/history.csv",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        participants=f"{CONTROLLED}/participants.csv",
        groups=f"{CONTROLLED}/groups.csv",
        turns=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
    output:
        report(
            f"{PUBLIC}/tables/codes.csv",
            caption="../report/codes.rst",
            category="Tables",
            labels=caption_labels("codes"),
        ),
    log:
        "results/logs/{study}/tabulate_codes.log",
    conda:
        "../../environment.yml"
    params:
        crossings=crossings_of,
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("tabulate_codes"),
    script:
        "../scripts/tabulate_codes.py"


rule crosstab_codes:
    input:
        codings=f"{CONTROLLED}/coding/codings.csv",
        codebook=f"{CONTROLLED}/coding/codebook.csv",
        history=f"{CONTROLLED}/coding/history.csv",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        participants=f"{CONTROLLED}/participants.csv",
        groups=f"{CONTROLLED}/groups.csv",
        turns=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
    output:
        report(
            f"{PUBLIC}/tables/code_by_{{by}}.csv",
            caption="../report/code_by.rst",
            category="Tables",
            labels=caption_labels("codes by {by}"),
        ),
    log:
        "results/logs/{study}/crosstab_codes.{by}.log",
    conda:
        "../../environment.yml"
    params:
        crossings=crossings_of,
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("crosstab_codes"),
    script:
        "../scripts/crosstab_codes.py"


rule write_workbook:
    input:
        lambda wildcards: table_files(wildcards.study),
    output:
        f"{PUBLIC}/tables/tables.xlsx",
    log:
        "results/logs/{study}/write_workbook.log",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("write_workbook"),
    script:
        "../scripts/write_workbook.py"
