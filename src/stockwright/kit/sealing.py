"""Secrets at rest: sealed under a key that only the program has, not the database."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from stockwright.kit.problems import Permanent


def seal(text: str, *, use: str) -> str:
    """The text encrypted and signed; each `use` has a key of its own."""
    return _box(settings.SECRET_KEY, use).encrypt(text.encode()).decode()


def unseal(sealed: str, *, use: str) -> str:
    """The text again, or Permanent where the program's secret key is another one now."""
    try:
        return _box(settings.SECRET_KEY, use).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Permanent(f"The secret for {use} was sealed under another secret key.") from error


@cache
def _box(secret_key: str, use: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"stockwright.{use}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))
