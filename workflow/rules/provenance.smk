# The ledger is closed, the second gate looks at everything, the zones are sealed and packed.
#
# REQUIRES  all files of a study.
# MAKES     results/<zone>/<study>/provenance/{ledger,manifest,ro-crate-metadata}.json,
#           results/controlled/<study>/provenance/gate_release.json, results/deposit/<study>.zip


rule close_ledger:
    input:
        files=lambda wildcards: made_in(wildcards.zone, wildcards.study),
        below=ledger_below,
        transcripts=lambda wildcards: (
            transcript_files(wildcards.study) if wildcards.zone == "public" else []
        ),
        secret=secret_of,
    output:
        "results/{zone}/{study}/provenance/ledger.json",
    log:
        "results/logs/{study}/close_ledger.{zone}.log",
    conda:
        "../../environment.yml"
    params:
        code=code_of("close_ledger"),
    script:
        "../scripts/close_ledger.py"


use rule close_ledger as close_synthesis_ledger with:
    input:
        files=[
            *synthesis_tables(),
            *expand(
                f"{SYNTHESIS}/figures/domain_by_study.{{kind}}",
                kind=["svg", "pdf", "png"],
            ),
        ],
        below=expand(f"{PUBLIC}/provenance/ledger.json", study=TOGETHER),
    output:
        f"{SYNTHESIS}/provenance/ledger.json",
    log:
        "results/logs/synthesis/close_ledger.log",


rule write_crate:
    input:
        files=lambda wildcards: (
            made_in(wildcards.zone, wildcards.study)
            + (report_files(wildcards.study) if wildcards.zone == "public" else [])
        ),
        ledger="results/{zone}/{study}/provenance/ledger.json",
    output:
        f"results/{{zone}}/{{study}}/provenance/{CRATE}",
    log:
        "results/logs/{study}/write_crate.{zone}.log",
    wildcard_constraints:
        zone="controlled|public",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        authors=lambda wildcards: study_of(wildcards).settings["report"]["authors"],
        synthetic=synthetic_of,
        code=code_of("write_crate"),
    script:
        "../scripts/write_crate.py"


rule check_release:
    input:
        files=released,
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        pseudonyms=of_batches(f"{RESTRICTED}/pseudonyms/{{batch}}.jsonl"),
        names=f"{RESTRICTED}/names.json",
        secret=secret_of,
    output:
        f"{CONTROLLED}/provenance/gate_release.json",
    log:
        "results/logs/{study}/check_release.log",
    conda:
        "../../environment.yml"
    params:
        sites=lambda wildcards: study_of(wildcards).sites(),
        authors=lambda wildcards: study_of(wildcards).settings["report"]["authors"],
        code=code_of("check_release"),
    script:
        "../scripts/check_release.py"


rule seal_zone:
    input:
        files=files_of_zone,
        gate=f"{CONTROLLED}/provenance/gate_release.json",
        below=manifest_below,
        secret=secret_of,
    output:
        "results/{zone}/{study}/provenance/manifest.json",
    log:
        "results/logs/{study}/seal_zone.{zone}.log",
    conda:
        "../../environment.yml"
    params:
        code=code_of("seal_zone"),
    script:
        "../scripts/seal_zone.py"


rule check_shared:
    input:
        files=lambda wildcards: shared_parts()[wildcards.part],
        pseudonyms=[
            f"results/restricted/{study}/pseudonyms/{batch}.jsonl"
            for study in STUDIES
            for batch in BATCHES[study]
        ],
        names=expand(f"{RESTRICTED}/names.json", study=STUDIES),
        transcripts=every_study(transcript_files),
    output:
        "results/{part}/provenance/gate_release.json",
    log:
        "results/logs/{part}/check_release.log",
    wildcard_constraints:
        part="controlled/evidence|public/synthesis",
    conda:
        "../../environment.yml"
    params:
        sites=sorted({site for study in STUDIES.values() for site in study.sites()}),
        authors=[
            author
            for study in STUDIES.values()
            for author in study.settings["report"]["authors"]
        ],
        code=code_of("check_release"),
    script:
        "../scripts/check_release.py"


rule seal_shared:
    input:
        files=lambda wildcards: shared_parts()[wildcards.part],
        own_gate="results/{part}/provenance/gate_release.json",
    output:
        "results/{part}/provenance/manifest.json",
    log:
        "results/logs/{part}/seal_zone.log",
    wildcard_constraints:
        part="controlled/evidence|public/synthesis",
    conda:
        "../../environment.yml"
    params:
        code=code_of("seal_zone"),
    script:
        "../scripts/seal_zone.py"


rule pack_deposit:
    input:
        manifests=lambda wildcards: manifests(wildcards.study),
        transcripts=of_batches(f"{CONTROLLED}/transcripts/{{batch}}.jsonl"),
        participants=f"{CONTROLLED}/participants.csv",
        review=f"{CONTROLLED}/review.json",
        codings=if_coded(
            f"{CONTROLLED}/coding/codings.csv",
            f"{CONTROLLED}/coding/codebook.csv",
            f"{CONTROLLED}/coding/history.csv",
        ),
        public=lambda wildcards: made_in("public", wildcards.study)
        + report_files(wildcards.study),
    output:
        "results/deposit/{study}.zip",
    log:
        "results/logs/{study}/pack_deposit.log",
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("pack_deposit"),
    script:
        "../scripts/pack_deposit.py"


rule audit:
    log:
        "results/logs/audit.log",
    conda:
        "../../environment.yml"
    shell:
        '"$QUOTETRAIL_PYTHON" -m quotetrail.cli audit results 2>&1 | tee {log:q}'
