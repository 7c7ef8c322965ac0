"""Which ids and classes of a page will still be there next month: words people chose, not what a build tool made."""

from __future__ import annotations

import re

from assets.versions.furniture import CONSENT_WORDS, WIDGET_WORDS
from assets.versions.page_tree import Element

LONGEST = 40
# Humps of a name somebody chose have at least so many letters on average: articleBody, not kXyZab.
LEAST_HUMP = 3.0
# Words that say that an element holds a text, and are seldom changed with its looks.
TELLING_WORDS = frozenset(
    {
        *("content", "article", "policy", "policies", "legal", "terms", "privacy", "main", "text", "prose"),
        *(
            "document",
            "entry",
            "post",
            "page",
            "body",
            "rich",
            "richtext",
            "markdown",
            "wysiwyg",
            "copy",
            "write",
        ),
    }
)
# Words that say that an element is no part of the text it stands in.
FURNITURE_WORDS = WIDGET_WORDS | CONSENT_WORDS | {"banner", "dialog", "toc", "header", "aside", "avatar"}
# Text for screen readers only, by the conventions of Bootstrap, Tailwind and WordPress.
UNSEEN = frozenset({".sr-only", ".visually-hidden", ".screen-reader-text"})
# What tools that write styles put before the names they make up.
_MADE = re.compile(
    r"^(?:css|sc|jss|svelte|emotion|styled|elementor-element|data-v|ember|react|radix|headlessui)[-_:\d]"
)
# Classes that say how something looks (as Tailwind and Bootstrap name them), which changes with every redesign.
_LOOKS = re.compile(
    r"^-?(?:[mp][trblxyse]?|w|h|z|gap|top|left|right|bottom|inset|max|min|basis|order|col|row|space|leading|tracking|"
    r"font|flex|grid|outline|items|justify|self|place|object|overflow|rounded|border|shadow|opacity|transition|duration|ease|"
    r"bg|cursor|select|pointer|align|float|clear|display|d|g|sm|md|lg|xl|is|has|u|js)(?:-.*)?$"
    r"|^text-(?:xs|sm|base|lg|xl|\d?xl|left|center|right|justify|black|white|[a-z]+-\d+|wrap|balance|pretty)$"
    r"|^(?:relative|absolute|fixed|sticky|static|block|inline|hidden|visible|group|peer|isolate|truncate|antialiased|"
    r"active|open|show|collapse|fade|in|clearfix|wf-.*|w-.*|animate-.*|aos-.*)$"
)
_PLAIN = re.compile(r"^[A-Za-z][A-Za-z_-]*(?:[-_]?\d{1,2})?$")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
# CSS modules: Article_content__x9Kf2. What stands before the hash is the author's.
_MODULE = re.compile(r"^([A-Za-z][A-Za-z]*_[A-Za-z][A-Za-z-]*__)[\w-]{4,}$")
# Attributes that name a thing for other programs than its looks.
_NAMING = ("itemprop", "data-testid", "data-framer-name", "data-block", "data-section", "data-type")
_VALUE = re.compile(r"^[A-Za-z][A-Za-z _-]{1,30}$")


def is_stable(name: str) -> bool:
    """Say whether an id or a class looks like a name a person gave for what the element is.

    >>> [is_stable(name) for name in ("policy-content", "css-1x2y3z", "sc-bdVaJa", "max-w-3xl", "post-48213")]
    [True, False, False, False, False]
    """
    if not 3 <= len(name) <= LONGEST or not _PLAIN.match(name) or _MADE.match(name) or _LOOKS.match(name):
        return False
    for word in re.split(r"[-_]", name):
        humps = _HUMP.findall(word)
        if len(humps) > 2 and sum(map(len, humps)) < LEAST_HUMP * len(humps):
            return False
        if len(word) > 3 and not _VOWEL.search(word):
            return False
    return True


def is_telling(name: str) -> bool:
    """Say whether a name says that its element holds a text."""
    return bool(TELLING_WORDS & {hump.lower() for hump in _HUMP.findall(name)})


def is_of_furniture(selector: str) -> bool:
    """Say whether a selector names a menu or the like, rather than how something looks: only that may be removed.

    >>> is_of_furniture("#site-nav"), is_of_furniture(".sr-only"), is_of_furniture(".body-s")
    (True, True, False)
    """
    return selector in UNSEEN or bool(FURNITURE_WORDS & {hump.lower() for hump in _HUMP.findall(selector)})


def selectors_of(element: Element) -> list[tuple[str, float]]:
    """Return CSS selectors that may match an element, each with what it costs: 0 for the simplest and surest."""
    found: list[tuple[str, float]] = []
    if element.tag in ("main", "article"):
        found.append((element.tag, 0.0))
    if element.attribute("role") in ("main", "article"):
        found.append((f'[role="{element.attribute("role")}"]', 0.001))
    identity = element.attribute("id")
    if is_stable(identity):
        found.append((f"#{identity}", 0.002 if is_telling(identity) else 0.004))
    for name in element.attribute("class").split():
        module = _MODULE.match(name)
        if is_stable(name):
            found.append((f".{name}", 0.004 if is_telling(name) else 0.01))
        elif module:
            found.append((f'[class*="{module[1]}"]', 0.015))
    for attribute in _NAMING:
        value = element.attribute(attribute)
        if _VALUE.match(value):
            found.append((f'[{attribute}="{value}"]', 0.008))
    return found
