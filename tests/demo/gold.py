"""The gold files: what is right about each transcript, by construction."""

import json
from pathlib import Path

from files import HEADLESS, times_in_file
from source import Group, identifiers, plain


def gold(group: Group, kind: str, language: str) -> dict:
    """A transcript as it must be read from its file: text, turns, identifiers.

    The text is the title lines, where the kind of file has them, and the turns, each below the
    other. Offsets are 0-based code points into it, ends exclusive.
    """
    heads = [] if kind in HEADLESS else group.head
    parts, turns, marked = [], [], []
    position = 0
    times = times_in_file(group, kind)
    spoken = [
        (turn.label, "\n".join(turn.lines), time)
        for turn, time in zip(group.turns, times, strict=True)
    ]
    for label, text, time in [*((None, line, None) for line in heads), *spoken]:
        parts.append(plain(text))
        end = position + len(parts[-1])
        turns.append({"start": position, "end": end, "speaker": label, "time": time})
        for one in identifiers(text):
            marked.append(
                {
                    "start": position + one.start,
                    "end": position + one.end,
                    "category": one.category,
                    "entity": one.entity,
                }
            )
        position = end + 1
    return {
        "transcript": group.name,
        "kind": kind,
        "language": language,
        "text": "\n".join(parts),
        "turns": turns,
        "identifiers": marked,
    }


def write_gold(content: dict, path: Path) -> None:
    """Write a gold file, a turn or an identifier a line."""
    lines = ["{"]
    for name in ("transcript", "kind", "language", "text"):
        lines.append(f"{json.dumps(name)}: {json.dumps(content[name], ensure_ascii=False)},")
    for name in ("turns", "identifiers"):
        items = ",\n".join(json.dumps(one, ensure_ascii=False) for one in content[name])
        lines.append(f"{json.dumps(name)}: [\n{items}\n]{',' if name == 'turns' else ''}")
    path.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")
