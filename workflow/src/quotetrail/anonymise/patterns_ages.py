"""Ages, in digits and in words."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Number, Page, listed, word_set
from quotetrail.anonymise.spots import Spot

_OLD = re.compile(
    r"[\s-]*(?:years?|yrs?)(?:[\s-]+(?:old|of\s+age)|-olds?)\b|\s*y\s?/?\s?o\b\.?|"
    r"[\s-]*(?:months?|weeks?)[\s-]+old\b|"
    r"[\s-]*jahre?n?\s+(?:alt|jung)\b|[\s-]*jährige?[rsnm]?\b|"
    r"\s*(?:साल|वर्ष|बरस)\s+(?:का|की|के)(?!\s+(?:बाद|लिए|दौरान|अंदर|भीतर|बीच|पहले))(?!\w)|"
    r"\s*(?:वर्षांच(?:ा|ी|े|ं|्या)|वर्षाच(?:ा|ी|े|ं))(?!\w)|"
    r"\s*(?:વર્ષ|વરસ|વરહ)\s?(?:નો|ની|નું|ના|નાં)(?!\w)"
)
_YEARS = re.compile(
    r"\s+(?:years?|jahre?)\b(?!\s+(?:ago|later|of|in|with|experience|now|old|before|after|"
    r"lang|später|her|hier|im|in|bei|mit)\b)|\s+(?:વર્ષ|વરસ|वर्षं|वर्षे|साल)(?!\w)(?=\s*[.,;!?\n])"
)
_COMING_YEARS = re.compile(
    r"(?<!\w)(?:for|in|after|over|within|about|last|past|next|every|since|under|than|than a|"
    r"seit|vor|nach|in|für|über|schon|alle|die|the|these|those|my|our|of|bis|to|or|and|almost|"
    r"nearly|around|another|spent|took|some|-|में|से)\s*\Z"
)
_AGE_WORD = re.compile(
    r"(?:(?<!\w)(?:aged?(?: of| is| was)?|ages?|turn(?:ed|s|ing)?|(?:just|recently) turned|"
    r"alter(?: von| ist)?|lebensalter|umri(?: wa| wangu| wake| wangu ni| wake ni| ni)?(?: miaka)?|"
    r"(?:nina|ana|nikiwa na|akiwa na|una|wana|alikuwa na|mwenye|wa) (?:umri wa )?miaka|"
    r"(?:wa|wange wa|nnina|nina|alina|olina|ow|ng'olina|weza) e?myaka|"
    r"(?:ו|ה|ש|כש|ל|מ)?(?:בן|בת|בגיל|גיל|בני|בנות)(?: ה-?)?|"
    r"उम्र|उमर|आयु|वय|वयाच्या|वयाची|वयाचा|વય|ઉંમર|ઉમર|ઉંમરે)"
    r"(?:\s+(?:को|के|की|है|हो|છે|ની|now|is|about|around|von))?\s*[:,.]?\s*)\Z"
)
_AGE_WORDS = listed(
    word_set("""
    age aged ages turn turned turns turning alter lebensalter umri miaka myaka emyaka
    उम्र उमर आयु वय वयाच्या वयाची वयाचा વય ઉંમર ઉમર ઉંમરે
    """).union(
        prefix + word
        for prefix in ("", *"והשלמ", "כש")
        for word in ("בן", "בת", "בגיל", "גיל", "בני", "בנות")
    )
)
_PERSON_OF = re.compile(
    r"(?<!\w)(?:m[ae]n|wom[ae]n|boys?|girls?|mothers?|fathers?|child|children|lady|ladies|patient|guy|"
    r"kid|son|daughter|person|people|mann|frau|junge|mädchen|kind|patientin|mtu|kijana|mzee)"
    r"\s+(?:of|von|mit)\s+\Z"
)
_I_AM = re.compile(
    r"(?<!\w)(?:i'?m|i am|i was|i turned|he'?s|he is|he was|she'?s|she is|she was|you'?re|"
    r"(?:when|since|until|till|as) (?:i|he|she|they|we)(?:'?m| was| were| is|'s)|"
    r"ich bin|ich war|er ist|er war|sie ist|sie war|du bist|der war|die war|der ist|die ist|"
    r"ich werde|ich wurde|er wird|sie wird|bin ich|war ich|אני|אני רק)"
    r"(?:\s+(?:now|just|only|about|already|almost|nearly|around|like|maybe|jetzt|grad|gerade|erst|"
    r"schon|fast|etwa))?\s+\Z"
)
_SOMEBODY_IS = re.compile(
    r"(?:'s|\b(?:is|was|are|were|wird|ist|war|sind|at|with|mit|am i|been))\s+\Z"
)
_STOP = re.compile(
    r"\s*(?:[.,;:!?)\]\n](?!\d)|\Z)|\s+(?:now|and|but|when|then|i|he|she|so|at|in that|und|"
    r"jetzt|geworden|gewesen|drin|already|or|because|years?|jahre?)\b(?!\s+(?:hundred|thousand|percent|half))"
)
_ALONE_BEFORE = re.compile(r"[,:]\s\Z")
_ALONE_AFTER = re.compile(r"\s?[.,;](?!\d)")
_YEARS_BEFORE = re.compile(r"(?<!\w)(?:miaka|e?myaka)\s+\Z")
_NOT_YEARS = re.compile(
    r"(?<!\w)(?:kwa|muda wa|kama|baada ya|zaidi ya|kila|tangu|hii|okumala|mu|oluvannyuma lwa)\s+\Z"
)
_WIDTH = 30


def find_ages(page: Page) -> Iterator[Spot]:
    """Ages: certain with a word for age, asked where a number may count something else."""
    said = [end for _, end, _ in page.find(_AGE_WORDS)]
    for number in page.numbers:
        if not 1 <= number.value <= 120 or number.form not in ("digits", "cardinal"):
            continue
        if number.form == "digits" and not _whole(page, number):
            continue
        last = bisect_right(said, number.start) - 1
        spot = _age(page, number, last >= 0 and said[last] >= number.start - _WIDTH)
        if spot is not None:
            yield spot


def _whole(page: Page, number: Number) -> bool:
    """Whether digits are a number of their own, not part of 1.5, 3/4, A2, +25 or 40%."""
    text, start, end = page.text, number.start, number.end
    if end - start > 3 or text[end : end + 1] in ("%", "$", "€", "£", "/"):
        return text[end : end + 1] == "/" and text[end : end + 2].lower() == "/o"
    if text[end : end + 1] in (".", ",", ":") and text[end + 1 : end + 2].isdigit():
        return False
    if not start or text[start - 1].isspace() or text[start - 1] in "([\"'":
        return True
    return text[start - 1] == "-" and "\u05d0" <= text[start - 2 : start - 1] <= "\u05ea"


def _age(page: Page, number: Number, said: bool) -> Spot | None:
    """An age, or what may be one; ``said`` if a word for age is near."""
    lower, start, end = page.lower, number.start, number.end
    near = max(0, start - _WIDTH)
    old = _OLD.match(lower, end)
    if old:
        return Spot(start, old.end(), "age", "years old", False)
    before = _AGE_WORD.search(lower, near, start) if said else None
    if before:
        years = _YEARS.match(lower, end)
        return Spot(
            _years_before(page, start),
            years.end() if years else end,
            "age",
            "after a word for age",
            False,
        )
    years = _YEARS.match(lower, end)
    if (years or _STOP.match(lower, end)) and _PERSON_OF.search(lower, near, start):
        return Spot(start, years.end() if years else end, "age", "a person of", False)
    if number.value >= 10:
        return _likely(page, number, near)
    return None


def _likely(page: Page, number: Number, near: int) -> Spot | None:  # noqa: PLR0911
    """An age that no word for age shows."""
    lower, start, end = page.lower, number.start, number.end
    stop = _STOP.match(lower, end)
    if stop and _I_AM.search(lower, near, start):
        return Spot(start, end, "age", "I am, he was", False)
    if number.value < 13:
        return None
    years, before = _YEARS.match(lower, end), _YEARS_BEFORE.search(lower, near, start)
    if years and not _COMING_YEARS.search(lower, near, start):
        return Spot(start, years.end(), "age", "years", True)
    if before:
        first = before.start()
        lasts = _NOT_YEARS.search(lower, max(0, first - 20), first)
        return None if lasts else Spot(first, end, "age", "years", True)
    if stop and _SOMEBODY_IS.search(lower, near, start):
        return Spot(start, end, "age", "somebody is", True)
    between = _ALONE_BEFORE.search(lower, near, start) and _ALONE_AFTER.match(lower, end)
    if between and _single(page, number):
        return Spot(start, end, "age", "number between commas", True)
    return None


def _single(page: Page, number: Number) -> bool:
    """Whether no other number stands beside it, as in a list."""
    before, after = page.number_before(number.start), page.number_after(number.end)
    if before and number.start - before.end < 8:
        return False
    return not (after and after.start - number.end < 8)


def _years_before(page: Page, start: int) -> int:
    years = _YEARS_BEFORE.search(page.lower, max(0, start - 10), start)
    return years.start() if years else start
