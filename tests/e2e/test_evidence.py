"""The evidence page in a browser: a number leads to exactly the codings behind it."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here (Debian and Ubuntu: the package chromium)"
)
CONTRASTS = {"psw": "income_group", "mhw": "income_level"}
PAGE = Path("results/controlled/evidence/index.html")

# Ends every probe: what it found is left in the page, which the browser then prints.
REPORT = """
function shown(study) {
  return [...document.querySelectorAll(`#${study} article`)]
    .filter((article) => article.checkVisibility())
    .map((article) => article.id.slice(study.length + 1));
}
function visible(what) {
  return [...document.querySelectorAll(what)].filter((one) => one.checkVisibility()).length;
}
function turn(hash) {
  location.hash = hash;
  return new Promise((done) => setTimeout(done, 100));
}
async function report(probe) {
  const found = await probe();
  const node = document.createElement("pre");
  node.id = "found";
  node.textContent = JSON.stringify(found);
  document.body.append(node);
}
"""
CELLS = """
report(async () => {
  const found = {};
  for (const study of ["psw", "mhw"]) {
    await turn(study);
    const heads = [...document.querySelectorAll(`#${study} thead th`)].slice(1);
    const lines = [...document.querySelectorAll(`#${study} tbody tr`)];
    found[study] = {
      heads: heads.map((head) => head.textContent),
      studies: visible(".study"),
      cells: lines.map((line) => [...line.cells].slice(1).map((cell) => {
        const link = cell.querySelector("a");
        if (link) link.click();
        const number = document.querySelector(`#${study} .number`).textContent;
        return { text: cell.textContent, shown: link ? shown(study) : [], number };
      })),
    };
  }
  return found;
});
"""
SEARCH = """
report(async () => {
  const study = document.getElementById("psw");
  const box = study.querySelector(".search");
  const look = (words) => {
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return shown("psw");
  };
  const cell = study.querySelector("tbody a");
  const all = shown("psw");
  const one = look(WORDS.toUpperCase());
  const none = look("no such words were ever said");
  cell.click();
  const behind = shown("psw");
  const narrowed = look(WORDS);
  study.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  return { all, one, none, behind, narrowed, again: shown("psw") };
});
"""
LINKED = """
report(async () => {
  document.querySelector("#mhw tbody a").click();
  await turn(TARGET);
  return { shown: shown("mhw"), at: document.querySelector(":target").id };
});
"""
PLAIN = """
report(async () => {
  const found = {
    all: { psw: shown("psw"), mhw: shown("mhw") },
    tools: visible(".tools"),
    followed: [],
  };
  for (const link of document.querySelectorAll("tbody a.cell")) {
    link.click();
    await turn(link.hash);
    const target = document.querySelector("article:target");
    found.followed.push([link.hash, target && target.checkVisibility() ? "#" + target.id : ""]);
  }
  return found;
});
"""


def browse(page: str, probe: str, folder: Path) -> Any:
    """What a probe finds in a page that the browser shows."""
    copy = folder / "page.html"
    copy.write_text(page.replace("</body>", f"<script>{REPORT}{probe}</script></body>"), "utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    command += ["--no-first-run", "--disable-background-networking", "--disable-sync"]
    command += ["--disable-component-update", "--disable-dev-shm-usage", "--window-size=1300,900"]
    command += [f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=120000"]
    done = subprocess.run(
        [*command, "--dump-dom", copy.as_uri()], capture_output=True, check=True, timeout=90
    )
    found = html.fromstring(done.stdout.decode()).xpath("//pre[@id='found']")
    assert found, "the probe did not come to its end"
    return json.loads(found[0].text_content())


def rows_of(file: Path) -> list[dict[str, str]]:
    with open(file, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def counted(results: Path, study: str) -> list[dict[str, str]]:
    """The codings of record, each with the site and the contrast's group of its transcript."""
    folder = results / "controlled" / study
    places = {row["transcript"]: row for row in rows_of(folder / "transcripts.csv")}
    codings = rows_of(folder / "coding" / "codings.csv")
    return [places[row["transcript"]] | row for row in codings if row["record"] == "yes"]


def published(results: Path, study: str, path: str, head: str) -> str:
    """What the public tables say for a code in all groups, in a site or in a contrast's group."""
    tables = results / "public" / study / "tables"
    for column in ("", "site", CONTRASTS[study]):
        name = f"code_by_{column}" if column else "codes"
        for row in rows_of(tables / f"{name}.csv"):
            if row["path"] == path and row.get(column, "All") == head:
                return f"{row['raised_in_with_subcodes']}/{row['groups']}"
    raise AssertionError("no table counts this")


def test_each_cell_leads_to_exactly_the_codings_behind_it(demo, tmp_path):
    results = demo / "results"
    found = browse((demo / PAGE).read_text("utf-8"), CELLS, tmp_path)
    for study, contrast in CONTRASTS.items():
        codings = counted(results, study)
        paths = [
            row["path"] for row in rows_of(results / f"controlled/{study}/coding/codebook.csv")
        ]
        assert found[study]["studies"] == 1
        assert len(found[study]["cells"]) == len(paths)
        for path, cells in zip(paths, found[study]["cells"], strict=True):
            for head, cell in zip(found[study]["heads"], cells, strict=True):
                expected = {
                    row["coding"]
                    for row in codings
                    if (row["path"] == path or row["path"].startswith(path + " > "))
                    and head in ("All", row["site"], row[contrast])
                }
                assert sorted(cell["shown"]) == sorted(expected), (path, head)
                assert cell["text"] == published(results, study, path, head)
                if expected:
                    assert cell["number"] == str(len(expected))


def test_a_search_narrows_what_is_shown(demo, tmp_path):
    codings = counted(demo / "results", "psw")
    words = next(row["text"] for row in codings if re.fullmatch(r"[A-Za-z ,.]{30,}", row["text"]))
    probe = f"const WORDS = {json.dumps(words)};" + SEARCH
    found = browse((demo / PAGE).read_text("utf-8"), probe, tmp_path)
    holding = {row["coding"] for row in codings if words in row["text"]}
    assert len(found["all"]) == len(codings)
    assert holding <= set(found["one"])
    assert len(found["one"]) < len(codings)
    assert found["none"] == []
    assert set(found["narrowed"]) == set(found["behind"]) & set(found["one"])
    assert found["again"] == found["all"]


def test_a_link_to_a_coding_shows_it_whatever_was_chosen(demo, tmp_path):
    last = counted(demo / "results", "mhw")[-1]["coding"]
    probe = f"const TARGET = 'mhw-{last}';" + LINKED
    found = browse((demo / PAGE).read_text("utf-8"), probe, tmp_path)
    assert found["at"] == f"mhw-{last}"
    assert last in found["shown"]


def test_without_its_script_the_page_is_whole_and_cells_lead_to_a_coding(demo, tmp_path):
    page = re.sub(r"<script>.*?</script>", "", (demo / PAGE).read_text("utf-8"), flags=re.DOTALL)
    found = browse(page, PLAIN, tmp_path)
    for study in CONTRASTS:
        expected = [row["coding"] for row in counted(demo / "results", study)]
        assert sorted(found["all"][study]) == sorted(expected)
    assert found["tools"] == 0
    assert len(found["followed"]) > 100
    assert all(wanted == reached for wanted, reached in found["followed"])
