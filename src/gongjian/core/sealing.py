"""Seal bytes under the installation's own key (SECRET_KEY and SALT_KEY), as encrypted columns are."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from encrypted_fields.fields import EncryptedTextField


def seal(content: bytes) -> bytes:
    """Return what only this installation can open."""
    return _box().encrypt(content)


def unseal(content: bytes) -> bytes:
    """Open what `seal` made."""
    return _box().decrypt(content)


@lru_cache(maxsize=1)
def _box() -> Fernet | MultiFernet:
    box: Fernet | MultiFernet = EncryptedTextField().f
    return box
