"""The platforms that those who keep a home use themselves: ``vendors.yaml``, with owner and contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assets.errors import InputError
from assets.home import Home
from assets.notices.known import Known
from assets.notices.model import SIGNIFICANCES
from assets.notices.yaml_fields import Fields, read_root
from assets.sources.located import Entries, Items
from assets.sources.problems import Problems

FILE = "vendors.yaml"
KEYS = ("platform", "owner", "contract", "criticality", "note")
CRITICALITIES = SIGNIFICANCES
"""How much hangs on a vendor: high, medium, low."""


@dataclass(frozen=True)
class Vendor:
    """A platform in use; what is not stated is empty."""

    platform_id: str
    platform: str
    owner: str = ""
    contract: str = ""
    criticality: str = ""
    note: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """The row of ``internal.vendors``."""
        return {name: getattr(self, name) for name in ("platform_id", "platform", *KEYS[1:])}


def read_vendors(home: Home, known: Known | None = None) -> list[Vendor]:
    """Return the vendors of a home in the order of its file; none without a file.

    Raises:
        InputError: the file is not as expected; the message names the file, each mistake's line, and the fix.
    """
    path = home.path / FILE
    if not path.exists():
        return []
    problems = Problems(str(path))
    root = read_root(path, problems)
    vendors: dict[str, Vendor] = {}
    for entries in _listed(root, problems) if root is not None else ():
        vendor = _vendor(entries, known or Known(home), problems)
        if vendor is None:
            continue
        if vendor.platform_id in vendors:
            problems.error(entries.line, f"{vendor.platform} is listed already", "keep one of them")
        vendors[vendor.platform_id] = vendor
    if problems.found:
        raise InputError("\n".join(map(str, problems.found)))
    return list(vendors.values())


def _listed(root: Any, problems: Problems) -> Iterator[Entries]:
    pair = root.pair("vendors") if isinstance(root, Entries) else None
    if pair is None or not isinstance(pair.value, Items):
        problems.error(root.line, "the one key vendors with a list was expected")
        return
    Fields(root, problems, ("vendors",))
    for node in pair.value.items:
        if isinstance(node, Entries):
            yield node
        else:
            problems.error(node.line, f"a vendor with the keys {', '.join(KEYS)} was expected")


def _vendor(entries: Entries, known: Known, problems: Problems) -> Vendor | None:
    fields = Fields(entries, problems, KEYS)
    name, platform_id = fields.text("platform"), ""
    if not name:
        problems.error(entries.line, "platform is missing: which one is used?")
    else:
        try:
            platform_id = known.platform(name)
        except LookupError as error:
            problems.error(fields.line("platform"), f"platform: {error.args[0]}")
    # the other fields are read all the same: whoever mends the file wants all its mistakes at once
    vendor = Vendor(
        platform_id,
        name,
        fields.text("owner"),
        fields.text("contract"),
        fields.one_of("criticality", CRITICALITIES, ""),
        fields.text("note"),
    )
    return vendor if platform_id else None
