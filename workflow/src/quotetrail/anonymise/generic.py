"""Labels and words that name nobody: roles, numbered speakers, titles, logins."""

import re

from quotetrail.anonymise.spelling import key

_ROLES = """
    speaker participant interviewer interviewee int i moderator mod m co-moderator comoderator comod
    researcher research-assistant facilitator co-facilitator observer note-taker notetaker
    respondent r p q a s f w ip tn obs all several unknown unidentified unclear other others group
    everyone audience multiple various translator interpreter transcriber narrator host guest
    male female man woman men women voice caller question answer
    nurse doctor psychiatrist psychologist therapist physiotherapist teacher student trainer
    manager supervisor carer caregiver patient client service-user peer psw mhw
    teilnehmer teilnehmerin teilnehmende moderatorin interviewerin interviewter interviewte
    befragter befragte forscher forscherin beobachter beobachterin sprecher sprecherin person
    alle mehrere unbekannt dolmetscher dolmetscherin frau mann gruppe stimme
    moderation protokoll protokollant protokollantin mwezeshaji mwandishi
    msimamizi mshiriki mtafiti msemaji wote mkalimani
    מנחה מראיין מראיינת מרואיין מרואיינת משתתף משתתפת חוקר חוקרת דובר דוברת כולם מתורגמן
    संचालक प्रतिभागी साक्षात्कारकर्ता शोधकर्ता वक्ता सभी दुभाषिया सहभागी मुलाखतकार संशोधक सर्व
    સંચાલક સહભાગી સંશોધક વક્તા બધા દુભાષિયો
"""
_PAIRS = {"social worker", "support worker", "service user", "note taker", "research assistant"}

_TITLE_WORDS = """
    dr doctor prof professor mr mrs ms miss mx sir madam lady lord rev reverend father sister
    brother pastor imam rabbi sheikh nurse aunt auntie uncle mama mzee bibi bwana dada kaka
    van von der den dem des del della dos das du de da di la le el al bin bint ibn abu umm bat
    zu zum zur ter ten and und the junior senior jr sr iii
    herr frau fräulein tante onkel schwester bruder
    maama baba bibi babu shehe hajji ssalongo nnalongo musawo
    galaxy iphone ipad android samsung huawei xiaomi redmi oppo macbook laptop phone
    adon gveret של רב רבי מר גברת דוקטור פרופסור בן בת בר אבו אום
    श्री श्रीमती डॉ डॉक्टर कुमारी सुश्री भाई बहन जी साहब ताई दादा काका
    શ્રી શ્રીમતી ડૉ ડોક્ટર કુમારી ભાઈ બહેન બેન
"""
_INNER_WORDS = "ben bar"  # particles inside a name, first names at its beginning
_CODER_WORDS = """
    user users admin administrator coder default consensus owner guest me researcher unknown
    system none rqda maxqda nvivo atlas qualcoder taguette dedoose quirkos team everyone
    benutzer nutzer kodierer
"""
_ROLE_KEYS = frozenset(map(key, _ROLES.split()))
_TITLES = frozenset(map(key, _TITLE_WORDS.split()))
_CODERS = frozenset(map(key, _CODER_WORDS.split()))
_GENDERED = re.compile(r"\(in\)|[:*_/]in(?=\W|\d|$)")
_ASIDE = re.compile(r"[(\[][^)\]]{1,8}[)\]]")
_NUMBER = re.compile(r"[\s._#-]*\d{1,3}[a-z]?$|[\s._#-]+[a-z]$")
_SHORT_CODE = re.compile(r"(?:[a-z]{1,3}\d{1,3}){1,3}[a-z]?|\d+|[a-z]")


def is_generic_label(label: str) -> bool:
    """Whether a speaker label names a role or a number, such as "Moderator" or "P3", and nobody."""
    plain = _GENDERED.sub("", key(label))
    plain = _ASIDE.sub(" ", plain).strip(" :.?*<>")
    if not plain or _SHORT_CODE.fullmatch(plain):
        return True
    stem = _NUMBER.sub("", plain)
    words = [_NUMBER.sub("", word) for word in re.split(r"[\s/&+,_]+", stem)]
    return stem in _PAIRS or all(word in _ROLE_KEYS for word in words)


def is_title(word: str, *, first: bool) -> bool:
    """Whether a part of a name is a title or a particle, which names nobody alone.

    ``first`` says that the name begins with it: Ben Miller is called Ben, Levi ben Ari is not.
    """
    plain = key(word).strip(".")
    return plain in _TITLES or (not first and plain in _INNER_WORDS.split())


def is_generic_coder(name: str) -> bool:
    """Whether a coder's name is a login such as "admin" or "coder 1"."""
    stem = re.sub(r"[\s._#-]*\d*$", "", key(name))
    return stem in _CODERS or stem in _ROLE_KEYS or len(stem) < 3
