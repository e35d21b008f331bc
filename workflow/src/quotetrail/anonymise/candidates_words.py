"""The words by which a name is known: titles, kinship, "my name is", heads of organisations.

The words stand in lists/words.txt. Which language a speaker uses at the moment is not asked.
"""

import re
from importlib.resources import files


def _sections() -> dict[str, list[str]]:
    """The lines of each section of the file."""
    sections: dict[str, list[str]] = {}
    path = files("quotetrail.anonymise") / "lists" / "words.txt"
    lines: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


_SECTIONS = _sections()


def _words(section: str) -> tuple[str, ...]:
    return tuple(" ".join(_SECTIONS[section]).split())


TITLES = frozenset(_words("titles"))
PLAIN_TITLES = _words("plain_titles")
BEHIND = frozenset(_words("behind"))
ORGANISATIONS = frozenset(_words("organisations"))
PLACES = frozenset(_words("places"))
HEADS_ORGANISATIONS = _words("small_organisations")
HEADS_PLACES = _words("small_places")
PARTICLES = _words("particles")
DETERMINERS = frozenset(_words("determiners"))
EXCLAMATIONS = frozenset(_words("exclamations"))
UNCASED_EXCLAMATIONS = frozenset(_words("uncased_exclamations"))
NEVER = frozenset(_words("never"))
QUIET = frozenset(_words("quiet"))
HEBREW_TITLES = _words("hebrew_titles")
HEBREW_INTRODUCTIONS = tuple(_SECTIONS["hebrew_introductions"])
HEBREW_KIN = tuple(_SECTIONS["hebrew_kin"])
HEBREW_PLACES = _words("hebrew_places")
INDIC_TITLES = _words("indic_titles")
INDIC_INTRODUCTIONS = tuple(_SECTIONS["indic_introductions"])
INDIC_BEHIND = _words("indic_behind")
INDIC_KIN = _words("indic_kin")
INDIC_PLACES_BEHIND = _words("indic_places_behind")
GERMAN_NAME_ENDS = _words("german_name_ends")

INTRODUCTIONS = r"""
(?:my|his|her|their|your)[ ](?:sur|nick|first[ ]|last[ ])?name(?:[ ]is|[ ]was|'s|’s)
| (?:i|he|she|they)(?:[ ]am|'m|’m|[ ]is|[ ]was|[ ]are)[ ]called
| (?:(?:my[ ])?friends?|they|people|you[ ]can|everyone|everybody|please|just)
    [ ]calls?[ ](?:me|him|her)
| (?:ich|er|sie)[ ]hei(?:ß|ss)(?:e|t) | (?:mein|sein|ihr)[ ]name[ ]ist
| (?:n|una|ana|nina|wa|tuna)aitwa | (?:nina|una|ana|na)itwa | jina[ ](?:lake|langu|lako)(?:[ ]ni)?
| erinnya[ ]ly(?:ange|e)(?:[ ](?:nze|ye))? | (?:nze|ye)[ ](?:nnyitibwa|mpitibwa|ayitibwa)
| (?:bampita|bamuyita|mpitibwa|ayitibwa)
| (?:mera|mere|maza|maajha|mazha|maru|maaru)[ ](?:naam|naav|nav|naan|nam)
"""
NATIONALITIES = re.compile(
    r"\w{2,}(?:ish|ese|[^aeiou]ian|nean)|french|german|greek|dutch|swiss|czech|thai|iraqi|israeli|"
    r"pakistani|bangladeshi|nepali|somali|american|mexican|african|\w+american|kenyan|ugandan|rwandan|"
    r"sudanese|moroccan|tunisian|cuban|welsh|scots|filipino|afghan|uzbek|kazakh|kurd|turk|slovak|"
    r"slovene|croat|serb|roma|arab|jew|zulu|tutsi|hutu|maasai|kikuyu|luo|acholi|bantu|tamil|sikh"
)
"""Adjectives and nouns of peoples: by their endings, and the usual ones without such an ending."""
JOBS = r"""
(?:work(?:s|ed|ing)?|practis(?:es?|ed|ing)|employed|trained|serv(?:es?|ed|ing))[ ]
(?:\w+ly[ ]|previously[ ])?as[ ](?:an?[ ]|the[ ])?
| (?:by[ ]profession|by[ ]trade)[ ](?:is[ ])?an?[ ]
| (?:arbeite|arbeitet|gearbeitet|ausgebildet|angestellt|tätig)[ ]als[ ](?:eine?[ ])?
| gelernter?[ ]
| (?:ninafanya|anafanya|nafanya|alifanya)[ ]kazi[ ]ya[ ]
"""
