"""Ids: unique, the same each time, and not slower the more of them are alike."""

from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding.ids import unique_ids


def first_free(wanted, taken):
    """The rule in its plainest form."""
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in tries if name not in taken)


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "a-2-2", "b", "b-2"]), max_size=40))
def test_an_id_that_is_taken_gets_the_first_number_that_nobody_has(wanted):
    unique, taken = unique_ids(), []
    for name in wanted:
        taken.append(first_free(name, taken))
        assert unique(name) == taken[-1]


def test_many_equal_ids_take_no_more_work_each_than_few():
    class Counted(str):
        written = 0

        def __format__(self, how):
            Counted.written += 1
            return str.__format__(self, how)

    unique = unique_ids()
    names = [unique(Counted("code")) for _ in range(10_000)]
    assert names[-1] == "code-10000"
    assert Counted.written < 20_000
