# What the rules ask of the studies: functions of a job's wildcards.
#
# REQUIRES  rules/common.smk.
# PROVIDES  functions for inputs and parameters. No parameter holds a name: Snakemake prints them.


def study_of(wildcards):
    return STUDIES[wildcards.study]


def settings_of(key):
    """An input or parameter function: one setting of the study, or nothing."""
    return lambda wildcards: study_of(wildcards).settings.get(key, [])


def styles_of(zone):
    """A parameter function: the styles of a zone, and when the study began."""

    def styles(wildcards):
        settings = study_of(wildcards).settings["replacements"]
        # In public a participant's id would tie together what one person says.
        coarse = {"person": "mark"} if zone == "public" else {}
        return [{**coarse, **settings[zone]}, settings.get("study_start", "")]

    return styles


def contrast_of(wildcards):
    """The name of the study's contrast, or nothing."""
    return study_of(wildcards).settings.get("contrast", {}).get("name", "")


def secret_of(wildcards):
    """The study's secret, where it has one."""
    path = secret_path(wildcards.study)
    return [str(path)] if path.is_file() else []


def of_batches(pattern):
    """An input function: one file for each batch of the study."""
    return lambda wildcards: expand(
        pattern, study=wildcards.study, batch=BATCHES[wildcards.study]
    )


def if_coded(*patterns):
    """An input function: the files, where the study has codings."""
    return lambda wildcards: (
        expand(patterns, study=wildcards.study) if has_codings(wildcards.study) else []
    )


def attributes_of(wildcards):
    """What the project files know of participants, where the study publishes some of it."""
    if not study_of(wildcards).variables():
        return []
    return expand(f"{RESTRICTED}/coding/attributes.csv", study=wildcards.study)


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


def groups_of(wildcards):
    """The group of each transcript of the sheet."""
    return {row.transcript: row.group for row in study_of(wildcards).transcripts}


def design_of(wildcards):
    """Where each transcript belongs: its group, site, country and contrast group."""
    study = study_of(wildcards)
    rows = []
    for row in study.transcripts:
        site = study.site_of(row)
        rows.append(
            {
                "transcript": row.transcript,
                "group": row.group,
                "site": site,
                "country": study.country_of(site),
                "contrast": study.contrast_of(site),
                "language": row.language,
                "original": row.original,
                "readers": (row.read_by != "")
                + (row.second_reader not in ("", row.read_by)),
            }
        )
    return rows


def readers_of(wildcards):
    """How many must have read each transcript, and how many transcripts lack one of them."""
    needed = study_of(wildcards).settings["readers"]
    lacking = sum(row["readers"] < needed for row in design_of(wildcards))
    return [needed, lacking]


def record_of(wildcards):
    """The coding of record; a coder's own name stays out of the parameters."""
    record = study_of(wildcards).settings.get("coding_of_record", "")
    return (
        record
        if record in ("", "all", "consensus") or record[1:].isdecimal()
        else "one coder"
    )


def k_of(wildcards):
    return study_of(wildcards).settings["disclosure"]["k"]


def synthetic_of(wildcards):
    return study_of(wildcards).settings["synthetic"]


def crossings_of(wildcards):
    return study_of(wildcards).crossings()


def caption_labels(what):
    """How `snakemake --report` lists a file."""
    return {"study": "{study}", "what": what}


def ledger_below(wildcards):
    """The public ledger covers the controlled one; raw files stand in both as keyed hashes."""
    if wildcards.zone != "public":
        return []
    return [f"results/controlled/{wildcards.study}/provenance/ledger.json"]


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


def controlled_of_synthesis(name):
    return expand(f"{CONTROLLED}/{name}", study=TOGETHER)


def recipient_of(wildcards):
    """For whom the pseudonym map is locked; nothing of a passphrase, since this is printed."""
    return study_of(wildcards).settings.get("pseudonyms", {}).get("recipient", [])
