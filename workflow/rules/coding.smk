# Codings are carried from the QDA program's text to ours, pseudonymised, and placed.
# On the way the code system is revised.
#
# REQUIRES  results/restricted/<study>/coding/projects.json, raw/, pseudonyms/, names.json,
#           results/controlled/<study>/transcripts/; the sheet of codes.
# MAKES     results/restricted/<study>/coding/{located.json,documents.csv,
#           attributes.csv,conflicts.csv}, unplaced.csv;
#           results/controlled/<study>/coding/{pseudonymised.json,codebook.csv,codings.csv,
#           unplaced.csv,history.csv}, to_code/<study>.{qdpx,qdc}, <study>_qualcoder.qdpx,
#           <study>_taguette.sqlite3, <study>_focus_groups.zip


rule locate_codings:
    input:
        projects=f"{RESTRICTED}/coding/projects.json",
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        pseudonymised=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        secret=secret_of,
    output:
        located=f"{RESTRICTED}/coding/located.json",
        documents=f"{RESTRICTED}/coding/documents.csv",
    log:
        "results/logs/{study}/locate_codings.log",
    conda:
        "../../environment.yml"
    params:
        inside=lambda wildcards: not study_of(wildcards).transcripts,
        code=code_of("locate_codings"),
    script:
        "../scripts/locate_codings.py"


rule compare_attributes:
    input:
        projects=f"{RESTRICTED}/coding/projects.json",
        located=f"{RESTRICTED}/coding/located.json",
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        sheet=settings_of("transcripts"),
        participants=settings_of("participants"),
        secret=secret_of,
    output:
        attributes=f"{RESTRICTED}/coding/attributes.csv",
        conflicts=f"{RESTRICTED}/coding/conflicts.csv",
    log:
        "results/logs/{study}/compare_attributes.log",
    conda:
        "../../environment.yml"
    params:
        design=design_of,
        code=code_of("compare_attributes"),
    script:
        "../scripts/compare_attributes.py"


rule anonymise_codings:
    input:
        projects=f"{RESTRICTED}/coding/projects.json",
        located=f"{RESTRICTED}/coding/located.json",
        coders=f"{RESTRICTED}/coding/coders.json",
        about=f"{RESTRICTED}/coding/about.json",
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        names=f"{RESTRICTED}/names.json",
        codes=settings_of("codes"),
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
        codes=lambda wildcards: study_of(wildcards).settings.get("codes", ""),
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
        history=f"{CONTROLLED}/coding/history.csv",
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
        participants=f"{CONTROLLED}/participants.csv",
        design=f"{CONTROLLED}/transcripts.csv",
        gate=f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    output:
        project=f"{CONTROLLED}/to_code/{{study}}.qdpx",
        codebook=f"{CONTROLLED}/to_code/{{study}}.qdc",
        qualcoder=f"{CONTROLLED}/to_code/{{study}}_qualcoder.qdpx",
        taguette=f"{CONTROLLED}/to_code/{{study}}_taguette.sqlite3",
        focus_groups=f"{CONTROLLED}/to_code/{{study}}_focus_groups.zip",
    log:
        "results/logs/{study}/write_to_code.log",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        code=code_of("write_to_code"),
    script:
        "../scripts/write_to_code.py"
