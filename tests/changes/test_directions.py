"""Which way a change points: who may now do what, what binds less or more, what was added, taken away or counted anew."""

import pytest

from assets.changes.directions import directions
from assets.changes.model import Wording
from assets.changes.statements import read


def seen(before, after, **place):
    found = directions(before and Wording(before, **place), after and Wording(after, **place))
    return [(one.kind, one.rule, one.actor) for one in found]


def kinds(before, after, **place):
    return {(kind, actor) for kind, _, actor in seen(before, after, **place)}


@pytest.mark.parametrize(
    ("before", "after", "kind", "actor"),
    [
        ("You may not scrape the Service.", "You may scrape the Service.", "permitted", "user"),
        ("You may resell tickets.", "You may not resell tickets.", "forbidden", "user"),
        ("You can cancel online.", "You cannot cancel online.", "forbidden", "user"),
        ("We will not sell your data.", "We may sell your data.", "permitted", "platform"),
        ("We will not sell your data.", "We may sell your data.", "weakened", "platform"),
        ("We sell your data.", "We do not sell your data.", "forbidden", "platform"),
        ("We never read your mail.", "We read your mail.", "permitted", "platform"),
        ("Acme will not track visitors.", "Acme may track visitors.", "permitted", "platform"),
        ("Your data will not be sold.", "Your data may be sold.", "permitted", "platform"),
    ],
)
def test_a_not_that_came_or_went_permits_or_forbids(before, after, kind, actor):
    assert (kind, actor) in kinds(before, after)


@pytest.mark.parametrize(
    ("before", "after", "kind", "actor"),
    [
        ("We will notify you of a breach.", "We may notify you of a breach.", "weakened", "platform"),
        ("We should answer.", "We must answer.", "strengthened", "platform"),
        ("You may verify your account.", "You must verify your account.", "strengthened", "user"),
        ("You must verify your account.", "You should verify your account.", "weakened", "user"),
    ],
)
def test_a_modal_of_other_force_weakens_or_strengthens(before, after, kind, actor):
    assert kinds(before, after) == {(kind, actor)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We won’t sell it.", "We will not sell it."),
        ("You cannot copy it.", "You can not copy it."),
        ("You must pay.", "You shall pay."),
        ("You can cancel. We may share it.", "We may share it. You can cancel."),
        ("We use names and places.", "We use places and names."),
        ("We keep logs for thirty (30) days.", "We keep logs for 30 days."),
        ("We keep logs for three months.", "We keep logs for 90 days."),
        ("See Section 4 for what we keep.", "See Section 5 for what we keep."),
        ("Effective from 3 May 2031, we may share logs.", "Effective from 4 May 2031, we may share logs."),
        ("What may we share?", "What will we never share?"),
    ],
)
def test_the_same_rule_in_other_words_or_another_order_points_nowhere(before, after):
    assert seen(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "subject"),
    [
        ("We keep logs for 30 days.", "We keep logs for 90 days.", "raised", "day"),
        ("We keep logs for one year.", "We keep logs for 6 months.", "lowered", "month"),
        (
            "You must be 13 years old.",
            "You must be at least sixteen (16) years old.",
            "raised",
            "year of age",
        ),
        ("The fee is $10.", "The fee is $12.50.", "raised", "dollars"),
        ("We keep 10% of sales.", "We keep 8% of sales.", "lowered", "percent"),
        ("Object within 10 business days.", "Object within 5 business days.", "lowered", "business day"),
        ("A thirty-day notice applies.", "A 14-day notice applies.", "lowered", "day notice applies"),
    ],
)
def test_a_number_is_raised_or_lowered_with_its_unit(before, after, kind, subject):
    (one,) = [d for d in directions(Wording(before), Wording(after)) if d.kind in ("raised", "lowered")]
    assert (one.kind, one.subject.startswith(subject)) == (kind, True)


def test_a_party_added_to_a_list_widens_and_one_taken_away_narrows():
    short, long = (
        "We share data with affiliates and couriers.",
        "We share data with affiliates, couriers and advertisers.",
    )
    assert ("widened", "recipient_added", "platform") in seen(short, long)
    assert ("narrowed", "recipient_removed", "platform") in seen(long, short)


def test_a_party_added_to_what_is_not_done_widens_nothing():
    before, after = (
        "We do not share it with affiliates.",
        "We do not share it with affiliates or advertisers.",
    )
    assert seen(before, after) == [("narrowed", "recipient_added", "platform")]


def test_an_act_added_to_a_prohibition_is_forbidden():
    before, after = "You may not rent or lend the Service.", "You may not rent, mirror or lend the Service."
    assert ("forbidden", "user") in kinds(before, after)


def test_consent_that_became_opting_out_weakens():
    before = "We use your content to train models only with your consent."
    after = "We use your content to train models unless you opt out."
    assert ("weakened", "consent_to_refusal", "platform") in seen(before, after)
    assert ("strengthened", "refusal_to_consent", "platform") in seen(after, before)


def test_an_exception_to_a_promise_weakens_it_and_to_a_power_narrows_it():
    promise = "We will not disclose letters."
    assert ("weakened", "exception_added", "platform") in seen(
        promise, "We will not disclose letters except to couriers."
    )
    power = "We may disclose letters."
    assert ("narrowed", "exception_added", "platform") in seen(
        power, "We may disclose letters unless they are sealed."
    )


def test_a_power_without_bounds_widens():
    before = "We may close your account."
    assert ("widened", "power_added", "platform") in seen(
        before, "We may close your account at any time in our sole discretion."
    )


@pytest.mark.parametrize(
    ("text", "came", "gone"),
    [
        ("You may not resell the Service.", "forbidden", "permitted"),
        ("You may resell the Service.", "permitted", "forbidden"),
        ("You have the right to delete your letters.", "permitted", "weakened"),
        ("You must pay within a week.", "strengthened", "weakened"),
        ("We do not sell your letters.", "forbidden", "permitted"),
        ("We will delete your letters.", "strengthened", "weakened"),
        ("We may read your letters.", "permitted", "narrowed"),
        ("We are not liable for lost letters.", "weakened", "strengthened"),
    ],
)
def test_a_clause_that_comes_or_goes_points_as_its_rule_does(text, came, gone):
    assert directions(None, Wording(text))[0].kind == came
    assert directions(Wording(text), None)[0].kind == gone


def test_a_list_item_is_read_with_the_stem_it_completes():
    assert ("forbidden", "new_prohibition", "user") in seen(None, "Sell it to others;", stem="You may not:")
    assert ("permitted", "new_power", "platform") in seen(None, "sell it to others;", stem="We may:")


@pytest.mark.parametrize(
    "text",
    [
        "If we may not deliver, nothing happens.",
        "Conduct prohibited by these Terms is listed.",
        "In May 2031 it rained.",
        "The rights which you may have are many.",
    ],
)
def test_conditions_and_mentions_lay_nothing_down(text):
    assert not [rule for _, rule, _ in seen(None, text) if rule.startswith("new_")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten."),
        ("Wir werden Ihre Briefe nicht lesen.", "Wir werden Ihre Briefe lesen."),
        ("Nous ne vendons pas vos données.", "Nous vendons vos données."),
        ("No podemos vender sus datos.", "Podemos vender sus datos."),
        ("我们不会出售您的信息。", "我们会出售您的信息。"),
    ],
)
def test_a_not_that_went_is_seen_in_other_languages(before, after):
    assert "permitted" in {kind for kind, _ in kinds(before, after)}
    assert "forbidden" in {kind for kind, _ in kinds(after, before)}


def test_a_number_is_seen_in_other_languages():
    assert "raised" in {
        kind for kind, _ in kinds("Wir speichern Briefe dreißig Tage.", "Wir speichern Briefe 90 Tage.")
    }
    assert "raised" in {kind for kind, _ in kinds("我们保存日志30天。", "我们保存日志90天。")}


def test_headings_point_nowhere():
    assert seen("You may not sell", "You may sell", kind="heading") == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "actor"),
    [
        ("We answer within 3 days.", "We answer.", "narrowed", "platform"),
        (
            "We will notify you 20 days before we move.",
            "We will notify you before we move.",
            "weakened",
            "platform",
        ),
        (
            "We will give you notice of a move.",
            "We will give you 20 days' notice of a move.",
            "strengthened",
            "platform",
        ),
        ("You may return a boat.", "You may return a boat within 5 days.", "narrowed", "user"),
    ],
)
def test_a_limit_in_time_that_comes_or_goes_points_by_what_it_bounds(before, after, kind, actor):
    [found] = [
        one for one in directions(Wording(before), Wording(after)) if one.rule.startswith("time_limit_")
    ]
    assert (found.kind, found.actor) == ("widened" if kind == "narrowed" and not found.after else kind, actor)


def test_somebody_named_among_those_who_are_given_data_is_a_recipient():
    found = directions(
        Wording("We share lists with Brack, Dunn and Ostler."),
        Wording("We share lists with Brack, Dunn, Ostler and Quill."),
    )
    assert [(one.kind, one.rule, one.after) for one in found] == [("widened", "recipient_added", "Quill")]


@pytest.mark.parametrize(
    "text",
    [
        "A missing key may result in delays.",
        "A token of one boat may not equate to a token of another.",
        "We will not be able to find your boat without it.",
        "“Partner” means a company that buys data for advertising.",
    ],
)
def test_what_happens_what_cannot_be_and_what_words_mean_permit_and_forbid_nothing(text):
    assert directions(None, Wording(text)) == ()


def test_the_last_clause_of_a_stem_leads_its_items():
    [found] = directions(
        None,
        Wording(
            "Opening the crates of others",
            "list_item",
            stem="We have rules for the quay: Don’t disturb others, including:",
        ),
    )
    assert (found.kind, found.rule, found.actor) == ("forbidden", "new_prohibition", "user")


@pytest.mark.parametrize(
    ("stem", "item"),
    [
        ("You may not bring aboard:", "Child endangerment material;"),
        ("You may not bring aboard:", "Any cargo that could harm minors."),
        (
            "Do not fake waybills, including any use for: unchecked decisions on crews, such as:",
            "the coast police",
        ),
        ("Keep to the law of the sea, for instance do not:", "Track the location of a crew"),
        ("The cranes must not be used for:", "health checks"),
    ],
)
def test_an_item_under_a_stem_that_forbids_is_forbidden_to_users_whatever_it_names(stem, item):
    text = "So we don't allow our quays to be used to hide goods. " * 7 + stem
    for led in (stem, text):
        came = seen(None, item, kind="list_item", stem=led)
        gone = seen(item, None, kind="list_item", stem=led)
        assert came == [("forbidden", "new_prohibition", "user")]
        assert gone == [("permitted", "removed_prohibition", "user")]


def test_what_a_forbidden_item_names_now_is_an_item_and_neither_data_nor_a_recipient():
    found = seen(
        "Weigh people by their manners",
        "Weigh people by their manners or biometric data",
        kind="list_item",
        stem="You may not use the scales to:",
    )
    assert found == [("forbidden", "item_added", "user")]


@pytest.mark.parametrize("stem", ["We share it with:", "You may bring aboard:", "We do not sell it to:"])
def test_an_item_under_another_stem_is_not_forbidden_to_users(stem):
    assert ("forbidden", "new_prohibition", "user") not in seen(
        None, "the coast police", kind="list_item", stem=stem
    )


def test_exceptions_from_a_refusal_are_what_is_done_so_their_going_is_no_promise_that_goes():
    stem = "We do not use your logbooks for purposes other than the following:"
    item = "To plan the routes of our ferries."
    assert seen(item, None, kind="list_item", stem=stem) == [("narrowed", "removed_power", "platform")]
    assert seen(None, item, kind="list_item", stem=stem) == [("permitted", "new_power", "platform")]
    refused = "You may not, except with our consent, do the following:"
    assert kinds(None, "Resell berths.", kind="list_item", stem=refused) == {("forbidden", "user")}


@pytest.mark.parametrize("text", ["Customer shares letters with us.", "Customers share letters with us."])
def test_a_person_with_a_verb_is_a_subject_and_a_word_before_a_noun_is_none(text):
    assert read(text).acts
    assert not read("Child safety material").acts


@pytest.mark.parametrize(
    "text",
    [
        "We update as we learn.",
        "We will occasionally revise this Policy.",
        "We publish our findings so that others can learn.",
        "People are entitled to calm.",
        "Files that could be used to harass others are forbidden.",
    ],
)
def test_what_a_platform_does_with_its_own_texts_and_what_others_may_do_permits_it_nothing(text):
    assert not [one for one in seen(None, text) if one[1] in ("new_practice", "new_power")]


@pytest.mark.parametrize("text", ["We publish your letters.", "Your data could be used to train our models."])
def test_what_it_does_with_what_users_give_it_is_told(text):
    assert [one for one in seen(None, text) if one[1] in ("new_practice", "new_power")]


def test_a_place_in_the_place_of_another_is_neither_wider_nor_narrower():
    assert directions(Wording("The courts of Norway decide."), Wording("The courts of Denmark decide.")) == ()


def test_a_disclaimer_is_no_promise():
    found = directions(Wording("We make no representations of any kind."), None)
    assert [(one.kind, one.rule) for one in found] == [("strengthened", "removed_disclaimer")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gift cards may be redeemed only while your plan is active.",
        "Orders may be placed by you in our shop.",
        "Messages may be written in Dutch.",
        "We can be reached at the front desk.",
        "We may be required by law to keep a register.",
        "We may offer you a free month from time to time.",
        "We may notify you of news by letter.",
        "We may make new stamps available.",
        "Badges may allow you to enter the hall.",
        "Please tell us where it stands so that we can find it.",
        "Learn more about the letters we may share.",
    ],
)
def test_what_is_offered_befalls_somebody_or_is_done_by_others_permits_the_platform_nothing(sentence):
    assert ("permitted", "platform") not in kinds(None, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We may delete your letters.",
        "We may limit your access to the hall.",
        "We may make your letters available to couriers.",
        "Recordings may be shared with couriers.",
        "Acme may share your letters.",
        "Your letters can be read by our staff, and we can use your letters for marketing.",
    ],
)
def test_what_a_platform_may_do_to_somebody_or_his_data_is_permitted_to_it(sentence):
    assert ("permitted", "platform") in kinds(None, sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("We are under no obligation to read what you post.", "weakened"),
        ("In no event shall we be liable for lost letters.", "weakened"),
        ("In no event will Acme be liable for lost letters.", "weakened"),
        ("We cannot guarantee that a letter arrives.", "weakened"),
        ("We will not obtain your location without your consent.", "forbidden"),
        ("None of your letters will ever be shared with couriers.", "forbidden"),
        ("We will only use your letters to deliver them.", "forbidden"),
        ("Your data may be used only for billing.", "forbidden"),
    ],
)
def test_a_refusal_to_answer_is_no_promise_and_a_bound_on_what_is_done_is_one(sentence, kind):
    opposite = {"weakened": "strengthened", "forbidden": "permitted"}[kind]
    told = [one for one in seen(None, sentence) if not one[1].startswith(("data_", "purpose_", "recipient_"))]
    gone = [one for one in seen(sentence, None) if not one[1].startswith(("data_", "purpose_", "recipient_"))]
    assert [(one[0], one[2]) for one in told] == [(kind, "platform")]
    assert [(one[0], one[2]) for one in gone] == [(opposite, "platform")]


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not disclaim warranties that the law does not let us disclaim.",
        "We do not imply that we endorse these shops, and we cannot predict the weather.",
        "We own all rights in the Service.",
        "Don't do it.",
        "We do not warrant that letters will be kept secure.",
    ],
)
def test_the_end_of_what_promised_nothing_permits_nothing(sentence):
    ends = kinds(sentence, None)
    assert not {("permitted", "platform"), ("permitted", "user"), ("weakened", "platform")} & ends


def test_a_permission_with_only_is_a_limit_for_users():
    assert ("forbidden", "user") in kinds(None, "You may only use the Service at home.")
    assert ("permitted", "user") in kinds(None, "You may use the Service at home.")


def test_what_a_commitment_names_is_not_told_beside_it():
    promise = "We will protect the security of your payment data."
    assert {rule for _, rule, _ in seen(promise, None)} == {"removed_commitment"}
