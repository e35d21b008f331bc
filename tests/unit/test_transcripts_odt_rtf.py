"""OpenDocument and rich text by hand: changes, notes, hidden text, tables, fonts and characters."""

import zipfile
from pathlib import Path

import pytest

from quotetrail.transcripts import Reading, read_transcript


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end]) for turn in made.turns]


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{OASIS}:{long}:1.0"'
    for short, long in (
        *((name, name) for name in ("office", "text", "style", "table", "manifest")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible")),
    )
)
STYLES = (
    '<style:style style:name="Bold"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Light"><style:text-properties fo:font-weight="normal"/></style:style>'
    '<style:style style:name="Hid"><style:text-properties text:display="none"/></style:style>'
)


HEADER = (
    "<style:header><text:p>Miller</text:p></style:header><style:footer><text:p/></style:footer>"
)


def odt(folder: Path, body: str) -> Reading:
    path = folder / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml", f"<office:document-styles {NAMES}>{HEADER}</office:document-styles>"
        )
    return read_transcript(path, transcript="t1")


def p(inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def change(number: int, kind: str, content: str = "") -> str:
    who = f"<office:change-info>{p('Miller')}</office:change-info>"
    inside = f"<text:{kind}>{who}{content}</text:{kind}>"
    return f'<text:changed-region text:id="c{number}">{inside}</text:changed-region>'


def mark(number: int, kind: str = "change") -> str:
    return f'<text:{kind} text:change-id="c{number}"/>'


def grid(*rows: tuple[str, ...]) -> str:
    lines = (
        "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows
    )
    inside = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table>{inside}</table:table>"


ODT = {
    "changes": (
        f"<text:tracked-changes>{change(1, 'deletion', p('never'))}{change(2, 'insertion')}"
        f"{change(3, 'deletion', p('and moved'))}</text:tracked-changes>"
        + p(f"INT: We {mark(1)}{mark(2, 'change-start')}always{mark(2, 'change-end')} met{mark(3)}")
        + p("P1: Yes and moved"),
        [("INT", "We always met"), ("P1", "Yes and moved")],
        {"tracked deletion": 2},
    ),
    "parts": (
        p(
            "INT: Why<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            f"{p('A note')}</text:note-body></text:note>?"
            f"<office:annotation>{p('Miller')}</office:annotation>"
        )
        + p(
            f"P1: Because<draw:frame><draw:text-box>{p('Miller')}</draw:text-box></draw:frame>"
            "<draw:frame><draw:image/></draw:frame> so<text:hidden-text>Miller</text:hidden-text>"
        ),
        [("INT", "Why?"), ("P1", "Because so"), (None, "A note")],
        {"comment": 1, "text box": 1, "picture": 1, "hidden text": 1},
    ),
    "hidden by its style": (
        p('INT: Why<text:span text:style-name="Hid"> Miller</text:span>?') + p("P1: So"),
        [("INT", "Why?"), ("P1", "So")],
        {"hidden text": 1},
    ),
    "space": (
        p('INT:<text:tab/>a<text:s text:c="3"/>b\n   c<text:line-break/>d<text:s/>e') + p("P1: f"),
        [("INT", "a   b c\nd e"), ("P1", "f")],
        {},
    ),
    "lists": (
        f"<text:h>Group 3</text:h><text:section>{p('INT: One')}<text:list><text:list-item>"
        f"{p('two')}<text:list><text:list-item>{p('three')}</text:list-item></text:list>"
        f"</text:list-item></text:list></text:section>{p('P1: four')}",
        [(None, "Group 3"), ("INT", "One\ntwo\nthree"), ("P1", "four")],
        {},
    ),
    "nested tables": (
        grid(
            (p("Anna"), p("One") + grid((p("a"), p("b"))) + p("two")),
            (p("Ben"), p("Yes")),
            (p("Anna"), p("So")),
        )
        + p("End"),
        [("Anna", "One\na\nb\ntwo"), ("Ben", "Yes"), ("Anna", "So"), (None, "End")],
        {},
    ),
    "bold": (
        p('<text:span text:style-name="Bold">Anna</text:span> Hi')
        + p('Ben<text:span text:style-name="Light"> Yes</text:span>', "Bold")
        + p('<text:span text:style-name="Bold">Anna</text:span> So')
        + p('Ben<text:span text:style-name="Light"> No</text:span>', "Bold"),
        [("Anna", "Hi"), ("Ben", "Yes"), ("Anna", "So"), ("Ben", "No")],
        {},
    ),
    "links and ruby": (
        p("<text:bookmark/>INT: <text:a>see</text:a> <text:soft-page-break/>it")
        + p(
            "P1: <text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text>"
            "</text:ruby>字"
        ),
        [("INT", "see it"), ("P1", "漢字")],
        {},
    ),
}


@pytest.mark.parametrize(("body", "expected", "not_read"), ODT.values(), ids=ODT)
def test_odt(tmp_path: Path, body: str, expected: list, not_read: dict[str, int]) -> None:
    reading = odt(tmp_path, body)
    assert turns(reading) == expected
    assert reading.not_read == {"header": 1} | not_read


FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset177 David;}{\f2\fcharset238Arial CE;}}"
RTF = {
    "characters": (
        r"INT: \'84so\'93 \u8211\'96 \uc2\u8364\'80\'80 {\uc0\u233 x} \u233?? y"
        r"\par P1: \{a\\b\}\par",
        [("INT", "„so“ – € éx é y"), ("P1", "{a\\b}")],
        {},
    ),
    "surrogates": (
        r"INT: \u-10179?\u-8704? \u55357?\u56832?{\uc0 \u-10179\u-8704}\par P1: so\par",
        [("INT", "😀 😀😀"), ("P1", "so")],
        {},
    ),
    "fonts": (
        r"INT: \f1\'f9\'ec\'e5\'ed\f2  \'e8\u225? \f1 \u228?\u233?\par P1: {\f0\'e9}\'f9\par",
        [("INT", "שלום čá äé"), ("P1", "éש")],
        {},
    ),
    "default font": (
        r"\deff1 INT: \'f9\'ec \f0\'e9\plain\'ed\par P1: so\par",
        [("INT", "של éם"), ("P1", "so")],
        {},
    ),
    "bytes": (
        r"INT: a{\pict\wmetafile8\bin5 }}{{\} b{\*\unknown\bin3 }}}}\par P1: so\par",
        [("INT", "a b"), ("P1", "so")],
        {"picture": 1},
    ),
    "pictures": (
        r"INT: a{\*\shppict{\pict\pngblip 89}}{\nonshppict{\pict\wmetafile8 01}}\par P1: so\par",
        [("INT", "a"), ("P1", "so")],
        {"picture": 1},
    ),
    "lines": (
        "INT: a\\line the\\tab c\\~d\\-e\\_f\\emdash g\nh\\\r\nP1: so\\par",
        [("INT", "a\nthe\tc\u00a0d\u00ade\u2011f—gh"), ("P1", "so")],
        {},
    ),
    "changes": (
        r"INT: We {\deleted\revauthdel1 never }{\revised\revauth1 always }met\par P1: so\par",
        [("INT", "We always met"), ("P1", "so")],
        {"tracked deletion": 1},
    ),
    "moved": (
        r"INT: We{\mvf\mvauth1  Miller} met\par P1: so{\mvt\mvauth1  moved}\par",
        [("INT", "We met"), ("P1", "so moved")],
        {"tracked deletion": 1},
    ),
    "parts": (
        r"{\header\pard Miller\par}{\footer\pard Miller\par}INT: Why{\super\chftn}"
        r"{\footnote\pard{\super\chftn} A note\par}?{\*\atnid M}{\*\atnauthor Miller}\chatn"
        r"{\*\annotation{\*\atnref 1}\pard Miller\par}\par{\listtext\'b7\tab}P1: Because"
        r"{\v Miller}{\field{\*\fldinst HYPERLINK x}{\fldrslt  so}}\par",
        [("INT", "Why?"), ("P1", "Because so"), (None, "A note")],
        {"header": 1, "footer": 1, "comment": 1, "hidden text": 1},
    ),
    "text box": (
        r"INT: a{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv Miller}}{\shptxt\pard Miller\par}}"
        r"{\shprslt{\*\do{\dptxbxtext\pard Miller\par}}}}\par P1: so\par",
        [("INT", "a"), ("P1", "so")],
        {"text box": 1},
    ),
    "nested tables": (
        r"\trowd\cellx1\cellx2\pard\intbl Anna\cell One\par\pard\intbl\itap2 a\nestcell b\nestcell"
        r"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}\pard\intbl two\cell"
        r"\row\pard\intbl Ben\cell Yes\cell\row\pard\intbl Anna\cell So\cell\row\pard End\par",
        [("Anna", "One\na\nb\ntwo"), ("Ben", "Yes"), ("Anna", "So"), (None, "End")],
        {},
    ),
    "macOS": (
        "\\cocoartf2639\n\\pard\\tx566\\pardirnatural\\partightenfactor0\n\n"
        "\\f0\\b\\fs24 \\cf0 Anna:\n"
        "\\f0\\b0  It\\uc0\\u8217 s me\\\nand more\\\n\\\n\n\\b Ben:\\b0  Yes\\\nAnna: So",
        [("Anna", "It’s me\nand more"), ("Ben", "Yes"), ("Anna", "So")],
        {},
    ),
}


def rtf(folder: Path, body: str) -> Reading:
    path = folder / "a.rtf"
    path.write_bytes(rf"{{\rtf1\ansi\ansicpg1252{FONTS}{body}}}".encode("ascii"))
    return read_transcript(path, transcript="t1")


@pytest.mark.parametrize(("body", "expected", "not_read"), RTF.values(), ids=RTF)
def test_rtf(tmp_path: Path, body: str, expected: list, not_read: dict[str, int]) -> None:
    reading = rtf(tmp_path, body)
    assert turns(reading) == expected
    assert reading.not_read == not_read


def test_deleted_paragraph_marks_join(tmp_path: Path) -> None:
    expected = [("P1", "Yes and no"), ("INT", "so")]
    region = change(1, "deletion", p("") * 2)
    body = p(f"P1: Yes{mark(1)} and no") + p("INT: so")
    changes = f"<text:tracked-changes>{region}</text:tracked-changes>"
    assert turns(odt(tmp_path, changes + body)) == expected
    assert turns(rtf(tmp_path, r"P1: Yes{\deleted\par} and no\par INT: so\par")) == expected
