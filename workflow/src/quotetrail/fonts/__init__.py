"""The fonts of all figures and reports; none is ever taken from the system."""

from pathlib import Path

FOLDER = Path(__file__).parent
FAMILIES = ("Noto Sans", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Gujarati")

__all__ = ["FAMILIES", "FOLDER"]
