"""A study with known names planted in every form and place that people leave them in."""

import csv
import hashlib
import random
import re
import unicodedata
import zipfile
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import docx
import yaml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from e2e.conftest import ROOT
from e2e.mini import guid, write_sheet
from e2e.name_forms import (
    CASES,
    FORMS,
)
from e2e.searching import files_below

CARRIERS = {
    "en": [
        "We waited until {} had opened the window.",
        "{} brought the bread, and then it rained.",
        "The bicycle beside {} was blue.",
        "I think it was {}, or else the tall man.",
        "Later (with {}) we walked to the market.",
    ],
    "de": [
        "Dann wartete ich, bis {} das Fenster öffnete.",
        "{} brachte das Brot, und dann regnete es.",
        "Das Rad neben {} war blau.",
        "Ich glaube, es war {}, oder doch der Bäcker.",
        "Später (mit {}) gingen wir auf den Markt.",
    ],
    "sw": [
        "Tulisubiri mpaka {} akafungua dirisha.",
        "{} alileta mkate, kisha mvua ikanyesha.",
        "Baiskeli karibu na {} ilikuwa ya bluu.",
        "Nadhani ilikuwa {}, au yule mrefu.",
        "Baadaye (pamoja na {}) tulienda sokoni.",
    ],
    "lg": [
        "Twalinda okutuusa {} lwe yaggulawo eddirisa.",
        "{} yaleeta omugaati, enkuba n'etonnya.",
        "Eggaali okumpi ne {} yali ya bbululu.",
        "Ndowooza yali {}, oba oyo omuwanvu.",
        "Oluvannyuma (ne {}) twagenda mu katale.",
    ],
    "he": [
        "חיכינו עד אשר {} פתח את החלון.",
        "{} הביאה לחם, ואז ירד גשם.",
        "האופניים ליד {} היו כחולים.",
        "נדמה לי שזה היה {}, או האיש הגבוה.",
        "אחר כך (עם {}) הלכנו לשוק.",
    ],
    "mr": [
        "{} खिडकी उघडेपर्यंत आम्ही थांबलो.",
        "मग {} पाव आणायला गेले आणि पाऊस पडला.",
        "सायकल {} बाजूला होती, ती निळी होती.",
        "हम रुके, शायद वह {} था, या लंबा आदमी।",
        "बाद में ({}) हम बाज़ार गए।",
    ],
    "gu": [
        "{} બારી ખોલે ત્યાં સુધી અમે ઊભા રહ્યા.",
        "પછી {} રોટલી લેવા ગયા અને વરસાદ પડ્યો.",
        "સાયકલ {} બાજુમાં હતી, તે વાદળી હતી.",
        "મને લાગે છે કે એ {} હશે, કે પેલો ઊંચો માણસ.",
        "પછી ({}) અમે બજારમાં ગયા.",
    ],
}


OF_GROUP = {"ULM": "de", "HAM": "de", "DAR": "sw", "KLA-2": "lg"}  # Latin ones of others: English


SCRIPTS = {"he": "[\u0590-\u05ff]", "mr": "[\u0900-\u097f]", "gu": "[\u0a80-\u0aff]"}


_TITLE_WORDS = """
    mama maama baba mzee bwana musawo uncle hajji frau herr schwester sister happy bend asha ताई
"""


TITLES = _TITLE_WORDS.split()  # and words that stand inside others ("dasharray")


GROWN_ON = re.compile("(?<=.)(?:s|ben|bhai|tai|dada|ताई|दादा|बेन|भाई|બેન|ભાઈ)$")


SHORTEST_AFTER_PREFIX = 5  # shorter names are not looked for where no capital shows the seam


LABEL_FORMS = ("as it is", "UPPER", "lower", "title before")


PLACES = (
    *["turn"] * 19,
    *["label"] * 4,
    *["memo"] * 6,
    *["comment"] * 3,
    *["footnote"] * 3,
    *["property"] * 2,
    *["code name"] * 2,
    *["description"] * 2,
    *("header", "footer"),
)


PROPERTIES = ("author", "last_modified_by", "keywords", "title", "subject", "comments", "category")


class Planted(NamedTuple):
    """A known name as it is written in one place."""

    language: str
    form: str
    place: str
    name: str
    written: str

    def sentence(self, number: int) -> str:
        carriers = CARRIERS[self.language]
        return carriers[number % len(carriers)].format(self.written)


def as_seen(text: str) -> str:
    """Without case, accents, vowel points, nukta and what is invisible; composed."""
    parts = unicodedata.normalize("NFD", text.casefold())
    kept = (
        char
        for char in parts
        if not ("\u0300" <= char <= "\u036f" or "\u0591" <= char <= "\u05bd")
        and char not in "\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u093c\u0abc"
        and unicodedata.category(char) != "Cf"
    )
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def printed_words() -> str:
    """What the workflow itself may print, and the carriers: no name is looked for inside it."""
    package = ROOT / "workflow" / "src" / "quotetrail"
    rooms = [package / name for name in ("report", "tables", "figures", "provenance", "coding")]
    files = [path for room in (*rooms, ROOT / "workflow" / "rules") for path in files_below(room)]
    texts = [path.read_text("utf-8") for path in files if path.suffix in (".j2", ".smk", ".py")]
    carriers = [text for texts in CARRIERS.values() for text in texts]
    return as_seen("\n".join([*texts, *carriers, *FORMS, *CASES]))


def is_usable(name: str) -> bool:
    """Whether a name can be told from the words around it."""
    latin = re.fullmatch(r"[A-Z][^\W\d_]+(?:['\u2019-][^\W\d_]+)*", name)
    other = next((s for s in SCRIPTS.values() if re.match(s, name)), None)
    letters = sum(unicodedata.category(char)[0] in "LM" for char in name)
    if name.casefold() in TITLES or not (latin or other):
        return False
    return letters >= (4 if latin else 3) and as_seen(name) not in printed_words()


def people() -> list[tuple[str, str, list[str]]]:
    """The id, group and usable single names of everybody in the demonstration's sheets."""
    found = []
    for study in ("psw", "mhw"):
        sheet = ROOT / "resources" / study / "participants.csv"
        with open(sheet, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                words = row["names"].replace(";", " ").split()
                # "Monikas" and "Rakeshbhai" are forms of their names here, not names.
                bare = [GROWN_ON.sub("", word) for word in words]
                bare = [
                    n if n in words or not n.isascii() else w
                    for n, w in zip(bare, words, strict=True)
                ]
                names = [name for name in dict.fromkeys(bare) if is_usable(name)]
                found.append((row["participant"], row["group"], names))
    return found


def language_of(name: str, group: str) -> str:
    for language, script in SCRIPTS.items():
        if re.match(script, name):
            return language
    return next((language for part, language in OF_GROUP.items() if part in group), "en")


def plant(number: int) -> list[Planted]:
    """The names to plant: every language alike, every place by its share, forms by chance."""
    chance = random.Random(4)
    names = defaultdict(list)
    for _, group, own in people():
        for name in own:
            names[language_of(name, group)].append(name)
    planted: list[Planted] = []
    forms = {
        language: chance.sample(list(FORMS[language]), len(FORMS[language])) for language in FORMS
    }
    count = dict.fromkeys(FORMS, 0)
    places = chance.sample(PLACES, len(PLACES))
    while len(planted) < number:
        language = list(FORMS)[len(planted) % len(FORMS)]
        place = places[len(planted) // len(FORMS) % len(places)]
        if place == "label":
            form = chance.choice([form for form in LABEL_FORMS if form in FORMS[language]])
        else:
            form = forms[language][count[language] % len(forms[language])]
            count[language] += 1
        seen = "no capital" not in form and "outside" not in form and form != "prefix, UPPER"
        least = 0 if seen else SHORTEST_AFTER_PREFIX
        name = chance.choice([name for name in names[language] if len(name) >= least])
        written = chance.choice(FORMS[language][form])(name)
        planted.append(Planted(language, form, place, name, written))
    return planted


def write_study(folder: Path, planted: list[Planted]) -> None:
    """A study of one transcript a language with the planted names in it."""
    resources = folder / "resources" / "planted"
    resources.mkdir(parents=True)
    (folder / "config").mkdir()
    study = {
        "title": "A study with names in it",
        "synthetic": True,
        "transcripts": "config/transcripts.csv",
        "participants": "resources/planted/participants.csv",
        "codings": ["resources/planted/planted.qdpx"],
        "quotations": "config/quotations.csv",
        "publish": ["role"],
        "review": "optional",
    }
    text = yaml.safe_dump({"studies": {"planted": study}}, sort_keys=False)
    (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")
    transcripts = [["transcript", "file", "language"]]
    rows = [["participant", "group", "label", "names", "quote", "role"]]
    speakers: set[tuple[str, str]] = set()
    for person, group, names in people():
        if names:
            languages = [language_of(name, group) for name in names]
            own = next((each for each in SCRIPTS if each in languages), languages[0])
            label = next((p for p in ("P1", "P2") if (own, p) not in speakers), "")
            speakers.add((own, label))
            whole = [f"{names[0]} {names[1]}"] if len(names) > 1 else []
            rows.append([person, f"g-{own}", label, ";".join([*whole, *names]), "yes", "PSW"])
    sources = {}
    for language in FORMS:
        own = [one for one in planted if one.language == language]
        turns = turns_of(own)
        file = f"resources/planted/g-{language}.docx"
        write_document(folder / file, turns, own)
        transcripts.append([f"g-{language}", file, language])
        sources[language] = "".join(f"{label}: {said}\n" for label, said in turns)
    write_sheet(folder / "config" / "transcripts.csv", transcripts)
    write_sheet(resources / "participants.csv", rows)
    (resources / "secret").write_text("5e" * 32 + "\n", encoding="ascii")
    chosen = write_project(resources / "planted.qdpx", sources, planted)
    quotations = [[coding, "typical", "It is short."] for coding in chosen]
    write_sheet(
        folder / "config" / "quotations.csv", [["coding", "purpose", "reason"], *quotations]
    )


def turns_of(planted: list[Planted]) -> list[tuple[str, str]]:
    """Labels and what is said; a planted label mostly speaks twice."""
    turns = []
    for number, one in enumerate(planted):
        if one.place == "turn":
            turns.append((f"P{number % 2 + 1}", one.sentence(number)))
        elif one.place == "label":
            turns.append((one.written, CARRIERS[one.language][2].format("P1")))
            if number % 3:
                turns.append((one.written, CARRIERS[one.language][4].format("P2")))
    return turns


def write_document(path: Path, turns: list[tuple[str, str]], planted: list[Planted]) -> None:
    """The turns, and the names of every other place in a .docx."""
    at = defaultdict(list)
    for number, one in enumerate(planted):
        at[one.place].append(one.sentence(number))
    document = docx.Document()
    section = document.sections[0]
    for number, name in enumerate(PROPERTIES):
        setattr(document.core_properties, name, " ".join(at["property"][number :: len(PROPERTIES)]))
    for text in at["header"]:
        section.header.add_paragraph(text)
    for text in at["footer"]:
        section.footer.add_paragraph(text)
    comments, notes = at["comment"], at["footnote"]
    for number, (label, said) in enumerate(turns):
        paragraph = document.add_paragraph(f"{label}: {said}")
        if number < len(notes):
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number + 2))
            paragraph.add_run()._r.append(reference)
        if number < len(comments):
            document.add_comment(
                paragraph.runs, text=comments[number], author=comments[number][:20]
            )
    assert max(len(comments), len(notes)) <= len(turns)
    document.save(path)
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    footnotes = "".join(
        f'<w:footnote w:id="{number + 2}"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, text in enumerate(notes)
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", f"<w:footnotes {spaces}>{footnotes}</w:footnotes>")


def write_project(path: Path, sources: dict[str, str], planted: list[Planted]) -> list[str]:
    """A project by the REFI-QDA standard; the ids of a coding in each language."""
    codes, parts, notes, chosen = "", "", "", []
    user = quoteattr(guid("user", "consensus"))
    for language, text in sources.items():
        at = defaultdict(list)
        for number, one in enumerate(planted):
            if one.language == language:
                at[one.place].append(one.sentence(number))
        below = "".join(
            f"<Code guid={quoteattr(guid('code', language, number))} isCodable='true' "
            f"name={quoteattr(f'{name} {number}')}><Description>{escape(described)}</Description>"
            "</Code>"
            for number, (name, described) in enumerate(
                zip(at["code name"], at["description"], strict=False)
            )
        )
        codes += (
            f"<Code guid={quoteattr(guid('code', language))} name='Names {language}' "
            f"isCodable='true'>{below}</Code>"
        )
        said = [match.span(1) for match in re.finditer(r"^P1: (.+)$", text, re.MULTILINE)]
        selections = ""
        for number, memo in enumerate(at["memo"]):
            start, end = said[number % len(said)]
            code = guid("code", language, number % max(1, len(at["code name"])))
            ids = [guid(kind, language, number) for kind in ("selection", "coding", "memo")]
            selections += (
                f"<PlainTextSelection guid='{ids[0]}' startPosition='{start}' endPosition='{end}' "
                f"creatingUser={user}><Coding guid='{ids[1]}' creatingUser={user}>"
                f"<CodeRef targetGUID='{code}'/><NoteRef targetGUID='{ids[2]}'/></Coding>"
                "</PlainTextSelection>"
            )
            notes += (
                f"<Note guid='{ids[2]}'><PlainTextContent>{escape(memo)}</PlainTextContent></Note>"
            )
            if number == 0:
                hashed = "\x1f".join((guid("source", language), ids[0], ids[1], code))
                chosen.append("c" + hashlib.sha256(hashed.encode()).hexdigest()[:10])
        parts += (
            f"<TextSource guid='{guid('source', language)}' name='g-{language}' "
            f"plainTextPath='internal://{language}.txt'>{selections}</TextSource>"
        )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("project.qde"),
            "<?xml version='1.0' encoding='utf-8'?><Project name='planted' origin='by hand' "
            f"xmlns='urn:QDA-XML:project:1.0'><Users><User guid={user} name='consensus'/></Users>"
            f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{parts}</Sources>"
            f"<Notes>{notes}</Notes></Project>",
        )
        for language, text in sources.items():
            archive.writestr(zipfile.ZipInfo(f"sources/{language}.txt"), text)
    return chosen
