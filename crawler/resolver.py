"""Names become addresses here, and only public ones come out.

Scrapy's connections go to the very addresses that the reactor's resolver hands over, and literal addresses pass it as
well, so a name that answers differently the second time (rebinding) gains nothing: what is checked is what is used.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer, provider

from crawler.addresses import is_public

logger = logging.getLogger(__name__)


@implementer(IHostnameResolver)
class PublicResolver:
    """Drops every address that is not public; a host with none left cannot be resolved."""

    def __init__(self, reactor: Any, allow_loopback: bool) -> None:
        self.reactor = reactor
        # Any: zope's interfaces describe methods without self, which type checkers take for an argument too many.
        self.inner: Any = reactor.nameResolver
        self.allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PublicResolver:
        return cls(reactor, crawler.settings.getbool("ALLOW_LOOPBACK"))

    def install_on_reactor(self) -> None:
        """Called by Scrapy once, before the first request."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  (Twisted's name)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        checked = _OnlyPublic(resolutionReceiver, hostName, self.allow_loopback)
        resolution: IHostResolution = self.inner.resolveHostName(
            checked, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@provider(IResolutionReceiver)
class _OnlyPublic:
    def __init__(self, receiver: Any, host: str, allow_loopback: bool) -> None:
        self.receiver = receiver
        self.host = host
        self.allow_loopback = allow_loopback

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host, self.allow_loopback):
            self.receiver.addressResolved(address)
        else:
            logger.warning("refused: %s leads to %s, which is not public", self.host, address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()
