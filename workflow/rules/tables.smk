# Tables that count: who took part, which groups there were, which codes were raised where.
#
# REQUIRES  results/controlled/<study>/participants.csv, transcripts.csv, groups.csv, transcripts/,
#           coding/codings.csv, coding/codebook.csv.
# MAKES     results/public/<study>/tables/<name>.csv, tables.xlsx; small counts are suppressed.


def k_of(wildcards):
    return study_of(wildcards).settings["disclosure"]["k"]


def synthetic_of(wildcards):
    return study_of(wildcards).settings["synthetic"]


def caption_labels(what):
    """How `snakemake --report` lists a file."""
    return {"study": "{study}", "what": what}


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
    params:
        attributes=settings_of("publish"),
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("tabulate_participants"),
    log:
        "results/logs/{study}/tabulate_participants.log",
    conda:
        "../../environment.yml"
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
    params:
        synthetic=synthetic_of,
        code=code_of("tabulate_groups"),
    log:
        "results/logs/{study}/tabulate_groups.log",
    conda:
        "../../environment.yml"
    script:
        "../scripts/tabulate_groups.py"


rule tabulate_codes:
    input:
        codings=f"{CONTROLLED}/coding/codings.csv",
        codebook=f"{CONTROLLED}/coding/codebook.csv",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        participants=f"{CONTROLLED}/participants.csv",
    output:
        report(
            f"{PUBLIC}/tables/codes.csv",
            caption="../report/codes.rst",
            category="Tables",
            labels=caption_labels("codes"),
        ),
    params:
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("tabulate_codes"),
    log:
        "results/logs/{study}/tabulate_codes.log",
    conda:
        "../../environment.yml"
    script:
        "../scripts/tabulate_codes.py"


rule crosstab_codes:
    input:
        codings=f"{CONTROLLED}/coding/codings.csv",
        codebook=f"{CONTROLLED}/coding/codebook.csv",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        participants=f"{CONTROLLED}/participants.csv",
    output:
        report(
            f"{PUBLIC}/tables/code_by_{{by}}.csv",
            caption="../report/code_by.rst",
            category="Tables",
            labels=caption_labels("codes by {by}"),
        ),
    params:
        order=lambda wildcards: study_of(wildcards).crossings()[wildcards.by],
        k=k_of,
        synthetic=synthetic_of,
        code=code_of("crosstab_codes"),
    log:
        "results/logs/{study}/crosstab_codes.{by}.log",
    conda:
        "../../environment.yml"
    script:
        "../scripts/crosstab_codes.py"


rule write_workbook:
    input:
        lambda wildcards: table_files(wildcards.study),
    output:
        f"{PUBLIC}/tables/tables.xlsx",
    params:
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("write_workbook"),
    log:
        "results/logs/{study}/write_workbook.log",
    conda:
        "../../environment.yml"
    script:
        "../scripts/write_workbook.py"
