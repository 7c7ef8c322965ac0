"""Which addresses a page may be fetched from: public ones, and private ones only where that was allowed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Where clouds tell a machine its own credentials. Most are link-local; the others are named: AWS over IPv6,
# Alibaba, Azure's WireServer, Oracle.
METADATA_ADDRESSES = frozenset(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    )
)
# IPv6 addresses that stand for an IPv4 address in their last 32 bits: NAT64 (RFC 6052), IPv4-compatible
# (RFC 4291), IPv4-translated (RFC 2765).
_WRAPPING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
# Local NAT64 (RFC 8215): where in it the IPv4 address stands is for each network to say.
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
# All that IANA has given out as global unicast; Python calls more of the rest global than there is.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True)
class Allowance:
    """What beside public addresses may be asked: private ones in general, or named networks."""

    private: bool = False
    networks: Sequence[Network] = ()


PUBLIC_ONLY = Allowance()


def why_refused(address: str, allowance: Allowance = PUBLIC_ONLY) -> str | None:
    """Return why no page is fetched from an address, in words; ``None``: it may be.

    Metadata services are refused whatever is allowed, link-local and multicast addresses unless their
    network is named.

    >>> why_refused("93.184.216.34"), why_refused("::ffff:127.0.0.1")
    (None, '::ffff:127.0.0.1 is a loopback address')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address} is not an address"
    meant = _meant(found)
    if meant in METADATA_ADDRESSES:
        return f"{address} is the metadata service of a cloud"
    if any(meant in network for network in allowance.networks if network.version == meant.version):
        return None
    kind = _kind(meant)
    if kind is None or (allowance.private and kind in ("loopback", "private")):
        return None
    return f"{address} is {'an' if kind[0] in 'aeiou' else 'a'} {kind} address"


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address only wraps: its network is what counts."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if int(address) > 1 and any(address in network for network in _WRAPPING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _kind(address: Address) -> str | None:
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if address.is_unspecified or (isinstance(address, ipaddress.IPv4Address) and int(address) >> 24 == 0):
        return "unspecified"
    if address in _LOCAL_NAT64:
        return "translated"
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return "private"
    if not address.is_global:  # RFC 1918, unique local, shared, documentation, reserved
        return "private"
    return None
