"""What many tests need."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files that nobody here wrote."""
    folder = os.environ.get("QUOTETRAIL_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("QUOTETRAIL_REAL_DATA does not name the folder of real files")
    return Path(folder)
