"""QR codes on official pages: the same modules in PDF and Word. Error correction M; the reader needs a quiet zone of four."""

import io

import segno

QR_MM = 30.0
"""The side of a printed code with its quiet zone; a phone reads the modules of an address from a hand's distance."""
QUIET = 4
_SCALE = 10


def qr_rows(address: str) -> list[str]:
    """Return the modules row by row, 1 for dark, with the quiet zone around.

    >>> len(qr_rows("https://a.cn")) == len(qr_rows("https://a.cn")[0])
    True
    """
    code = segno.make(address, error="m", micro=False)
    return ["".join("1" if cell else "0" for cell in row) for row in code.matrix_iter(border=QUIET)]


def qr_png(address: str) -> bytes:
    """Return the code as a PNG picture; equal addresses give equal bytes."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=_SCALE, border=QUIET)
    return out.getvalue()
