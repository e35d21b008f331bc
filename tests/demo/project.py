"""The demonstration's codings as a REFI-QDA project by the standard (code points)."""

import hashlib
import uuid
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from codings import plain_text
from source import SOURCES, Group, rows

NAMESPACE = uuid.UUID("6b1b36c4-2b4a-4f0e-9a6d-6f2f6f1d8a10")


def guid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def write_qdpx(study: str, groups: list[Group], codings: list[dict], path: Path) -> None:
    """Write the project of a study's placed codings."""
    codes = rows(SOURCES / study / "codebook.tsv")
    coders = list(dict.fromkeys(row["coder"] for row in codings))
    users = "".join(
        f"<User guid={quoteattr(guid(study, 'user', name))} name={quoteattr(name)}/>"
        for name in coders
    )
    sources, texts = [], {}
    for group in groups:
        source = guid(study, "source", group.name)
        texts[f"sources/{source}.txt"] = plain_text(group)[0]
        selections = [selection(study, row) for row in codings if row["group"] == group.name]
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
