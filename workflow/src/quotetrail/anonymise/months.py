"""The words of the calendar in the languages of the studies, as data.

Small letters, no nukta, candrabindu as anusvara. Hebrew words may carry a prefix, Indic ones a
case ending.
"""

from itertools import product


def words(text: str) -> list[str]:
    """The words of a list that is written as text."""
    return text.split()


_LETTERED = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz maerz mai juni juli oktober dezember jänner feber okt dez
    januari februari machi aprili mei julai agosti septemba oktoba novemba desemba
    janwali febwali maaki apuli maayi juuni julaayi agusito sebutemba okitobba novemba desemba
    tishrei tishri cheshvan heshvan marcheshvan kislev tevet shvat shevat adar nisan iyar iyyar
    sivan tammuz tamuz av elul
"""
_HEBREW = """
    ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
    תשרי חשוון חשון מרחשוון כסלו טבת שבט אדר ניסן אייר סיוון סיון תמוז אב אלול
"""
_INDIC = """
    जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर
    दिसंबर दिसम्बर
    जानेवारी फेब्रुवारी एप्रिल मे जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
    જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ ઓગસ્ટ સપ્ટેમ્બર ઑક્ટોબર ઓક્ટોબર નવેમ્બર
    ડિસેમ્બર સપ્ટેંબર નવેંબર ડિસેંબર
"""
_INDIC_ENDINGS = words("ला त च्या मध्ये पासून पर्यंत मधे માં ની ના નો થી સુધી એ")
_HEBREW_PREFIXES = words("ב ל מ ה ו ש מה וב")

_INDIC_MONTHS = {
    **{month: len(month) for month in _INDIC.split()},
    **{month + end: len(month) for month, end in product(_INDIC.split(), _INDIC_ENDINGS)},
}
_HEBREW_MONTHS = {
    prefix + month: len(prefix + month)
    for prefix, month in product(["", *_HEBREW_PREFIXES], _HEBREW.split())
}

MONTHS: dict[str, int] = {
    **{month: len(month) for month in _LETTERED.split()},
    **_HEBREW_MONTHS,
    **_INDIC_MONTHS,
}
"""Every form of a month's name, and how much of it is the name without an ending."""

AMBIGUOUS_MONTHS = frozenset(
    words(
        """
    may march mar jun sep dec jan jul aug nov oct feb apr sept okt dez mai mei av adar nisan maaki
    august מאי שבט אדר אב אייר מרס תמוז במאי באב האב ואב שבאב לאב מאב मे मई માર્ચ મે
    """
    )
)
"""Those that are other words or names too: a date only with a day or a year."""

WEEKDAYS = words("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili
    सोमवार मंगलवार मंगळवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
    સોમવાર મંગળવાર બુધવાર ગુરુવાર શુક્રવાર શનિવાર રવિવાર
""")

SEASONS = words("""
    spring summer autumn fall winter frühjahr frühling sommer herbst winters sommers
    kiangazi masika kipupwe קיץ חורף סתיו אביב בקיץ בחורף בסתיו באביב
    गर्मी गर्मियों सर्दी सर्दियों बरसात मानसून उन्हाळा उन्हाळ्यात हिवाळा हिवाळ्यात पावसाळा पावसाळ्यात
    ઉનાળો ઉનાળામાં શિયાળો શિયાળામાં ચોમાસું ચોમાસામાં
""")

HOLIDAYS = words(
    """
    easter christmas ramadan ramadhan eid diwali deepavali holi navratri navaratri dussehra passover
    pesach hanukkah chanukah purim sukkot shavuot pentecost whitsun advent lent halloween
    thanksgiving uttarayan ganeshotsav weihnachten ostern pfingsten silvester fasching
    pasaka krismasi noeli idi ramazani mapasaka ssekukkulu paasika
    פסח חנוכה פורים סוכות שבועות ראש־השנה רמדאן בפסח בחנוכה בפורים בסוכות בשבועות
    दिवाली दीवाली दिवाळी दिवाळीत होली होळी नवरात्र नवरात्री गणेशोत्सव दशहरा दसरा ईद रमजान
    દિવાળી દિવાળીમાં હોળી નવરાત્રી નવરાત્રિ ઉત્તરાયણ ઈદ
""".replace("־", "-")
)
