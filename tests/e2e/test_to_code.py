"""The project to be coded: valid by the standard's schema, and read back the same."""

import csv
import zipfile

from lxml import etree

from quotetrail.coding.formats import read_project
from quotetrail.text import load_transcripts
from quotetrail.transcripts import find_turns


def test_what_is_to_be_coded_is_valid_and_reads_back(demo, real_data):
    schemas = real_data / "refi-qda" / "standard"
    project_schema = etree.XMLSchema(file=str(schemas / "Project.xsd"))
    codebook_schema = etree.XMLSchema(file=str(schemas / "Codebook.xsd"))
    for study in ("psw", "mhw"):
        folder = demo / "results" / "controlled" / study
        with zipfile.ZipFile(folder / "to_code" / f"{study}.qdpx") as archive:
            project_schema.assertValid(etree.fromstring(archive.read("project.qde")))
        codebook_schema.assertValid(etree.parse(str(folder / "to_code" / f"{study}.qdc")))
        project = read_project(folder / "to_code" / f"{study}.qdpx")
        texts = {t.transcript: t for t in load_transcripts(*(folder / "transcripts").iterdir())}
        readings = {}
        for source in project.sources:
            labels = texts[source.name].speakers()
            readings[source.source] = find_turns(source.text, transcript=source.name, labels=labels)
            assert readings[source.source].transcript.text == texts[source.name].text
        with open(folder / "coding" / "codings.csv", encoding="utf-8", newline="") as stream:
            expected = sorted(
                (row["transcript"], int(row["start"]), int(row["end"]), row["coder"], row["code"])
                for row in csv.DictReader(stream)
            )
        names = {code.code: code.name for code in project.codes}
        found = []
        for coding in project.codings:
            if coding.coder != "Quotetrail":
                reading = readings[coding.source]
                span = reading.offsets.forward(coding.start, coding.end)
                place = (reading.transcript.transcript, span.start, span.end)
                found.append((*place, coding.coder, names[coding.code]))
        assert sorted(found) == expected
