"""Decode text as Chinese offices write it: UTF-8, GB18030 or UTF-16."""

import codecs

from gongjian.readers.errors import ReadError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


_SAMPLE_BYTES = 8192
_LEAST_PLAIN_SHARE = 0.95


def guess_utf16(source: bytes) -> str | None:
    """Return utf-16-le or utf-16-be for Chinese or plain text written so without a mark, or None.

    Such text has NUL bytes, at its line ends if nowhere else, and nothing but plain characters.

    >>> [guess_utf16("方案\\n".encode(one)) for one in ("utf-16-le", "utf-16-be", "gb18030")]
    ['utf-16-le', 'utf-16-be', None]
    """
    sample = source[:_SAMPLE_BYTES]
    if b"\x00" not in sample or len(source) % 2:
        return None
    shares = {encoding: _plain_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _LEAST_PLAIN_SHARE else None


def _plain_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    return sum(_is_plain(character) for character in text) / len(text)


def _is_plain(character: str) -> bool:
    return (
        " " <= character <= "~"
        or character in "\t\r\n"
        or "\u2010" <= character <= "\u206f"
        or "\u2460" <= character <= "\u24ff"
        or "\u3000" <= character <= "\u303f"
        or "\u4e00" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
    )


def decode(source: bytes, name: str) -> str:
    """Return the text with line ends as "\\n".

    A byte order mark decides; without one UTF-8 is tried before GB18030, which accepts nearly anything. A last
    character that was cut off is left out.
    Raises ReadError when no encoding fits.
    """
    for encoding in _encodings(source):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(source)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    raise ReadError(f"《{name}》的文字编码认不出来。请用记事本打开，另存为 UTF-8 编码后再导入。")


def _encodings(source: bytes) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if source.startswith(mark)]
    guessed = guess_utf16(source)
    return marked or ([guessed] if guessed else ["utf-8", "gb18030"])
