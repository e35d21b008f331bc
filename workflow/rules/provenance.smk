# The ledger is closed, the second gate looks at everything, the zones are sealed and packed.
#
# REQUIRES  all files of a study.
# MAKES     results/<zone>/<study>/provenance/{ledger,manifest,ro-crate-metadata}.json,
#           results/controlled/<study>/provenance/gate_release.json, results/deposit/<study>.zip


def made_in(zone, study):
    """The files of a study up to tables and figures, by zone."""
    coded = has_codings(study)
    if zone == "public":
        return table_files(study) + workbook_files(study) + figure_files(study)
    folder = f"results/{zone}/{study}"
    if zone == "controlled":
        names = ["participants.csv", "transcripts.csv", "groups.csv", "review.json"]
        if coded:
            names += [
                f"coding/{name}.csv" for name in ("codebook", "codings", "unplaced")
            ]
            names.append("coding/pseudonymised.json")
        own = [f"{folder}/{name}" for name in names]
        return (
            own
            + transcript_files(study)
            + to_code_files(study)
            + gate_of_pseudonyms(study)
        )
    names = ["labels.json", "review.csv", "decisions.json", "names.json"]
    if coded:
        names += ["unplaced.csv", "coding/projects.json", "coding/coders.json"]
        names += ["coding/about.json", "coding/located.json"]
    for batch in BATCHES[study]:
        names += [
            f"{part}/{batch}.jsonl" for part in ("raw", "identifiers", "pseudonyms")
        ]
        names.append(f"reading/{batch}.json")
    return [f"{folder}/{name}" for name in names]


def ledger_below(wildcards):
    """The public ledger covers the controlled one; raw files stand in both as keyed hashes."""
    if wildcards.zone != "public":
        return []
    return [f"results/controlled/{wildcards.study}/provenance/ledger.json"]


rule close_ledger:
    input:
        files=lambda wildcards: made_in(wildcards.zone, wildcards.study),
        below=ledger_below,
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


def released(wildcards):
    """What the second gate looks at: all files of the study that may leave the house."""
    study = wildcards.study
    files = (
        made_in("controlled", study) + made_in("public", study) + report_files(study)
    )
    return files + [
        f"results/public/{study}/provenance/claims.json",
        *expand(
            "results/{zone}/{study}/provenance/ledger.json",
            zone=OPEN_ZONES,
            study=study,
        ),
        *expand(
            f"results/{{zone}}/{{study}}/provenance/{CRATE}",
            zone=OPEN_ZONES,
            study=study,
        ),
    ]


OPEN_ZONES = ["controlled", "public"]
CRATE = "ro-crate-metadata.json"


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


def files_of_zone(wildcards):
    """Everything that a zone's manifest lists."""
    zone, study = wildcards.zone, wildcards.study
    folder = f"results/{zone}/{study}/provenance"
    files = [*made_in(zone, study), f"{folder}/ledger.json"]
    if zone == "controlled":
        files += [f"{folder}/{CRATE}", f"{folder}/gate_release.json"]
    if zone == "public":
        files += [*report_files(study), f"{folder}/claims.json", f"{folder}/{CRATE}"]
    return files


def manifest_below(wildcards):
    zones = {"public": "controlled", "controlled": "restricted"}
    if wildcards.zone not in zones:
        return []
    return [
        f"results/{zones[wildcards.zone]}/{wildcards.study}/provenance/manifest.json"
    ]


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


def shared_parts():
    """The files that belong to several studies, by the folder that is sealed."""
    parts = {"controlled/evidence": ["results/controlled/evidence/index.html"]}
    if TOGETHER:
        parts["public/synthesis"] = [
            *synthesis_tables(),
            *expand(
                f"{SYNTHESIS}/figures/domain_by_study.{{kind}}",
                kind=["svg", "pdf", "png"],
            ),
            *synthesis_files(),
            f"{SYNTHESIS}/provenance/ledger.json",
            f"{SYNTHESIS}/provenance/claims.json",
        ]
    return parts


def shared_files():
    manifests = [f"results/{part}/provenance/manifest.json" for part in shared_parts()]
    return [*manifests, *synthesis_files(), "results/controlled/evidence/index.html"]


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
        controlled=lambda wildcards: made_in("controlled", wildcards.study),
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
