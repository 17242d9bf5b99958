"""The mailbox that residents write to: IMAP over TLS, read only, with the standard library (see docs/decisions/0020).

Nothing is changed or deleted there: the office goes on using it as before.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings

TIMEOUT_S = 30.0
MOST_BYTES = 25 * 1024 * 1024
AT_ONCE = 50
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxFault(Exception):
    """The mailbox can't be read now; the message says why and what to do, in words for the administrator."""


@dataclass(frozen=True)
class Fetched:
    """A mail as it lies in the mailbox; not whole if it is larger than we take."""

    uid: int
    content: bytes
    is_whole: bool


def is_configured() -> bool:
    """Say whether mail is taken in."""
    return bool(settings.MAILBOX_HOST)


class Mailbox:
    """An open mailbox; `uid_validity` changes when the server numbers its mails anew."""

    def __init__(self, connection: imaplib.IMAP4, uid_validity: int) -> None:
        self._connection, self.uid_validity = connection, uid_validity

    def newer_than(self, uid: int) -> list[int]:
        """List the next mails above a number, the lowest first."""
        kind, found = self._connection.uid("SEARCH", f"UID {uid + 1}:*")
        if kind != "OK":
            raise MailboxFault("邮箱不让查信。请过一会儿再试。")
        uids = sorted(int(one) for line in found if line for one in line.split() if one.isdigit())
        return [one for one in uids if one > uid][:AT_ONCE]

    def fetch(self, uid: int) -> Fetched | None:
        """Return a mail, leaving it unread; None if it was taken away meanwhile."""
        kind, found = self._connection.uid("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)")
        if kind != "OK":
            raise MailboxFault("邮箱不让读信。请过一会儿再试。")
        for one in found:
            if isinstance(one, tuple):
                size = SIZE.search(one[0])
                return Fetched(uid, one[1], size is None or int(size[1]) <= len(one[1]))
        return None


@contextmanager
def opened() -> Iterator[Mailbox]:
    """Open the mailbox of the settings. Raises MailboxFault, also for what breaks off in between."""
    try:
        with _signed_in() as connection:
            yield _selected(connection)
    except ssl.SSLCertVerificationError as fault:
        raise MailboxFault("邮箱服务器的证书不可信。单位自签的证书，请在 MAILBOX_CA_FILE 里写明。") from fault
    except socket.gaierror as fault:
        raise MailboxFault(
            f"找不到邮箱服务器 {settings.MAILBOX_HOST}。请核对 MAILBOX_HOST 和网络。"
        ) from fault
    except (OSError, imaplib.IMAP4.error) as fault:
        raise MailboxFault(
            f"邮箱连不上或中途断开（{type(fault).__name__}）。请核对地址、端口和网络。"
        ) from fault


@contextmanager
def _signed_in() -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context(cafile=settings.MAILBOX_CA_FILE or None)
    connection = imaplib.IMAP4_SSL(
        settings.MAILBOX_HOST, settings.MAILBOX_PORT, ssl_context=context, timeout=TIMEOUT_S
    )
    try:
        try:
            connection.login(settings.MAILBOX_USER, settings.MAILBOX_PASSWORD)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as fault:
            raise MailboxFault(
                "邮箱不认这个账号或密码。多数邮箱要用“授权码”代替密码，并先开通 IMAP。"
            ) from fault
        yield connection
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()
        with suppress(OSError):
            connection.shutdown()


def _selected(connection: imaplib.IMAP4) -> Mailbox:
    """Open the folder; some servers (163.com) only let in who has said his name before (RFC 2971)."""
    if "ID" in connection.capabilities:
        connection.xatom("ID", '("name" "gongjian")')
    kind, _found = connection.select(f'"{settings.MAILBOX_FOLDER}"', readonly=True)
    if kind != "OK":
        raise MailboxFault(f"邮箱里打不开文件夹“{settings.MAILBOX_FOLDER}”。请核对 MAILBOX_FOLDER。")
    _name, validity = connection.response("UIDVALIDITY")
    number = validity[0] if validity else None
    if not number or not bytes(number).isdigit():
        raise MailboxFault("邮箱没有给出信的编号办法（UIDVALIDITY），不能保证不重不漏，没有收。")
    return Mailbox(connection, int(number))
