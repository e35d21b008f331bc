"""Write the demonstration studies' files from the marked-up sources beside this script.

    python tests/demo/build.py [FOLDER]

writes config/<study>/ and resources/<study>/ below FOLDER (the checkout by default). The sources
hold each group's speech with its identifiers marked, and the codings as quoted words, so turns,
identifiers and codings are right by construction. Nothing here uses the package that is tested.
"""

import csv
import hashlib
import re
import sys
import uuid
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx

SOURCES = Path(__file__).parent / "sources"
MARK = re.compile(r"⟦(?P<category>[a-z]+):(?P<entity>[^|⟧]*)\|(?P<text>[^⟧]*)⟧")
NAMESPACE = uuid.UUID("6b1b36c4-2b4a-4f0e-9a6d-6f2f6f1d8a10")

# What each site sends: the kind of file, its language, and the site as its team spells it.
FILES = {
    "SYN-PSW-ULM-1": ("docx", "en", "Ulm"),
    "SYN-PSW-KLA-1": ("txt", "en", "Butabika"),
    "SYN-PSW-PUN-1": ("docx table", "en", "Pune"),
    "SYN-MHW-BES-1": ("vtt", "en", "Be'er Sheva"),
    "SYN-MHW-BUT-1": ("txt", "en", "Butabika"),
    "SYN-MHW-AHM-1": ("docx", "en", "Ahmedabad"),
}


@dataclass
class Turn:
    """One turn of a source, its text still marked up."""

    label: str
    time: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def marked(self) -> str:
        return "\n".join(line for line in self.lines if line.strip())

    @property
    def text(self) -> str:
        return MARK.sub(lambda mark: mark["text"], self.marked)


@dataclass
class Group:
    """One marked-up source: title lines and turns."""

    name: str
    head: list[str]
    turns: list[Turn]


def read_group(path: Path) -> Group:
    head: list[str] = []
    turns: list[Turn] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("@head "):
            head.append(MARK.sub(lambda mark: mark["text"], line.removeprefix("@head ").strip()))
        elif line.startswith("@turn "):
            found = re.fullmatch(r"@turn (.+?)(?: \[([0-9:.]+)\])?\s*", line)
            turns.append(Turn(found[1], found[2] or ""))
        elif turns:
            turns[-1].lines.append(line.strip())
    return Group(path.stem, head, turns)


def plain_text(group: Group) -> tuple[str, list[int]]:
    """The text as a QDA program holds it, and where each turn's speech starts in it."""
    parts, starts, position = [], [], 0
    for line in group.head:
        parts.append(line)
        position += len(line) + 1
    for turn in group.turns:
        parts.append(f"{turn.label}: {turn.text}")
        starts.append(position + len(turn.label) + 2)
        position += len(parts[-1]) + 1
    return "\n".join(parts) + "\n", starts


def write_docx(group: Group, path: Path, *, table: bool) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"{group.name}, synthetic data"
    for line in group.head:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=2)
        for turn in group.turns:
            cells = grid.add_row().cells
            cells[0].text, cells[1].text = turn.label, turn.text
    else:
        for turn in group.turns:
            first, *rest = turn.text.split("\n")
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{turn.label}:").bold = True
            paragraph.add_run(f" {first}")
            for line in rest:
                document.add_paragraph(line)
    raw = BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(path, "w") as final:
        for name in made.namelist():
            final.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)


def write_txt(group: Group, path: Path) -> None:
    turns = [f"{turn.label}: {turn.text}" for turn in group.turns]
    path.write_text("\n".join(group.head) + "\n\n" + "\n\n".join(turns) + "\n", encoding="utf-8")


def write_vtt(group: Group, path: Path) -> None:
    times = [seconds(turn.time) for turn in group.turns]
    lines = ["WEBVTT", ""]
    for number, turn in enumerate(group.turns):
        end = times[number + 1] if number + 1 < len(times) else times[number] + 20
        lines += [f"{stamp(times[number])} --> {stamp(end)}", f"<v {turn.label}>{turn.text}", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def seconds(time: str) -> float:
    total = 0.0
    for part in time.split(":"):
        total = total * 60 + float(part)
    return total


def stamp(value: float) -> str:
    whole = int(value)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{round(value % 1 * 1000):03}"


def guid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def write_qdpx(study: str, groups: list[Group], path: Path) -> list[dict]:
    """Write the project by the standard; return the codings with where they stand."""
    codes = rows(SOURCES / study / "codebook.tsv")
    codings = []
    for group in groups:
        for number, row in enumerate(rows(SOURCES / study / f"{group.name}.codings.tsv")):
            codings.append({**row, "group": group.name, "number": str(number)})
    coders = list(dict.fromkeys(row["coder"] for row in codings))
    users = "".join(
        f"<User guid={quoteattr(guid(study, 'user', name))} name={quoteattr(name)}/>"
        for name in coders
    )
    sources, texts = [], {}
    for group in groups:
        text, starts = plain_text(group)
        source = guid(study, "source", group.name)
        texts[f"sources/{source}.txt"] = text
        selections = []
        for row in (row for row in codings if row["group"] == group.name):
            found = [
                starts[index] + turn.text.index(row["quoted"])
                for index, turn in enumerate(group.turns)
                if row["quoted"] in turn.text
            ]
            if len(found) != 1:
                raise ValueError(f"{group.name}: a quoted text occurs {len(found)} times")
            row["start"], row["end"] = found[0], found[0] + len(row["quoted"])
            selections.append(selection(study, row))
        sources.append(
            f"<TextSource guid={quoteattr(source)} name={quoteattr(group.name)} "
            f'plainTextPath="internal://{source}.txt">{"".join(selections)}</TextSource>'
        )
    notes = "".join(
        f"<Note guid={quoteattr(guid(study, row['group'], row['number'], 'memo'))}>"
        f"<PlainTextContent>{escape(row['memo'])}</PlainTextContent></Note>"
        for row in codings
        if row["memo"]
    )
    project = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project name={quoteattr(study)} origin="Quotetrail demonstration" '
        'xmlns="urn:QDA-XML:project:1.0"><Users>'
        f"{users}</Users><CodeBook><Codes>{code_tree(study, codes)}</Codes></CodeBook>"
        f"<Sources>{''.join(sources)}</Sources>{f'<Notes>{notes}</Notes>' if notes else ''}"
        "</Project>\n"
    )
    with zipfile.ZipFile(path, "w") as final:
        for name, content in [("project.qde", project), *texts.items()]:
            final.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return codings


def selection(study: str, row: dict) -> str:
    own = (study, row["group"], row["number"])
    user = quoteattr(guid(study, "user", row["coder"]))
    memo = f"<NoteRef targetGUID={quoteattr(guid(*own, 'memo'))}/>" if row["memo"] else ""
    return (
        f"<PlainTextSelection guid={quoteattr(guid(*own, 'selection'))} "
        f'startPosition="{row["start"]}" endPosition="{row["end"]}" creatingUser={user}>'
        f"<Coding guid={quoteattr(guid(*own, 'coding'))} creatingUser={user}>"
        f"<CodeRef targetGUID={quoteattr(guid(study, 'code', row['code']))}/>"
        f"{memo}</Coding></PlainTextSelection>"
    )


def code_tree(study: str, codes: list[dict], above: str = "") -> str:
    parts = []
    for row in codes:
        head, _, name = row["path"].rpartition(" > ")
        if head == above:
            description = f"<Description>{escape(row['description'])}</Description>"
            parts.append(
                f"<Code guid={quoteattr(guid(study, 'code', row['path']))} name={quoteattr(name)} "
                f'isCodable="true" color={quoteattr(row["colour"])}>'
                f"{description}{code_tree(study, codes, row['path'])}</Code>"
            )
    return "".join(parts)


def coding_id(study: str, row: dict) -> str:
    """The id that the coding has in the results: see the reader of REFI-QDA projects."""
    own = (study, row["group"], row["number"])
    parts = (
        guid(study, "source", row["group"]),
        guid(*own, "selection"),
        guid(*own, "coding"),
        guid(study, "code", row["code"]),
    )
    return "c" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def rows(path: Path) -> list[dict]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_csv(path: Path, header: list[str], lines: list[list[str]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([header, *lines])


def build_study(study: str, folder: Path) -> None:
    config, resources = folder / "config" / study, folder / "resources" / study
    for made in (config, resources / "transcripts", resources / "coding"):
        made.mkdir(parents=True, exist_ok=True)
    groups = [
        read_group(SOURCES / study / f"{name}.txt") for name in FILES if study.upper() in name
    ]
    sheet = []
    for group in groups:
        kind, language, site = FILES[group.name]
        path = resources / "transcripts" / f"{group.name}.{kind.split()[0]}"
        if kind.startswith("docx"):
            write_docx(group, path, table=kind.endswith("table"))
        else:
            {"txt": write_txt, "vtt": write_vtt}[kind](group, path)
        sheet.append([group.name, path.relative_to(folder).as_posix(), site, language])
    write_csv(config / "transcripts.csv", ["transcript", "file", "site", "language"], sheet)
    codings = write_qdpx(study, groups, resources / "coding" / f"{study}.qdpx")
    chosen = [
        [match[0], row["purpose"], row["reason"]]
        for row in rows(SOURCES / study / "quotations.tsv")
        if (match := matching(study, codings, row))
    ]
    write_csv(config / "quotations.csv", ["coding", "purpose", "reason"], chosen)
    copy(SOURCES / study / "groups.csv", config / "groups.csv")
    for name in ("participants.csv", "identifiers.csv", "decisions.csv"):
        if (SOURCES / study / name).is_file():
            copy(SOURCES / study / name, resources / name)


def matching(study: str, codings: list[dict], row: dict) -> list[str]:
    """The ids of the codings that a row chooses, the consensus first."""
    found = [
        coding
        for coding in codings
        if (coding["group"], coding["quoted"], coding["code"])
        == (row["transcript"], row["quoted"], row["code"])
    ]
    found.sort(key=lambda coding: coding["coder"] != "consensus")
    return [coding_id(study, coding) for coding in found]


def copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]
    for name in ("psw", "mhw"):
        build_study(name, target)
