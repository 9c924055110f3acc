"""Which work of low risk somebody else looks at."""

from hashlib import sha256

import pytest

from linli.organise.tasks.logic.sampling import Finished, is_taken, must_look


@pytest.mark.parametrize("share", [1, 30, 99])
def test_the_share_of_many_is_about_the_share_that_is_wanted(share: int) -> None:
    digests = [sha256(str(number).encode()).digest() for number in range(20_000)]

    taken = sum(is_taken(one, share) for one in digests)

    assert abs(taken - 200 * share) < 250
    assert [is_taken(one, share) for one in digests[:50]] == [
        is_taken(one, share) for one in digests[:50]
    ]
    assert all(is_taken(one, 100) for one in digests)


@pytest.mark.parametrize(
    "finished",
    [
        Finished(is_emergency=True),
        Finished(was_reworked=True),
        Finished(was_taken_up_again=True),
        Finished(failed_lately=True),
    ],
)
def test_what_gives_reason_is_checked_whatever_the_sample_says(finished: Finished) -> None:
    left_out = (99).to_bytes(8, "big") + bytes(24)

    assert must_look(finished, left_out, 1)
    assert not must_look(Finished(), left_out, 99)
