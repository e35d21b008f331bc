"""The tree of codes, as the controlled codebook gives it."""

import hashlib
import json
from dataclasses import dataclass

import pandas as pd

from quotetrail.errors import CodingError


@dataclass(frozen=True)
class Code:
    """A code with all the codes above it.

    Attributes
    ----------
    path : str
        What codings name it by; codes that share a path are one code.
    name : str
    line : tuple of str
        The paths from the top-level code down to this one.
    """

    path: str
    name: str
    line: tuple[str, ...]

    @property
    def depth(self) -> int:
        """1 for a top-level code."""
        return len(self.line)


AS_CODED = "as coded"


def code_system(codebook: pd.DataFrame, history: pd.DataFrame) -> str:
    """The version of the code system under which a table counts.

    Parameters
    ----------
    codebook, history : DataFrame
        The controlled files, all values as text.

    Returns
    -------
    str
        ``as coded`` where no code was changed after coding, else the latest round; and eight hex
        digits over the paths of all codes and the changes, so that no two states look the same.
    """
    last = f"round {max(map(int, history['round']))}" if len(history) else AS_CODED
    changes = history[["round", "change", "code", "to", "coder"]].to_numpy().tolist()
    state = json.dumps([list(codebook["path"]), changes], ensure_ascii=False)
    digest = hashlib.sha256(state.encode()).hexdigest()[:8]
    return f"{last} ({digest})"


def code_tree(codebook: pd.DataFrame) -> list[Code]:
    """All codes, each followed by those below it, siblings in the codebook's order.

    Raises
    ------
    CodingError
        If a parent is missing, or codes are above themselves.
    """
    rows = codebook.to_dict("records")
    path_of = {row["code"]: row["path"] for row in rows}
    names: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=2):
        if row["parent"] and row["parent"] not in path_of:
            raise CodingError(
                "A code's parent is not in the codebook.",
                file="codebook.csv",
                place=f"row {number}",
            )
        if row["path"] not in names:
            names[row["path"]] = row["name"]
            below.setdefault(path_of.get(row["parent"], ""), []).append(row["path"])
    codes = []
    waiting: list[tuple[str, ...]] = [(path,) for path in reversed(below.get("", []))]
    while waiting:
        line = waiting.pop()
        codes.append(Code(line[-1], names[line[-1]], line))
        waiting += [(*line, path) for path in reversed(below.get(line[-1], []))]
    if len(codes) != len(names):
        raise CodingError("The codebook is no tree.", file="codebook.csv")
    return codes
