"""The review page in a browser: what a person decides by keyboard is a decisions sheet."""

import csv
import datetime
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from quotetrail.anonymise.decide import decide
from quotetrail.anonymise.review import review_rows
from quotetrail.anonymise.review_page import write_review_page
from quotetrail.anonymise.spots import Identifier
from quotetrail.sheets import CATEGORIES, read_decisions_sheet
from quotetrail.sheets.grid import read_sheet

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here (Debian and Ubuntu: the package chromium)"
)
HOSTILE = "<img src=x onerror=alert(1)>"
TEXTS = {
    "t1": "Rose met Zoe and Zoe met שיר. Grace and hope. Faith said so."
    + " There was much more to be said of all of this, and so it was said." * 2
    + " Then +49 30 rang.",
    "t2": f"Rose, Zoe, संतोष, સંતોષ. Then {HOSTILE} came. Faith said no.",
}
ASKED = ("Rose", "Zoe", "שיר", "+49 30", "hope", "संतोष", "સંતોષ", HOSTILE, "Faith")
EARLIER = """text,category,decision,replacement,transcript,occurrence,by,on,note
Faith,Person,Replace,[P9],t1,,AB,2024-01-02,"as she said, ""so"", twice"
hope,person,keep,,,,AB,2024-01-02,
"""
LISTS = {"categories": CATEGORIES, "transcripts": list(TEXTS)}


class Browser:
    """A page in a headless browser, driven over its debugging pipe with real keys."""

    def __init__(self, to: int, back: int, downloads: Path) -> None:
        self.to, self.back, self.downloads = to, back, downloads
        self.number, self.waiting, self.session = 0, b"", {}
        self.heard: list[Any] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        behaviour = {"behavior": "allow", "downloadPath": str(downloads), "eventsEnabled": True}
        self.ask("Browser.setDownloadBehavior", **behaviour)
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        found = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = {"sessionId": found["sessionId"]}
        for domain in ("Page", "Network", "Runtime"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> Any:
        """What a command gives."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while (answer := self.hear()).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def hear(self) -> Any:
        """The next message; requests are written down, dialogs are agreed to."""
        while b"\0" not in self.waiting:
            self.waiting += os.read(self.back, 1 << 16) or pytest.fail("the browser ended")
        line, _, self.waiting = self.waiting.partition(b"\0")
        message = json.loads(line)
        self.heard.append(message)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.javascriptDialogOpening":
            self.dialogs.append(message["params"]["message"])
            accept = {"id": 0, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
            os.write(self.to, json.dumps(accept | self.session).encode() + b"\0")
        return message

    def until(self, method: str, state: str = "") -> None:
        """Wait for an event that has come, or comes, since the last one waited for."""
        while not any(
            message.get("method") == method and state in ("", message["params"].get("state"))
            for message in self.heard
        ):
            self.hear()
        self.heard.clear()

    def open(self, page: Path) -> None:
        self.heard.clear()
        self.ask("Page.navigate", url=page.as_uri())
        self.until("Page.loadEventFired")

    def reload(self) -> None:
        self.heard.clear()
        self.ask("Page.reload")
        self.until("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """What an expression gives in the page."""
        options = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        done = self.ask("Runtime.evaluate", expression=script, **options)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, *keys: str) -> None:
        for key in keys:
            text = (
                {"text": "\r" if key == "Enter" else key}
                if key in ("Enter", *"jkneruspwc/")
                else {}
            )
            self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key)

    def write(self, text: str) -> None:
        self.ask("Input.insertText", text=text)

    def choose(self, selector: str, value: str) -> None:
        self.run(
            f"(() => {{ const s = document.querySelector({json.dumps(selector)}); s.focus();"
            f"s.value = {json.dumps(value)};"
            "s.dispatchEvent(new Event('change', { bubbles: true })); })()"
        )

    def shown(self) -> list[str]:
        """The texts of the rows that are to be seen."""
        return self.run(
            "[...document.querySelectorAll('.row')].filter((r) => r.checkVisibility())"
            ".map((r) => r.querySelector('h2').textContent)"
        )

    def at(self) -> str:
        return self.run("document.querySelector('.row[aria-current] h2').textContent")

    def text(self, selector: str) -> str:
        return self.run(f"document.querySelector({json.dumps(selector)}).textContent")

    def save(self) -> Path:
        self.heard.clear()
        self.press("s")
        self.until("Browser.downloadProgress", state="completed")
        [file] = self.downloads.iterdir()
        return file.rename(self.downloads.parent / f"saved{self.number}.csv")


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    downloads = folder / "downloads"
    downloads.mkdir()
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    command += ["--no-first-run", "--disable-background-networking", "--disable-sync"]
    command += ["--disable-component-update", "--disable-dev-shm-usage", "--window-size=1300,900"]
    command += [f"--user-data-dir={folder / 'profile'}", "--remote-debugging-pipe"]
    hers, to = os.pipe()
    back, her_answer = os.pipe()
    # The pipe is file 3 and 4 of the browser, whatever numbers they have here.
    fds = f"3<&{hers} 4>&{her_answer}"
    running = subprocess.Popen(
        ["bash", "-c", f'exec "$0" "$@" {fds}', *command],
        pass_fds=(hers, her_answer),
        stderr=subprocess.DEVNULL,
    )
    os.close(hers)
    os.close(her_answer)
    killer = threading.Timer(90, running.kill)
    killer.start()
    try:
        yield Browser(to, back, downloads)
    finally:
        killer.cancel()
        running.terminate()
        running.wait(20)
        os.close(to)
        os.close(back)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    sheet = tmp_path / "decisions.csv"
    sheet.write_text(EARLIER, "utf-8")
    return build(tmp_path, sheet)


def build(folder: Path, sheet: Path) -> Path:
    """The page that the workflow writes for these texts and decisions."""
    found = {
        name: [
            Identifier(
                *(hit.start(), hit.end(), "person", "", "candidates"),
                hit[0] != "Grace",
                "[person]",
            )
            for hit in re.finditer("|".join(map(re.escape, (*ASKED, "Grace"))), text)
        ]
        for name, text in TEXTS.items()
    }
    decisions = read_decisions_sheet(str(sheet))
    decided = decide(found, TEXTS, decisions, [], review="required", undecided="replace")
    write_review_page(
        review_rows(found, TEXTS, decided),
        folder / "review.html",
        study="mini",
        title="Groups",
        synthetic=True,
        lists=LISTS,
        earlier=[row.cells for row in read_sheet(sheet, required=("text",)).rows],
        sheet="resources/mini/decisions.csv",
    )
    return folder / "review.html"


def decisions_of(file: Path) -> list[tuple[str, ...]]:
    return [
        (d.text, d.category, d.decision, d.replacement, d.transcript, str(d.occurrence or ""))
        for d in read_decisions_sheet(str(file))
    ]


def test_rows_are_decided_by_keyboard_remembered_and_saved(page, tmp_path):
    before = datetime.date.today().isoformat()
    with browser(tmp_path) as tab:
        tab.open(page)
        assert tab.text("#left") == "8 of 8 still wait"
        assert len(tab.shown()) == 8
        first = tab.shown()
        assert (tab.at(), first[0]) == (first[0], "Zoe")

        # Zoe: kept in t1, replaced elsewhere; she waits until both are decided.
        tab.choose("[name=transcript]", "t1")
        tab.press("Escape", "e")
        assert (tab.at(), tab.text("#left")) == ("Zoe", "8 of 8 still wait")
        tab.press("p")
        tab.write("a friend")
        tab.press("Enter")
        assert (tab.at(), tab.text("#left")) == (first[1], "7 of 8 still wait")

        # Down and up, replaced and undone, and what has begun with a plus sign.
        tab.press("j", "k", "r", "u")
        assert tab.at() == first[1]
        assert tab.text("#left") == "7 of 8 still wait"
        tab.press("/")
        tab.write("+49")
        assert tab.shown() == ["+49 30"]
        tab.press("Escape")
        tab.choose(".editor [name=category]", "phone")
        tab.press("Escape", "r")
        tab.run("search.value = ''; search.dispatchEvent(new Event('input'))")
        assert tab.text("#left") == "6 of 8 still wait"

        # Filters.
        tab.choose("#transcript", "t2")
        assert {"संतोष", "સંતોષ", HOSTILE} <= set(tab.shown())
        assert not {"שיר", "Zoe"} & set(tab.shown())
        tab.choose("#transcript", "")
        tab.choose("#state", "automatic")
        assert tab.shown() == ["Grace"]
        tab.choose("#state", "decided")
        assert set(tab.shown()) == {"Zoe", "+49 30", "hope"}

        # Reloaded: all is remembered.
        tab.press("Escape", "s")
        assert "initials" in tab.text("#message")
        tab.write("CD")
        tab.press("Escape")
        tab.reload()
        assert "Remembered from last time: 3 choices" in tab.text("#message")
        assert tab.text("#left") == "6 of 8 still wait"
        assert not {"Zoe", "+49 30"} & set(tab.shown())

        # A Hebrew keyboard has the same keys in the same places; one hit of Rose.
        tab.choose("#state", "")
        tab.run(
            "[...document.querySelectorAll('.row')].find((r) => r.dataset.text === 'Rose').click()"
        )
        tab.choose("[name=transcript]", "t2")
        tab.choose("[name=occurrence]", "1")
        tab.press("Escape")
        tab.ask("Input.dispatchKeyEvent", type="keyDown", key="ר", code="KeyR")
        saved = tab.save()
        assert "2 earlier and 4 new" in tab.text("#message")
        assert tab.dialogs == []
        raw = saved.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        with open(saved, encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
        assert lines[:3] == list(csv.reader(EARLIER.splitlines()))
        assert lines[3][0] != "+49 30"
        assert "'+49 30" in [line[0] for line in lines]
        assert sorted(decisions_of(saved)[2:]) == sorted(
            [
                ("Zoe", "person", "keep", "", "t1", ""),
                ("Zoe", "person", "replace", "[a friend]", "", ""),
                ("'+49 30", "phone", "replace", "[phone]", "", ""),
                ("Rose", "person", "replace", "[person]", "t2", "1"),
            ]
        )
        after = datetime.date.today().isoformat()
        assert {(d.by, d.on) for d in read_decisions_sheet(str(saved))[2:]} <= {
            ("CD", before),
            ("CD", after),
        }

        # The sheet took them in: the page built on it says so, and saves the same again.
        tab.open(build(tmp_path, saved))
        assert tab.text("#left") == "6 of 6 still wait"
        assert "Remembered" not in tab.text("#message")
        again = tab.save()
        assert again.read_bytes() == raw
        assert [url for url in tab.requests if not url.startswith(("file:", "blob:"))] == []


def test_another_choice_takes_the_place_of_an_earlier_one_and_contradictions_show(page, tmp_path):
    with browser(tmp_path) as tab:
        tab.open(page)
        tab.run("by.value = 'CD'")
        tab.choose("#state", "")
        tab.run(
            "[...document.querySelectorAll('.row')].find((r) => r.dataset.text === 'hope').click()"
        )
        tab.press("r")
        saved = tab.save()
        assert "1 earlier replaced" in tab.text("#message")
        assert [row[:4] for row in decisions_of(saved)] == [
            ("Faith", "person", "replace", "[P9]"),
            ("hope", "person", "replace", "[person]"),
        ]
        assert not tab.run("document.getElementById('conflict').checkVisibility()")
        # The sheet is changed by somebody else: it is newer than what the browser remembers.
        sheet = tmp_path / "decisions.csv"
        sheet.write_text(EARLIER.replace("hope,person,keep,,", "hope,person,replace,[x],"), "utf-8")
        tab.open(build(tmp_path, sheet))
        assert "Forgotten, because the decisions sheet changed since: 1" in tab.text("#message")
        # Cleared: nothing is left.
        tab.press("r")
        tab.run("document.getElementById('clear').click()")
        assert len(tab.dialogs) == 1
        assert tab.run("localStorage.length") == 0
        assert tab.text("#left") == "8 of 8 still wait"


def test_rows_that_contradict_each_other_are_shown(tmp_path):
    row = {"text": "May", "category": "person", "layers": "patterns", "count": "1"}
    row |= {"transcripts": "t1", "decided": "no", "decision": "", "replacement": "[person]"}
    row |= {"context_1": "in May 2019", "context_2": "", "context_3": ""}
    rows = [row, row | {"category": "date", "replacement": "[date]"}]
    page = tmp_path / "review.html"
    write_review_page(rows, page, study="s", title="", synthetic=False, lists=LISTS)
    with browser(tmp_path) as tab:
        tab.open(page)
        tab.press("r")
        assert tab.text("#conflict") == ""
        tab.press("r")
        assert "“May (person)” and “May (date)”" in tab.text("#conflict")
        tab.press("u")
        tab.press("u")
        assert tab.text("#conflict") == ""


def test_nothing_in_the_page_runs_and_nothing_leaves_it(page, tmp_path):
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with browser(tmp_path) as tab:
        tab.open(page)
        assert HOSTILE in tab.shown()
        assert tab.run("document.images.length") == 0
        said = tab.run(f"fetch('{address}fetch').then(() => 'sent', () => 'refused')")
        tab.run(
            f"document.body.insertAdjacentHTML('beforeend', '<img src=\"{address}image\">"
            '<p onclick="window.ran = 1" id=hit>\')'
        )
        tab.run("document.getElementById('hit').click()")
        assert said == "refused"
        assert tab.run("window.ran === undefined")
        assert tab.dialogs == []
    server.shutdown()
    assert asked == []


def test_two_thousand_rows_are_quick(tmp_path):
    rows = [
        {"text": f"Name{n}", "category": "person", "layers": "candidates", "count": "3"}
        | {"transcripts": "t1;t2", "decided": "no", "decision": "", "replacement": "[person]"}
        | {f"context_{each}": "word " * 12 + f"Name{n} said" + " word" * 12 for each in (1, 2, 3)}
        for n in range(2000)
    ]
    page = tmp_path / "review.html"
    write_review_page(rows, page, study="s", title="", synthetic=False, lists=LISTS)
    with browser(tmp_path) as tab:
        tab.open(page)
        assert tab.text("#left") == "2000 of 2000 still wait"
        spent = tab.run(
            "(() => { const from = performance.now(); for (let n = 0; n < 50; n += 1)"
            " { decide('keep'); document.body.offsetHeight; }"
            " search.value = 'name19'; search.dispatchEvent(new Event('input'));"
            " document.body.offsetHeight; return performance.now() - from; })()"
        )
        # 1900 to 1999 and 190 to 199; 19 is decided.
        assert len(tab.shown()) == 110
        assert spent < 10_000
