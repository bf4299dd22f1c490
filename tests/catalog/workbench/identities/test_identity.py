"""What ids and marks are made of."""

from __future__ import annotations

import hashlib
from base64 import b32encode

import pytest

from catalog.workbench.identities.identity import digest


@pytest.mark.parametrize("parts", [("",), ("name:abc|mật ong",), ("một", "hai", ""), *((str(n),) for n in range(50))])
def test_a_digest_is_the_beginning_of_a_sha_256_in_base_32(parts: tuple[str, ...]) -> None:
    whole = b32encode(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10])
    assert digest(*parts) == whole[:10].decode().lower()
