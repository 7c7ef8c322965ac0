"""Where one list of prohibitions takes the place of another, nothing is told as permitted because it went."""

from assets.changes.assessing import assess
from assets.changes.model import Wording
from assets.changes.replaced_lists import with_replaced_lists
from assets.changes.steps import ProvisionStep, Side
from assets.changes.summary import SummaryChange, render, summarise

STEM = "You may not bring aboard:"


def item(number, before=None, after=None, stem=STEM, section="Cargo"):
    sides = [
        text and Side(1, number, Wording(text, "list_item", ("Terms of Service", section), stem=stem))
        for text in (before, after)
    ]
    step = ProvisionStep(f"p{number}", "added" if after else "removed", False, *sides)
    old, new = (side and side.wording for side in sides)
    return step, assess(old, new, step.operation)


def told(read):
    return render(
        summarise(
            SummaryChange(
                step.provision_id,
                step.operation,
                found,
                step.before and step.before.wording,
                step.after and step.after.wording,
            )
            for step, found in read
        )
    )


def weights(read):
    return [(found.significance, found.replaced_list) for _, found in read]


GONE = [item(1, "Old gunpowder."), item(2, "All barrels of pitch.")]
COME = [item(3, None, "Loose straw in bales."), item(4, None, "Any goods that may burn or explode.")]


def test_what_went_from_a_list_that_was_replaced_is_no_longer_named_and_not_permitted():
    read = with_replaced_lists([*GONE, *COME])
    assert [significance for significance, _ in weights(read)] == ["medium", "medium", "high", "high"]
    gone = read[0][1]
    assert "The list of what users may not do was replaced" in gone.reason
    assert [(one.kind, one.rule) for one in gone.directions] == [("narrowed", "removed_item")]


def test_the_summary_sets_the_broadest_items_that_came_beside_those_that_went():
    assert told(with_replaced_lists([*GONE, *COME])) == (
        "Replaced: what users may not do, “Cargo” (4 provisions: gone are “All barrels of pitch” and “Old gunpowder”; "
        "new are “Any goods that may burn or explode” and “Loose straw in bales”)."
    )


def test_a_list_that_only_lost_items_or_lost_one_was_not_replaced():
    for read in (GONE, COME, [GONE[0], *COME], [*GONE, COME[0]]):
        assert with_replaced_lists(read) == read


def test_lists_of_other_sections_are_other_lists_unless_the_whole_document_was_replaced():
    elsewhere = [item(n, None, f"Any crate {n} of eels.", section="Fish") for n in range(5, 10)]
    assert with_replaced_lists([*GONE, *elsewhere]) == [*GONE, *elsewhere]
    many = [item(n, f"Any crate {n} of coal.") for n in range(10, 15)]
    read = with_replaced_lists([*many, *elsewhere])
    assert set(weights(read)) == {("medium", "what users may not do"), ("high", "what users may not do")}


def test_what_users_may_do_is_no_list_of_prohibitions():
    stem = "You may bring aboard:"
    read = [
        *(item(n, f"Crates {n} of straw.", stem=stem) for n in (1, 2)),
        *(item(n, None, f"Barrels {n} of rum.", stem=stem) for n in (3, 4)),
    ]
    assert with_replaced_lists(read) == read
