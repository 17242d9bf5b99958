"""A mailbox for tests: IMAP over TLS in a thread, as much of it as a reader needs, by the standard library."""

import re
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "a-code"


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, secret


class MailboxServer:
    """Mails by number; `validity` is what the server calls its numbering. It breaks off before `breaks_at`, if set."""

    def __init__(self, folder: Path) -> None:
        self.mails: dict[int, bytes] = {}
        self.validity, self.breaks_at = 7, 0
        self.certificate, key = make_certificate(folder)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def put(self, *mails: bytes) -> None:
        """Let mails arrive."""
        for mail in mails:
            self.mails[max(self.mails, default=0) + 1] = mail

    def close(self) -> None:
        """Answer nobody any more."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                raw, _address = self._socket.accept()
            except OSError:
                return
            try:
                with self._context.wrap_socket(raw, server_side=True) as line:
                    self._talk(line)
            except OSError:
                continue

    def _talk(self, line: ssl.SSLSocket) -> None:
        line.sendall(b"* OK [CAPABILITY IMAP4rev1 ID] ready\r\n")
        with line.makefile("rb") as commands:
            for command in commands:
                tag, _blank, text = command.decode().strip().partition(" ")
                said = self._answer(text)
                if said is None:
                    return
                line.sendall(said + f"{tag} {self._result(text)}\r\n".encode())
                if text.upper() == "LOGOUT":
                    return

    def _result(self, text: str) -> str:
        return "NO wrong" if text.startswith("LOGIN") and PASSWORD not in text else "OK done"

    def _answer(self, text: str) -> bytes | None:
        verb = text.upper()
        if verb.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 ID\r\n"
        if verb.startswith("EXAMINE"):
            return f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] valid\r\n".encode()
        if found := re.match(r"UID SEARCH UID (\d+):\*", verb):
            least = int(found[1])
            uids = [uid for uid in self.mails if uid >= least] or list(self.mails)[-1:]
            return f"* SEARCH {' '.join(map(str, uids))}\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) .*<0\.(\d+)>", verb):
            uid, most = int(found[1]), int(found[2])
            if uid == self.breaks_at:
                return None
            mail = self.mails[uid]
            part = mail[:most]
            head = f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(mail)} BODY[]<0> {{{len(part)}}}\r\n"
            return head.encode() + part + b")\r\n"
        return b""
