"""Nobody can compute a small number, not even somebody who knows the rules.

The proofs are by exhaustion: all small studies are published, and for each publication all studies
that look the same are compared. A number is safe if these studies do not agree on it.
"""

from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.disclosure import SOME, suppress_codes, suppress_margins
from quotetrail.errors import ConfigError


def margins(counts, attribute="gender"):
    rows = [("all", "all", sum(counts))]
    rows += [(attribute, f"v{n}", count) for n, count in enumerate(counts)]
    return pd.DataFrame(rows, columns=["attribute", "value", "participants"])


def published_margins(counts, k):
    return tuple(suppress_margins(margins(counts), k).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("values", "k"), [(1, 3), (2, 3), (3, 3), (4, 3), (1, 5), (2, 5), (3, 5), (3, 4)]
)
def test_margins_cannot_be_solved(values, k):
    alike = defaultdict(list)
    for counts in product(range(1, k + 3), repeat=values):
        alike[published_margins(counts, k)].append(counts)
    for publication, studies in alike.items():
        if len(publication) - 1 != values or publication[1][1] == "withheld":
            assert SOME not in str(publication)
            continue
        for n in range(values):
            possible = {counts[n] for counts in studies}
            if min(possible) < k:
                assert len(possible) > 1, publication


def test_margins_by_hand():
    def shown(counts):
        return list(suppress_margins(margins(counts), 3)["participants"])[1:]

    assert shown([9, 5]) == [9, 5]
    assert shown([9, 1, 2]) == [9, "<3", "<3"]
    assert shown([9, 6, 2]) == [9, SOME, SOME]
    assert shown([9, 6, 6, 2]) == [9, SOME, SOME, SOME]
    assert shown([9, 4, 1, 1]) == [9, SOME, SOME, SOME]
    assert shown([9, 4, 2, 2]) == [9, SOME, SOME, SOME]
    assert shown([1, 1, 1]) == ["withheld"]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(3, 6))
def test_margins_never_print_a_small_number_nor_leave_one_alone(counts, k):
    table = suppress_margins(margins(counts), k)
    cells = list(table["participants"])
    assert cells[0] == sum(counts)
    numbers = [cell for cell in cells[1:] if isinstance(cell, int)]
    assert all(cell >= k for cell in numbers)
    if cells[1:] != ["withheld"]:
        hidden = [count for count, cell in zip(counts, cells[1:], strict=True) if cell != count]
        rest = sum(counts) - sum(numbers)
        assert rest == sum(hidden)
        assert len(hidden) != 1


# Three sites; the first two form one group of the contrast, the third the other.
def study(sites, groups):
    cells = {"path": "c", "code": "c"}
    codes = pd.DataFrame([{**cells, "raised_in": groups, "speakers": sum(sites)}]).assign(
        raised_in_with_subcodes=groups, speakers_with_subcodes=sum(sites)
    )

    def table(by, counts):
        rows = [{**cells, by: f"{by}{n}", "speakers": count} for n, count in enumerate(counts)]
        return pd.DataFrame(rows).assign(speakers_with_subcodes=counts)

    contrast = [sites[0] + sites[1], sites[2]]
    return codes, {"site": table("site", sites), "income": table("income", contrast)}


def published_codes(sites, groups, k):
    codes, tables = suppress_codes(*study(sites, groups), k)
    return (
        groups,
        *codes["speakers"],
        *tables["site"]["speakers"],
        *tables["income"]["speakers"],
    )


@pytest.mark.parametrize("k", [3, 4])
def test_speakers_of_a_code_cannot_be_solved(k):
    most = 6
    alike = defaultdict(list)
    for sites in product(range(most + 1), repeat=3):
        filled = sum(count > 0 for count in sites)
        for groups in range(filled, 5):
            if groups <= sum(sites):
                alike[published_codes(sites, groups, k)].append(sites)
    for publication, studies in alike.items():
        for n in range(3):
            possible = {sites[n] for sites in studies}
            if possible & set(range(1, k)):
                assert len(possible) > 1, publication
        totals = {sum(sites) for sites in studies}
        if totals & set(range(1, k)):
            assert len(totals) > 1, publication


def test_codes_by_hand():
    assert published_codes((5, 4, 3), 4, 3) == (4, 12, 5, 4, 3, 9, 3)
    assert published_codes((5, 4, 2), 4, 3) == (4, 11, SOME, SOME, SOME, SOME, SOME)
    assert published_codes((5, 4, 0), 4, 3) == (4, 9, 5, 4, 0, 9, 0)
    assert published_codes((1, 1, 1), 3, 3) == (3, "<5", SOME, SOME, SOME, SOME, SOME)
    assert published_codes((0, 2, 0), 1, 3) == (1, "<3", 0, SOME, 0, SOME, 0)
    assert published_codes((0, 0, 0), 0, 3) == (0, 0, 0, 0, 0, 0, 0)


def test_k_of_one_withholds_nothing_and_k_of_two_is_refused():
    assert published_codes((1, 1, 0), 2, 1) == (2, 2, 1, 1, 0, 2, 0)
    assert published_margins((1, 2), 1)[1:] == (("gender", "v0", 1), ("gender", "v1", 2))
    with pytest.raises(ConfigError):
        suppress_margins(margins([1, 2]), 2)
    with pytest.raises(ConfigError):
        suppress_codes(*study((1, 1, 0), 2), 2)


def test_the_tables_given_stay_as_they_are():
    codes, tables = study((1, 2, 3), 3)
    suppress_codes(codes, tables, 3)
    assert list(codes["speakers"]) == [6]
    assert list(tables["site"]["speakers"]) == [1, 2, 3]
