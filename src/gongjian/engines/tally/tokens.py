"""Tokens: a random word of twelve characters that lets its holder vote once.

60 random bits, written in Crockford's Base32 (no I, L, O, U; I and L are read as 1, O as 0) in three groups of
four. Only SHA-256(salt LF token) is kept; the salt is the box's own, so one token opens one box. The chance to
guess one of 2,000 unspent tokens in a million tries is below 2·10⁻⁹.

A slip also bears its number: 40 bits of SHA-256("gongjian-slip" LF token) in two groups of four. It is no secret and
votes for nobody: who knows it must still try 2⁶⁰ words for the token. Behind the hash of a token stand the first 64
bits of SHA-256(salt LF "slip" LF number), so that the token of a lost slip is found by the number on its stub.
Source of the alphabet: D. Crockford, Base 32, https://www.crockford.com/base32.html
"""

from hashlib import sha256

from gongjian.engines.errors import EngineInputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS, GROUP, NUMBER_CHARACTERS = 12, 4, 8
HASH_LENGTH = 64
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
    letters = _letters(number, CHARACTERS)
    return "-".join(letters[start : start + GROUP] for start in range(0, CHARACTERS, GROUP))


def slip_number(token: str) -> str:
    """Return the number of the slip that bears a token.

    >>> slip_number("0082-0C20-A1G7")
    'W832-98G4'
    """
    digest = sha256(f"gongjian-slip\n{_bare(token)}".encode()).digest()
    letters = _letters(int.from_bytes(digest[:5]), NUMBER_CHARACTERS)
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def token_hash(salt: str, token: str) -> str:
    """Return what is kept of a token, however it was typed (case, spaces, dashes, I for 1), with the mark of its slip."""
    return sha256(f"{salt}\n{_bare(token)}".encode()).hexdigest() + slip_mark(salt, slip_number(token))


def slip_mark(salt: str, number: str) -> str:
    """Return what a box keeps of a slip's number, however it was typed."""
    return sha256(f"{salt}\nslip\n{_bare(number)}".encode()).hexdigest()[:16]


def _bare(word: str) -> str:
    return "".join(letter for letter in word.upper() if letter.isalnum()).translate(READ_AS)


def _letters(number: int, count: int) -> str:
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(count)))
