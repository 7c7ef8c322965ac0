"""A silent edit is a change that matters of which neither the document's date nor a notice told."""

from datetime import date

import pytest

from assets.changes.model import Assessment
from assets.changes.silent_edits import is_silent
from assets.changes.version_class import StepClass

MAY, JUNE = date(2031, 5, 1), date(2031, 6, 1)


def step(change_class="substantive", significance="high"):
    return StepClass(change_class, significance, 0.9, "new_power", "")


def differs(rule, stands=True):
    return Assessment("substantive", "high", 0.9, rule, ""), stands


@pytest.mark.parametrize("significance", ["high", "medium"])
def test_what_matters_and_kept_its_date_is_silent(significance):
    assert is_silent(MAY, MAY, step(significance=significance), [differs("new_power")]) is True


def test_an_address_that_changed_is_no_silent_edit():
    assert is_silent(MAY, MAY, step(significance="low"), [differs("contact")]) is False


def test_a_new_date_or_another_date_in_the_text_is_not_silent():
    assert is_silent(MAY, JUNE, step(), [differs("new_power")]) is False
    assert is_silent(MAY, MAY, step(), [differs("new_power"), differs("date_stamp")]) is False


def test_a_notice_that_came_breaks_the_silence_and_one_that_went_does_not():
    assert is_silent(MAY, MAY, step(), [differs("new_power"), differs("notice")]) is False
    assert is_silent(MAY, MAY, step(), [differs("new_power"), differs("notice", stands=False)]) is True


@pytest.mark.parametrize(
    "given", [(None, MAY, step()), (MAY, None, step()), (MAY, MAY, step("editorial", "none"))]
)
def test_without_substance_or_dates_nobody_can_say(given):
    assert is_silent(*given, []) is None
