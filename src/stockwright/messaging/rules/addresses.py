"""Which network addresses may be sent to: public ones, and others only where the operator allows it."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network
from typing import Self

from stockwright.kit.problems import Invalid

Address = IPv4Address | IPv6Address

_TRANSLATED = IPv6Network("64:ff9b::/96")
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class InvalidNetworks(Invalid):
    """The operator's setting cannot be read."""

    message = "STOCKWRIGHT_WEBHOOKS_TO_PRIVATE has to be 1 or networks such as 10.0.0.0/8,192.168.1.5: {detail}"


@dataclass(frozen=True)
class Reach:
    """The private networks that the operator lets webhooks go to: none, some or all."""

    networks: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """Read `1` (all) or a list of networks; nothing allows none."""
        told = text.strip().lower()
        if told in _FALSE:
            return cls()
        if told in _TRUE:
            return cls(("0.0.0.0/0", "::/0"))
        try:
            return cls(tuple(str(ip_network(part.strip())) for part in told.split(",")))
        except ValueError as error:
            raise InvalidNetworks(detail=str(error)) from error

    @property
    def is_any(self) -> bool:
        """Whether there is a private network that may be sent to."""
        return bool(self.networks)

    def refusal(self, address: Address, *, secure: bool) -> str:
        """Why nothing may be sent to an address, in words; "" where it may. Without TLS only allowed ones."""
        seen = plain_address(address)
        if any(_holds(network, seen) for network in self.networks) and not is_public(seen):
            return ""
        if not is_public(seen):
            return "it is in a private network, and the operator of this server does not allow that."
        return "" if secure else "outside of private networks it has to begin with https://."


def is_public(address: Address) -> bool:
    """Whether an address is one of the open Internet, for a single receiver."""
    seen = plain_address(address)
    special = (
        seen.is_private
        or seen.is_loopback
        or seen.is_link_local
        or seen.is_multicast
        or seen.is_reserved
        or seen.is_unspecified
        or (isinstance(seen, IPv6Address) and seen.is_site_local)
    )
    return seen.is_global and not special


def plain_address(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _TRANSLATED or (int(address) >> 32 == 0 and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _holds(network: str, address: Address) -> bool:
    held = ip_network(network)
    return held.version == address.version and address in held
