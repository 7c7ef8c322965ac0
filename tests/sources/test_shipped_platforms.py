"""The platforms that come with Termscape, the vocabulary they use, and the guide to adding one."""

import re
from collections import Counter
from pathlib import Path

import pytest

from assets.sources import SHIPPED_PLATFORMS, find_platform, load_platforms, overview
from assets.sources.model import Platform
from assets.sources.vocabulary import vocabulary
from assets.sources.yaml_platforms import PLATFORM_KEYS, read_yaml_platform

GUIDE = Path(__file__).parents[2] / "docs" / "adding-a-platform.md"


# What the first collection was to hold at least; a file taken away by accident would show here.
FEWEST_PLATFORMS = 36


def _shipped() -> list[Platform]:
    return load_platforms(SHIPPED_PLATFORMS)[0]


def test_at_least_36_platforms_ship_without_an_error_or_a_warning():
    platforms, problems = load_platforms(SHIPPED_PLATFORMS)
    assert problems == []
    assert len(platforms) >= FEWEST_PLATFORMS


def test_midjourneys_three_documents_are_among_them():
    midjourney = find_platform(_shipped(), "midjourney")
    assert {declaration.document_id for declaration in midjourney.declarations} == {
        "midjourney/terms-of-service",
        "midjourney/privacy-policy",
        "midjourney/community-guidelines",
    }


@pytest.mark.parametrize("path", sorted(SHIPPED_PLATFORMS.iterdir()), ids=lambda path: path.name)
def test_each_file_is_called_by_its_platforms_id_and_has_terms_and_a_privacy_policy(path):
    platform, _ = read_yaml_platform(path)
    assert path.name == f"{platform.platform_id}.yaml"
    assert platform.in_force("Terms of Service")
    assert platform.in_force("Privacy Policy")


def test_every_address_is_https():
    platforms = _shipped()
    assert [url for row in overview(platforms) for url in row.urls if not url.startswith("https://")] == []
    assert [each.name for each in platforms if not each.homepage.startswith("https://")] == []


def test_every_document_says_its_language():
    missing = [
        each.document_id for platform in _shipped() for each in platform.declarations if not each.language
    ]
    assert missing == []


def test_no_two_documents_of_a_platform_are_the_same_part_of_the_same_pages():
    for platform in _shipped():
        parts = Counter(
            tuple((page.url, page.select, page.remove) for page in each.sources)
            for each in platform.declarations
            if each.valid_until is None
        )
        assert [pages for pages, count in parts.items() if count > 1] == [], platform.name


def test_no_document_is_made_of_the_same_page_twice():
    for platform in _shipped():
        for each in platform.declarations:
            pages = [(page.url, page.select) for page in each.sources]
            assert len(pages) == len(set(pages)), each.document_id


def test_a_name_or_an_alias_leads_to_one_platform_only():
    platforms = _shipped()
    for platform in platforms:
        for name in (platform.name, platform.platform_id, *platform.aliases):
            assert find_platform(platforms, name).platform_id == platform.platform_id
    said = Counter(
        name
        for platform in platforms
        for name in {each.casefold() for each in (platform.name, platform.platform_id, *platform.aliases)}
    )
    assert [name for name, count in said.items() if count > 1] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("twitter", "x"),
        ("Google", "gemini"),
        ("windsurf", "codeium"),
        ("Mozilla", "firefox"),
        ("Kimi", "kimi-ai"),
    ],
)
def test_platforms_are_found_by_the_names_people_type(asked, found):
    assert find_platform(_shipped(), asked).platform_id == found


def test_every_terms_type_of_the_vocabulary_is_described_and_leads_only_to_itself():
    known = vocabulary()
    assert len(known.types) > 40
    for name, terms_type in known.types.items():
        assert terms_type.about
        assert known.suggestion(name) == name
        assert not set(terms_type.also) & set(known.types)


def _examples() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", _examples(), ids=lambda text: text.splitlines()[0])
def test_every_example_of_the_guide_is_valid(tmp_path, text):
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    platform, problems = read_yaml_platform(path)
    assert problems == []
    assert platform is not None


def test_the_guide_explains_every_key_of_a_platforms_file():
    guide = GUIDE.read_text(encoding="utf-8")
    assert [key for key in PLATFORM_KEYS if f"`{key}`" not in guide] == []
