"""A wording like no other: far from what every other platform says on the topic, and rarely so."""

from __future__ import annotations

import random

from clauses import OTHER

from assets.comparisons.outliers import LEAST_PLATFORMS, LEAST_PROVISIONS, REFERENCES, Provision, norm_of
from assets.comparisons.wordings import comparable

PHRASES = (
    "we delete your data when you close your account",
    "your data are kept for thirty days after deletion",
    "backups of your account are erased within ninety days",
    "we keep what the law tells us to keep and no longer",
    "you may ask us to delete your account at any time",
)
ODD = comparable(OTHER)


def provisions(platforms: int, each: int = 4) -> list[Provision]:
    chance = random.Random(7)
    return [
        Provision(
            f"p{one}-{number}",
            1,
            f"platform{one}",
            f"{chance.random():.12f}",
            " ".join(chance.sample(PHRASES, 3)),
        )
        for one in range(platforms)
        for number in range(each)
    ]


def odd(platform: str = "platform0") -> Provision:
    return Provision("odd", 1, platform, "0.5", ODD)


def test_what_uses_other_words_than_all_others_is_found_with_its_nearest_neighbour():
    norm = norm_of([*provisions(8), odd()])
    assert norm is not None
    assert [one.provision.provision_id for one in norm.outliers] == ["odd"]
    assert norm.outliers[0].nearest.platform_id != "platform0"
    assert norm.outliers[0].nearness < norm.usual


def test_usual_wordings_have_no_outlier_among_them():
    norm = norm_of(provisions(8))
    assert norm is not None and norm.outliers == ()


def test_to_say_it_twice_oneself_makes_it_no_more_usual():
    again = Provision("odd-again", 1, "platform0", "0.6", ODD)
    norm = norm_of([*provisions(8), odd(), again])
    assert norm is not None and {one.provision.provision_id for one in norm.outliers} == {"odd", "odd-again"}


def test_what_four_platforms_say_is_not_odd():
    norm = norm_of([*provisions(8), *(odd(f"platform{number}") for number in range(4))])
    assert norm is not None and norm.outliers == ()


def test_among_few_nothing_is_said_to_be_unusual():
    assert norm_of([*provisions(LEAST_PLATFORMS - 1, 10), odd()]) is None
    assert norm_of([*provisions(LEAST_PLATFORMS, 1), odd()][: LEAST_PROVISIONS - 1]) is None


def test_the_order_of_provisions_does_not_matter():
    some = [*provisions(8), odd()]
    shuffled = random.Random(1).sample(some, len(some))
    assert norm_of(shuffled) == norm_of(some)


def test_on_a_topic_of_very_many_each_is_measured_against_a_few_of_every_platform():
    many = provisions(30, REFERENCES // 10)
    assert len(many) > 2 * REFERENCES
    norm = norm_of([*many, odd()])
    assert norm is not None and [one.provision.provision_id for one in norm.outliers] == ["odd"]
