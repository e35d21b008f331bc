"""How fast the readers of transcripts are, beside pandoc, and how much memory they take.

    python tests/bench/read_transcripts.py [RUNS]

One generated text is written in every format and read by a process of its own, ours and pandoc in
turn; medians over the runs. Then the memory: many files one after the other, and one large file.
With QUOTETRAIL_REAL_DATA set, the real files below its transcripts/ too. Nothing is asserted,
since machines differ. Peak memory is ru_maxrss of the child.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypandoc

MB = 1_000_000
BY_PANDOC = ("docx", "odt", "rtf", "html")
REAL = ("docx", "txt", "vtt", "html", "md")
LABELS = ("INT", "Ana", "דנה", "आशा")
WORDS = (
    "we talked about peer support at the clinic and then nobody came back for a whole year "
    "because everyone thinks Übergang takes time café naïve hospital colleagues honestly",
    "אני חושבת שזה היה קשה מאוד בהתחלה אבל אחר כך למדנו לעבוד ביחד עם הצוות וגם עם המשפחות שלנו",
    "हम लोग यहाँ बहुत समय से काम कर रहे हैं और मुझे लगता है कि सहायता समूह से परिवार को मदद मिली",
)
READ = """
import json, resource, sys, time
from quotetrail.transcripts import read_transcript

for _ in range(1 + (sys.argv[1] == "warm")):
    started, turns, size, peaks = time.perf_counter(), 0, 0, []
    for path in sys.argv[2:]:
        made = read_transcript(path, transcript="T").transcript
        turns, size = turns + len(made.turns), size + len(made.text.encode())
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
seconds = time.perf_counter() - started
print(json.dumps({"turns": turns, "bytes": size, "peaks": peaks, "seconds": seconds}))
"""
COLUMNS = "{:6}{:>9}{:>9}{:>8}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>14}"


class Said(NamedTuple):
    """A turn: the number of its speaker's label, and the speech."""

    speaker: int
    speech: str


class Run(NamedTuple):
    """What a child process took, in seconds and MB, and what it wrote."""

    seconds: float
    peak: float
    output: str


def speech(
    size: int, seed: int, scripts: Sequence[str] = WORDS, speakers: int = len(LABELS)
) -> Iterator[Said]:
    """Turns whose text, as `as_text` writes it, has about so many bytes; no speaker goes on."""
    chance = random.Random(seed)
    words = [known.split() for known in scripts]
    speaker, made = 0, 0
    while made < size:
        speaker = (speaker + chance.randrange(1, speakers)) % speakers
        script = chance.choice(words)
        sentences = [
            " ".join(chance.choices(script, k=chance.randrange(3, 18))) + chance.choice(".?,")
            for _ in range(chance.randrange(1, 8))
        ]
        said = Said(speaker, " ".join(sentences))
        made += len(as_text([said]).encode())
        yield said


def as_text(turns: list[Said]) -> str:
    """A paragraph per turn. It is markdown too, since no word has a letter with a meaning there."""
    return "".join(f"{LABELS[turn.speaker]}: {turn.speech}\n\n" for turn in turns)


def clock(number: int, mark: str = ".") -> str:
    """The time of a turn: one starts every eight seconds."""
    minutes, seconds = divmod(number * 8, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{mark}000"


def as_vtt(turns: list[Said]) -> str:
    """WebVTT with voice tags."""
    cues = (
        f"{clock(number)} --> {clock(number + 1)}\n<v {LABELS[turn.speaker]}>{turn.speech}\n"
        for number, turn in enumerate(turns)
    )
    return "\n".join(["WEBVTT\n", *cues])


def as_srt(turns: list[Said]) -> str:
    """SubRip with labels."""
    return "\n".join(
        f"{number + 1}\n{clock(number, ',')} --> {clock(number + 1, ',')}\n{as_text([turn])[:-1]}"
        for number, turn in enumerate(turns)
    )


def as_eaf(turns: list[Said]) -> str:
    """ELAN, a tier a speaker."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT>\n<TIME_ORDER>\n']
    for number in range(len(turns) + 1):
        parts.append(f'<TIME_SLOT TIME_SLOT_ID="t{number}" TIME_VALUE="{number * 8000}"/>\n')
    parts.append("</TIME_ORDER>\n")
    for speaker, label in enumerate(LABELS):
        parts.append(f'<TIER TIER_ID="{label}" PARTICIPANT="{label}">\n')
        parts += [
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" '
            f'TIME_SLOT_REF1="t{number}" TIME_SLOT_REF2="t{number + 1}"><ANNOTATION_VALUE>'
            f"{turn.speech}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n"
            for number, turn in enumerate(turns)
            if turn.speaker == speaker
        ]
        parts.append("</TIER>\n")
    return "".join([*parts, "</ANNOTATION_DOCUMENT>\n"])


def as_json(turns: list[Said]) -> str:
    """Segments, as WhisperX writes them."""
    segments = [
        {"start": number * 8.0, "text": turn.speech, "speaker": LABELS[turn.speaker]}
        for number, turn in enumerate(turns)
    ]
    return json.dumps({"segments": segments, "language": "en"}, ensure_ascii=False)


def as_cha(turns: list[Said]) -> str:
    """CHAT; its codes of speakers are Latin."""
    lines = (
        f"*S{turn.speaker}:\t{turn.speech} \x15{number * 8000}_{number * 8000 + 7999}\x15\n"
        for number, turn in enumerate(turns)
    )
    return "@UTF8\n@Begin\n" + "".join(lines) + "@End\n"


def as_otr(turns: list[Said]) -> str:
    """The page of an oTranscribe file."""
    page = "".join(f"<p>{as_text([turn]).strip()}<br></p>" for turn in turns)
    return json.dumps({"text": page, "media": "", "media-time": 0}, ensure_ascii=False)


WRITERS = {"txt": as_text, "vtt": as_vtt, "srt": as_srt, "eaf": as_eaf, "json": as_json}
WRITERS |= {"cha": as_cha, "otr": as_otr}


def write(turns: list[Said], path: Path) -> Path:
    """Write turns in the format of the path's ending."""
    form = path.suffix[1:]
    if form in WRITERS:
        path.write_text(WRITERS[form](turns), encoding="utf-8", newline="\n")
        return path
    source = path.with_suffix(".source")
    source.write_text(as_text(turns), encoding="utf-8", newline="\n")
    command = [pypandoc.get_pandoc_path(), "-s", "-f", "markdown", "--metadata", "pagetitle=Talk"]
    run([*command, "-t", form, str(source), "-o", str(path)])
    source.unlink()
    return path


def write_pdf(document: Path) -> str:
    """Print a document to a PDF beside it; why that cannot be, or nothing."""
    if shutil.which("soffice") is None:
        return "missing: soffice is not on the PATH"
    folder = document.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(document)], capture_output=True, check=False)
    made = document.with_suffix(".pdf").exists()
    return "" if made else "missing: soffice made no pdf"


def run(command: list[str]) -> Run:
    """Run a process to its end."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = child.stdout.read().decode() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} failed: {output[-500:]}")
    return Run(seconds, used.ru_maxrss * 1024 / MB, output)


def ours(files: list[Path], how: str = "cold") -> Run:
    """Read files with our readers in a new process."""
    return run([sys.executable, "-c", READ, how, *map(str, files)])


def pandoc(files: list[Path]) -> Run:
    """Read files with pandoc in a new process."""
    command = [pypandoc.get_pandoc_path(), "-f", files[0].suffix[1:], "-t", "plain"]
    return run([*command, *map(str, files), "-o", "/dev/null"])


def print_row(files: list[Path], form: str, runs: int, said: tuple[float, int] | None) -> None:
    """Measure the files of a format; ``said`` is the size of their text in MB, and its turns."""
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(ours(files))
        if form in BY_PANDOC:
            theirs.append(pandoc(files))
    made = json.loads(ours(files, "warm").output)
    size, turns = said or (made["bytes"] / MB, made["turns"])
    seconds, peak = (median(column) for column in list(zip(*mine, strict=True))[:2])
    beside = ["-", "-", "-"]
    if theirs:
        slow, used = (median(column) for column in list(zip(*theirs, strict=True))[:2])
        beside = [f"{size / slow:.2f}", f"{slow / seconds:.2f}", f"{used:.0f}"]
    own = [f"{sum(file.stat().st_size for file in files) / MB:.2f}", f"{size:.2f}"]
    own += [f"{seconds:.2f}", f"{size / seconds:.2f}", f"{size / made['seconds']:.2f}"]
    count = f"{made['turns']}" if made["turns"] == turns else f"{made['turns']} of {turns}"
    print(COLUMNS.format(form, *own, *beside[:2], f"{peak:.0f}", beside[2], count), flush=True)


def print_speed(folder: Path, runs: int) -> None:
    """The table of one text in every format, and of the real files."""
    turns = list(speech(MB, seed=1))
    said = (len(as_text(turns).encode()) / MB, len(turns))
    print(
        f"Speed, medians of {runs}. MB/s is text size by time: ours and pandoc as whole processes"
    )
    print("(pandoc also writes plain text, to /dev/null), warm a second reading inside a process.")
    print("x is ours / pandoc in MB/s: above 1 we are faster.\n")
    heads = ("", "file", "text", "ours", "ours", "warm", "pandoc", "", "ours", "pandoc", "turns")
    print(COLUMNS.format(*heads))
    print(COLUMNS.format("", "MB", "MB", "s", *["MB/s"] * 3, "x", *["peak MB"] * 2, "read"))
    for form in (*BY_PANDOC, *WRITERS):
        print_row([write(turns, folder / f"talk.{form}")], form, runs, said)
    # Other scripts than Latin are refused in a pdf.
    latin = list(speech(MB, 1, WORDS[:1], 2))
    missing = write_pdf(write(latin, folder / "latin.docx"))
    if missing:
        print(f"pdf   {missing}")
    else:
        said = (len(as_text(latin).encode()) / MB, len(latin))
        print_row([folder / "latin.pdf"], "pdf", 1, said)
    real = os.environ.get("QUOTETRAIL_REAL_DATA")
    print("\nReal files, all of a format in one process; text is the speech that was read:")
    for form in REAL if real else ():
        files = sorted((Path(real or "") / "transcripts").rglob(f"*.{form}"))
        print_row(files, form, runs, None) if files else print(f"{form:6}missing")
    if not real:
        print("missing: QUOTETRAIL_REAL_DATA is not set")


def print_memory(folder: Path) -> None:
    """Peak memory over many files, and of one large file."""
    forms = ("txt", "docx", "vtt")
    files = []
    for number in range(102):
        turns = list(speech(MB // 2, seed=number))
        files.append(write(turns, folder / f"{number}.{forms[number % 3]}"))
    many = ours(files)
    peaks = json.loads(many.output)["peaks"]
    print(f"\nMemory, {len(files)} files of 0.5 MB text ({', '.join(forms)} in turn), one process:")
    print(f"  {many.seconds:.1f} s; peak after the first {peaks[0]:.0f} MB, after one of each")
    print(f"  format {peaks[2]:.0f} MB, at the end {peaks[-1]:.0f} MB: end / first is")
    print(f"  {peaks[-1] / peaks[0]:.2f}, end / one of each {peaks[-1] / peaks[2]:.2f}")
    large = folder / "large.txt"
    with large.open("w", encoding="utf-8", newline="\n") as stream:
        for turn in speech(50 * MB, seed=1):
            stream.write(as_text([turn]))
    size = large.stat().st_size / MB
    one = ours([large])
    print(f"\nMemory, one txt of {size:.0f} MB:")
    print(f"  {one.seconds:.1f} s, {size / one.seconds:.2f} MB/s")
    print(f"  peak {one.peak:.0f} MB, {one.peak / size:.1f} MB for each MB of text")


def main(runs: int) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as scratch:
        print_speed(Path(scratch), runs)
    with tempfile.TemporaryDirectory() as scratch:
        print_memory(Path(scratch))
    least = run([sys.executable, "-c", "import quotetrail.transcripts"])
    floor = run(["true"]).peak
    print(f"\nThe start of each of our processes takes {least.seconds:.2f} s, {least.peak:.0f} MB.")
    print(f"A child inherits its parent's peak: none below {floor:.0f} MB can be measured.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
