"""A database that another program has open."""

import subprocess
import sys
from contextlib import contextmanager

_HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for command in sys.argv[2:]:
    database.execute(command)
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path, *commands):
    """Hold a database open in a process of its own, which has run some commands in it."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), *commands],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        try:
            assert holder.stdout.readline() == "ready\n"
            yield
        finally:
            holder.communicate("")
