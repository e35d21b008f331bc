"""What may be printed about people: consent, attribution, and numbers too small to show."""

from quotetrail.disclosure.consent import attribution, may_quote
from quotetrail.disclosure.marks import in_public
from quotetrail.disclosure.suppression import SOME, suppress_codes, suppress_margins

__all__ = ["SOME", "attribution", "in_public", "may_quote", "suppress_codes", "suppress_margins"]
