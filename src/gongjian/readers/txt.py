"""Decode text as Chinese offices write it: UTF-8, GB18030 or UTF-16."""

from gongjian.readers.errors import ReadError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(source: bytes, name: str) -> str:
    """Return the text with line ends as "\\n".

    A byte order mark decides; without one UTF-8 is tried before GB18030, which accepts nearly anything.
    Raises ReadError when no encoding fits.
    """
    encodings = [encoding for mark, encoding in _MARKS if source.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    raise ReadError(f"《{name}》的文字编码认不出来。请用记事本打开，另存为 UTF-8 编码后再导入。")
