"""One corpus, as six programs export it: after reading and placing all give the same codings."""

from collections import Counter
from pathlib import Path

import pytest
from build import FILES

from quotetrail.coding.formats import read_project
from quotetrail.coding.locate import locate
from quotetrail.coding.project import paths
from quotetrail.transcripts import read_transcript

ROOT = Path(__file__).parents[2]
EXPORTS = {
    "maxqda.xlsx": "memo",
    "maxqda-de.csv": "memo",
    "nvivo.qdpx": "memo",
    "qualcoder": "memo",
    "taguette.sqlite3": "",  # has no place for memos
}


@pytest.fixture(scope="module", params=["psw", "mhw"])
def study(request):
    folder = ROOT / "resources" / request.param
    raw = [
        read_transcript(path, transcript=path.stem).transcript
        for path in sorted((folder / "transcripts").iterdir())
        if path.stem in FILES
    ]
    return request.param, raw, placed(folder / "coding" / f"{request.param}.qdpx", raw, memo=True)


def placed(path: Path, raw, *, memo: bool) -> Counter:
    """Each coding: where it stands, its code, its coder as a login, its memo."""
    project = read_project(path)
    names = paths(project.codes)
    return Counter(
        (
            each.transcript,
            each.start,
            each.end,
            names[each.coding.code],
            each.coding.coder.casefold().replace(" ", "."),
            each.coding.memo if memo else "",
        )
        for each in locate([project], raw)
    )


@pytest.mark.parametrize("export", EXPORTS)
def test_the_same_codings_at_the_same_places(study, export):
    name, raw, standard = study
    assert all(start is not None for _, start, *_ in standard)
    folder = ROOT / "resources" / name / "coding" / "exports"
    path = folder / (f"{name}.qda" if export == "qualcoder" else export)
    memo = bool(EXPORTS[export])
    wanted = standard if memo else Counter((*row[:-1], "") for row in standard.elements())
    assert placed(path, raw, memo=memo) == wanted
