"""What is words leaves compressed for whoever takes it so; what is packed already leaves as it is."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse

from gongjian.core.middleware import CompressedWords

LONG = b"<p>0123456789</p>" * 100


def sent(kind: str, accepted: str = "gzip, br") -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepted
    return CompressedWords(lambda _request: HttpResponse(LONG, content_type=kind))(request)


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/csv", "application/json", "image/svg+xml"]
)
def test_words_are_compressed(kind: str) -> None:
    answer = sent(kind)

    assert answer["Content-Encoding"] == "gzip" and "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < len(LONG) / 4
    assert gzip.decompress(answer.content) == LONG


@pytest.mark.parametrize("kind", ["image/jpeg", "application/zip", "application/pdf"])
def test_what_is_packed_is_left_as_it_is(kind: str) -> None:
    assert sent(kind).content == LONG


def test_nothing_is_compressed_unasked() -> None:
    assert sent("text/html", accepted="").content == LONG
