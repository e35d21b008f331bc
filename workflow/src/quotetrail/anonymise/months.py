"""The names of the months in the languages of the studies, as data."""

from quotetrail.anonymise.spelling import key

_LETTERED = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz maerz mai juni juli oktober dezember jänner feber
    januari februari machi aprili mei julai agosti septemba oktoba novemba desemba
"""
_UNCASED = """
    ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
    जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर
    दिसंबर दिसम्बर
    जानेवारी फेब्रुवारी एप्रिल मे जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
    જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ ઓગસ્ટ સપ્ટેમ્બર ઑક્ટોબર ઓક્ટોબર નવેમ્બર
    ડિસેમ્બર
"""


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted({key(word) for word in words.split()}, key=lambda word: (-len(word), word)))


LETTERED_MONTHS = _longest_first(_LETTERED)
UNCASED_MONTHS = _longest_first(_UNCASED)
