"""What a data repository may have of a study: the turns of those who agreed, and what is public.

A deposit is pseudonymised personal data: controlled access by default.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from quotetrail.errors import DisclosureError
from quotetrail.text import OffsetMap, Transcript, Turn

WITHHELD = "[not deposited]"
Row = dict[str, str]

_README = """{title}

Deposit of the study {study}, made by Quotetrail.

ACCESS: CONTROLLED. The transcripts are pseudonymised, not anonymous: they stay personal data about
health, also without a key. Give them to nobody who has not signed the repository's agreement.

transcripts/   one JSON Lines file and one text file a transcript; turns of {withheld} people who
               did not agree to a deposit read "{mark}" ({turns} turns)
coding/        the code book and how it changed, and the codings that still stand on deposited words
               ({kept} of {all})
participants.csv   those who agreed, with the attributes that the study publishes
public/        tables, figures and reports: these may be given to everybody
{synthetic}"""


def withhold(
    transcript: Transcript, agreed: Mapping[str, bool]
) -> tuple[Transcript, OffsetMap, list[Turn]]:
    """A transcript without the turns of those who did not agree to a deposit.

    Parameters
    ----------
    transcript : Transcript
        Pseudonymised.
    agreed : mapping of str to bool
        Whether each speaker agreed; a speaker in no sheet did not. Text that nobody speaks stays.

    Returns
    -------
    Transcript, OffsetMap, list of Turn
        The transcript, the way to it, and the turns that were withheld.
    """
    turns, texts, edits, withheld, position = [], [], [], [], 0
    for turn in transcript.turns:
        text = transcript.text[turn.start : turn.end]
        if turn.speaker is not None and not agreed.get(turn.speaker, False):
            text = WITHHELD
            edits.append((turn.start, turn.end, len(text)))
            withheld.append(turn)
        turns.append(Turn(position, position + len(text), turn.speaker, turn.time))
        texts.append(text)
        position += len(text) + 1
    made = Transcript(transcript.transcript, transcript.language, "\n".join(texts), tuple(turns))
    return made, OffsetMap.from_edits(len(transcript.text), edits), withheld


def carry_codings(
    rows: Iterable[Row], transcripts: Mapping[str, Transcript], maps: Mapping[str, OffsetMap]
) -> list[Row]:
    """The codings that stand on deposited words only, with their offsets in the deposited texts."""
    kept = []
    for row in rows:
        if row["start"] == "":
            continue
        span = maps[row["transcript"]].forward(int(row["start"]), int(row["end"]))
        if span.replaced or span.start == span.end:
            continue
        text = transcripts[row["transcript"]].text[span.start : span.end]
        kept.append({**row, "start": str(span.start), "end": str(span.end), "text": text})
    return kept


def pack(
    results: Path,
    study: str,
    transcripts: Sequence[Transcript],
    public: Iterable[str],
    *,
    title: str,
    synthetic: bool,
    to: Path,
) -> None:
    """Write the deposit of a study as one zip, the same bytes from run to run.

    Raises
    ------
    DisclosureError
        If nobody reviewed what the search for identifiers asked.
    """
    folder = results / "controlled" / study
    if json.loads((folder / "review.json").read_text())["review"] == "not reviewed":
        raise DisclosureError(
            "the study was not reviewed, so there is no deposit of it",
            file=f"results/restricted/{study}/review.csv",
            expected="a decision for every row that says 'no' in the column 'decided'",
            advice="decide, set `review: required`, and run again",
        )
    people = _rows(folder / "participants.csv")
    agreed = {
        row["participant"]: row["deposit"] == "yes" and row["withdrawn"] == "no" for row in people
    }
    made, maps, turns = {}, {}, []
    for transcript in transcripts:
        name = transcript.transcript
        made[name], maps[name], withheld = withhold(transcript, agreed)
        turns += withheld
    files = {
        f"public/{Path(path).relative_to(results / 'public' / study)}": Path(path).read_bytes()
        for path in public
    }
    for name, text in made.items():
        files[f"transcripts/{name}.jsonl"] = _line(text)
        files[f"transcripts/{name}.txt"] = _spoken(text)
    coded = folder / "coding" / "codings.csv"
    rows = _rows(coded) if coded.is_file() else []
    kept = carry_codings(rows, made, maps)
    if rows:
        for name in ("codebook.csv", "history.csv"):
            files[f"coding/{name}"] = (folder / "coding" / name).read_bytes()
        files["coding/codings.csv"] = _csv(list(rows[0]), kept)
    if people:
        there = [row for row in people if agreed[row["participant"]]]
        files["participants.csv"] = _csv(list(people[0]), there)
    readme = _README.format(
        title=title,
        study=study,
        withheld=len({turn.speaker for turn in turns}),
        turns=len(turns),
        mark=WITHHELD,
        kept=len(kept),
        all=len(rows),
        synthetic="\nAll of it is synthetic demonstration data.\n" if synthetic else "",
    )
    files["README.txt"] = readme.encode()
    with zipfile.ZipFile(to, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)


def _line(transcript: Transcript) -> bytes:
    return (json.dumps(asdict(transcript), ensure_ascii=False) + "\n").encode()


def _spoken(transcript: Transcript) -> bytes:
    parts = [
        f"{turn.speaker}: {transcript.text[turn.start : turn.end]}"
        if turn.speaker is not None
        else transcript.text[turn.start : turn.end]
        for turn in transcript.turns
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _rows(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restval=""))


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
