"""The tables of codes that are published together: one is not to give another one away."""

import csv

import pytest

from quotetrail.disclosure.codes import published_codes
from quotetrail.text import Transcript, Turn, dump_transcripts

SITES = {"g1": "Ulm", "g2": "Ulm", "g3": "Kampala"}
SPEAKERS = {"g1": ["P1", "P2", "P3", "P4"], "g2": ["P5", "P6"], "g3": ["P7", "P8", "P9"]}
# Who spoke of what: (code, group, speaker).
SAID = [
    *(("Trust", "g1", speaker) for speaker in SPEAKERS["g1"]),
    *(("Trust", "g3", speaker) for speaker in SPEAKERS["g3"]),
    ("Fare", "g2", "P5"),
]


@pytest.fixture
def folder(tmp_path):
    def write(name: str, columns: str, rows: list[list[str]]) -> None:
        path = tmp_path / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns.split(), *rows])

    texts = []
    for group, speakers in SPEAKERS.items():
        turns = tuple(Turn(5 * n, 5 * n + 4, one) for n, one in enumerate(speakers))
        texts.append(Transcript(group, "en", "\n".join(["said"] * len(speakers)), turns))
    dump_transcripts(texts, tmp_path / "texts.jsonl")
    columns = (
        "coding code path transcript start end text speaker coder weight memo created placement "
        "source record"
    )
    rows = []
    for number, (code, group, speaker) in enumerate(SAID):
        start = 5 * SPEAKERS[group].index(speaker)
        where = [group, str(start), str(start + 4), "said", speaker]
        rows.append([f"c{number}", code, code, *where, "C1", "", "", "", "exact", "p", "yes"])
    write("coding/codings", columns, rows)
    codebook = [[name, name, name, "", "", "", "1"] for name in ("Trust", "Fare", "Goats")]
    write("coding/codebook", "code name path parent description colour codings", codebook)
    write("coding/history", "round on by change code to coder why codings", [])
    places = [[group, group, site, "", "en", ""] for group, site in SITES.items()]
    write("transcripts", "transcript group site country language original", places)
    people = [
        [one, "", group, "participant", "yes", "yes", "yes", "no"]
        for group, ones in SPEAKERS.items()
        for one in ones
    ]
    write(
        "participants",
        "participant transcript group part quote original_language deposit withdrawn",
        people,
    )
    write("groups", "group site country moderators observers minutes guide asked", [])
    return tmp_path


def tables(folder, k):
    texts = [str(folder / "texts.jsonl")]
    return published_codes(folder, texts, {"site": ["Ulm", "Kampala"]}, k)


def cell(table, path, column, **where):
    rows = table[table["path"] == path]
    for key, value in where.items():
        rows = rows[rows[key] == value]
    assert len(rows) == 1
    return str(rows.iloc[0][column])


def test_codes_and_each_crossing_are_counted(folder):
    found = tables(folder, 1)
    assert list(found) == ["codes", "code_by_site"]
    for table in found.values():
        assert table.columns[-1] == "code_system"
        assert table["code_system"].str.fullmatch(r"as coded \([0-9a-f]{8}\)").all()
    assert cell(found["codes"], "Trust", "raised_in_with_subcodes") == "2"
    assert cell(found["codes"], "Trust", "speakers_with_subcodes") == "7"
    assert cell(found["codes"], "Goats", "segments_with_subcodes") == "0"
    by_site = found["code_by_site"]
    assert list(dict.fromkeys(by_site["site"])) == ["Ulm", "Kampala"]
    assert cell(by_site, "Trust", "raised_in_with_subcodes", site="Ulm") == "1"
    assert cell(by_site, "Trust", "groups", site="Ulm") == "2"
    assert cell(by_site, "Fare", "segments_with_subcodes", site="Kampala") == "0"


def test_few_speakers_are_withheld_and_cannot_be_subtracted_from_the_total(folder):
    found = tables(folder, 4)
    assert cell(found["codes"], "Fare", "speakers_with_subcodes") == "<4"
    by_site = found["code_by_site"]
    ulm, kampala = (
        cell(by_site, "Trust", "speakers_with_subcodes", site=site) for site in ("Ulm", "Kampala")
    )
    assert not kampala.isdecimal()
    known = [ulm, cell(found["codes"], "Trust", "speakers_with_subcodes")]
    assert sum(number.isdecimal() for number in known) < 2
