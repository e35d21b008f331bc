"""Check that pyproject.toml, requirements.lock and environment.yml name the same versions."""

import re
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([^\s\\;]+)")


def pins(lines):
    """The pinned versions in some lines, by normalised name."""
    found = (PIN.match(line) for line in lines)
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
needed = pins(project["dependencies"])
wanted = {**needed, **pins(project["optional-dependencies"]["dev"])}
locked = pins((ROOT / "requirements.lock").read_text().splitlines())
conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
listed = pins(next(part["pip"] for part in conda if isinstance(part, dict)))
faults = [
    f"{name} is {version} in pyproject.toml and {locked.get(name)} in requirements.lock"
    for name, version in wanted.items()
    if locked.get(name) != version
]
faults += [
    f"{name} is {needed.get(name)} in pyproject.toml and {listed.get(name)} in environment.yml"
    for name in sorted({*needed, *listed})
    if needed.get(name) != listed.get(name)
]
if "://" in (ROOT / "requirements.lock").read_text():
    faults.append("requirements.lock holds an address")
print("\n".join(faults) or "pyproject.toml, requirements.lock and environment.yml agree")
sys.exit(bool(faults))
