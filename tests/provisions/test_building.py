"""Provisions in the warehouse: the same history gives the same rows, and ids that were given out stay findable."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published import Published

from assets.provisions import building

FIRST = """# Terms of Acme

You may close your account whenever you like. We delete what it held within ninety days.

We never sell your catalogue of stamps to anyone who asks for it.

* Fees are due in advance and are not paid back to anybody.
"""
NEW_CLAUSE = "We keep a copy of every stamp that you show to other collectors.\n"
SECOND = FIRST + "\n" + NEW_CLAUSE
SPLIT = SECOND.replace("like. We delete", "like.\n\nWe delete")
EDITED = SPLIT.replace("every stamp", "every rare stamp")
HISTORY = [(1, FIRST), (2, SECOND), (3, SPLIT), (4, EDITED), (5, SECOND)]


@pytest.fixture
def published(tmp_path):
    return Published(tmp_path / "home")


def test_a_split_is_a_relation_and_a_merge_is_one_the_other_way(published):
    published.publish({"acme": [(1, SECOND), (2, SPLIT), (3, SECOND)]})
    published.build()
    whole, part = published.id_of(1, "You may close"), published.id_of(2, "We delete")
    # The sentence of most words carries the id.
    assert whole == published.id_of(2, "You may close") == published.id_of(3, "We delete")
    relations = [(row[1][:6], *row[2:5]) for row in published.rows("provision_relations")]
    assert relations == [("acme@2", part, whole, "split_from"), ("acme@3", part, whole, "merged_into")]
    how = published.warehouse.value(
        "SELECT carried_by FROM ledger.provision_occurrences WHERE provision_id = $1", [part]
    )
    assert how == "split"


def test_an_edited_occurrence_has_a_margin_where_another_block_was_like_it(published):
    before = (
        "We keep logs of visits for thirty days.\n\nWe keep logs of letters for forty days.\n\nFees are due."
    )
    after = before.replace("thirty", "fifty").replace("forty", "sixty").replace("are due", "fall due")
    published.publish({"acme": [(1, before), (2, after)]})
    published.build()
    margins = {
        row["similarity"] < 0.85: row["margin"]
        for row in published.warehouse.rows("FROM ledger.provision_occurrences WHERE carried_by = 'edited'")
    }
    assert 0 < margins[False] < 0.5
    assert margins[True] is None


def test_older_history_that_arrives_late_leaves_aliases_for_the_ids_it_changes(published):
    published.publish({"acme": HISTORY[2:]})
    published.build()
    cited = published.id_of(4, "We never sell")
    published.publish({"acme": HISTORY})
    published.build()
    assert published.id_of(4, "We never sell") != cited
    assert published.aliases()[cited] == published.id_of(4, "We never sell")
    assert published.rows("replaced_places") == []


def test_aliases_still_lead_to_present_ids_when_a_timeline_is_made_again_twice(published):
    cited = []
    for start in (3, 2, 1, 0):
        published.publish({"acme": HISTORY[start:]})
        published.build()
        cited.append(published.id_of(5, "We never sell"))
    aliases = published.aliases()
    assert len(set(cited)) == 4
    assert {aliases[one] for one in cited[:3]} == {cited[3]}


def test_an_id_that_comes_back_into_use_needs_no_alias(published):
    for versions in (HISTORY[1:], HISTORY, HISTORY[1:]):
        published.publish({"acme": versions})
        published.build()
    aliases = published.aliases()
    present = {row[0] for row in published.rows("provision_states")}
    assert set(aliases.values()) <= present
    assert not set(aliases) & present


def test_an_alias_goes_with_the_last_version_that_showed_its_provision(published):
    published.publish({"acme": HISTORY[1:]})
    published.build()
    cited = published.id_of(2, "We keep a copy")
    published.publish({"acme": HISTORY})
    published.build()
    published.publish({"acme": [(1, FIRST)]})
    published.build()
    assert cited not in published.aliases()


def test_a_new_version_of_the_code_keeps_what_was_cited_findable(published, monkeypatch):
    published.publish({"acme": HISTORY[2:]})
    published.build()
    cited = published.id_of(3, "We never sell")
    published.publish({"acme": HISTORY})
    monkeypatch.setattr(building, "TRACKER_VERSION", "next")
    published.build()
    assert published.aliases()[cited] == published.id_of(3, "We never sell")


def test_a_run_killed_while_a_timeline_is_made_again_loses_no_alias(published, monkeypatch):
    published.publish({"acme": HISTORY[1:]})
    published.build()
    cited = published.id_of(5, "We never sell")
    monkeypatch.setattr(building, "_BATCH_VERSIONS", 1)
    published.publish({"acme": HISTORY})

    def die(what, done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        published.build(progress=die)
    published.build()
    assert published.aliases()[cited] == published.id_of(5, "We never sell")


def test_a_home_made_in_one_go_has_no_aliases(published):
    published.publish({"acme": HISTORY})
    published.build()
    assert published.rows("id_aliases") == published.rows("replaced_places") == []


@pytest.fixture(scope="module")
def two_homes(tmp_path_factory):
    return [Published(tmp_path_factory.mktemp("home") / "home") for _ in range(2)]


TEXTS = (
    FIRST,
    SECOND,
    SPLIT,
    EDITED,
    FIRST.replace("ninety", "thirty"),
    "* yes\n* yes\n* no\n\n" + NEW_CLAUSE,
)
lives = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(lambda texts: list(enumerate(texts)))


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    histories=st.fixed_dictionaries({"acme": lives, "brix": lives, "corv": lives}),
    data=st.data(),
)
def test_batches_order_of_documents_and_restarts_make_no_difference(histories, data, two_homes):
    at_once, in_parts = (home.emptied() for home in two_homes)
    at_once.publish(histories)
    at_once.build()
    shown = dict.fromkeys(histories, 0)
    order = data.draw(st.permutations([name for name, life in histories.items() for _ in life]))
    with pytest.MonkeyPatch.context() as patch:
        for name in order:
            shown[name] += 1
            patch.setattr(building, "_BATCH_VERSIONS", data.draw(st.integers(1, 4)))
            in_parts.publish({one: histories[one][:count] for one, count in shown.items() if count})
            in_parts.build()
    assert in_parts.tracked() == at_once.tracked()
    assert in_parts.rows("id_aliases") == []


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(life=lives, data=st.data())
def test_whatever_arrives_late_the_rows_are_those_of_a_history_in_order_and_no_id_is_lost(
    life, data, two_homes
):
    at_once, late = (home.emptied() for home in two_homes)
    at_once.publish({"acme": life})
    at_once.build()
    known, cited = [], set()
    for version in data.draw(st.permutations(life)):
        known = sorted([*known, version])
        late.publish({"acme": known})
        late.build()
        cited |= {row[0] for row in late.rows("provision_states")}
    assert late.tracked() == at_once.tracked()
    present = {row[0] for row in late.rows("provision_states")}
    assert cited - present == set(late.aliases()) - present
    assert set(late.aliases().values()) <= present
