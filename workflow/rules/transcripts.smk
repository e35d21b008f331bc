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
        headings=settings_of("headings"),
        code=code_of("read_codings"),
    script:
        "../scripts/read_codings.py"


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
