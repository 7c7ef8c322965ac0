"""Take menus, banners, dialogs and other furniture out of a page, each rule with a guard on what it may take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assets.versions.furniture import CONSENT_WORDS, CONTROL_TEXTS, HINT_TEXTS, OVERLAY_WORDS, WIDGET_WORDS
from assets.versions.page_tree import HEADING_TAGS, Element, Tree

# Shares of the page's text outside links and buttons that a rule may take with one element. They were set on
# the captures of 22 services so that no rule takes a clause of a policy; a menu holds almost nothing but links.
MENU_SHARE = 0.10
WIDGET_SHARE = 0.05
FOOTER_SHARE = 0.15
DIALOG_SHARE = 0.50
# A dialog may be longer than a short policy (a consent manager lists its partners): it is taken all the same
# if this much text (about 100 words) is left.
ENOUGH_LETTERS = 500
# A paragraph of this length is prose; no widget has several.
PROSE_PARAGRAPH_LETTERS = 200
# Above it an element is a list of links.
LINK_DENSITY = 0.6

_CONTAINERS = frozenset({"div", "section", "aside", "form", "ul", "ol", "header", "footer", "figure", "dl"})
# What may be a list of the page's own sections.
_CANDIDATES = _CONTAINERS | {"nav", "search", "dialog"}
_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar", "toolbar", "search", "tablist"})
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_WORDS_OF_A_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Text for screen readers only, by the conventions of Bootstrap, Tailwind and WordPress: asides such as
# "(opens in a new window)", which no reader sees.
_UNSEEN_WORDS = frozenset(
    {frozenset({"sr", "only"}), frozenset({"visually", "hidden"}), frozenset({"screen", "reader"})}
)
MAX_UNSEEN_LETTERS = 60
# A list of contents has at least this many links, all into the page, and little else.
MIN_CONTENTS_LINKS = 3
CONTENTS_DENSITY = 0.8

_NO_WORDS: frozenset[str] = frozenset()

# How many letters these texts have: an element with another number has another text.
_CONTROL_LETTERS = frozenset(len("".join(text.split())) for text in CONTROL_TEXTS)
_HINT_LETTERS = frozenset(len("".join(text.split())) for text in HINT_TEXTS)


@dataclass(frozen=True)
class Rule:
    """A kind of furniture: how it is known, and the share of the page's prose one piece of it may hold.

    ``tags`` are those it may match; with a role or ``aria-modal`` an element of any tag may match any rule.
    """

    name: str
    matches: Callable[[Element], bool]
    share: float
    tags: frozenset[str]


def prune(tree: Tree, within_page: Callable[[str], bool]) -> None:
    """Drop what the rules match and their guards allow.

    ``within_page`` says of a link's ``href`` whether it leads to a place in the page itself.
    """
    root = tree.root
    page_prose = max(1, root.prose_letters)
    for element in tree.elements:
        letters, parent = element.letters, element.parent
        if not letters or parent is None:
            continue
        if parent.dropped:
            element.dropped = True
        elif (
            (letters <= MAX_UNSEEN_LETTERS and _is_unseen(element))
            or _is_furniture(element, root, page_prose)
            or (element.links >= MIN_CONTENTS_LINKS and _is_contents(element, within_page))
        ):
            element.drop()


def drop_trailing_links(element: Element) -> None:
    """Drop a list of links to other pages at the very end ("Related articles"), with its heading.

    A list that a sentence announces (``... see:``) belongs to the text and stays.
    """
    parts = element.elements
    while parts and not parts[-1].letters:
        parts.pop()
    if not parts:
        return
    last, before = parts[-1], parts[-2] if len(parts) > 1 else None
    if last.prose_letters > WIDGET_SHARE * element.prose_letters:
        drop_trailing_links(last)
        return
    if (
        before is None
        or last.links < MIN_CONTENTS_LINKS
        or last.link_letters < CONTENTS_DENSITY * last.letters
    ):
        return
    if before.text().endswith((":", "：")):
        return
    last.drop()
    if before.tag in HEADING_TAGS:
        before.drop()


def drop_controls(tree: Tree) -> None:
    """Drop buttons and links whose whole text is that of a control, such as "Copy link"."""
    for element in tree.elements:
        if (
            element.tag in ("a", "button")
            and element.letters in _CONTROL_LETTERS
            and element.text().casefold() in CONTROL_TEXTS
            and not element.dropped
            and not _opens_a_panel(element)
        ):
            element.drop()


def name_words(element: Element) -> frozenset[str]:
    """Return the words of an element's class names and id, in lower case: ``stickyTop`` is sticky and top.

    Of a class name only the first and the last word count, those that say what a thing is:
    ``main-nav`` and ``nav-list`` are navigation, ``text-nav-large`` is text.
    """
    names, identity = element.attributes.get("class"), element.attributes.get("id")
    if names and identity:
        return _words_of_names(names) | _words_of_names(identity)
    return _words_of_names(names or identity or "")


@lru_cache(maxsize=4096)
def _words_of_names(names: str) -> frozenset[str]:
    return frozenset().union(*map(_ends_of_name, names.split()))


@lru_cache(maxsize=4096)
def _ends_of_name(name: str) -> frozenset[str]:
    # What stands before a colon is a condition of a utility class ("md:flex"), not a name.
    words = _WORDS_OF_A_NAME.findall(name.rpartition(":")[2])
    return frozenset((words[0].lower(), words[-1].lower())) if words else frozenset()


def _is_furniture(element: Element, root: Element, page_prose: int) -> bool:
    """Say whether a rule matches an element and its guard allows to drop it."""
    attributes = element.attributes
    rules = _RULES_OF_TAG.get(element.tag, ())
    if attributes and ("role" in attributes or "aria-modal" in attributes):
        rules = RULES
    if not rules:
        return False
    # The guard first: it is quicker than most rules.
    return any(_allowed(element, rule, root, page_prose) and rule.matches(element) for rule in rules)


def _allowed(element: Element, rule: Rule, root: Element, page_prose: int) -> bool:
    if element.prose_letters <= rule.share * page_prose:
        return True
    left = root.prose_letters - element.prose_letters
    return rule.share >= DIALOG_SHARE and left >= ENOUGH_LETTERS


def _is_unseen(element: Element) -> bool:
    attributes = element.attributes
    if attributes:
        if attributes.get("data-sr-only") == "true":
            return True
        if "class" in attributes and _names_unseen(element.attribute("class")):
            return True
    return element.letters in _HINT_LETTERS and element.text().casefold() in HINT_TEXTS


@lru_cache(maxsize=4096)
def _names_unseen(classes: str) -> bool:
    return any(
        frozenset(_WORDS_OF_A_NAME.findall(name)[:2]) in _UNSEEN_WORDS for name in classes.lower().split()
    )


def _is_contents(element: Element, within_page: Callable[[str], bool]) -> bool:
    """Say whether an element is a list of the page's own sections."""
    if element.tag not in _CANDIDATES:
        return False
    if element.link_letters < CONTENTS_DENSITY * element.letters:
        return False
    links = 0
    for inner in element.walk():
        if inner.tag == "a" and inner.letters:
            if not within_page(inner.attribute("href")):
                return False
            links += 1
    return links >= MIN_CONTENTS_LINKS


def _is_menu(element: Element) -> bool:
    return element.tag in ("nav", "search") or element.attribute("role") in _NAVIGATION_ROLES


def _is_page_header(element: Element) -> bool:
    if element.tag != "header" and element.attribute("role") != "banner":
        return False
    return not _has_title(element) and not element.inside("main", "article")


def _is_page_footer(element: Element) -> bool:
    if element.tag != "footer" and element.attribute("role") != "contentinfo":
        return False
    return not element.inside("main", "article") or _is_linked(element)


def _is_linked_aside(element: Element) -> bool:
    return (element.tag == "aside" or element.attribute("role") == "complementary") and _is_linked(element)


def _is_dialog(element: Element) -> bool:
    dialog = element.tag == "dialog" or element.attribute("role") in _DIALOG_ROLES
    return (dialog or element.attribute("aria-modal") == "true") and not _has_title(element)


def _is_consent_manager(element: Element) -> bool:
    """Cookie words and overlay words in the name, controls inside, and no title of a policy."""
    words = name_words(element) if element.tag in _CONTAINERS else _NO_WORDS
    if words.isdisjoint(CONSENT_WORDS) or words.isdisjoint(OVERLAY_WORDS):
        return False
    return not _has_title(element) and any(map(_is_control, element.walk()))


def _is_widget(element: Element) -> bool:
    words = name_words(element) if element.tag in _CONTAINERS else _NO_WORDS
    if words.isdisjoint(WIDGET_WORDS) or _has_title(element):
        return False
    long_paragraphs = (
        inner.tag == "p" and inner.prose_letters > PROSE_PARAGRAPH_LETTERS for inner in element.walk()
    )
    return not any(long_paragraphs)


def _is_control(element: Element) -> bool:
    """Say whether something happens on the page at a click: a form, a button, a link that leads nowhere."""
    if element.tag in ("button", "form") or element.attribute("role") == "button":
        return True
    return element.tag == "a" and element.attribute("href").startswith(("#", "javascript:"))


def _is_linked(element: Element) -> bool:
    return element.link_letters > LINK_DENSITY * element.letters


def _has_title(element: Element) -> bool:
    return element.titles > 0


def _opens_a_panel(element: Element) -> bool:
    return "aria-expanded" in element.attributes or "aria-controls" in element.attributes


RULES: tuple[Rule, ...] = (
    Rule("menu", _is_menu, MENU_SHARE, frozenset({"nav", "search"})),
    Rule("page header", _is_page_header, MENU_SHARE, frozenset({"header"})),
    Rule("page footer", _is_page_footer, FOOTER_SHARE, frozenset({"footer"})),
    Rule("aside", _is_linked_aside, WIDGET_SHARE, frozenset({"aside"})),
    Rule("dialog", _is_dialog, DIALOG_SHARE, frozenset({"dialog"})),
    Rule("consent manager", _is_consent_manager, DIALOG_SHARE, _CONTAINERS),
    Rule("widget", _is_widget, WIDGET_SHARE, _CONTAINERS),
)
_RULES_OF_TAG: dict[str, tuple[Rule, ...]] = {
    tag: tuple(rule for rule in RULES if tag in rule.tags)
    for tag in frozenset().union(*(rule.tags for rule in RULES))
}
