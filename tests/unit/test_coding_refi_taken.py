"""Selections are taken out of a project's tree while it is read, and none of them is lost."""

import itertools
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from quotetrail.coding import read_project
from quotetrail.coding.refi_taken import read_tree

DEMO = Path(__file__).resolve().parents[2] / "resources/psw/coding/psw.qdpx"
NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = f"""<Project xmlns="{NAMESPACE}">
<Users><User guid="u1" name="Nakato"/></Users>
<CodeBook><Codes><Code guid="k1" name="Trust"/><Code guid="k2" name="Doubt"/></Codes></CodeBook>
<Sources><TextSource guid="t1" name="ULM"><PlainTextContent>one two three</PlainTextContent>
{{}}
</TextSource></Sources></Project>"""
SELECTION = """<PlainTextSelection guid="s1" startPosition="4" endPosition="7" creatingUser="u1">
{}</PlainTextSelection>"""
CODING = '<Coding guid="{}"><CodeRef targetGUID="k1"/>{}</Coding>'


def codings(tmp_path, selection):
    path = tmp_path / "p.qde"
    path.write_text(PROJECT.format(selection), encoding="utf-8")
    return [
        (each.code, each.source, each.start, each.end, each.coder, each.memo)
        for each in read_project(path).codings
    ]


@given(cuts=st.lists(st.integers(0, 2000), max_size=60))
def test_a_project_is_the_same_in_pieces_of_any_size(cuts):
    data = PROJECT.format(SELECTION.format(CODING.format("c1", "") * 3)).encode()
    places = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(places)]
    whole, parts = read_tree([b" \n" + data], ""), read_tree([b" ", b"\n", *pieces], "")
    assert etree.tostring(whole.root) == etree.tostring(parts.root)
    assert list(whole.selections.values()) == list(parts.selections.values())


def test_of_the_selections_nothing_is_left_in_the_tree():
    with zipfile.ZipFile(DEMO) as archive:
        data = archive.read("project.qde")
    tree, whole = read_tree([data], ""), etree.fromstring(data)
    taken = [each for several in tree.selections.values() for each in several]
    every = list(whole.iter("{*}PlainTextSelection"))
    assert len(taken) == len(every) > 100
    assert sum(len(each.given) for each in taken) == len(list(whole.iter("{*}CodeRef")))
    assert [each.guid for each in taken] == [each.get("guid") for each in every]
    assert not tree.left
    assert not list(tree.root.iter("{*}PlainTextSelection", "{*}Coding"))


@pytest.mark.parametrize(
    "inside",
    [
        CODING.format("c1", ""),
        CODING.format("c1", "<Unknown/>"),
        CODING.format("c1", "<Description><b>bold</b></Description>"),
        CODING.format("c1", "") + "<Unknown><Known/></Unknown>",
        CODING.format("c1", "") + '<NoteRef targetGUID="n1"><Note/></NoteRef>',
    ],
)
def test_what_no_record_can_hold_changes_nothing(tmp_path, inside):
    assert codings(tmp_path, SELECTION.format(inside)) == [("k1", "t1", 4, 7, "Nakato", "")]


def test_codings_that_stand_inside_of_others_are_found_too(tmp_path):
    found = codings(tmp_path, SELECTION.format(CODING.format("c1", CODING.format("c2", ""))))
    assert found == [("k1", "t1", 4, 7, "Nakato", "")] * 2


def test_a_selection_inside_of_another_has_its_own_place(tmp_path):
    inner = SELECTION.format(CODING.format("c2", "")).replace('"4"', '"8"').replace('"7"', '"13"')
    outer = SELECTION.format(CODING.format("c1", "") + inner.replace("s1", "s2"))
    found = codings(tmp_path, outer)
    assert ("k1", "t1", 4, 7, "Nakato", "") in found
    assert len(found) == 2


PEAK = """
import re, sys
from pathlib import Path
from lxml import etree
from quotetrail.coding.refi_taken import read_tree

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

head, selection, tail = sys.argv[2:]
pieces = (part.encode() for part in [head, *[selection] * 60_000, tail])
before = peak()
kept = read_tree(pieces, "") if sys.argv[1] == "taken" else etree.fromstring(b"".join(pieces))
print(peak() - before)
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="only Linux tells how much memory a process has had",
)
def test_memory_is_that_of_the_records_and_not_of_the_tree():
    head, tail = PROJECT.split("{}")
    selection = SELECTION.format(CODING.format("c1", ""))
    peaks = {}
    for how in ("taken", "whole"):
        command = [sys.executable, "-c", PEAK, how, head, selection, tail]
        peaks[how] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert peaks["taken"] < peaks["whole"] / 2
