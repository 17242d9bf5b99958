import base64
import shutil
import time
from dataclasses import replace

import pytest

from gongjian.readers import DEFAULT_LIMITS, ReadError, find_secrecy_mark, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_text_is_read_in_every_encoding_an_office_uses(encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""

    result = read_text(mark + "工作方案\r\n一、目标㐂".encode(encoding), "方案.txt")

    assert (result.text, result.kind) == ("工作方案\n一、目标㐂", "txt")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["工作方案\n一、目标\n", "Plan 2026\nfirst", "（一）清理楼道；①登记…… 共120户\n"]
)
def test_text_in_utf16_without_a_mark_is_told_from_other_bytes(encoding, text):
    assert read_text(text.encode(encoding), "方案.txt").text == text.strip("\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_last_character_that_was_cut_off_is_left_out(encoding):
    assert read_text("工作方案的目标".encode(encoding)[:-1], "方案.txt").text == "工作方案的目"


def test_a_page_that_an_office_system_calls_doc_is_read():
    page = "<html><body><p>一、目标</p></body></html>"
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(page.encode("gbk")).decode()
        + "\r\n--x--"
    )

    assert read_text(page.encode("gbk"), "方案.doc").text == "一、目标"
    assert read_text(archive.encode(), "方案.doc").text == "一、目标"
    assert read_text(archive.encode(), "方案.mht").kind == "mht"


def test_an_archive_without_a_page_is_refused():
    with pytest.raises(ReadError, match="找不到网页正文"):
        read_text(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "\u65b9\u6848.mht")


def test_a_conversion_that_takes_too_long_is_ended_with_all_it_started(tmp_path, monkeypatch):
    mark = tmp_path / "late"
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\n(sleep 3; touch {mark}) &\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(slow))

    with pytest.raises(ReadError, match="转换不成"):
        read_text(rb"{\rtf1 plan}", "方案.doc", replace(DEFAULT_LIMITS, convert_s=1))
    time.sleep(3)
    assert not mark.exists()


def test_text_in_no_known_encoding_is_refused():
    with pytest.raises(ReadError, match=r"编码认不出来.*UTF-8"):
        read_text(b"\xff\xff\xff plain", "方案.txt")


def test_a_web_page_is_read_without_its_scripts_and_navigation():
    page = "<html><head><title>站</title><style>p{}</style></head><body><nav>首页</nav>"
    page += "<h1>方案</h1><p>一、<b>目标</b></p><script>1</script></body></html>"

    assert read_text(page.encode(), "方案.html").text == "方案\n一、目标"


def test_a_web_pages_table_stands_where_it_was():
    page = "<html><body>前<table><tr><th>任务<th>单位</tr><tr><td>清理<br>楼道</td><td>物业</td></tr></table>后</body></html>"

    result = read_text(page.encode(), "方案.html")

    assert result.text == "前\n任务 | 单位\n清理 楼道 | 物业\n后"
    assert result.tables == ((("任务", "单位"), ("清理 楼道", "物业")),)


def test_cells_that_span_rows_are_said_in_each_and_those_that_span_columns_keep_them_in_line():
    page = (
        "<html><table><tr><td rowspan=2>城管局<td colspan='2'>清理<td>一月</tr><tr><td>登记<td>公示<td>二月</tr>"
        "<tr><td colspan=99999999>完<td rowspan=x>末</tr></table></html>"
    )

    assert read_text(page.encode(), "方案.html").tables == (
        (("城管局", "清理", "", "一月"), ("城管局", "登记", "公示", "二月"), ("完", "末")),
    )


def test_a_table_that_frames_the_page_is_read_as_lines():
    inner = "<table><tr><td>任务<td>单位</tr><tr><td>清理<td>物业</tr></table>"
    page = f"<html><table><tr><td><p>方案</p><p>一、目标</p>{inner}后</td></tr></table></html>"

    assert read_text(page.encode(), "方案.html").text.split("\n") == [
        "方案",
        "一、目标",
        "任务 | 单位",
        "清理 | 物业",
        "后",
    ]


def test_a_table_inside_a_cell_is_part_of_its_words():
    inner = "<table><tr><td>甲<td>乙</tr></table>"

    assert read_text(f"<html><table><tr><td>{inner}<td>丙</table>".encode(), "方案.html").tables == (
        (("甲 乙", "丙"),),
    )


@pytest.mark.parametrize(
    "odd", ["<![if !supportLists]>", "<![foo[x]]>", "<!-- <p>藏</p> -->", "<?xml version='1.0'?>"]
)
def test_declarations_and_comments_are_passed_over(odd):
    assert read_text(f"<html><body>前{odd}后 1 < 2</body></html>".encode(), "方案.html").text == "前后 1 < 2"


def test_the_charset_a_page_names_is_used_and_a_wrong_one_forgiven():
    named = '<html><meta charset="gb2312"><body>社区</body></html>'

    assert read_text(named.encode("gbk"), "方案.html").text == "社区"
    assert read_text(named.replace("gb2312", "no-such").encode(), "方案.html").text == "社区"


def test_an_old_word_file_without_libreoffice_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(ReadError, match=r"另存为 .docx"):
        read_text(rb"{\rtf1 plan}", "方案.doc")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_through_libreoffice():
    result = read_text(rb"{\rtf1\ansi\ansicpg936 \u24037?\u20316? plan\par}", "方案.doc")

    assert "工作 plan" in result.text
    assert "LibreOffice" in result.warnings[-1]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("机密★1年\n特急\n关于……的通知", "机密★1年"),
        ("000001\n绝 密\n正文", "绝密"),
        ("000003  秘密★10年\n正文", "秘密★10年"),
        ("　机　密\n正文", "机密"),
        ("密级：秘密\n正文", "密级：秘密"),
        ("机密★启用前\n正文", "机密★启用前"),
        ("机密★三年\n", "机密★三年"),
        ("【秘密】\n正文", "秘密"),
        ("（机密）\n正文", "机密"),
        ("加急 机密\n正文", "加急机密"),
        ("秘密·1年\n正文", "秘密·1年"),
        ("保密期限：1年 密级：机密\n正文", "密级：机密"),
        ("某镇保守商业秘密办法\n秘密文件的管理\n", None),
        ("一、秘密\n", None),
        ("做好机密文件的保管工作\n", None),
        ("秘密投票办法\n一、投票\n", None),
        ("普通文件\n" * 12 + "机密\n", None),
        ("普通文件\n" * 11 + "机密\n", "机密"),
        ("", None),
    ],
)
def test_a_secrecy_marking_is_told_from_a_mention(text, mark):
    assert find_secrecy_mark(text) == mark
