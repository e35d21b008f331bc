# What all stages need: the studies of the config, and the names of their files.
#
# REQUIRES  the config (config/config.yaml, or --configfile) and the sheets that it names.
# PROVIDES  STUDIES, the functions that name files, and the constraints of the wildcards.

import os
import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError

WORKFLOW = Path(str(workflow.current_basedir)).parent
sys.path.insert(0, str(WORKFLOW / "src"))
# Scripts run in processes of their own: they must meet this checkout, not an installed copy.
os.environ["PYTHONPATH"] = str(WORKFLOW / "src")
os.environ["QUOTETRAIL_PYTHON"] = sys.executable

from quotetrail.config import check_config
from quotetrail.errors import QuotetrailError
from quotetrail.provenance.code import code_digest
from quotetrail.provenance.fingerprints import secret_path
from quotetrail.provenance.run import write_run
from quotetrail.sheets.study import WHOLE, load_study

CONTROLLED = "results/controlled/{study}"
RESTRICTED = "results/restricted/{study}"
PUBLIC = "results/public/{study}"


def load_studies():
    """The checked config, and the studies with their sheets; a typed error stops the workflow."""
    try:
        checked = check_config(config)
        return checked, {
            name: load_study(name, settings)
            for name, settings in checked["studies"].items()
        }
    except QuotetrailError as error:
        raise WorkflowError(f"{type(error).__name__}: {error}") from None


SETTINGS, STUDIES = load_studies()
BATCHES = {
    name: study.batches(SETTINGS["batch_size"]) for name, study in STUDIES.items()
}


wildcard_constraints:
    study="|".join(STUDIES),
    batch="[A-Za-z0-9_-]+",
    by="[a-z][a-z0-9_]*",
    zone="restricted|controlled|public",


def code_of(rule):
    """The digest of a rule's code, so that a stage whose code changed is rebuilt."""
    return code_digest(WORKFLOW / "scripts" / f"{rule}.py")


def study_of(wildcards):
    return STUDIES[wildcards.study]


def has_codings(study):
    return "codings" in STUDIES[study].settings


def settings_of(key):
    """An input or parameter function: one setting of the study, or nothing."""
    return lambda wildcards: study_of(wildcards).settings.get(key, [])


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


def every_study(files):
    """The files that a function names, for all studies."""
    return [file for study in STUDIES for file in files(study)]


def review_files(study):
    return [f"results/restricted/{study}/review.csv"]


def transcript_files(study):
    return [
        f"results/controlled/{study}/transcripts/{batch}.jsonl"
        for batch in BATCHES[study]
    ]


def gate_of_pseudonyms(study):
    return [f"results/controlled/{study}/provenance/gate_pseudonyms.json"]


def to_code_files(study):
    if not has_codings(study) and not STUDIES[study].transcripts:
        return []
    folder = f"results/controlled/{study}/to_code"
    return [f"{folder}/{study}.qdpx", f"{folder}/{study}.qdc"]


def table_files(study):
    return [
        f"results/public/{study}/tables/{name}.csv" for name in STUDIES[study].tables()
    ]


def workbook_files(study):
    return [f"results/public/{study}/tables/tables.xlsx"]


def figure_files(study):
    return [
        f"results/public/{study}/figures/{name}.{kind}"
        for name in STUDIES[study].figures()
        for kind in ("svg", "pdf", "png")
    ]


def report_files(study):
    return [f"results/public/{study}/report.{kind}" for kind in ("html", "docx", "pdf")]


def deposit_files(study):
    return [f"results/deposit/{study}.zip"]


def manifests(study):
    return [
        f"results/{zone}/{study}/provenance/manifest.json"
        for zone in ("restricted", "controlled", "public")
    ]


def protect_snakemake_folder():
    """Snakemake keeps paths and parameters there, so nobody else may look into it."""
    if Path(".snakemake").is_dir():
        Path(".snakemake").chmod(0o700)


def record_run(outcome):
    write_run(Path("results/run.json"), checkout=WORKFLOW.parent, outcome=outcome)
