"""E-mail addresses, addresses of web pages and machines, and names in social media."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_LOCAL = re.compile(r"[\w.+%'-]+\Z")
_HOST = re.compile(r"@(\w[\w-]*(?:\.\w[\w-]*)+)")
_SPELT_OUT = re.compile(
    r"(?<![\w.])[\w.+-]{2,40}(?:\s?[\[(]at[\])]\s?|\sat\s)[\w-]{2,40}(?:\s?[\[(]dot[\])]\s?|\sdot\s)\w{2,20}"
)
_DOT = word_set("dot")
_LINK = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"\u00ab\u00bb]*[^\s<>\"\u00ab\u00bb.,;:!?)\]}']",
    re.IGNORECASE,
)
_ENDS = (
    "com|org|net|edu|gov|info|int|eu|biz|app|online|example|invalid|test|"
    "(?:co|ac|org|go|gov|or|nic|ne|net|mil|nhs|sc)\\.(?:uk|il|in|ug|tz|ke|za)|de|uk|ug|tz|ke|ch|at"
)
_DOMAIN = re.compile(rf"\.(?:{_ENDS})(?![\w-]|\.\w)(?:/[^\s<>\"]*[\w/])?", re.IGNORECASE)
_DOMAIN_START = re.compile(r"\w[\w-]*(?:\.\w[\w-]*)*\Z")
_V4 = re.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\.?\w)")
_V6 = re.compile(
    r"(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])|(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}"
)
_HANDLE = re.compile(r"@(?:[^\W\d]|\d)[\w.]{1,29}(?<!\.)")
_NETWORKS = word_set(
    "instagram insta twitter tiktok facebook fb snapchat telegram skype linkedin youtube discord "
    "whatsapp signal mastodon threads"
)
_ACCOUNT = re.compile(
    r"(?:\s+(?:name|handle|account|user(?:name)?|id|konto|profil|profile|jina))?(?:\s+(?:is|ist|ni))?"
    r"(?P<mark>\s*[:=]\s*|\s+)(?P<name>[a-z_][\w.]{2,29})(?<!\.)"
)
_TOKEN = re.compile(r"[\w.-]{1,64}\Z")


def find_web(page: Page) -> Iterator[Spot]:
    """Addresses of people, pages and machines."""
    yield from _emails(page)
    yield from _urls(page)
    yield from _machines(page)
    yield from _handles(page)


def _emails(page: Page) -> Iterator[Spot]:
    text = page.text
    at = text.find("@")
    free = 0
    while at >= 0:
        host = _HOST.match(text, at)
        local = _LOCAL.search(text, max(free, at - 64), at) if host else None
        if host and local and any(char.isalnum() for char in local.group()):
            free = host.end()
            yield Spot(local.start(), host.end(), "email", "e-mail", False)
        at = text.find("@", at + 1)
    if "dot" in page.vocabulary:
        for start, _, _ in page.find(_DOT):
            for match in _SPELT_OUT.finditer(page.lower, max(0, start - 90), start + 28):
                if match.start() < start < match.end():
                    yield Spot(*match.span(), "email", "e-mail spelt out", True)


def _urls(page: Page) -> Iterator[Spot]:
    if "://" in page.text or "www." in page.lower:
        for match in _LINK.finditer(page.text):
            yield Spot(*match.span(), "url", "link", False)
    for match in _DOMAIN.finditer(page.text):
        before = _DOMAIN_START.search(page.text, max(0, match.start() - 80), match.start())
        if before is None or page.text[before.start() - 1 : before.start()] in ("@", ".", "-"):
            continue
        start = before.start()
        if start and page.text[start - 1] == "@":
            continue
        yield Spot(start, match.end(), "url", "domain", False)


def _machines(page: Page) -> Iterator[Spot]:
    for number in page.digits:
        if number.end - number.start <= 3 and page.text[number.end : number.end + 1] == ".":
            before = page.text[max(0, number.start - 1) : number.start]
            match = _V4.match(page.text, number.start)
            if match and before not in (".", "-", "/") and not before.isalnum():
                yield Spot(*match.span(), "id", "IP address", len(match.group()) < 9)
    if ":" in page.signs and page.text.count(":") >= 3:
        for match in _COLONS.finditer(page.lower):
            if _V6.fullmatch(match.group()) and re.search(r"[a-f]|\d{3}", match.group()):
                yield Spot(*match.span(), "id", "IP address", False)


_COLONS = re.compile(r"(?<![\w:])[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:]{2,32}(?![\w:])")


def _handles(page: Page) -> Iterator[Spot]:
    if "@" in page.signs:
        for match in _HANDLE.finditer(page.text):
            before = page.text[max(0, match.start() - 1) : match.start()]
            if not (before.isalnum() or before in tuple("_.-%+'")):
                yield Spot(*match.span(), "id", "name in social media", False)
    for _, end, _ in page.find(_NETWORKS):
        account = _ACCOUNT.match(page.lower, end)
        if account is None:
            continue
        name = account["name"]
        sure = ":" in account["mark"] or "=" in account["mark"]
        odd = "_" in name or "." in name or any(char.isdigit() for char in name)
        if sure or odd:
            yield Spot(*account.span("name"), "id", "name in social media", not sure)
