"""The platforms that come with Termscape, the vocabulary they use, and the guide to adding one."""

import re
from pathlib import Path

import pytest

from assets.sources import SHIPPED_PLATFORMS, find_platform, load_platforms, overview
from assets.sources.vocabulary import vocabulary
from assets.sources.yaml_platforms import PLATFORM_KEYS, read_yaml_platform

GUIDE = Path(__file__).parents[2] / "docs" / "adding-a-platform.md"


def test_ten_platforms_ship_without_an_error_or_a_warning():
    platforms, problems = load_platforms(SHIPPED_PLATFORMS)
    assert problems == []
    assert len(platforms) == 10


def test_midjourneys_three_documents_are_among_them():
    midjourney = find_platform(load_platforms(SHIPPED_PLATFORMS)[0], "midjourney")
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
    assert all(url.startswith("https://") for row in overview([platform]) for url in row.urls)


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
