from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.officialdoc import balance_title
from gongjian.engines.officialdoc.layout import text_width_chars


def test_a_title_that_fits_stays_on_one_line():
    assert balance_title("关于做好防汛工作的通知") == ("关于做好防汛工作的通知",)


def test_words_stay_whole_and_particles_do_not_open_a_line():
    lines = balance_title("关于解决东塔街道老旧小区飞线充电整治和公共停车棚建设补助资金的请示")

    assert len(lines) == 2
    assert not lines[1].startswith(("的", "和"))
    assert not lines[0].endswith("关")


def test_a_given_name_is_not_split():
    lines = balance_title(
        "关于表彰临溪区幸福里社区先进集体和先进个人名单的决定", ("临溪区幸福里社区", "先进集体")
    )

    assert any("临溪区幸福里社区" in line for line in lines)
    assert any("先进集体" in line for line in lines)


def test_dates_and_figures_are_not_split():
    lines = balance_title("关于公布全区各街道各社区环境共治2026年8月评分结果的通报")

    assert any("2026年" in line for line in lines)
    assert any("8月" in line for line in lines)


def test_a_writers_own_line_breaks_are_kept():
    assert balance_title("关于表扬\n先进的通报") == ("关于表扬", "先进的通报")


@given(st.text(alphabet="关于社区环境的和通报《》（）2026年", min_size=1, max_size=70))
def test_lines_add_up_to_the_title_and_fit(title):
    lines = balance_title(title)

    assert "".join(lines) == title
    assert all(text_width_chars(line) <= 19 for line in lines)
