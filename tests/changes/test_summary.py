"""A summary tells a step in a sentence or three, the weightiest first, and says nothing the changes do not hold."""

from assets.changes.assessing import assess
from assets.changes.model import Wording
from assets.changes.summary import SummaryChange, render, summarise


def change(number, before, after, *, topics=(), path=(), operation=None, kind="paragraph"):
    old = Wording(before, kind, path, topics=topics) if before else None
    new = Wording(after, kind, path, topics=topics) if after else None
    operation = operation or ("modified" if old and new else "added" if new else "removed")
    return SummaryChange(f"p{number}", operation, assess(old, new, operation), old, new)


def told(*changes):
    return render(summarise(changes))


def test_topics_name_what_changed_and_numbers_say_how():
    found = told(
        change(1, "We keep logs for 30 days.", "We keep logs for 90 days.", topics=("retention",)),
        change(2, "We do not sell letters.", "We sell letters.", topics=("sale-share-for-ads",)),
        change(3, "Write to a@acme.example.", "Write to b@acme.example.", path=("Contact us",)),
    )
    assert found == (
        "Modified: sale of data, sharing for advertising (“do not” is gone); retention (30 → 90 days); "
        "“Contact us” (“a@acme.example” → “b@acme.example”)."
    )


def test_provisions_on_one_topic_are_told_together_and_every_part_names_its_provisions():
    parts = summarise(
        [
            change(1, "We share letters with couriers.", None, topics=("third-party-sharing",)),
            change(2, "We share parcels with couriers.", None, topics=("third-party-sharing",)),
            change(3, None, "We may set cookies in your browser.", topics=("cookies-tracking",)),
        ]
    )
    assert {part.label: part.provision_ids for part in parts} == {
        "sharing with third parties": ("p1", "p2"),
        "cookies and tracking": ("p3",),
    }
    assert "Removed: sharing with third parties (2 provisions" in render(parts)


def test_a_host_that_is_new_in_many_rows_is_told_once():
    rows = [f"Quay | q_{n} | Marketing | quay.test" for n in ("id", "session", "crane")]
    changes = [
        change(n, row, f"{row} ads.quay.test", kind="table_row", path=("Trackers", "Marketing"))
        for n, row in enumerate(rows)
    ]
    assert told(*changes) == "Modified: “Marketing” (3 provisions: “ads.quay.test” is new)."


def test_a_clause_that_came_is_told_by_what_is_done_and_not_by_the_way_out_of_it():
    done = "We set pixels of several partners in your browser to show you advertising on other sites."
    way_out = "You may withdraw your consent at any time in the settings."
    assert told(change(1, None, f"{done} {way_out}", path=("Terms", "Pixels"))) == (
        "Added: “Pixels” (“We set pixels of several partners in your browser to show you advertising on other sites”)."
    )
    lent = "You can lend your crane to other crews of the quay."
    power = "We may suspend any crane that stands idle for a week."
    assert "We may suspend" in told(change(1, None, f"{lent} {power}", path=("Terms", "Cranes")))


def test_a_right_that_stands_alone_or_first_is_told():
    right = "You have the right to object to letters at any time."
    after = "We may still write to you about your berth and the quay."
    assert "right to object" in told(change(1, None, f"{right} {after}", path=("Terms", "Letters")))


def test_a_removed_promise_is_told_in_its_words():
    assert "“We do not sell letters" in told(change(1, "We do not sell letters to anybody.", None))


def test_a_promise_that_came_is_told_as_one_lest_its_topic_read_as_its_opposite():
    found = told(change(1, None, "We do not sell letters to anybody.", topics=("sale-share-for-ads",)))
    assert (
        found
        == "Added: sale of data, sharing for advertising (a promise: “We do not sell letters to anybody”)."
    )


def test_what_went_and_came_under_one_name_was_rewritten():
    found = told(
        change(1, "We may read your letters on Mondays.", None, path=("Reading",)),
        change(2, None, "Parcels are opened with a knife when they are heavy.", path=("Reading",)),
    )
    assert found.startswith("Rewritten: “Reading” (2 provisions")


def test_a_few_words_that_took_the_place_of_others_are_told():
    found = told(
        change(
            1, "The party is Acme, L.L.C. of Paris.", "The party is Acme OpCo, LLC of Paris.", path=("Who",)
        )
    )
    assert found == "Modified: “Who” (“L.L.C.” → “OpCo, LLC”)."


def test_a_long_summary_keeps_the_words_of_the_weightiest_parts_of_each_kind():
    came, went = [], []
    for number, what in enumerate(("letters", "parcels", "stamps", "postcards", "envelopes")):
        promise = f"We never sell {what} to anybody who asks for them in writing on a weekday."
        came.append(change(number, None, promise, path=(f"What we do with {what}",)))
        went.append(
            change(10 + number, promise.replace("sell", "lend"), None, path=(f"What we did with {what}",))
        )
    assert told(*came).count("We never") == 5
    long = told(*came, *went)
    assert len(long) <= 700
    assert {"We never sell letters", "We never lend letters"} <= {
        part.split(" to ")[0] for part in long.split("“") if "We never" in part
    }


def test_without_a_topic_the_nearest_heading_names_it_else_the_first_words():
    assert told(change(1, None, "We may read letters.", path=("Rules", "2. Reading"))) == (
        "Added: “Reading” (“We may read letters”)."
    )
    assert told(change(1, None, "We may read your letters whenever we like to do so.")) == (
        "Added: “We may read your letters whenever we like to do so”."
    )


def test_the_title_of_a_document_names_nothing_that_changed():
    found = told(change(1, None, "We may read letters.", path=("Acme Privacy Policy",)))
    assert found == "Added: “We may read letters”."
    assert "“Reading”" in told(change(1, None, "We may read letters.", path=("Privacy Policy", "Reading")))
    assert "“Shipping letters abroad”" in told(
        change(1, None, "We may read letters.", path=("Shipping letters abroad",))
    )


def test_items_of_one_list_are_told_under_the_words_that_lead_them():
    led = {"kind": "list_item", "stem": "You may not send us:"}
    items = [Wording(text, **led) for text in ("live animals", "fresh fish")]
    assert (
        told(
            *(
                SummaryChange(f"p{n}", "added", assess(None, one, "added"), None, one)
                for n, one in enumerate(items)
            )
        )
        == "Added: “You may not send us” (2 provisions: “live animals”)."
    )


def test_what_came_or_went_is_told_by_its_weightiest_words_and_not_by_its_topic_alone():
    found = told(
        change(
            1,
            None,
            "This part is about the post office. We may open your letters for marketing. It is open on Mondays.",
            topics=("acceptable-use",),
        )
    )
    assert found == "Added: acceptable use (“We may open your letters for marketing”)."


def test_that_there_is_arbitration_is_told_before_the_way_out_of_it():
    found = told(
        change(
            1,
            None,
            "Any dispute is settled by binding arbitration. You may opt out of arbitration within 30 days.",
            topics=("arbitration-class-waiver",),
        )
    )
    assert found == "Added: arbitration and class waiver (“Any dispute is settled by binding arbitration”)."


def test_a_whole_sentence_that_went_is_told_beside_what_took_its_place():
    found = told(
        change(
            1,
            "We show your picture. If you take a picture down, we stop.",
            "We show your picture, for a year after you took it down too.",
            path=("Pictures",),
        )
    )
    assert "“If you take a picture down, we stop” is gone" in found


def test_where_no_rule_can_tell_it_the_words_that_differ_are_quoted():
    assert (
        told(
            change(
                1,
                "See Section 7 of the Acme Post rules.",
                "See Section 8 of the Acme Mail rules.",
                path=("Rules",),
            )
        )
        == "Modified: “Rules” (“Section 7” → “Section 8”; “Post” → “Mail”)."
    )


def test_one_sentence_is_told_once():
    found = told(
        change(
            1,
            "Ask us.",
            "Ask us. If you have any further questions about the letters, you can write to us in Acmetown.",
            path=("Questions",),
        )
    )
    assert found.count("you can write to us") == 1


def test_long_lists_are_cut_and_say_how_much_more_there_is():
    many = [change(n, None, f"We may read letter {n}.", path=(f"Part {chr(65 + n)}",)) for n in range(10)]
    assert "and 5 more." in told(*many)


def test_where_only_wording_changed_it_says_so():
    found = told(*[change(n, f"We keep logs{n}.", f"we keep logs{n};") for n in range(3)])
    assert found == "Only wording: 3 provisions reworded, such as “We” → “we”."


def test_where_only_the_date_changed_it_says_so():
    found = told(change(1, "Last updated: 3 May 2031", "Last updated: 4 May 2031"))
    assert found == "Only the document's own date differs."


def test_where_a_reader_would_notice_nothing_it_says_what_differed():
    found = told(change(1, "[Go](https://one.example)", "[Go](https://two.example)"))
    assert found == "Nothing a reader would notice: links or markup."


def test_where_provisions_only_moved_it_says_so():
    moved = change(1, "We sell it.", "We sell it.", operation="moved")
    assert told(moved) == "Only the order: 1 provision moved."


def test_wording_is_not_told_beside_what_matters():
    found = told(
        change(1, "We keep logs.", "We keep logs;"),
        change(2, "You may sell it.", "You may not sell it.", path=("Selling",)),
    )
    assert found == "Modified: “Selling” (“may not” is new)."


def test_no_changes_give_no_words():
    assert told() == ""


def test_a_part_can_be_stored_as_plain_data():
    (part,) = summarise([change(1, None, "We may read letters.", path=("Reading",))])
    assert part.as_dict() == {
        "kind": "added",
        "label": "“Reading”",
        "detail": "“We may read letters”",
        "provision_ids": ["p1"],
        "significance": "medium",
    }
