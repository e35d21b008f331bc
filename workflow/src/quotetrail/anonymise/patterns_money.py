"""Amounts of money."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_WORDS = word_set("""
    euro euros dollar dollars pound pounds pence penny cent cents shilling shillings schilling
    schillings bob rupee rupees rupiah shekel shekels shilingi pauni ssilingi silingi lakh lakhs
    crore franc francs franken rappen lira liras lire zloty zlotys złoty złotych krona kronor krone
    kroner kronen crowns koruna korun mark marks peso pesos yen yuan renminbi ruble rubles rouble
    roubles rubel rand dinar dinars dirham dirhams riyal riyals rial rials forint forints lei leva
    hryvnia hryvnias tenge baht ringgit taka naira cedi cedis kwacha birr escudos pesetas guilders
    gulden drachmas dola yuro ddoola
    שקל שקלים שח אגורות דולר דולרים אירו יורו रुपये रुपया रुपए रुपयांचा रुपयांना रुपयांत लाख
    डॉलर यूरो रुपयांची रुपयांचे રૂપિયા રૂપિયો રૂપિયાનો લાખ ડોલર
    """)
_FIRST = word_set("shilingi ssilingi silingi pauni dola yuro ddoola")  # "shilingi 5000"
_SHORT = word_set("usd eur gbp ugx tzs kes inr nis ils ush tsh ksh sh shs rs chf")
_CODES = word_set("""
    aed ars ats aud azn bam bdt bef bgn bhd bif brl bwp byn cad cdf clp cny cop czk dem dkk dop dzd
    egp esp etb fim frf gel ghs grd hkd hrk huf idr iep iqd irr isk itl jmd jod jpy kgs krw kwd kzt
    lbp lkr ltl lvl lyd mad mdl mkd mur mwk mxn myr mzn nad ngn nlg nok npr nzd omr pen php pkr pln
    pte qar rol ron rsd rub rwf sar sdg sek sgd sit skk sos ssp syp thb tnd trl try twd uah uyu uzs
    vnd xaf xof yer ytl yum zar zmw
    """)
_ALSO_WORDS = frozenset(["COP", "MAD", "PEN", "SDG", "SIT", "SOS", "TRY", "YUM", "NAD", "RUB"])
_SIGNS = "$€£₹₪"

_SCALE = (
    r"(?:thousand|hundred|million|billion|trillion|tausend|hundert|millionen|milliarden|mio\.?|"
    r"mrd\.?|bn|m|k|lakhs?|crores?|elfu|milioni|obukadde|אלף|מיליון|लाख|हजार|करोड|લાખ|હજાર|કરોડ)"
)
_PLAIN = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d[\d.,]*)"
_NUMBER = rf"{_PLAIN}(?:\s?{_SCALE}(?!\w))?"
_AMOUNT = re.compile(rf"{_NUMBER}(?:\s?(?:-|to|bis|hadi)\s?{_NUMBER})?")
_AMOUNT_BEFORE = re.compile(rf"(?<!\d)(?<!\d[.,]){_AMOUNT.pattern}\s?-?(?:of\s)?\Z")
_BETWEEN = re.compile(  # the number and its currency: "two thousand new Turkish", "österreichische"
    rf"(?:\s+(?:{_SCALE}(?!\w)|सौ|हजारो))*(?:\s(?:new|us|deutsche?|\w{{2,}}(?:ian|ish|ese|can|dan|yan|ische[rn]?)))"
    r"{0,2}\s?-?"
)
_NAMED = re.compile(rf"(?:\s{_SCALE}(?!\w))?(?:\s[A-Z][\w.]*){{1,2}}\s")
_THEN = re.compile(r"\.?\s?(?=\d)")
_WORD_THEN = re.compile(r"\s(?:elfu\s|laki\s|mia\s|milioni\s)?")
_AFTER = re.compile(
    r"(?:\s(?:sterling|dollars))?"
    r"(?:\s?[(\[](?:[a-z]{3}|euros|dollars|pounds|shillings)(?=[)\];, -])[)\]]?)?"
    r"(?:\s(?:per|a|an|each|every|im|pro|kwa)\s(?:hour|day|week|month|year|annum|stunde|tag|woche|"
    r"monat|jahr|siku|wiki|mwezi|mwaka)(?!\w))?"
)
_AGAIN = re.compile(  # the same amount once more: "PLN 200 (approx. EUR 50)"
    r"\s?(?:[(\[=-]|;(?=\s[ac]))\s?(?:(?:that is|i\.e\.|approximately|approx\.?|about|around|"
    r"equivalent to|etwa|rund|ca\.?|circa|takriban|kama),?\s){0,2}"
)
_HEDGE = re.compile(
    r"(?<!\w)(?:approximately|approx\.?|roughly|ungefähr|etwa|ca\.?|circa|takriban)\s\Z"
)
_SLASHED = re.compile(r"\d[\d.,]*\s?/[=-](?![\w-])")  # 5,000/= in East Africa, 500/- in India
_WIDTH = 44


def find_money(page: Page) -> list[Spot]:
    """Amounts with a currency; all asked. One that is said in two currencies is one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted({*_signed(page), *_short(page), *_named(page)}):
        last = joined[-1] if joined else (0, 0)
        if joined and (start <= last[1] or _AGAIN.fullmatch(page.lower, last[1], start)):
            joined[-1] = last[0], max(end, last[1])
        else:
            joined.append((start, end))
    return [
        Spot(_hedged(page, start), _closed(page, start, end), "other", "money", True)
        for start, end in joined
    ]


def _signed(page: Page) -> Iterator[tuple[int, int]]:
    """Amounts beside a sign."""
    text = page.lower
    for sign in _SIGNS:
        at = text.find(sign) if sign in page.signs else -1
        while at >= 0:
            after = at + 1 + (text[at + 1 : at + 2] == " ")
            yield from _beside(page, at, at + 1, after)
            at = text.find(sign, at + 1)
    if 'ש"ח' in text:
        for match in re.finditer('ש"ח', text):
            yield from _beside(page, *match.span(), len(text))
    if "/=" in text or "/-" in text:
        yield from (match.span() for match in _SLASHED.finditer(text))


def _short(page: Page) -> Iterator[tuple[int, int]]:
    """Amounts beside a currency's short name: usd or Rs. as one likes, others in capitals."""
    for words in (_SHORT, _CODES):
        for start, end, _ in page.find(words):
            code = page.text[start:end]
            if words is _CODES and not code.isupper():
                continue
            then = _THEN.match(page.lower, end)
            for span in _beside(page, start, end, then.end() if then else len(page.text)):
                shown = page.lower[slice(*span)]
                if code not in _ALSO_WORDS or "," in shown or "." in shown:
                    yield span


def _beside(page: Page, start: int, end: int, after: int) -> Iterator[tuple[int, int]]:
    """The amount after a sign or else before it."""
    amount = _AMOUNT.match(page.lower, after)
    if amount:
        yield start, _ended(page, amount.end())
        return
    number = page.number_before(start)
    if number and start - number.end < _WIDTH and number.form == "digits":
        before = _AMOUNT_BEFORE.search(page.lower, max(0, start - _WIDTH), start)
        if before:
            yield before.start(), _ended(page, end)


def _named(page: Page) -> Iterator[tuple[int, int]]:
    """Amounts with a word for a currency."""
    for start, end, word in page.find(_WORDS):
        number = page.number_before(start)
        if number and (
            _BETWEEN.fullmatch(page.lower, number.end, start)
            or _NAMED.fullmatch(page.text, number.end, start)
        ):
            first = number.start
            if number.form == "digits":
                near = max(0, number.end - _WIDTH)
                amount = _AMOUNT_BEFORE.search(page.lower, near, number.end)
                first = amount.start() if amount else first
            yield first, _ended(page, end)
        elif word in _FIRST:
            number = page.number_after(end)
            if number and _WORD_THEN.fullmatch(page.lower, end, number.start):
                amount = _AMOUNT.match(page.lower, number.start)
                yield start, _ended(page, amount.end() if amount else number.end)


def _ended(page: Page, end: int) -> int:
    """The end of an amount with what belongs to it, without a comma or a full stop."""
    after = _AFTER.match(page.lower, end)
    end = after.end() if after else end
    return end - 1 if page.lower[end - 1] in ".," else end


def _hedged(page: Page, start: int) -> int:
    """The start of an amount with "approximately" before it, as annotators of money count it."""
    hedge = _HEDGE.search(page.lower, max(0, start - 16), start)
    return hedge.start() if hedge else start


def _closed(page: Page, start: int, end: int) -> int:
    """The end of an amount with the brackets that it opens."""
    shown = page.text[start:end]
    open_ = sum(map(shown.count, "([")) - sum(map(shown.count, ")]"))
    while open_ > 0 and page.text[end : end + 1] in (")", "]"):
        end, open_ = end + 1, open_ - 1
    return end
