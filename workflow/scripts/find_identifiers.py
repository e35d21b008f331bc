"""Find the identifiers of a batch of transcripts: known names, undeclared labels, patterns."""

from quotetrail.anonymise.files import dump_found, known_of_sheets, load_labels
from quotetrail.anonymise.find import find_with
from quotetrail.anonymise.labels import label_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.models import check_model
from quotetrail.anonymise.styles import Styles
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    sheets = known_of_sheets(
        snakemake.input.participants,
        snakemake.input.identifiers,
        snakemake.input.decisions,
        snakemake.input.coders,
        Styles(*snakemake.params.styles),
    )
    known = [*sheets.known, *label_names(load_labels(snakemake.input.labels))]
    matcher, styles = Matcher(known), Styles(*snakemake.params.styles)
    models = {
        language: check_model(settings, f"models.{language}", "config")
        for language, settings in snakemake.params.models.items()
    }
    found = {
        transcript.transcript: find_with(transcript, known, matcher, styles, models)
        for transcript in load_transcripts(snakemake.input.transcripts)
    }
    dump_found(found, out[0])
