"""H19: what a name leads to is checked where it is used; answering differently the second time gains nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.resolver import PublicResolver


class Answers:
    """A resolver that gives the next list of addresses at each question."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver, host, port=0, types=None, semantics="TCP"):  # noqa: N802
        receiver.resolutionBegan(SimpleNamespace(name=host))
        for address in self.answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class Receiver:
    def __init__(self) -> None:
        self.got: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution) -> None:  # noqa: N802
        self.got.clear()

    def addressResolved(self, address) -> None:  # noqa: N802
        self.got.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


def ask(resolver: PublicResolver, host: str = "shop.example") -> list[str]:
    receiver = Receiver()
    resolver.resolveHostName(receiver, host, 80)
    assert receiver.complete
    return receiver.got


@pytest.mark.parametrize(
    ("addresses", "kept"),
    [
        (["8.8.8.8"], ["8.8.8.8"]),
        (["10.0.0.1", "8.8.8.8", "::1"], ["8.8.8.8"]),
        (["127.0.0.1"], []),
        (["169.254.169.254"], []),
        (["::ffff:192.168.0.1"], []),
        ([], []),
    ],
)
def test_h19_only_public_addresses_come_out(addresses: list[str], kept: list[str]) -> None:
    assert ask(PublicResolver(SimpleNamespace(nameResolver=Answers(addresses)), False)) == kept


def test_h19_rebinding_is_seen_at_the_second_question() -> None:
    resolver = PublicResolver(SimpleNamespace(nameResolver=Answers(["8.8.8.8"], ["192.168.1.1"])), False)
    assert [ask(resolver), ask(resolver)] == [["8.8.8.8"], []]


def test_loopback_is_opened_by_the_one_setting_and_nothing_else_is() -> None:
    resolver = PublicResolver(SimpleNamespace(nameResolver=Answers(["127.0.0.1", "10.0.0.1", "::1"])), True)
    assert ask(resolver) == ["127.0.0.1", "::1"]
