"""What REFI-QDA files of different programs may look like."""

import zipfile

import pytest

from quotetrail.coding import locate, paths, read_project, texts_as_transcripts

CODE, OTHER = "aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002"
USER, CHIEF = "bbbbbbbb-0000-0000-0000-000000000001", "bbbbbbbb-0000-0000-0000-000000000002"
CODEBOOK = (
    f'<CodeBook><Codes><Code guid="{CODE}" name="Trust" isCodable="true" color="#FF0000"/>'
    f'<Code guid="{OTHER}" name="Group" isCodable="false"/></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{USER}" name="Ada"/><User guid="{CHIEF}" name="Bo"/></Users>'


def selection(start, end, inside="", **more):
    inside = inside or f'<Coding guid="c-{start}"><CodeRef targetGUID="{CODE}"/></Coding>'
    written = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<PlainTextSelection guid="s-{start}" startPosition="{start}" endPosition="{end}"'
        f"{written}>{inside}</PlainTextSelection>"
    )


def project(inside, namespace="urn:QDA-XML:project:1.0"):
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<Project xmlns="{namespace}" name="p">{inside}</Project>'


def text_source(selections, path="internal://a.txt", **more):
    written = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<Sources><TextSource guid="d-1" name="One" plainTextPath="{path}"{written}>'
        f"{selections}</TextSource></Sources>"
    )


@pytest.fixture
def read(tmp_path):
    def reader(markup, files=None, inner="project.qde"):
        path = tmp_path / "p.qdpx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(inner, markup)
            for name, data in (files or {}).items():
                archive.writestr(name, data)
        return read_project(path, shown_as="p")

    return reader


@pytest.mark.parametrize("inner", ["project.qde", "Project.QDE", "My study.qde"])
@pytest.mark.parametrize("folder", ["sources/", "Sources/", ""])
@pytest.mark.parametrize(
    "scheme", ["internal://", "INTERNAL://", "relative://", "relative:///", ""]
)
def test_texts_are_found_however_they_are_named(read, inner, folder, scheme):
    markup = project(CODEBOOK + text_source(selection(0, 3), f"{scheme}a.txt"))
    found = read(markup, {f"{folder}a.txt": "I do."}, inner)
    assert found.sources[0].text == "I do."
    assert found.codings[0].end == 3


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("absolute:///home/x/a.txt", "its text lies outside the project file"),
        ("absolute://a.txt", "its text lies outside the project file"),
        ("file:///a.txt", "its text lies outside the project file"),
        ("/etc/passwd", "its text lies outside the project file"),
        ("C:\\texts\\a.txt", "its text lies outside the project file"),
        ("internal://../a.txt", "its text lies outside the project file"),
        ("internal://%2e%2e/a.txt", "its text lies outside the project file"),
        ("relative://other.txt", "its text lies outside the project file"),
        ("internal://b.txt", "the project file does not hold its text"),
        ("", "the project file holds no plain text of it"),
    ],
)
def test_no_path_leads_out_of_the_archive(read, path, problem):
    found = read(project(CODEBOOK + text_source(selection(0, 3), path)), {"sources/a.txt": "I do."})
    assert (found.sources[0].text, found.sources[0].problem) == (None, problem)
    assert len(found.codings) == 1
    assert locate([found], [])[0].placement == "unplaced"


def test_carriage_returns_count_and_the_byte_order_mark_does_not(read):
    data = b"\xef\xbb\xbfA: one\r\nB: two words\r\n"
    found = read(project(CODEBOOK + text_source(selection(11, 14))), {"sources/a.txt": data})
    assert found.sources[0].text == "A: one\r\nB: two words\r\n"
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([found])]
    (located,) = locate([found], transcripts)
    assert transcripts[0].text[located.start : located.end] == "two"


def test_guids_in_braces_and_capitals_are_the_same(read):
    coding = f'<Coding guid="x" creatingUser="{{{USER.upper()}}}">'
    coding += f'<CodeRef targetGUID="{{{CODE.upper()}}}"/></Coding>'
    markup = project(USERS + CODEBOOK + text_source(selection(0, 1, coding)))
    (found,) = read(markup, {"sources/a.txt": "x"}).codings
    assert (found.code, found.coder) == (CODE, "Ada")


def test_coder_and_date_are_the_codings_or_else_the_selections(read):
    codings = (
        f'<Coding guid="x" creatingUser="{USER}" creationDateTime="2020-01-02T03:04:05Z">'
        f'<CodeRef targetGUID="{CODE}"/></Coding>'
        f'<Coding guid="y"><CodeRef targetGUID="{OTHER}"/></Coding>'
    )
    more = {"creatingUser": CHIEF, "creationDateTime": "2019-01-01T00:00:00Z"}
    markup = project(USERS + CODEBOOK + text_source(selection(0, 1, codings, **more)))
    found = read(markup, {"sources/a.txt": "x"})
    assert [(c.coder, c.created[:4]) for c in found.codings] == [("Ada", "2020"), ("Bo", "2019")]
    assert found.coders == ("Ada", "Bo")


def test_memos_are_descriptions_and_notes_of_coding_and_selection(read):
    inside = (
        "<Description>of the selection</Description>"
        f'<Coding guid="x"><CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="N-1"/></Coding>'
        '<NoteRef targetGUID="{n-2}"/>'
    )
    notes = (
        '<Notes><Note guid="n-1"><PlainTextContent>of the coding</PlainTextContent></Note>'
        '<Note guid="n-2" plainTextPath="internal://n.txt"/></Notes>'
    )
    markup = project(CODEBOOK + text_source(selection(0, 1, inside)) + notes)
    (found,) = read(markup, {"sources/a.txt": "x", "sources/n.txt": "from a file"}).codings
    assert found.memo == "of the coding\n\nof the selection\n\nfrom a file"


def test_codings_without_a_known_code_are_counted(read):
    codings = '<Coding guid="x"/><Coding guid="y"><CodeRef targetGUID="gone"/></Coding>'
    found = read(
        project(CODEBOOK + text_source(selection(0, 1, codings))), {"sources/a.txt": "A: word"}
    )
    assert [coding.code for coding in found.codings] == ["", ""]
    assert "2 codings name no code of the code book" in found.warnings
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([found])]
    reasons = {each.reason for each in locate([found], transcripts)}
    assert reasons == {"it names no code of the code book"}


def test_representation_of_a_pdf_is_its_text(read):
    coding = f'<Coding guid="x"><CodeRef targetGUID="{CODE}"/></Coding>'
    inside = (
        '<Sources><PDFSource guid="d-1" name="One.pdf">'
        f'<PDFSelection guid="q"><Representation guid="r1"><PlainTextContent>spoken'
        f"</PlainTextContent></Representation>{coding}</PDFSelection>"
        f'<Representation guid="r" plainTextPath="internal://a.txt">{selection(3, 9)}'
        "</Representation></PDFSource></Sources>"
    )
    found = read(project(CODEBOOK + inside), {"sources/a.txt": "A: spoken words"})
    assert [(c.kind, c.start, c.end) for c in found.codings] == [
        ("pdf", None, None),
        ("text", 3, 9),
    ]
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([found])]
    located = locate([found], transcripts)
    assert [each.reason or each.placement for each in located] == ["selection on a pdf", "exact"]


def test_transcript_of_an_audio_is_a_text_whose_selections_go_from_sync_point_to_sync_point(read):
    coding = f'<Coding guid="x"><CodeRef targetGUID="{CODE}"/></Coding>'
    inside = (
        '<Sources><AudioSource guid="d-1" name="One.mp3"><Transcript guid="t">'
        "<PlainTextContent>A: spoken words</PlainTextContent>"
        '<SyncPoint guid="p1" position="3"/><SyncPoint guid="p2" position="9"/>'
        f'<TranscriptSelection guid="s" fromSyncPoint="P1" toSyncPoint="{{p2}}">{coding}'
        "</TranscriptSelection></Transcript></AudioSource></Sources>"
    )
    found = read(project(CODEBOOK + inside))
    assert [source.kind for source in found.sources] == ["audio", "text"]
    (only,) = found.codings
    assert (only.source, only.kind, only.start, only.end) == ("t", "text", 3, 9)


def test_codings_of_a_document_and_of_a_note_are_kept(read):
    coding = f'<Coding guid="x"><CodeRef targetGUID="{CODE}"/></Coding>'
    notes = f'<Notes><Note guid="n"><PlainTextContent>m</PlainTextContent>{coding}</Note></Notes>'
    found = read(project(CODEBOOK + text_source(coding) + notes), {"sources/a.txt": "A: word"})
    assert [each.reason for each in locate([found], [])] == [
        "its text is none of the study's transcripts",
        "selection on a note",
    ]


@pytest.mark.parametrize(("start", "end"), [(5, 2), (0, 99), (-3, 2), (2, 2)])
def test_impossible_positions_are_kept_and_unplaced(read, start, end):
    found = read(
        project(CODEBOOK + text_source(selection(start, end))), {"sources/a.txt": "A: words"}
    )
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([found])]
    (located,) = locate([found], transcripts)
    assert (located.coding.start, located.coding.end) == (start, end)
    assert located.placement == "unplaced"
    assert located.reason


def test_code_book_alone_in_another_namespace(tmp_path):
    path = tmp_path / "codes.qdc"
    path.write_text(
        '\n<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes>'
        '<Code guid="{ABCDEF00-0000-0000-0000-000000000000}" name="Top"><Code guid="b" name="In"/>'
        '</Code><Code guid="c" name="In"/></Codes></CodeBook>'
    )
    found = read_project(path)
    assert list(paths(found.codes).values()) == [("Top",), ("Top", "In"), ("In",)]
    assert found.codes[0].code == "abcdef00-0000-0000-0000-000000000000"
    assert all(code.codable for code in found.codes)


def test_ids_without_guids_depend_on_content_and_are_unique(read):
    inside = f'<Coding><CodeRef targetGUID="{CODE}"/></Coding>' * 2
    markup = project(CODEBOOK + text_source(selection(0, 1, inside)))
    once, again = (read(markup, {"sources/a.txt": "word"}) for _ in range(2))
    ids = [coding.coding for coding in once.codings]
    assert len(set(ids)) == 2
    assert ids == [coding.coding for coding in again.codings]


def test_the_same_guids_twice_get_different_ids(read):
    inside = f'<Coding guid="x"><CodeRef targetGUID="{CODE}"/></Coding>' * 2
    found = read(
        project(CODEBOOK + text_source(selection(0, 1, inside))), {"sources/a.txt": "word"}
    )
    first, second = (coding.coding for coding in found.codings)
    assert second == f"{first}-2"


def test_text_that_is_not_utf8_is_said(read):
    found = read(project(CODEBOOK + text_source("")), {"sources/a.txt": b"caf\xe9"})
    assert found.sources[0].problem == "its text is not UTF-8"
