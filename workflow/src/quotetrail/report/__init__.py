"""Reports: claims, templates, rendering to html, docx and pdf, and the evidence page."""

from quotetrail.report.claims import Claims
from quotetrail.report.context import Contrast, Figure, Quotation, StudyContext
from quotetrail.report.evidence import EvidenceStudy, evidence_page, read_evidence
from quotetrail.report.printed import Difference, check_docx, check_printed
from quotetrail.report.render import render
from quotetrail.report.template import (
    check_template,
    default_template,
    fill_template,
    read_template,
)

__all__ = [
    "Claims",
    "Contrast",
    "Difference",
    "EvidenceStudy",
    "Figure",
    "Quotation",
    "StudyContext",
    "check_docx",
    "check_printed",
    "check_template",
    "default_template",
    "evidence_page",
    "fill_template",
    "read_evidence",
    "read_template",
    "render",
]
