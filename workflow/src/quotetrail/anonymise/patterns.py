"""Identifiers that are known by their form: numbers, dates, ages, addresses, in every script."""

from collections.abc import Collection, Iterable

from quotetrail.anonymise.patterns_addresses import find_addresses
from quotetrail.anonymise.patterns_ages import find_ages
from quotetrail.anonymise.patterns_amounts import find_amounts
from quotetrail.anonymise.patterns_dates import find_dates
from quotetrail.anonymise.patterns_days import find_days
from quotetrail.anonymise.patterns_ids import find_ids
from quotetrail.anonymise.patterns_money import find_money
from quotetrail.anonymise.patterns_page import Page, read_page
from quotetrail.anonymise.patterns_phones import find_phones
from quotetrail.anonymise.patterns_web import find_web
from quotetrail.anonymise.spots import Spot


def find_patterns(text: str, categories: Collection[str] | None = None) -> list[Spot]:
    """What the form of a text shows to identify somebody.

    Parameters
    ----------
    text : str
        Any text; its languages and scripts may be mixed.
    categories : collection of str, optional
        Only spots of these categories.

    Returns
    -------
    list of Spot
        In order. Spots of different rules may overlap.
    """
    page = read_page(text)
    spots = [*find_web(page), *find_ids(page), *find_addresses(page)]
    spots += [*find_dates(page), *find_days(page), *find_ages(page), *find_money(page)]
    spots += find_amounts(page)
    spots += find_phones(page, [spot for spot in spots if not spot.ask])
    wanted = [spot for spot in spots if categories is None or spot.category in categories]
    kept = _outermost(wanted)
    return [_placed(page, spot) for spot in kept] if page.moved else kept


def _placed(page: Page, spot: Spot) -> Spot:
    """A spot of the page, in the text."""
    start, end = page.span(spot.start, spot.end)
    return spot._replace(start=start, end=end)


def _outermost(spots: Iterable[Spot]) -> list[Spot]:
    """The spots in order, without those that lie in a certain one: the year of a date.

    Of two that are asked of the same stretch the first by category stays: an age, not a duration.
    """
    kept: list[Spot] = []
    end = 0
    for spot in sorted(set(spots), key=lambda spot: (spot.start, spot.ask, -spot.end, spot)):
        twice = bool(kept) and spot[:2] == kept[-1][:2]
        if not kept or (spot.end > end and not twice):
            kept.append(spot)
        if not spot.ask:
            end = max(end, spot.end)
    return sorted(kept)
