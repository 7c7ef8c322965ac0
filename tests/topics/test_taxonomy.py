"""The taxonomy that ships: its own examples hold, and the borders of the topics run where they should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.topics.labelling import Labeller
from assets.topics.model import Provision, Rule, Topic
from assets.topics.taxonomy import load_taxonomy
from assets.topics.taxonomy_file import Taxonomy

TAXONOMY = load_taxonomy()
RULES = [(topic, rule) for topic in TAXONOMY.topics for rule in topic.rules]


@pytest.fixture(scope="module")
def anywhere() -> Labeller:
    """The rules as they are under the heading and in the document they ask for."""

    def freed(topic: Topic) -> Topic:
        return replace(
            topic, rules=tuple(replace(rule, heading=None, terms_types=()) for rule in topic.rules)
        )

    return Labeller([freed(topic) for topic in TAXONOMY.topics])


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[rule.rule_id for _, rule in RULES])
def test_a_rule_matches_its_examples_and_not_its_counterexamples(rule: Rule, anywhere: Labeller):
    assert [
        text for text in rule.examples if rule.rule_id not in anywhere.matches([Provision(text)])[0]
    ] == []
    assert [
        text for text in rule.counterexamples if rule.rule_id in anywhere.matches([Provision(text)])[0]
    ] == []


def labels(text: str, **where: object) -> set[str]:
    """Topics shown without a question mark."""
    found = TAXONOMY.label(text, **where)  # type: ignore[arg-type]
    return {label.topic_id for label in found if label.band == "automatic"}


def test_every_topic_has_a_definition_and_a_rule():
    assert len(TAXONOMY.topics) >= 45
    assert all(topic.definition and topic.rules for topic in TAXONOMY.topics)


def test_a_label_needs_a_statement_and_not_a_mention():
    assert "data-collected" not in labels("We protect the information we collect.")
    assert "ai-training-on-user-data" not in labels("The model resembles its training data.")


def test_a_prohibition_on_users_to_train_models_is_acceptable_use_and_not_training_on_user_data():
    found = labels("You may not use the output to train models that compete with us.")
    assert {"prohibited-ai-use", "acceptable-use"} <= found
    assert "ai-training-on-user-data" not in found


def test_a_denial_of_training_counts_as_training_on_user_data():
    assert "ai-training-on-user-data" in labels("We do not use your files to train our models.")


def test_a_carve_out_for_one_source_is_training_on_user_data_and_no_tier():
    found = labels("Data from your calendar is not used to train generative AI models.")
    assert "ai-training-on-user-data" in found
    assert "ai-tier-carve-out" not in found


def test_opt_in_counts_as_choice_over_training():
    assert "ai-training-opt-out" in labels("We train our models on your chats only if you opt in.")


def test_a_rule_that_differs_by_plan_joins_training_on_user_data():
    found = labels("We do not train our models on the data of Enterprise customers.")
    assert {"ai-tier-carve-out", "ai-training-on-user-data"} <= found


def test_ad_opt_outs_are_objection_and_cookie_choices_stay_with_cookies():
    assert "objection-consent-withdrawal" in labels("You can opt out of personalised ads.")
    assert "objection-consent-withdrawal" not in labels("You can refuse cookies in your browser.")
    assert "marketing-preferences" in labels("You can unsubscribe from our newsletter.")


def test_regional_rights_need_a_privacy_document():
    text = "Residents of California have the right to ask what we hold about them."
    assert "regional-rights" in labels(text, terms_type="Privacy Policy")
    assert "regional-rights" not in labels(text, terms_type="Terms of Service")


def test_people_who_review_content_are_human_review_and_a_users_duty_to_check_is_not():
    assert "human-review" in labels("Trained staff may read your conversations to improve safety.")
    assert "human-review" not in labels("You should review the output before you use it.")


def test_as_is_makes_an_output_warning_a_matter_of_liability_too():
    found = labels('Output may be inaccurate and is provided "as is" without warranty of any kind.')
    assert {"ai-output-disclaimer", "liability-warranty-indemnity"} <= found
    assert "liability-warranty-indemnity" not in labels("Output may be inaccurate.")


def test_a_definition_gets_the_topic_defined_as_well():
    found = labels("“Usage Data” means data that is collected automatically when you use the service.")
    assert {"definitions", "data-collected"} <= found


def test_a_list_item_is_read_with_its_stem():
    assert "acceptable-use" in labels("copy or resell the service;", stem="You may not:", kind="list_item")
    assert "acceptable-use" not in labels("copy or resell the service;", kind="list_item")


def test_a_list_item_is_about_what_the_stem_it_completes_is_about():
    stem = "We share personal data with:"
    assert "third-party-sharing" in labels("our printers", stem=stem, kind="list_item")
    assert "acceptable-use" in labels(
        "destroy property", stem="You may not use the service to:", kind="list_item"
    )


def test_a_long_item_of_a_list_speaks_for_itself():
    item = "Blue is the colour of the sea. " * 12
    assert "third-party-sharing" not in labels(item, stem="We share personal data with:", kind="list_item")


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("retention", "Things left in cars are kept for three months."),
        ("retention", "信息 | 保存期限"),
        ("retention", "**Data retention.**"),
        ("retention", "When zero data retention has been activated, monitoring stops."),
        ("retention", "You must hold the rights that are necessary for this content."),
        ("third-party-sharing", "Keep your password from third parties."),
        ("third-party-sharing", "See https://quillwood.example/legal/with-partners."),
        ("access-correct-delete", "Quillwood reserves the right to delete your account and your data."),
        ("access-correct-delete", "This includes the right to access the products."),
        ("policy-change-notice", "The rules of the tribunal apply as modified by these terms."),
        ("policy-change-notice", "You answer for your modification of the output, and your failure to comply with these terms."),
        ("ai-training-on-user-data", "If you learn that a child has provided us with personal data, tell us."),
        ("data-collected", "The data we collect will not be used to train models."),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_topic_is_not_about_it(topic: str, text: str):
    assert topic not in labels(
        text, terms_type="Privacy Policy", kind="table_row" if "|" in text else "paragraph"
    )


def test_the_nearest_heading_counts():
    path = ["Privacy Policy", "How we use your information"]
    assert "purposes" in labels("To provide the service", heading_path=path, kind="list_item")


def test_headings_and_code_are_about_nothing():
    assert TAXONOMY.label("We collect your name.", kind="heading") == []
    assert TAXONOMY.label("", kind="paragraph") == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Wir geben Ihre Daten nicht an Dritte weiter.", "third-party-sharing"),
        ("Wir verwenden Ihre Eingaben zum Training unserer Modelle.", "ai-training-on-user-data"),
        ("Nous conservons les données pendant la durée de conservation légale.", "retention"),
        ("我们会收集您的手机号码和设备信息。", "data-collected"),
        ("我们可能会将您输入的内容用于训练模型。", "ai-training-on-user-data"),
    ],
)
def test_the_most_important_topics_are_found_in_german_french_and_chinese(text: str, topic: str):
    assert topic in labels(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Konto: bis zur Schließung, danach werden alle Daten innerhalb von 60 Tagen gelöscht.", "retention"),
        (
            "Eine Übermittlung in Länder außerhalb der Europäischen Union findet nicht statt.",
            "international-transfer",
        ),
        ("Ändern wir diese Hinweise, teilen wir Ihnen das vier Wochen vorher mit.", "policy-change-notice"),
        ("Für ein Konto benötigen wir Ihre E-Mail-Adresse und ein Kennwort.", "data-collected"),
        ("访问日志 | 十二个月后删除", "retention"),
        ("我们不会出售您的个人信息。", "sale-share-for-ads"),
        ("我们可能会向司法机关披露您的信息。", "law-enforcement"),
    ],
)
def test_statements_in_german_and_chinese_are_found_in_the_words_their_policies_use(text: str, topic: str):
    assert topic in labels(text)


def test_a_bare_noun_in_german_is_no_statement():
    assert "third-party-sharing" not in labels("Sie geben Ihr Kennwort nicht an Dritte weiter.")
    assert "payment-auto-renewal" not in labels("Wir erstatten dann alle Zahlungen unverzüglich.")


def test_silence_may_be_believed_in_english_everywhere_and_in_other_languages_where_it_is_stated():
    assert all("en" in topic.languages for topic in TAXONOMY.topics)
    by_id = {topic.topic_id: topic for topic in TAXONOMY.topics}
    assert {"de", "zh"} <= set(by_id["retention"].languages)
    assert by_id["ai-tier-carve-out"].languages == ("en",)


def test_markup_link_targets_and_emphasis_do_not_matter():
    text = "We **do not** [sell](https://quillwood.example/arbitration-cookies) your _personal information_."
    assert "sale-share-for-ads" in labels(text)
    assert "cookies-tracking" not in labels(text)
    assert "arbitration-class-waiver" not in labels(text)


def test_an_explanation_names_the_rule_and_quotes_the_words():
    (label,) = [
        one for one in TAXONOMY.label("We never train on your code.") if one.topic_id.startswith("ai-")
    ]
    assert label.rule_id in label.explanation
    assert "train on your" in label.explanation
    assert label.method == "rules"


def test_the_version_changes_with_the_data_and_not_with_the_day(tmp_path):
    assert load_taxonomy().version == TAXONOMY.version
    file = tmp_path / "one.yaml"
    file.write_text(MINIMAL)
    first = load_taxonomy(tmp_path)
    file.write_text(MINIMAL.replace("tea", "coffee"))
    assert isinstance(first, Taxonomy)
    assert load_taxonomy(tmp_path).version != first.version


MINIMAL = """
topics:
  - id: tea
    name: Tea
    definition: Says that tea is served.
    rules:
      - id: tea-is-served
        weight: 0.9
        pattern: '\\\\btea\\\\b'
        examples: ["We serve tea."]
        counterexamples: ["We serve water."]
""".replace("\\\\", "\\")
