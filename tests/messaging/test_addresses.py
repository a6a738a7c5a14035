"""Where webhooks may go: the open Internet, and private networks only where the operator says so."""

from ipaddress import ip_address

import pytest

from stockwright.messaging.rules.addresses import InvalidNetworks, Reach, is_public
from stockwright.messaging.rules.endpoints import InvalidReceiver, check_url

PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fec0::1", "fd00::1"),
    *("ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"),
    *("::7f00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    assert Reach().refusal(ip_address(address), secure=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_fine_with_tls_only(address: str) -> None:
    assert Reach().refusal(ip_address(address), secure=True) == ""
    assert Reach.of("1").refusal(ip_address(address), secure=False)


def test_the_operator_may_allow_all_private_networks_or_some() -> None:
    some = Reach.of("10.0.0.0/8, 192.168.1.5")
    for allowed in ("10.1.2.3", "192.168.1.5", "::ffff:10.1.2.3"):
        assert some.refusal(ip_address(allowed), secure=False) == ""
        assert Reach.of("yes").refusal(ip_address(allowed), secure=False) == ""
    assert some.refusal(ip_address("192.168.1.6"), secure=True)
    assert Reach.of("1").refusal(ip_address("::1"), secure=False) == ""
    assert not Reach.of("no").is_any
    with pytest.raises(InvalidNetworks):
        Reach.of("10.0.0.0/99")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.com/", "example.com", "https://", "http://example.com/", "https://a:b@example.com/"),
        *("https://example.com/#x", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]:8443/"),
        *("https://example.com:port/", "https://[::1", "https://exämple.com/"),
        *("https://exa mple.com/", "https://example.com/\r\nX-More: y", "https://example.com/a b"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_at_once(url: str) -> None:
    with pytest.raises(InvalidReceiver):
        check_url(url, Reach())


def test_a_public_address_with_tls_is_taken_as_it_is() -> None:
    assert check_url(" https://example.com:8443/hooks?key=1 ", Reach()) == "https://example.com:8443/hooks?key=1"
    assert check_url("http://10.0.0.1/hooks", Reach.of("1")) == "http://10.0.0.1/hooks"
