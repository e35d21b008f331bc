"""The code that made a file: its script, what that imports from the package, and their data."""

import ast
import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_DATA_FOLDERS = {"templates", "styles", "fonts"}


def code_digest(script: Path) -> str:
    """The SHA-256 over a script and everything of the package that it can reach.

    Parameters
    ----------
    script : Path
        A script of the workflow.

    Returns
    -------
    str
        ``sha256:`` and hex digits; the same wherever the checkout lies.
    """
    content = hashlib.sha256()
    for file in code_files(script):
        name = file.relative_to(PACKAGE) if file.is_relative_to(PACKAGE) else Path(file.name)
        content.update(name.as_posix().encode() + b"\0" + _hash(file))
    return "sha256:" + content.hexdigest()


def code_files(script: Path) -> list[Path]:
    """The script, the modules it imports, those they import, and the data beside them."""
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(file)
    # Every module runs the package's own __init__, which has no data of its own.
    for folder in sorted({file.parent for file in found if file != script} - {PACKAGE}):
        for name in sorted(_DATA_FOLDERS):
            found.update(file for file in (folder / name).rglob("*") if _is_data(file))
        if folder.name in _DATA_FOLDERS:
            found.update(file for file in folder.iterdir() if _is_data(file))
    return [script, *sorted(found - {script})]


def _is_data(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


@functools.cache
def _hash(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


@functools.cache
def _imported(file: Path) -> tuple[Path, ...]:
    names = _names(ast.parse(file.read_bytes()))
    return tuple(dict.fromkeys(part for name in names for part in _files_of(name)))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files_of(name: str) -> Iterator[Path]:
    """The files that importing a dotted name runs: each package on the way and the module."""
    parts = name.split(".")
    if parts[0] != PACKAGE.name:
        return
    folder = PACKAGE
    yield PACKAGE / "__init__.py"
    for part in parts[1:]:
        module = folder / f"{part}.py"
        if module.is_file():
            yield module
            return
        folder = folder / part
        if not (folder / "__init__.py").is_file():
            return
        yield folder / "__init__.py"
