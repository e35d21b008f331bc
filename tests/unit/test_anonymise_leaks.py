import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib

import docx
import pytest
import xlsxwriter
from pypdf import PdfWriter

from quotetrail.anonymise.decide import Decided, Rule, Settled
from quotetrail.anonymise.leaks import (
    Kept,
    kept_spans,
    replaced_identifiers,
    report,
    require_no_leaks,
    scan,
    searched,
    vocabulary,
)
from quotetrail.anonymise.names import Known
from quotetrail.errors import LeakError
from quotetrail.text import OffsetMap, Transcript, Turn

NAME = "Miriam Levi"
KNOWN = [
    Known(NAME, "person", "P01", "[P01]", False, "participants sheet"),
    Known("Miriam", "person", "P01", "[P01]", False, "participants sheet"),
    Known("מרים", "person", "P05", "[P05]", False, "participants sheet"),
    Known("Kampala", "place", "", "[place]", False, "identifiers sheet"),
]


def png(chunk: bytes, data: bytes) -> bytes:
    def made(kind, content):
        return (
            struct.pack(">I4s", len(content), kind)
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [
        made(b"IHDR", head),
        made(chunk, data),
        made(b"IDAT", zlib.compress(b"\0\0")),
        made(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pdf(said: str = "", **metadata: str) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    stream = f"BT /F1 12 Tf 20 200 Td ({said}) Tj ET".encode()
    objects[3] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    body += table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        body.index(b"xref") if False else len(body)
    )
    if not metadata:
        return body
    writer = PdfWriter(io.BytesIO(body))
    writer.add_metadata({f"/{key}": value for key, value in metadata.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(said="Nothing.", *, runs=(), header="", comment="", author="team") -> bytes:
    document = docx.Document()
    document.core_properties.author = author
    paragraph = document.add_paragraph(said)
    for run in runs:
        paragraph.add_run(run).bold = True
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if comment:
        document.add_comment(paragraph.runs[0], text=comment, author="team", initials="t")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(cell: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(3, 2, cell)
    book.close()
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def uri(media: str, data: bytes) -> bytes:
    return b'<p><img src="data:%s;base64,%s"></p>' % (media.encode(), base64.b64encode(data))


def with_name(name: str) -> dict[str, bytes]:
    """One file of each kind that holds a name."""
    letters = "".join(f"\\u{ord(char):04x}" for char in name)
    entities = "".join(f"&#{ord(char)};" for char in name)
    first, rest = name[:3], name[3:]
    return {
        "a.txt": f"line one\nasked {name.upper()}'s friend".encode(),
        "a16.txt": f"asked {name}".encode("utf-16"),
        "a.csv": f'id,text\n1,"said {name}"\n'.encode(),
        "a.md": f"see {entities}".encode(),
        "a.json": json.dumps({"x": f"said {name}"}).encode(),
        "b.json": f'{{"x": "{letters}"}}'.encode(),
        "a.jsonl": f'{{"t": "x"}}\n{{"t": "{name.replace(" ", chr(92) + "n")}"}}'.encode(),
        "a.html": f"<p>one</p><p>{first}<b>{rest}</b></p>".encode(),
        "b.html": f"<p>\n{entities}</p>".encode(),
        "c.html": f'<img alt="{name}">'.encode(),
        "d.html": f"<!-- {name} --><p>x</p>".encode(),
        "e.html": f'<script>var x = "{letters}"</script>'.encode(),
        "f.html": f'<script type="application/json">{{"x":"{letters}"}}</script>'.encode(),
        "g.html": b'<a href="mailto:'
        + "".join(f"%{b:02x}" for b in name.encode()).encode()
        + b'">x</a>',
        "h.html": uri("image/png", png(b"tEXt", f"Author\0{name}".encode("latin-1", "replace"))),
        "i.html": uri("image/svg+xml", f"<svg><text>{name}</text></svg>".encode()),
        "a.svg": f"<svg><text>{first}<tspan>{rest}</tspan></text></svg>".encode(),
        "b.svg": f"<svg><metadata>{name}</metadata></svg>".encode(),
        "a.docx": word(f"I met {name} there."),
        "b.docx": word(header=f"Transcript of {name}"),
        "c.docx": word(comment=f"ask {name}"),
        "d.docx": word(author=name),
        "e.docx": word("I met ", runs=(first, rest)),
        "a.xlsx": workbook(f"said {name}"),
        "a.odt": zipped(
            content__xml=f"<text:p>{first}<text:span>{rest}</text:span></text:p>".encode()
        ),
        "a.qdpx": zipped(project__qde=f'<Project><User name="{name}"/></Project>'.encode()),
        "b.qdpx": zipped(inside__docx=word(f"I met {name} there.")),
        "c.zip": zipped(**{f"interview {name}__txt": b"x"}),
        "a.png": png(b"tEXt", f"Author\0{name}".encode()),
        "b.png": png(b"zTXt", b"Comment\0\0" + zlib.compress(name.encode())),
        "c.png": png(b"iTXt", b"Comment\0\1\0en\0\0" + zlib.compress(name.encode())),
        "a.pdf": pdf(f"I met {name}") if name.isascii() else pdf(Title=name),
        "b.pdf": pdf("x", Author=name),
        "a.bin": b"\0\1\2" + f"made by {name} in".encode() + b"\0\xff",
    }


def write(folder, files: dict[str, bytes]) -> list[str]:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(files)


@pytest.mark.parametrize("name", [NAME, "מרים"])
def test_a_name_is_found_wherever_it_hides(tmp_path, name):
    files = with_name(name)
    if not name.isascii():
        del files["h.html"]
    scanned = scan(tmp_path, write(tmp_path, files), KNOWN)
    assert {leak.file for leak in scanned.leaks} == set(files)
    told = json.dumps(report(scanned), ensure_ascii=False).lower()
    assert "miriam" not in told
    assert "מרים" not in told
    assert all(leak.kind.startswith("person P0") for leak in scanned.leaks)


def test_what_holds_no_name_passes(tmp_path):
    scanned = scan(tmp_path, write(tmp_path, with_name("Nobody Here")), KNOWN)
    assert scanned.leaks == ()
    assert scanned.files == 34
    require_no_leaks(scanned)


def test_places_are_lines_members_and_pages(tmp_path):
    scanned = scan(tmp_path, write(tmp_path, with_name(NAME)), KNOWN)
    places = {(leak.file, leak.place) for leak in scanned.leaks}
    assert {
        ("a.txt", "line 2"),
        ("a.jsonl", "line 2"),
        ("b.html", "line 2"),
        ("a.pdf", "page 1"),
        ("d.docx", "docProps/core.xml, line 2"),
        ("b.qdpx", "inside.docx, word/document.xml, line 2"),
        ("b.png", "chunk zTXt"),
    } <= places


@pytest.mark.parametrize("path", ["Miriam.txt", "x/miriam_levi-2.txt", "sessionMiriam3.csv"])
def test_a_file_name_is_found_and_not_told(tmp_path, path):
    scanned = scan(tmp_path, write(tmp_path, {path: b"clean"}), KNOWN)
    with pytest.raises(LeakError) as error:
        require_no_leaks(scanned)
    assert "its name, file 1 in order" in str(error.value)
    assert "miriam" not in str(error.value).lower()


def test_unreadable_files_do_not_pass(tmp_path):
    files = {
        "a.docx": word()[:900],
        "b.pdf": b"%PDF-1.4 nothing",
        "c.png": png(b"tEXt", b"a\0b")[:45],
    }
    assert {leak.file for leak in scan(tmp_path, write(tmp_path, files), KNOWN).leaks} == set(files)


def test_other_identifiers_are_searched_in_text_of_transcripts_only(tmp_path):
    files = write(
        tmp_path, {"t.jsonl": b'{"text": "in Kampala"}', "groups.csv": b"site\nKampala\n"}
    )
    leaks = scan(tmp_path, files, KNOWN, transcript_files=["t.jsonl"]).leaks
    assert [(leak.file, leak.kind) for leak in leaks] == [("t.jsonl", "place (identifiers sheet)")]
    address = Settled(3, 10, "email", "", "patterns", "replace", "[email]")
    names = replaced_identifiers([address], "at a@b.org")
    write(tmp_path, {"t.jsonl": b'{"text": "at A@B.org"}'})
    assert len(scan(tmp_path, files, names, transcript_files=["t.jsonl"]).leaks) == 1


def test_published_values_and_authors_are_passed_over_and_counted(tmp_path):
    known = [*KNOWN, Known("Florence", "person", "P09", "[P09]", False, "participants sheet")]
    files = write(
        tmp_path,
        {"r.html": b"<p>Florence: by Miriam Levi</p><p>Miriam</p>", "t.jsonl": b"Florence"},
    )
    scanned = scan(
        tmp_path, files, known, transcript_files=["t.jsonl"], allowed_values=["Florence", NAME]
    )
    assert {(leak.file, leak.kind[:10]) for leak in scanned.leaks} == {
        ("r.html", "person P01"),
        ("t.jsonl", "person P09"),
    }
    assert report(scanned)["passed_over"]["allowed values"] > 0


def test_names_that_are_words_of_the_templates_are_searched_in_transcripts_only(tmp_path):
    known = [Known("May", "person", "P03", "[P03]", False, "participants sheet")]
    files = write(tmp_path, {"r.html": b"<p>This may be</p>", "t.jsonl": b'{"text": "May said"}'})
    words = vocabulary(["These numbers may change"])
    scanned = scan(tmp_path, files, known, transcript_files=["t.jsonl"], words=words)
    assert [leak.file for leak in scanned.leaks] == ["t.jsonl"]
    assert report(scanned)["searched_in_transcripts_only"] == ["P03"]


def test_vendored_files_are_passed_over_also_inside_others(tmp_path):
    theme = b"<x>Miriam</x>"
    files = write(tmp_path, {"a.js": theme, "b.docx": zipped(theme__xml=theme)})
    digest = hashlib.sha256(theme).hexdigest()
    assert len(scan(tmp_path, files, KNOWN).leaks) == 2
    assert scan(tmp_path, files, KNOWN, vendored=[digest]).leaks == ()


def test_kept_spans_are_known_by_their_context(tmp_path):
    text = "I gave her a rose from the garden"
    source = Transcript("t1", "en", text, (Turn(0, len(text), "P1"),))
    settled = [Settled(13, 17, "person", "", "speaker label", "keep", "")]
    kept = kept_spans(source, OffsetMap.identity(len(text)), settled)
    assert kept == [Kept("rose", "i gave her a", "from the garde")]
    known = [Known("Rose", "person", "P02", "[P02]", False, "participants sheet")]
    files = write(
        tmp_path,
        {
            "t.jsonl": json.dumps({"text": text}).encode(),
            "quote.html": "<p>“her a <b>rose</b> from the gar…”</p>".encode(),
            "memo.csv": b"memo\nRose was angry\n",
            "code.csv": b"code\nRose\n",
        },
    )
    scanned = scan(tmp_path, files, known, transcript_files=["t.jsonl"], kept=kept)
    assert [leak.file for leak in scanned.leaks] == ["code.csv", "memo.csv"]


def test_a_name_that_is_kept_everywhere_is_not_searched():
    rules = (
        Rule("miriam", False, "", 0, "person", "keep", ""),
        Rule("kampala", False, "t1", 0, "place", "keep", ""),
    )
    names = searched(KNOWN, Decided("decided", "replace", rules))
    assert [name.text for name in names] == [NAME, "מרים", "Kampala"]


def test_a_name_that_is_kept_in_small_letters_is_searched_with_a_capital(tmp_path):
    rules = (Rule("rose", True, "", 0, "person", "keep", ""),)
    known = [Known("Rose", "person", "P04", "[P04]", False, "participants sheet")]
    names = searched(known, Decided("decided", "replace", rules))
    files = write(tmp_path, {"a.csv": b"a rose\n", "b.csv": b"said Rose\n", "c.csv": b"ROSE\n"})
    assert [leak.file for leak in scan(tmp_path, files, names).leaks] == ["b.csv", "c.csv"]


def test_our_own_marks_are_no_leaks(tmp_path):
    known = [Known("Job", "person", "P04", "[P04]", False, "participants sheet")]
    files = write(tmp_path, {"t.jsonl": b"my [job] was", "u.jsonl": b"and Job said"})
    assert [leak.file for leak in scan(tmp_path, files, known).leaks] == ["u.jsonl"]
