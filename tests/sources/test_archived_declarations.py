"""Declarations as archived: canonical bytes that give the declaration back, hash and all."""

import json
import string
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assets.sources.located import Entries, Items, Node, Scalar, read_json, read_yaml
from assets.sources.model import Declaration, RangeSelector, SourceDocument
from assets.sources.selectors import is_css
from assets.sources.source_ids import source_ids

words = st.text(string.ascii_letters + string.digits + " .#>äß文", min_size=1, max_size=12)
ranges = st.builds(
    RangeSelector, start_before=words, end_after=words
) | st.builds(RangeSelector, start_after=words, end_before=words)  # fmt: skip
selectors = st.lists(words | ranges, max_size=3).map(tuple)
pages = st.builds(
    SourceDocument,
    source_id=words,
    url=words.map(lambda path: f"https://lumora.example/{path}"),
    select=selectors,
    remove=selectors,
    remove_query_params=st.lists(words, max_size=3).map(tuple),
    execute_client_scripts=st.booleans(),
    unsupported=st.lists(words, max_size=2).map(tuple),
)
declarations = st.builds(
    Declaration,
    platform=words,
    terms_type=words,
    sources=st.lists(pages, min_size=1, max_size=3).map(tuple),
    valid_until=st.none() | st.datetimes(timezones=st.just(UTC)),
    jurisdiction=words,
    language=words,
    origin=words,
)


@given(declarations)
def test_archived_bytes_give_the_declaration_back(declaration):
    restored = Declaration.from_json(json.loads(declaration.canonical()))
    assert restored == replace(declaration, origin="")
    assert restored.sha256 == declaration.sha256


@given(declarations)
def test_the_file_a_declaration_came_from_does_not_change_its_hash(declaration):
    assert replace(declaration, origin="elsewhere.yaml").sha256 == declaration.sha256


def test_a_declaration_that_ended_differs_from_the_same_still_in_force():
    page = SourceDocument(source_id="main", url="https://lumora.example/privacy")
    now = Declaration("Lumora", "Privacy Policy", (page,))
    assert replace(now, valid_until=datetime(2024, 1, 1, tzinfo=UTC)).sha256 != now.sha256


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {pair.key: _plain(pair.value) for pair in node.pairs}


@given(json_values, st.sampled_from([None, 0, 2]), st.booleans())
def test_json_with_line_numbers_holds_what_json_holds(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert _plain(read_json(text)) == value


@given(st.lists(st.text(string.printable, max_size=10), min_size=1, max_size=6))
def test_each_value_knows_the_line_it_stands_on(texts):
    text = json.dumps({f"key {n}": each for n, each in enumerate(texts)}, indent=1)
    for read in (read_json, read_yaml):
        root = read(text)
        assert isinstance(root, Entries)
        assert [pair.line for pair in root.pairs] == list(range(2, len(texts) + 2))
        assert [pair.value.line for pair in root.pairs] == list(range(2, len(texts) + 2))


@given(st.lists(st.sampled_from(["/", "/a", "/a/", "/a?b", "/a?c", "/a#b", "/b/c"]), min_size=2, max_size=8))
def test_pages_of_one_document_never_share_an_id(paths):
    urls = [f"https://lumora.example{path}" for path in paths]
    ids = source_ids(urls)
    assert len(set(ids)) == len(urls)
    assert all(ids)


@given(st.text(max_size=20))
def test_any_text_is_either_a_selector_or_not_and_never_a_crash(text):
    assert is_css(text) in (True, False)
