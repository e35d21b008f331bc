# Identifiers are found, decided about by a person, and replaced; a gate looks for what is left.
#
# REQUIRES  results/restricted/<study>/raw/, coding/attributes.csv, the sheets of participants, identifiers, decisions.
# MAKES     results/restricted/<study>/{identifiers,pseudonyms}/<batch>.jsonl, review.csv,
#           decisions.json, names.json;
#           results/controlled/<study>/transcripts/<batch>.jsonl, participants.csv,
#           transcripts.csv, groups.csv, review.json, provenance/gate_pseudonyms.json
#
# Only anonymise_transcripts, anonymise_participants and anonymise_codings turn what identifies
# people into controlled files.


rule list_labels:
    input:
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        participants=settings_of("participants"),
        identifiers=settings_of("identifiers"),
        decisions=settings_of("decisions"),
        coders=if_coded(f"{RESTRICTED}/coding/coders.json"),
        secret=secret_of,
    output:
        labels=f"{RESTRICTED}/labels.json",
        speakers=f"{RESTRICTED}/speakers.csv",
    log:
        "results/logs/{study}/list_labels.log",
    conda:
        "../../environment.yml"
    params:
        groups=groups_of,
        styles=styles_of("controlled"),
        code=code_of("list_labels"),
    script:
        "../scripts/list_labels.py"


rule find_identifiers:
    input:
        transcripts=f"{RESTRICTED}/raw/{{batch}}.jsonl",
        labels=f"{RESTRICTED}/labels.json",
        participants=settings_of("participants"),
        identifiers=settings_of("identifiers"),
        decisions=settings_of("decisions"),
        coders=if_coded(f"{RESTRICTED}/coding/coders.json"),
        secret=secret_of,
    output:
        f"{RESTRICTED}/identifiers/{{batch}}.jsonl",
    log:
        "results/logs/{study}/find_identifiers.{batch}.log",
    conda:
        "../../environment.yml"
    params:
        models=settings_of("models"),
        styles=styles_of("controlled"),
        code=code_of("find_identifiers"),
    script:
        "../scripts/find_identifiers.py"


rule write_review:
    input:
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        found=of_batches(f"{RESTRICTED}/identifiers/{{batch}}.jsonl"),
        decisions=settings_of("decisions"),
        secret=secret_of,
    output:
        csv=f"{RESTRICTED}/review.csv",
        xlsx=f"{RESTRICTED}/review.xlsx",
        html=f"{RESTRICTED}/review.html",
    log:
        "results/logs/{study}/write_review.log",
    conda:
        "../../environment.yml"
    params:
        review=settings_of("review"),
        undecided=settings_of("undecided"),
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("write_review"),
    script:
        "../scripts/write_review.py"


rule decide_identifiers:
    input:
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        found=of_batches(f"{RESTRICTED}/identifiers/{{batch}}.jsonl"),
        reading=of_batches(f"{RESTRICTED}/reading/{{batch}}.json"),
        labels=f"{RESTRICTED}/labels.json",
        review=f"{RESTRICTED}/review.csv",
        participants=settings_of("participants"),
        identifiers=settings_of("identifiers"),
        decisions=settings_of("decisions"),
        coders=if_coded(f"{RESTRICTED}/coding/coders.json"),
        secret=secret_of,
    output:
        decisions=f"{RESTRICTED}/decisions.json",
        names=f"{RESTRICTED}/names.json",
    log:
        "results/logs/{study}/decide_identifiers.log",
    conda:
        "../../environment.yml"
    params:
        groups=groups_of,
        review=settings_of("review"),
        undecided=settings_of("undecided"),
        readers=readers_of,
        styles=styles_of("controlled"),
        code=code_of("decide_identifiers"),
    script:
        "../scripts/decide_identifiers.py"


rule anonymise_transcripts:
    input:
        transcripts=f"{RESTRICTED}/raw/{{batch}}.jsonl",
        found=f"{RESTRICTED}/identifiers/{{batch}}.jsonl",
        decisions=f"{RESTRICTED}/decisions.json",
        participants=settings_of("participants"),
        secret=secret_of,
    output:
        transcripts=f"{CONTROLLED}/transcripts/{{batch}}.jsonl",
        pseudonyms=f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl",
    log:
        "results/logs/{study}/anonymise_transcripts.{batch}.log",
    conda:
        "../../environment.yml"
    params:
        groups=groups_of,
        code=code_of("anonymise_transcripts"),
    script:
        "../scripts/anonymise_transcripts.py"


rule anonymise_participants:
    input:
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        decisions=f"{RESTRICTED}/decisions.json",
        names=f"{RESTRICTED}/names.json",
        participants=settings_of("participants"),
        identifiers=settings_of("identifiers"),
        groups=settings_of("groups"),
        attributes=attributes_of,
        secret=secret_of,
    output:
        participants=f"{CONTROLLED}/participants.csv",
        transcripts=f"{CONTROLLED}/transcripts.csv",
        groups=f"{CONTROLLED}/groups.csv",
        marks=f"{CONTROLLED}/marks.csv",
        review=f"{CONTROLLED}/review.json",
    log:
        "results/logs/{study}/anonymise_participants.log",
    conda:
        "../../environment.yml"
    params:
        design=design_of,
        contrast=contrast_of,
        publish=settings_of("publish"),
        variables=lambda wildcards: study_of(wildcards).variables(),
        styles=styles_of("public"),
        code=code_of("anonymise_participants"),
    script:
        "../scripts/anonymise_participants.py"


rule check_pseudonyms:
    input:
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        sheets=expand(
            f"{CONTROLLED}/{{name}}",
            name=["participants.csv", "transcripts.csv", "groups.csv", "marks.csv"],
            allow_missing=True,
        ),
        codings=if_coded(f"{CONTROLLED}/coding/pseudonymised.json"),
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        names=f"{RESTRICTED}/names.json",
        secret=secret_of,
    output:
        f"{CONTROLLED}/provenance/gate_pseudonyms.json",
    log:
        "results/logs/{study}/check_pseudonyms.log",
    conda:
        "../../environment.yml"
    params:
        sites=lambda wildcards: study_of(wildcards).sites(),
        code=code_of("check_pseudonyms"),
    script:
        "../scripts/check_pseudonyms.py"


rule keep_pseudonyms:
    input:
        transcripts=of_batches(f"{RESTRICTED}/raw/{{batch}}.jsonl"),
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        participants=settings_of("participants"),
        identifiers=settings_of("identifiers"),
        decisions=settings_of("decisions"),
        coders=if_coded(f"{RESTRICTED}/coding/coders.json"),
        secret=secret_of,
    output:
        map=f"{RESTRICTED}/pseudonyms.csv",
        log=f"{RESTRICTED}/replacements.csv",
    log:
        "results/logs/{study}/keep_pseudonyms.log",
    conda:
        "../../environment.yml"
    params:
        recipient=recipient_of,
        code=code_of("keep_pseudonyms"),
    script:
        "../scripts/keep_pseudonyms.py"


use rule keep_pseudonyms as lock_pseudonyms with:
    output:
        map=f"{RESTRICTED}/pseudonyms.csv.age",
        log=f"{RESTRICTED}/replacements.csv.age",
        witness=f"{RESTRICTED}/keeping.json",
    log:
        "results/logs/{study}/lock_pseudonyms.log",
    conda:
        "../../environment.yml"
