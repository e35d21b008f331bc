# Codings are carried from the QDA program's text to ours, pseudonymised, and placed.
#
# REQUIRES  results/restricted/<study>/coding/projects.json, raw/, pseudonyms/, names.json.
# MAKES     results/restricted/<study>/coding/located.json, unplaced.csv;
#           results/controlled/<study>/coding/{pseudonymised.json,codebook.csv,codings.csv,
#           unplaced.csv}, to_code/<study>.{qdpx,qdc}


rule locate_codings:
    input:
        projects=f"{RESTRICTED}/coding/projects.json",
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        secret=secret_of,
    output:
        f"{RESTRICTED}/coding/located.json",
    log:
        "results/logs/{study}/locate_codings.log",
    conda:
        "../../environment.yml"
    params:
        inside=lambda wildcards: not study_of(wildcards).transcripts,
        code=code_of("locate_codings"),
    script:
        "../scripts/locate_codings.py"


rule anonymise_codings:
    input:
        projects=f"{RESTRICTED}/coding/projects.json",
        located=f"{RESTRICTED}/coding/located.json",
        coders=f"{RESTRICTED}/coding/coders.json",
        about=f"{RESTRICTED}/coding/about.json",
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        names=f"{RESTRICTED}/names.json",
        secret=secret_of,
    output:
        codings=f"{CONTROLLED}/coding/pseudonymised.json",
        unplaced=f"{RESTRICTED}/unplaced.csv",
    log:
        "results/logs/{study}/anonymise_codings.log",
    conda:
        "../../environment.yml"
    params:
        record=record_of,
        code=code_of("anonymise_codings"),
    script:
        "../scripts/anonymise_codings.py"


rule place_codings:
    input:
        codings=f"{CONTROLLED}/coding/pseudonymised.json",
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        gate=f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    output:
        codebook=f"{CONTROLLED}/coding/codebook.csv",
        codings=f"{CONTROLLED}/coding/codings.csv",
        unplaced=f"{CONTROLLED}/coding/unplaced.csv",
    log:
        "results/logs/{study}/place_codings.log",
    conda:
        "../../environment.yml"
    params:
        code=code_of("place_codings"),
    script:
        "../scripts/place_codings.py"


rule write_to_code:
    input:
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        codings=if_coded(
            f"{CONTROLLED}/coding/codebook.csv", f"{CONTROLLED}/coding/codings.csv"
        ),
        gate=f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    output:
        project=f"{CONTROLLED}/to_code/{{study}}.qdpx",
        codebook=f"{CONTROLLED}/to_code/{{study}}.qdc",
    log:
        "results/logs/{study}/write_to_code.log",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        code=code_of("write_to_code"),
    script:
        "../scripts/write_to_code.py"
