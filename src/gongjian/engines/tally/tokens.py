"""Tokens: a random word of twelve characters that lets its holder vote once.

60 random bits, written in Crockford's Base32 (no I, L, O, U; I and L are read as 1, O as 0) in three groups of
four. Only SHA-256(salt LF token) is kept; the salt is the box's own, so one token opens one box. The chance to
guess one of 2,000 unspent tokens in a million tries is below 2·10⁻⁹.
Source of the alphabet: D. Crockford, Base 32, https://www.crockford.com/base32.html
"""

from hashlib import sha256

from gongjian.engines.errors import EngineInputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS, GROUP = 12, 4
RANDOM_BYTES = 8
READ_AS = str.maketrans("ILO", "110")


def make_token(random: bytes) -> str:
    """Write `RANDOM_BYTES` bytes from a cryptographic source as a token.

    >>> make_token(bytes(range(8)))
    '0082-0C20-A1G7'
    """
    if len(random) != RANDOM_BYTES:
        raise EngineInputError(f"每张票码要 {RANDOM_BYTES} 个随机字节。")
    number = int.from_bytes(random) & ((1 << 5 * CHARACTERS) - 1)
    letters = "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(CHARACTERS)))
    return "-".join(letters[start : start + GROUP] for start in range(0, CHARACTERS, GROUP))


def token_hash(salt: str, token: str) -> str:
    """Return what is kept of a token, however it was typed (case, spaces, dashes, I for 1)."""
    bare = "".join(letter for letter in token.upper() if letter.isalnum()).translate(READ_AS)
    return sha256(f"{salt}\n{bare}".encode()).hexdigest()
