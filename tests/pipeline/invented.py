"""A small invented history of three platforms, as Open Terms Archive records one: edits, moves, noise and losses."""

from __future__ import annotations

Commit = tuple[str, str, dict[str, str | None]]

PRIVACY = {
    "intro": "This policy explains what Lumora does with personal information when you use the lantern service.",
    "collect": "We collect the name, the e-mail address and the messages that you give us when you open an account.",
    "purpose": "We use personal information to provide the service, to answer your questions and to prevent fraud.",
    "training": "We do not use your messages to train machine learning models, whoever made them.",
    "sharing": "We share personal information with service providers that host the service for us, and with nobody else.",
    "retention": "We keep your messages for 30 days after you close your account and then delete them from our servers.",
    "rights": "You may ask us for a copy of your personal information, and you may ask us to correct or delete it.",
    "children": "The service is not meant for children under 16, and we do not knowingly collect their information.",
    "contact": "If you have questions about this policy, write to the privacy office at privacy@lumora.example.",
}
TERMS = {
    "intro": "These terms are an agreement between you and the platform; by using the service you accept them.",
    "account": "You are responsible for what happens under your account and must keep your password secret.",
    "content": "You keep the rights in what you write; you grant us a licence to host it and to show it to others.",
    "conduct": "You must not use the service to break the law, to harass other people or to spread malicious software.",
    "fees": "Subscriptions cost 12 euros a month and renew every month unless you cancel before the renewal date.",
    "liability": "To the extent permitted by law our liability is limited to the fees you paid in the last 12 months.",
    "law": "These terms are governed by the laws of Freedonia, and its courts decide disputes about them.",
}


def text(title: str, clauses: dict[str, str], *order: str, **edits: str) -> str:
    """A document of these clauses, some left out or moved (``order``), some in other words (``edits``)."""
    said = {**clauses, **edits}
    sections = [f"## {name.capitalize()}\n\n{said[name]}" for name in (order or tuple(said)) if said[name]]
    return f"# {title}\n\n" + "\n\n".join(sections) + "\n"


def privacy(*order: str, **edits: str) -> str:
    return text("Privacy Policy", PRIVACY, *order, **edits)


def terms(*order: str, **edits: str) -> str:
    return text("Terms of Service", TERMS, *order, **edits)


_TRAINS = "We may use your messages to train machine learning models unless you object in the settings."
_KEPT = (
    "We keep your messages for 90 days after you close your account and then delete them from our servers."
)
_MOVED = ("intro", "purpose", "training", "collect", "sharing", "retention", "rights", "children", "contact")
_LINKED = PRIVACY["contact"].replace("privacy office", "[privacy office](https://lumora.example/{})")

LUMORA, TARNFOLD, QUILLBECK = (f"{name}/" for name in ("Lumora", "Tarnfold", "Quillbeck"))

HISTORY: tuple[Commit, ...] = (
    (
        "2023-09-01T10:00:00+00:00",
        "First record",
        {
            "README.md": "# Versions of terms from the *Harbour Test* collection\n\nODC-BY 1.0 license.\n",
            f"{LUMORA}Privacy Policy.md": privacy(contact=_LINKED.format("a")),
            f"{LUMORA}Terms of Service.md": terms(),
        },
    ),
    (
        "2023-10-01T10:00:00+00:00",
        "Record new changes: only a link",
        {f"{LUMORA}Privacy Policy.md": privacy(contact=_LINKED.format("b"))},
    ),
    (
        "2023-11-01T10:00:00+00:00",
        "First record",
        {
            f"{TARNFOLD}Privacy Policy.md": privacy(
                intro="This policy explains what Tarnfold does with information."
            )
        },
    ),
    (
        "2023-12-01T10:00:00+00:00",
        "Record new changes",
        {f"{LUMORA}Privacy Policy.md": privacy(retention=_KEPT)},
    ),
    (
        "2024-01-05T10:00:00+00:00",
        "Record new changes: a loss",
        {
            f"{TARNFOLD}Privacy Policy.md": "# Privacy Policy\n\nTarnfold respects your privacy. More about personal information follows soon.\n"
        },
    ),
    (
        "2024-01-06T10:00:00+00:00",
        "Record new changes: back",
        {
            f"{TARNFOLD}Privacy Policy.md": privacy(
                intro="This policy explains what Tarnfold does with information."
            )
        },
    ),
    (
        "2024-01-02T10:00:00+00:00",
        "Apply technical or declaration upgrade",
        {
            f"{LUMORA}Terms of Service.md": terms(
                fees="Subscriptions cost 19 euros a month and renew every month."
            )
        },
    ),
    (
        "2024-03-01T10:00:00+00:00",
        "Record new changes: a clause moved",
        {f"{LUMORA}Privacy Policy.md": privacy(*_MOVED, retention=_KEPT)},
    ),
    (
        "2024-04-01T10:00:00+00:00",
        "First records",
        {
            f"{QUILLBECK}Privacy Policy.md": privacy(
                training="", intro="Quillbeck and your information, in plain words."
            ),
            f"{QUILLBECK}Terms of Service.md": terms(law="These terms are governed by the laws of Sylvania."),
        },
    ),
    (
        "2024-05-01T10:00:00+00:00",
        "Record new changes",
        {f"{LUMORA}Privacy Policy.md": privacy(*_MOVED, retention=_KEPT, training=_TRAINS)},
    ),
    (
        "2024-05-20T10:00:00+00:00",
        "Record new changes: back to an earlier text",
        {f"{LUMORA}Privacy Policy.md": privacy(*_MOVED, retention=_KEPT)},
    ),
    (
        "2024-06-01T10:00:00+00:00",
        "Record new changes: a section goes",
        {
            f"{QUILLBECK}Privacy Policy.md": privacy(
                training="", children="", intro="Quillbeck and your information, in plain words."
            )
        },
    ),
    ("2024-07-01T10:00:00+00:00", "Remove", {f"{QUILLBECK}Terms of Service.md": None}),
    (
        "2024-09-01T10:00:00+00:00",
        "Record new changes",
        {
            f"{LUMORA}Terms of Service.md": terms(
                "intro",
                "account",
                "content",
                "fees",
                "conduct",
                "liability",
                "law",
                fees="Subscriptions cost 19 euros a month and renew every month.",
                liability="To the extent permitted by law our liability is limited to 100 euros.",
            ),
            f"{TARNFOLD}Privacy Policy.md": privacy(
                intro="This policy explains what Tarnfold does.", training=_TRAINS
            ),
        },
    ),
)
"""Commits in the order of the graph (one date goes back): author date, subject, files written or removed."""
