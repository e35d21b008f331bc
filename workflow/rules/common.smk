# What all stages need: the studies of the config, and the names of their files.
#
# REQUIRES  the config (config/config.yaml, or --configfile) and the sheets that it names.
# PROVIDES  STUDIES, the functions that name the files of a study, the constraints of the wildcards.

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from snakemake.logging import logger

STARTED = time.time()
WORKFLOW = Path(str(workflow.current_basedir)).parent
sys.path.insert(0, str(WORKFLOW / "src"))
# Scripts run in processes of their own: they must meet this checkout, not an installed copy.
os.environ.update(PYTHONPATH=str(WORKFLOW / "src"), QUOTETRAIL_PYTHON=sys.executable)

from quotetrail.anonymise.encryption import KEPT, WITNESS, lock_of
from quotetrail.anonymise.printed import check_printed
from quotetrail.config import check_config, read_config
from quotetrail.errors import is_shown, shown
from quotetrail.provenance.code import code_digest
from quotetrail.provenance.fingerprints import read_secret, secret_path
from quotetrail.provenance.ledger import is_recorded
from quotetrail.provenance.run import write_run
from quotetrail.sheets import read_lens_sheet
from quotetrail.sheets.study import WHOLE, load_study

CONTROLLED = "results/controlled/{study}"
RESTRICTED = "results/restricted/{study}"
PUBLIC = "results/public/{study}"
SYNTHESIS = "results/public/synthesis"
CRATE = "ro-crate-metadata.json"
OPEN_ZONES = ["controlled", "public"]


@contextmanager
def told():
    """Of an error only what may be shown is, without Snakemake's lines of code around it."""
    try:
        yield
    except Exception as error:
        logger.error(f"\n{shown(error)}\n")
        sys.exit(1)


def load_studies():
    """The checked config, and the studies with their sheets."""
    file = ", ".join(map(os.path.relpath, workflow.configfiles)) or "config"
    checked = check_config(config, file)
    if "lens" in checked:
        read_lens_sheet(checked["lens"])
    studies = {
        name: load_study(name, settings, file)
        for name, settings in checked["studies"].items()
    }
    for study in studies.values():
        check_printed(study, file)
        lock_of(study.settings, study.name, file, secret=read_secret(study.name))
    return checked, studies


if "studies" not in config:
    with told():
        read_config("config/config.yaml")

    configfile: "config/config.yaml"


with told():
    SETTINGS, STUDIES = load_studies()
TOGETHER = [
    study
    for study in SETTINGS.get("synthesis", [])
    if "codings" in STUDIES[study].settings
]
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


def has_codings(study):
    return "codings" in STUDIES[study].settings


def every_study(files):
    """The files that a function names, for all studies."""
    return [file for study in STUDIES for file in files(study)]


REVIEW_KINDS = ["csv", "xlsx", "html"]


def review_files(study):
    return [f"results/restricted/{study}/review.{kind}" for kind in REVIEW_KINDS]


def transcript_files(study):
    return [
        f"results/controlled/{study}/transcripts/{batch}.jsonl"
        for batch in BATCHES[study]
    ]


def kept_files(study):
    """Who is who, and the log of replacements; the witness of both where they are locked."""
    folder = f"results/restricted/{study}"
    if "pseudonyms" not in STUDIES[study].settings:
        return [f"{folder}/{name}" for name in KEPT]
    return [f"{folder}/{name}" for name in (*(f"{name}.age" for name in KEPT), WITNESS)]


def gate_of_pseudonyms(study):
    return [f"results/controlled/{study}/provenance/gate_pseudonyms.json"]


def to_code_files(study):
    if not has_codings(study) and not STUDIES[study].transcripts:
        return []
    variants = ("_qualcoder.qdpx", "_taguette.sqlite3", "_focus_groups.zip")
    folder = f"results/controlled/{study}/to_code"
    return [f"{folder}/{study}{name}" for name in (".qdpx", ".qdc", *variants)]


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


def made_in(zone, study):
    """The files of a study up to tables and figures, by zone."""
    coded = has_codings(study)
    if zone == "public":
        return table_files(study) + workbook_files(study) + figure_files(study)
    folder = f"results/{zone}/{study}"
    if zone == "controlled":
        names = ["participants.csv", "transcripts.csv", "groups.csv"]
        names += ["marks.csv", "review.json"]
        if coded:
            names += [
                f"coding/{name}.csv"
                for name in ("codebook", "codings", "unplaced", "history")
            ]
            names.append("coding/pseudonymised.json")
        own = [f"{folder}/{name}" for name in names]
        return (
            own
            + transcript_files(study)
            + to_code_files(study)
            + gate_of_pseudonyms(study)
        )
    names = ["labels.json", "speakers.csv", "decisions.json", "names.json"]
    names += [f"review.{kind}" for kind in REVIEW_KINDS]
    if coded:
        names += ["unplaced.csv", "coding/projects.json", "coding/coders.json"]
        names += ["coding/about.json", "coding/located.json", "coding/documents.csv"]
        names += ["coding/attributes.csv", "coding/conflicts.csv"]
    for batch in BATCHES[study]:
        names += [
            f"{part}/{batch}.jsonl" for part in ("raw", "identifiers", "pseudonyms")
        ]
        names.append(f"reading/{batch}.json")
    kept = [path for path in kept_files(study) if is_recorded(path)]
    return [f"{folder}/{name}" for name in names] + kept


def synthesis_tables():
    return [f"{SYNTHESIS}/tables/{name}.csv" for name in ("domain_by_study", "lens")]


def synthesis_files():
    if not TOGETHER:
        return []
    return [f"{SYNTHESIS}/report.{kind}" for kind in ("html", "docx", "pdf")]


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


def protect_snakemake_folder():
    """Snakemake keeps paths and parameters there, so nobody else may look into it."""
    if Path(".snakemake").is_dir():
        Path(".snakemake").chmod(0o700)


def tell_problems():
    """Snakemake's own lines bury what a job says, so all problems are told again at the end."""
    logs = sorted(Path("results/logs").rglob("*.log"))
    texts = [
        log.read_text("utf-8").strip() for log in logs if log.stat().st_mtime >= STARTED
    ]
    problems = [text for text in texts if is_shown(text)]
    if problems:
        logger.error("\n" + "\n\n".join(["What stopped:", *problems]) + "\n")


def record_run(outcome):
    write_run(Path("results/run.json"), checkout=WORKFLOW.parent, outcome=outcome)
