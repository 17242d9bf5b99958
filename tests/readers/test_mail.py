"""A mail is read whatever charset it claims and however its program built it; nothing that comes breaks the reader."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.readers import ReadError
from gongjian.readers.mail import body_of, id_of, read_mail

SAID = "三号楼门口的路灯坏了一个星期，老人晚上下楼看不清台阶。"
TRADITIONAL = "三號樓門口的路燈壞了一個星期，老人晚上下樓看不清臺階。"


def mail(body: bytes, *, kind: str = "text/plain; charset=utf-8", **heads: str) -> bytes:
    named = {"From": "Zhao <zhao@example.cn>", "Subject": "lamp", "Message-ID": "<1@example.cn>", **heads}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"{lines}Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("text", "real", "declared"),
    [
        (SAID, "gb18030", "gb2312"),
        (SAID, "gb18030", "utf-8"),
        (SAID, "gb18030", "big5"),
        (SAID, "utf-8", "gb2312"),
        (SAID, "utf-8", "big5"),
        (SAID, "utf-8", "no-such-charset"),
        (SAID, "gbk", "us-ascii"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "big5", "gb2312"),
        (TRADITIONAL, "big5", "utf-8"),
        (SAID + "㐂𠮷", "gb18030", "gb2312"),
        ("A plain café.", "iso-8859-1", "iso-8859-1"),
    ],
)
def test_the_bytes_decide_over_what_is_declared(text: str, real: str, declared: str) -> None:
    assert read_mail(mail(text.encode(real), kind=f"text/plain; charset={declared}")).words == text


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5"])
def test_a_subject_cut_in_the_middle_of_a_character_is_put_together(charset: str) -> None:
    text = TRADITIONAL if charset == "big5" else SAID
    coded = text[:12].encode(charset)
    words = [base64.b64encode(coded[at : at + 5]).decode() for at in range(0, len(coded), 5)]
    subject = "\r\n ".join(f"=?{charset}?B?{one}?=" for one in words)

    assert read_mail(mail(b"x", Subject=subject)).subject == text[:12]


def test_a_subject_in_bare_bytes_is_read() -> None:
    raw = mail(b"x").replace(b"Subject: lamp", b"Subject: " + SAID.encode("gbk"))

    assert read_mail(raw).subject == SAID


@pytest.mark.parametrize(
    "quoted",
    [
        "\n\n------------------ 原始邮件 ------------------\n发件人: 值班台\n主题: 已收到\n",
        "\n\n-----Original Message-----\nFrom: desk\n",
        "\n\n在 2026年11月18日 9:00，值班台 <desk@example.cn> 写道：\n> 已收到\n",
        "\n\nOn Wed, Nov 18, 2026 at 9:00 AM desk <desk@example.cn> wrote:\n> received\n",
        "\n\n发件人：值班台\n发送时间：2026年11月18日\n收件人：赵\n主题：已收到\n",
        "\n\n________________________________\nFrom: desk\n",
        "\n-- \n赵某\n某公司\n",
        "\n\n发自我的iPhone",
        "\n\nSent from my phone",
        "\n> 请说是哪一盏灯\n",
    ],
)
def test_what_is_quoted_and_the_signature_are_cut_off(quoted: str) -> None:
    found = read_mail(mail((SAID + quoted).encode()))

    assert found.words == SAID
    assert found.text == (SAID + quoted).strip()


@pytest.mark.parametrize("text", ["发自我的iPhone", "-----原始邮件-----\n" + SAID, "> " + SAID])
def test_where_nothing_would_be_left_all_is_kept(text: str) -> None:
    assert read_mail(mail(text.encode())).words == text.strip()


def test_a_page_is_read_without_its_scripts_and_what_it_quotes() -> None:
    page = (
        f"<html><style>p{{}}</style><p>{SAID}</p><script>x()</script><blockquote>已收到</blockquote></html>"
    )

    assert read_mail(mail(page.encode(), kind="text/html; charset=utf-8")).words == SAID


def test_photos_and_other_files_are_told_apart_and_small_decorations_left_out() -> None:
    big, small = base64.b64encode(b"\xff\xd8" + b"x" * 4000).decode(), base64.b64encode(b"GIF89a").decode()
    body = (
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SAID}\r\n"
        f'--b\r\nContent-Type: image/jpeg; name="=?utf-8?B?{base64.b64encode("灯.jpg".encode()).decode()}?="\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{big}\r\n"
        f"--b\r\nContent-Type: image/gif\r\nContent-Disposition: inline\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{small}\r\n"
        f'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="../../a.exe"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{small}\r\n--b--\r\n"
    )

    found = read_mail(mail(body.encode(), kind='multipart/mixed; boundary="b"'))

    assert [photo.name for photo in found.photos] == ["灯.jpg"]
    assert found.others == ("a.exe",)
    assert found.words == SAID


@pytest.mark.parametrize(
    ("heads", "kind", "sent_by"),
    [
        ({"Auto_Submitted": "auto-replied"}, "", "auto"),
        ({"Auto_Submitted": "no"}, "", ""),
        ({"X_Autoreply": "yes"}, "", "auto"),
        ({"Precedence": "bulk"}, "", "list"),
        ({"List_Id": "<news.example.cn>"}, "", "list"),
        ({"Return_Path": "<>"}, "", "bounce"),
        ({"From": "MAILER-DAEMON@example.cn"}, "", "bounce"),
        ({}, "multipart/report; boundary=b", "bounce"),
        ({"X_Loop": "gongjian"}, "", "loop"),
        ({}, "", ""),
    ],
)
def test_what_a_program_sent_is_seen(heads: dict[str, str], kind: str, sent_by: str) -> None:
    assert read_mail(mail(b"x", kind=kind or "text/plain", **heads)).automatic == sent_by


def test_a_mail_nested_without_end_is_refused() -> None:
    raw = b""
    for depth in range(3000):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)

    with pytest.raises(ReadError):
        read_mail(raw)


@given(
    st.binary(max_size=600),
    st.sampled_from(["", "From: ", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"]),
)
def test_no_bytes_break_the_reader(noise: bytes, start: str) -> None:
    raw = start.encode() + noise

    try:
        found = read_mail(raw)
    except ReadError:
        return
    assert "\x00" not in found.words
    assert id_of(raw) == b"" or body_of(raw) is not None


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.sampled_from(["utf-8", "gb18030"]),
)
def test_any_text_said_in_utf_8_or_gb18030_is_never_lost(text: str, charset: str) -> None:
    found = read_mail(mail(text.encode(charset), kind=f"text/plain; charset={charset}"))

    assert bool(found.text) == bool(text.strip())
