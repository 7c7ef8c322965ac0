"""A direction says whose right, duty or power it is, in words a reader knows."""

import pytest

from assets.changes.directions import directions
from assets.changes.model import Wording
from assets.changes.scores import RULES_OF_DIRECTIONS
from assets.changes.whose import BY_RULE, all_told, told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, "We may sell your letters.", "the platform may do more"),
        ("We will not sell your letters.", None, "the platform may do more"),
        ("We will notify you of a breach.", "We may notify you of a breach.", "the platform promises less"),
        (None, "We are not liable for lost letters.", "the platform answers for less"),
        (None, "You must pay in advance.", "users must do more"),
        (None, "You may not copy the Service.", "users may do less"),
        ("You have the right to object.", None, "users lose a right"),
        ("We keep it for 30 days.", "We keep it for 90 days.", "a number rose"),
    ],
)
def test_a_direction_is_told_with_whom_it_concerns(before, after, said):
    found = directions(before and Wording(before), after and Wording(after))
    assert said in {told(one) for one in found}


def test_every_rule_that_is_told_in_its_own_words_is_a_rule_of_directions():
    assert set(BY_RULE) <= RULES_OF_DIRECTIONS


def test_what_concerns_somebody_is_told_before_what_only_names_more_and_each_once():
    found = directions(
        None, Wording("Letters go by way of Canada. We may sell letters. We may sell parcels.")
    )
    words = all_told(reversed(found))
    assert words.index("more is named") == len(words) - 1
    assert len(words) == len(set(words))
