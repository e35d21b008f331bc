# Raw transcripts and project files are read into one form.
#
# REQUIRES  the files that the transcripts sheet names, the project files in `codings`.
# MAKES     results/restricted/<study>/raw/<batch>.jsonl, reading/<batch>.json,
#           coding/{projects,coders,about}.json


rule read_codings:
    input:
        projects=settings_of("codings"),
        secret=secret_of,
    output:
        projects=f"{RESTRICTED}/coding/projects.json",
        coders=f"{RESTRICTED}/coding/coders.json",
        about=f"{RESTRICTED}/coding/about.json",
    log:
        "results/logs/{study}/read_codings.log",
    conda:
        "../../environment.yml"
    params:
        code=code_of("read_codings"),
    script:
        "../scripts/read_codings.py"


def raw_of(wildcards):
    """The files of a batch; of the one batch of a study without sheet, the project's texts."""
    if wildcards.batch == WHOLE and not study_of(wildcards).transcripts:
        return expand(f"{RESTRICTED}/coding/projects.json", study=wildcards.study)
    return [row.file for row in BATCHES[wildcards.study][wildcards.batch]]


def rows_of(wildcards):
    """What the sheet says of the batch's files; paths were checked to hold no known name."""
    return [
        {
            "transcript": row.transcript,
            "group": row.group,
            "language": row.language,
            "encoding": row.encoding,
        }
        for row in BATCHES[wildcards.study][wildcards.batch]
    ]


rule read_transcripts:
    input:
        files=raw_of,
        participants=settings_of("participants"),
        secret=secret_of,
    output:
        transcripts=f"{RESTRICTED}/raw/{{batch}}.jsonl",
        reading=f"{RESTRICTED}/reading/{{batch}}.json",
    log:
        "results/logs/{study}/read_transcripts.{batch}.log",
    conda:
        "../../environment.yml"
    params:
        rows=rows_of,
        code=code_of("read_transcripts"),
    script:
        "../scripts/read_transcripts.py"
