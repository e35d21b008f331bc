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
        ("P3", "I am Nakimera. My neighbours bring me their sons now, on Sundays."),
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
