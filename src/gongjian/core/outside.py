"""Call an address that somebody gave us, without being led into our own network.

Only https, only addresses of the open net (or those of `OUTSIDE_ALLOWED_NETWORKS`), and the very address that was
checked is the one connected to, so that a name can't be pointed elsewhere in between. Redirects are not
followed, at most so many bytes are read, and the whole call has an end.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from gongjian.core.errors import Invalid

STEP_S = 5.0
WHOLE_S = 15.0
PORT = 443


class OutsideFault(Exception):
    """The call failed; the message says how, in words for the log."""


@dataclass(frozen=True)
class Answered:
    """What came back: `content` holds no more than was asked for."""

    status: int
    content_type: str
    content: bytes


def check_address(url: str) -> SplitResult:
    """Return the parts of an https address whose host isn't plainly in our own network; raise Invalid otherwise.

    A name is looked up only when it is called.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Invalid("这个地址读不懂。请写完整，如 https://example.gov.cn/tuisong。") from error
    if parts.scheme != "https" or not host:
        raise Invalid("地址要以 https:// 开头，这样内容在路上才看不到、改不了。")
    if parts.username or parts.password:
        raise Invalid("地址里不要写用户名和密码。")
    if any(mark.isspace() or ord(mark) < 0x20 for mark in url):
        raise Invalid("地址里有空格或看不见的字符。请去掉。")
    if host == "localhost" or (_literal(host) and not _is_open(host)):
        raise Invalid("这是内网地址，不能用。确实要用，请系统管理员在 OUTSIDE_ALLOWED_NETWORKS 里写明网段。")
    return parts


def call(
    method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, most: int
) -> Answered:
    """Call an address and read at most `most` bytes of the answer. Raises OutsideFault."""
    try:
        parts = check_address(url)
    except Invalid as refusal:
        raise OutsideFault(refusal.message) from refusal
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    try:
        with _connected(host, parts.port or PORT) as connection:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            content = response.read(most + 1)
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        raise OutsideFault(_sentence(error)) from error
    if len(content) > most:
        raise OutsideFault(f"回的内容超过 {most:,} 字节，没有收。")
    return Answered(response.status, response.headers.get_content_type(), content)


def _sentence(error: Exception) -> str:
    """Say in the administrator's words why an address was not reached."""
    match error:
        case socket.gaierror():
            return "查不到这个域名，请核对地址。"
        case ssl.SSLError():
            return "对方的证书不对，或者不能加密连接。"
        case TimeoutError():
            return "对方没有及时回答。"
        case ConnectionRefusedError():
            return "对方拒绝连接，服务可能没有运行。"
        case _:
            return "没有接通或中途断开。"


class _PinnedConnection(HTTPSConnection):
    """A connection to an address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=STEP_S, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        """Connect to the checked address; the certificate has to be the name's."""
        raw = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(raw, server_hostname=self.host)


@contextmanager
def _connected(host: str, port: int) -> Iterator[HTTPSConnection]:
    connection = _PinnedConnection(host, port, _checked(host, port), tls())
    end = threading.Timer(WHOLE_S, lambda: _cut(connection))
    end.start()
    try:
        yield connection
    finally:
        end.cancel()
        connection.close()


def tls() -> ssl.SSLContext:
    """Return how a receiver proves who it is: by a certificate that this machine trusts."""
    return ssl.create_default_context()


def _cut(connection: HTTPSConnection) -> None:
    if connection.sock is not None:
        connection.sock.close()


def _checked(host: str, port: int) -> str:
    """Look a name up and return its first address; all of them have to be open, or none is used."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_open(address) for address in found):
        raise OutsideFault("这个名字指向内网地址，没有连。")
    return found[0]


def _is_open(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    allowed = any(ip in network for network in _allowed() if network.version == ip.version)
    return allowed or (ip.is_global and not ip.is_multicast)


def _allowed() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(text) for text in settings.OUTSIDE_ALLOWED_NETWORKS]


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
