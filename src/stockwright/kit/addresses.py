"""From where on the network somebody comes."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network


def network_address(meta: Mapping[str, str], *, proxies: int) -> str:
    """The address by which a stranger is counted.

    Each of our own `proxies` adds the address it was called from at the end of X-Forwarded-For, so only that
    many entries are believed: whatever stands before them anybody can make up.
    """
    told = [entry.strip() for entry in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    return _counted(told[-min(proxies, len(told))] if proxies and told else meta.get("REMOTE_ADDR", ""))


def _counted(address: str) -> str:
    """A household or an office gets one IPv4 address, or a whole IPv6 network."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known, 64), strict=False))
