"""A study small enough to be built in seconds, and odd enough to be of use.

Two groups at two sites in two kinds of file; two coders and a consensus; names everywhere where
names can stand. All of it is invented.
"""

import csv
import uuid
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
import xlsxwriter
import yaml

CONFIG = {
    "studies": {
        "mini": {
            "title": "A small study",
            "synthetic": True,
            "transcripts": "config/transcripts.csv",
            "groups": "config/groups.csv",
            "participants": "resources/mini/participants.csv",
            "codings": ["resources/mini/mini.qdpx"],
            "coding_of_record": "consensus",
            "publish": ["role"],
            "quotations": "config/quotations.csv",
            "sites": {
                "Ulm": {"country": "Germany"},
                "Kampala": {"country": "Uganda", "aliases": ["Butabika"]},
            },
            "contrast": {
                "name": "income_group",
                "why": "Services differ in what they can pay.",
                "classification": "World Bank list of economies",
                "year": 2018,
                "groups": {"HIC": ["Germany"], "LMIC": ["Uganda"]},
            },
        }
    }
}
PARTICIPANTS = [
    ["participant", "group", "label", "names", "quote", "role"],
    ["P1", "g1", "Zipporah", "Zipporah Quillfeather;Zippy", "yes", "PSW"],
    ["P2", "g1", "Ottokar", "Ottokar Brandmeyer", "no", "PSW"],
    ["P3", "g2", "P3", "Nakimera Wasswa", "yes", "PSW"],
    ["P4", "g2", "P4", "Ssebunya", "yes", "PSW"],
    ["M1", "g1", "Ludmilla", "Ludmilla Voss", "", "moderator"],
    ["M2", "g2", "INT", "Byaruhanga", "", "moderator"],
]
TURNS = {
    "g1": [
        ("Ludmilla", "Welcome, Zipporah and Ottokar. How did you begin?"),
        ("Zipporah", "I began on the ward, and Ottokar lent me his bicycle for a year."),
        ("Ottokar", "It was an old bicycle. You can write to zippy@wards.example if you doubt it."),
        ("Zipporah", "Nobody told me what my work was. I asked, and they asked me back."),
        ("Ludmilla", "And on 14 March 2019, what was different?"),
        ("Ottokar", "They gave me a key. Zippy's was lost, mine opened every door but one."),
    ],
    "g2": [
        ("INT", "We are recording. Who wants to start?"),
        ("P3", "I am Nakimera. My neighbours bring me their sons now, after church."),
        ("P4", "For me it is the fare. I walk two hours, and Nakimera shares her tea."),
        ("P3", "The nurse calls me colleague. I went home and told the goats."),
        ("P4", "You can call me on +256 700 000 145, I answer before Ssebunya's cock does."),
    ],
}
CODES = [
    "Beginnings",
    "Work and role",
    "Work and role > What is my work?",
    "Neighbours (and goats)",
]
CODINGS = [
    # group, coder, code, quoted, memo
    ("g1", "Thessaly Crane", CODES[0], "I began on the ward", "Zipporah said this twice."),
    ("g1", "Thessaly Crane", CODES[2], "Nobody told me what my work was.", ""),
    ("g1", "Igor Mbeki", CODES[1], "Nobody told me what my work was. I asked", ""),
    ("g1", "consensus", CODES[0], "I began on the ward, and Ottokar lent me his bicycle", ""),
    (
        "g1",
        "consensus",
        CODES[2],
        "Nobody told me what my work was. I asked",
        "As Thessaly has it.",
    ),
    ("g1", "consensus", CODES[1], "They gave me a key.", ""),
    ("g2", "Igor Mbeki", CODES[3], "My neighbours bring me their sons now", ""),
    ("g2", "Igor Mbeki", CODES[1], "The nurse calls me colleague.", ""),
    ("g2", "Igor Mbeki", CODES[3], "I went home and told the goats.", ""),
]
NAMES = [
    *("Zipporah", "Quillfeather", "Zippy", "Ottokar", "Brandmeyer", "Nakimera", "Wasswa"),
    *("Ssebunya", "Ludmilla", "Voss", "Byaruhanga", "Thessaly", "Crane", "Igor", "Mbeki"),
]
"""Every name of the study; none of them is a word of anything else in it."""


def write_mini(folder: Path, config: dict | None = None) -> None:
    """Write the study's config, sheets, transcripts and project into a folder."""
    resources = folder / "resources" / "mini"
    resources.mkdir(parents=True)
    (folder / "config").mkdir()
    text = yaml.safe_dump(config or CONFIG, sort_keys=False)
    (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")
    sheets = {
        "config/transcripts.csv": [
            ["transcript", "file", "site", "language"],
            ["g1", "resources/mini/g1.docx", "Ulm", "en"],
            ["g2", "resources/mini/g2.txt", "Butabika", "en"],
        ],
        "config/groups.csv": [
            ["group", "moderator", "minutes", "guide", "asked"],
            ["g1", "M1", "61", "v1", "q1;q2"],
            ["g2", "M2", "48", "v1", "q1"],
        ],
        "config/quotations.csv": [
            ["coding", "purpose", "reason"],
            [coding_id(7), "typical", "It says it in five words."],
        ],
        "resources/mini/participants.csv": PARTICIPANTS,
    }
    for name, rows in sheets.items():
        write_sheet(folder / name, rows)
    (resources / "secret").write_text("5e" * 32 + "\n", encoding="ascii")
    write_docx(resources / "g1.docx", TURNS["g1"])
    (resources / "g2.txt").write_text(plain_text("g2"), encoding="utf-8")
    write_project(resources / "mini.qdpx")


def write_sheet(path: Path, rows: list[list[str]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def write_docx(path: Path, turns: list[tuple[str, str]]) -> None:
    document = docx.Document()
    document.core_properties.author = "Ludmilla Voss"
    document.sections[0].header.paragraphs[0].text = "Group of Zipporah and Ottokar"
    for label, text in turns:
        paragraph = document.add_paragraph(f"{label}: {text}")
        if label == "Ottokar":
            document.add_comment(
                paragraph.runs, text="Ask Zippy about the key.", author="Igor Mbeki"
            )
    document.save(path)


def plain_text(group: str) -> str:
    return "".join(f"{label}: {text}\n" for label, text in TURNS[group])


def guid(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))))


def coding_id(number: int) -> str:
    """The id in the results of a row of CODINGS."""
    import hashlib

    group, _, code, *_ = CODINGS[number]
    parts = (
        guid("source", group),
        guid("selection", number),
        guid("coding", number),
        guid("code", code),
    )
    return "c" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def write_project(path: Path) -> None:
    """Write the project by the REFI-QDA standard, offsets in code points."""
    coders = list(dict.fromkeys(coder for _, coder, *_ in CODINGS))
    users = "".join(
        f"<User guid={quoteattr(guid('user', name))} name={quoteattr(name)}/>" for name in coders
    )
    codes = "".join(_code(path) for path in CODES if " > " not in path)
    notes = "".join(
        f"<Note guid={quoteattr(guid('memo', number))}><PlainTextContent>{escape(row[4])}"
        "</PlainTextContent></Note>"
        for number, row in enumerate(CODINGS)
        if row[4]
    )
    sources = "".join(
        f"<TextSource guid={quoteattr(guid('source', group))} name={quoteattr(group)} "
        f'plainTextPath="internal://{group}.txt">{_selections(group)}</TextSource>'
        for group in TURNS
    )
    project = (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project name="mini" origin="by hand" '
        f'xmlns="urn:QDA-XML:project:1.0"><Users>{users}</Users><CodeBook><Codes>{codes}</Codes>'
        f"</CodeBook><Sources>{sources}</Sources><Notes>{notes}</Notes></Project>\n"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("project.qde"), project)
        for group in TURNS:
            archive.writestr(zipfile.ZipInfo(f"sources/{group}.txt"), plain_text(group))


def _code(path: str) -> str:
    below = "".join(_code(other) for other in CODES if other.rpartition(" > ")[0] == path)
    name = quoteattr(path.rpartition(" > ")[2])
    return (
        f'<Code guid={quoteattr(guid("code", path))} name={name} isCodable="true" '
        f'color="#336699">{below}</Code>'
    )


def _selections(group: str) -> str:
    text, parts = plain_text(group), []
    for number, (own, coder, code, quoted, memo) in enumerate(CODINGS):
        if own != group:
            continue
        start = text.index(quoted)
        user = quoteattr(guid("user", coder))
        note = f"<NoteRef targetGUID={quoteattr(guid('memo', number))}/>" if memo else ""
        parts.append(
            f"<PlainTextSelection guid={quoteattr(guid('selection', number))} "
            f'startPosition="{start}" endPosition="{start + len(quoted)}" creatingUser={user}>'
            f"<Coding guid={quoteattr(guid('coding', number))} creatingUser={user}>"
            f"<CodeRef targetGUID={quoteattr(guid('code', code))}/>{note}</Coding>"
            "</PlainTextSelection>"
        )
    return "".join(parts)


# The same study once more, with names in every place that somebody has ever left one in.

PLANTED_NAMES = [*NAMES, "Xaverius", "Plonk", "Żółkiewska", "Zolkiewska", "Brandmeyers"]
"""Every name of the planted study."""
PLANTED_IDENTIFIERS = ["zippy@wards.example", "wards.example", "700 000 145", "14 March 2019"]
"""Its identifiers that are no names; dates stay in memos, so none stands there."""
WITHDRAWN_WORDS = ["gumboots", "marmalade", "lighthouse"]
"""What nobody but the withdrawn participant says."""
PLANTED_VALUES = ["penicillin", "widowed", "millpond", "thursdays"]
"""What stands only in variables, sets and memos of the project that the study does not publish."""
PUBLISHED_VALUES = ["upholsterer", "beekeeper"]
"""What stands only in a variable of the project that the study publishes."""
PLANTED_PARTICIPANTS = [
    [*PARTICIPANTS[0], "withdrawn_on"],
    # Blanks that are not seen, and another composition of letters than in the transcript.
    ["P1", "g1", "Zipporah\u00a0 ", "Zipporah\u200b Quillfeather; Zippy ", "yes", "PSW", ""],
    ["P2", "g1", "Ottokar", "Ottokar Brandmeyer;Z\u0307o\u0301łkiewska", "no", "PSW", ""],
    ["P5", "g1", "XAVERIUS", "Xaverius Plonk", "yes", "PSW", "2019-05-01"],
    *([*row, ""] for row in PARTICIPANTS[3:]),
]
PLANTED_TURNS = [
    (
        "Zipporah",
        "OTTOKAR! I shouted, and zippy was what he called me. Ottokars bicycle, Ottokar's.",
    ),
    ("XAVERIUS", "Gumboots and marmalade were all I had, Zipporah knows it."),
    (
        "Ottokar",
        "As Zippy: said it, Zip\u00adporah Quill\u200bfeather, whole; Zipporah2 on the list.",
    ),
    ("Xaverius", "And a lighthouse."),
    (
        "Zipporah",
        "The Brandmeyers\u2019 house, Zolkiewska, \u202bŻółkiewska\u202c, Z\u0307o\u0301łkiewska.",
    ),
    ("Ludmilla", "Tell Miss Quillfeather,\nOttokar\nBrandmeyer, that IGOR-MBEKI and #Crane left."),
]
PLANTED_CODINGS = [
    # code, quoted, memo; all by the consensus
    (CODES[0], "Gumboots and marmalade were all I had", "He wept here."),
    (CODES[0], "Zipporah knows it.\nAs Zippy: said it", ""),
    (CODES[1], "And a lighthouse.", ""),
    (CODES[1], "Miss Quillfeather", "Ask ZIPPY; write to zippy@wards.example, +256 700 000 145."),
    (CODES[3], "on the list", "Plonk\u2019s, as Crane-Mbeki says (and Nakimera1)."),
]


def write_planted(folder: Path) -> None:
    """Write the small study with more turns, a withdrawn participant and names everywhere."""
    study = {
        **CONFIG["studies"]["mini"],
        "participants": "resources/mini/participants.xlsx",
        "decisions": "resources/mini/decisions.csv",
        "publish": ["role", "trade"],
    }
    write_mini(folder, {"studies": {"mini": study}})
    resources = folder / "resources" / "mini"
    (resources / "participants.csv").unlink()
    with xlsxwriter.Workbook(resources / "participants.xlsx") as book:
        sheet = book.add_worksheet("Zipporah")
        for number, row in enumerate(PLANTED_PARTICIPANTS):
            sheet.write_row(number, 0, row)
    write_sheet(
        resources / "decisions.csv",
        [
            ["text", "category", "decision", "replacement"],
            ["zippy", "person", "replace", ""],
            ["Gumboots", "person", "keep", ""],
        ],
    )
    _plant_in_docx(resources / "g1.docx")
    _plant_in_project(resources / "mini.qdpx")


def _plant_in_docx(path: Path) -> None:
    """Add the turns, each in several runs, a footnote, an alternative text and properties."""
    document = docx.Document(str(path))
    for label, text in PLANTED_TURNS:
        paragraph = document.add_paragraph()
        said = f"{label}: {text}"
        for start in range(0, len(said), 7):
            paragraph.add_run(said[start : start + 7]).bold = start % 2 == 0
    document.core_properties.last_modified_by = "Igor Mbeki"
    document.core_properties.keywords = "Zippy"
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {spaces}><w:footnote w:id="2"><w:p><w:r><w:t>Zipporah Quillfeather said '
        "this to Ottokar.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()
    parts["docProps/custom.xml"] = (
        b"<Properties><property name='Zippy'>Voss</property></Properties>"
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"</w:r></w:p><w:sectPr", b'<w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def _plant_in_project(path: Path) -> None:
    """Add the turns and codings; names in code names, descriptions, selections and users."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = plain_text("g1") + "".join(f"{label}: {said}\n" for label, said in PLANTED_TURNS)
    parts["sources/g1.txt"] = text
    by = quoteattr(guid("user", "consensus"))
    codings = notes = ""
    for number, (code, quoted, memo) in enumerate(PLANTED_CODINGS):
        # The label stands between two turns in the program's text.
        start = text.index(quoted.split("\n")[0])
        end = text.index(quoted.split("\n")[-1]) + len(quoted.split("\n")[-1])
        note = f"<NoteRef targetGUID={quoteattr(guid('planted', number))}/>" if memo else ""
        notes += (
            f"<Note guid={quoteattr(guid('planted', number))} name={quoteattr(memo)}>"
            f"<PlainTextContent>{escape(memo)}</PlainTextContent></Note>"
        )
        codings += (
            f"<PlainTextSelection guid={quoteattr(guid('more', number))} "
            f'name={quoteattr(quoted)} startPosition="{start}" endPosition="{end}" '
            f"creatingUser={by}><Description>{escape(quoted)}, by Zipporah</Description>"
            f"<Coding guid={quoteattr(guid('coded', number))} creatingUser={by}>"
            f"<CodeRef targetGUID={quoteattr(guid('code', code))}/>{note}</Coding>"
            "</PlainTextSelection>"
        )
    described = (
        'name="What ZIPPY began" isCodable="true" color="#336699"><Description>After Ottokar '
        "Brandmeyer&#8217;s word, zippy@wards.example; Thessaly &amp; Igor agree.</Description>"
    )
    project = parts["project.qde"]
    project = project.replace("</TextSource>", f"{codings}</TextSource>", 1)
    project = project.replace("<Notes>", f"<Notes>{notes}")
    project = project.replace(f'name="{CODES[0]}" isCodable="true" color="#336699">', described)
    project = project.replace('origin="by hand"', 'origin="by hand" creatingUserGUID="Zippy"')
    parts["project.qde"] = _with_cases(project)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def _with_cases(project: str) -> str:
    """Add cases with values of variables, a set, and a memo of a document."""
    variables = ("Person:Trade", "Allergy", "Role", "Zippy's garden")
    cases = (
        ("Zipporah Quillfeather", {"Person:Trade": "upholsterer", "Allergy": "penicillin"}),
        ("OTTOKAR", {"Person:Trade": "beekeeper", "Role": "widowed", "Zippy's garden": "millpond"}),
    )
    named = "".join(
        f"<Variable guid={quoteattr(guid('variable', name))} name={quoteattr(name)} "
        'typeOfVariable="Text"/>'
        for name in variables
    )
    told = "".join(
        f"<Case guid={quoteattr(guid('case', name))} name={quoteattr(name)}>"
        + "".join(
            f"<VariableValue><VariableRef targetGUID={quoteattr(guid('variable', variable))}/>"
            f"<TextValue>{escape(value)}</TextValue></VariableValue>"
            for variable, value in values.items()
        )
        + "</Case>"
        for name, values in cases
    )
    member = f"<MemberSource targetGUID={quoteattr(guid('source', 'g1'))}/>"
    project = project.replace(
        "<Sources>", f"<Variables>{named}</Variables><Cases>{told}</Cases><Sources>"
    )
    project = project.replace(
        "</Notes>", f'</Notes><Sets><Set guid="set" name="Thursdays">{member}</Set></Sets>'
    )
    first = '.txt">'
    return project.replace(first, f"{first}<Description>By the millpond.</Description>", 1)
