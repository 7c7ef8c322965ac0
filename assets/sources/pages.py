"""What one page is fetched from and how its policy is cut out, as read from a declaration of either format."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from assets.sources.filters import read_filters, read_names
from assets.sources.located import Entries, Items, Node, Pair, Scalar, describe
from assets.sources.model import Selector, SourceDocument
from assets.sources.problems import Problems
from assets.sources.selectors import read_selectors
from assets.sources.source_ids import source_ids
from assets.sources.vocabulary import nearest

OPEN_TERMS_ARCHIVE_KEYS = ("fetch", "select", "remove", "filter", "executeClientScripts")
"""The keys of a page in Open Terms Archive's declarations."""

OUR_KEYS = (*OPEN_TERMS_ARCHIVE_KEYS, "removeQueryParams", "ignoreRobots", "privateAddress")
"""The keys of a page in ours."""


@dataclass(frozen=True)
class Dialect:
    """How the two formats differ where they describe a document.

    Attributes:
        page_keys: the keys a page may have.
        document_keys: the keys a document may have besides those of a page and ``combine``.
        strict: a document with an unknown key is left out (ours: a mistyped ``remove`` would let noise
            in, and correcting it later would look like a change of the policy). Not strict: it is
            reported and the rest is used (Open Terms Archive's may have keys of a newer engine).
        bare_url: a document or page may be written as its URL alone.
        select_expected: an HTML page without ``select`` is worth a warning.
    """

    page_keys: tuple[str, ...]
    document_keys: tuple[str, ...]
    strict: bool
    bare_url: bool
    select_expected: bool


@dataclass(frozen=True)
class Settings:
    """What a page, a document or a platform's defaults say; ``None`` is not said, so a parent decides."""

    fetch: str | None = None
    select: tuple[Selector, ...] | None = None
    remove: tuple[Selector, ...] | None = None
    query_params: tuple[str, ...] | None = None
    unsupported: tuple[str, ...] | None = None
    scripts: bool | None = None
    ignore_robots: str | None = None
    private_address: bool | None = None

    def over(self, parent: Settings) -> Settings:
        """Return these settings, with the parent's where nothing is said; nothing is merged.

        Open Terms Archive's rule for ``combine``: a page's own ``remove`` replaces its parent's.
        """
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return Settings(
            **{name: getattr(parent, name) if value is None else value for name, value in values.items()}
        )


def read_pages(
    node: Node, line: int, dialect: Dialect, problems: Problems, defaults: Settings | None = None
) -> tuple[SourceDocument, ...]:
    """Read a document: the page it is, or the pages it combines, each with a unique id.

    Args:
        node: the value declared for a terms type.
        line: the line of its key, for what is missing.
        dialect: which of the two formats.
        problems: receives what is wrong; when it counts an omission the document cannot be used.
        defaults: what holds where neither page nor document says anything.
    """
    own = read_settings(node, dialect, problems, dialect.document_keys)
    if own is None:
        return ()
    own = own.over(defaults or Settings())
    combined = node.pair("combine") if isinstance(node, Entries) else None
    if combined is None:
        pages = [(own, line)]
    elif isinstance(combined.value, Items) and combined.value.items:
        read = [(read_settings(item, dialect, problems), item.line) for item in combined.value.items]
        pages = [(page.over(own), at) for page, at in read if page is not None]
    else:
        problems.error(
            combined.line, "combine: a list of pages was expected", "write - fetch: … for each page"
        )
        return ()
    for page, at in pages:
        _check_page(page, at, dialect, problems)
    urls = [page.fetch or "" for page, _ in pages]
    return tuple(
        SourceDocument(
            source_id=source_id,
            url=page.fetch or "",
            select=page.select or (),
            remove=page.remove or (),
            remove_query_params=page.query_params or (),
            execute_client_scripts=bool(page.scripts),
            unsupported=page.unsupported or (),
            ignore_robots=page.ignore_robots or "",
            private_address=bool(page.private_address),
        )
        for source_id, (page, _) in zip(source_ids(urls), pages, strict=True)
    )


def read_settings(
    node: Node, dialect: Dialect, problems: Problems, more_keys: tuple[str, ...] = ()
) -> Settings | None:
    """Read the settings of a page, or of a document (whose ``more_keys`` are left to the caller)."""
    if dialect.bare_url and isinstance(node, Scalar) and isinstance(node.value, str):
        return Settings(fetch=_read_url(Pair("fetch", node, node.line), problems))
    if not isinstance(node, Entries):
        problems.error(node.line, f"a mapping with the key fetch was expected, not {describe(node)}")
        return None
    report_unknown_keys(node, dialect.page_keys + more_keys, problems, strict=dialect.strict)
    values = {pair.key: pair for pair in reversed(node.pairs) if pair.key in dialect.page_keys}
    params, unsupported = None, None
    if filters := values.get("filter"):
        params, unsupported = read_filters(filters, problems)
    if named := values.get("removeQueryParams"):
        params = (*(params or ()), *read_names(named.key, named.value, problems))
    return Settings(
        fetch=_read_url(values["fetch"], problems) if "fetch" in values else None,
        select=_read_select(values["select"], problems) if "select" in values else None,
        remove=read_selectors(values["remove"], problems) if "remove" in values else None,
        query_params=params,
        unsupported=unsupported,
        scripts=_read_flag(values.get("executeClientScripts"), problems),
        ignore_robots=_read_reason(values.get("ignoreRobots"), problems),
        private_address=_read_flag(values.get("privateAddress"), problems),
    )


def report_unknown_keys(
    node: Entries, known: tuple[str, ...], problems: Problems, *, strict: bool = True
) -> None:
    """Record every key that is not known, with the nearest that is, and every key that stands twice."""
    for pair in node.pairs:
        if pair.key in known:
            continue
        near = nearest(pair.key, known)
        report = problems.error if strict else problems.ignored
        report(
            pair.line,
            f"unknown key {pair.key!r}",
            f"did you mean {near}?" if near else f"known here: {', '.join(known)}",
        )
    for pair in node.repeated():
        problems.error(pair.line, f"the key {pair.key!r} stands here a second time", "keep one of the two")


def is_pdf(url: str) -> bool:
    """Say whether a URL names a PDF file, of which no part can be selected."""
    return urlsplit(url).path.lower().endswith(".pdf")


def _check_page(page: Settings, line: int, dialect: Dialect, problems: Problems) -> None:
    if page.fetch is None:
        problems.error(line, "fetch is missing: the URL of the page was expected", "add fetch: https://…")
    elif dialect.select_expected and page.select is None and not is_pdf(page.fetch):
        problems.warning(
            line, "select is missing: which part of the page is the policy will be guessed", "add select"
        )


def _read_url(pair: Pair, problems: Problems) -> str:
    """Return the URL, or an empty text after recording that it is none."""
    url = pair.value.value if isinstance(pair.value, Scalar) else None
    if isinstance(url, str) and not _has_space(url):
        try:
            parts = urlsplit(url)
            if parts.username is not None or parts.password is not None:
                problems.error(
                    pair.value.line,
                    f"{pair.key}: the address holds a user name or a password, which would be archived",
                    "leave it out: pages behind a log-in are not fetched",
                )
                return ""
            if parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0:
                return url
        except ValueError:
            pass
    problems.error(
        pair.value.line,
        f"{pair.key}: a URL that begins with https:// was expected, not {describe(pair.value)}",
    )
    return ""


def _has_space(text: str) -> bool:
    """Say whether a text holds white space or control characters, which no URL does."""
    return any(character.isspace() or not character.isprintable() for character in text)


def _read_select(pair: Pair, problems: Problems) -> tuple[Selector, ...]:
    before = problems.omissions
    selectors = read_selectors(pair, problems)
    if not selectors and problems.omissions == before:
        problems.error(pair.line, "select: the list is empty, so nothing would be left of the page")
    return selectors


def _read_reason(pair: Pair | None, problems: Problems) -> str | None:
    """Return why robots.txt is not heeded: who decides that says why, and it is archived with every look."""
    if pair is None:
        return None
    value = pair.value.value if isinstance(pair.value, Scalar) else None
    if isinstance(value, str) and value.strip():
        return value.strip()
    problems.error(
        pair.value.line,
        f"{pair.key}: the reason in words was expected, not {describe(pair.value)}",
        f"write {pair.key}: the operator allowed it in writing on 2026-05-01",
    )
    return None


def _read_flag(pair: Pair | None, problems: Problems) -> bool | None:
    if pair is None:
        return None
    if isinstance(pair.value, Scalar) and isinstance(pair.value.value, bool):
        return pair.value.value
    problems.error(pair.value.line, f"{pair.key}: true or false was expected, not {describe(pair.value)}")
    return None
