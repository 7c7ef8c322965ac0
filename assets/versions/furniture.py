"""The words by which pages name and label their furniture: menus, banners, dialogs, controls."""

# What builders call furniture, in any product's class names and ids.
WIDGET_WORDS = frozenset(
    {
        *("breadcrumb", "breadcrumbs", "navbar", "nav", "navigation", "menu", "megamenu", "sidenav"),
        "sidebar",
        *("newsletter", "subscribe", "signup", "pagination", "pager", "related", "share", "sharing"),
        "social",
        *("comments", "feedback", "helpful", "rating", "popup", "modal", "toast", "tooltip", "announcement"),
        *("skip", "skiplink", "locale", "langselector", "searchbar", "search", "footer", "topbar", "promo"),
        *("theme", "toggle", "toolbar", "actions"),
    }
)
CONSENT_WORDS = frozenset({"cookie", "cookies", "consent", "gdpr", "ccpa", "cmp"})
OVERLAY_WORDS = frozenset(
    {
        *("banner", "bar", "notice", "dialog", "modal", "popup", "overlay", "manager", "preferences"),
        "settings",
        *("container", "wrapper", "box", "window", "layer", "panel", "root", "sdk", "center", "message"),
    }
)
# Exact texts of controls that pages put between paragraphs; a sentence never equals one.
CONTROL_TEXTS = frozenset(
    {
        *("copy", "copy link", "copy url", "copy for llm", "copy page", "copied", "copied!", "link copied"),
        *("print", "print page", "download", "download pdf", "share", "share link", "expand", "expand all"),
        *("collapse", "collapse all", "show all", "hide all", "open all", "close all", "close", "menu"),
        *("back to top", "scroll to top", "top", "skip to content", "skip to main content", "skip to main"),
        *("skip to navigation", "jump to content", "accept", "accept all", "reject all", "manage cookies"),
        *("cookie settings", "log in", "login", "sign in", "sign up", "subscribe", "table of contents"),
        *("zum inhalt springen", "zum hauptinhalt springen", "aller au contenu", "search"),
        *("saltar al contenido", "ir al contenido", "vai al contenuto", "返回顶部"),
    }
)
# Questions and hints about the page itself, in whatever element they stand.
HINT_TEXTS = frozenset(
    {
        *("did this answer your question?", "was this article helpful?", "was this page helpful?"),
        *("was this helpful?", "is this page helpful?", "did you find it helpful?"),
        *("did you find this summary helpful?", "rate this article"),
        *("opens in new tab", "opens in a new tab", "(opens in a new tab)", "(opens in new tab)"),
        *("opens in new window", "opens in a new window", "(opens in a new window)", "(opens in new window)"),
    }
)
