import shutil

import pytest

from gongjian.readers import ReadError, find_secrecy_mark, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_text_is_read_in_every_encoding_an_office_uses(encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""

    result = read_text(mark + "工作方案\r\n一、目标㐂".encode(encoding), "方案.txt")

    assert (result.text, result.kind) == ("工作方案\n一、目标㐂", "txt")


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
