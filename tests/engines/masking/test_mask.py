import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.masking import (
    AddressMask,
    NameMask,
    mask_address,
    mask_bank_card,
    mask_id_number,
    mask_name,
    mask_numbers_in,
    mask_phone,
)


@pytest.mark.parametrize(
    ("name", "surname", "ends"),
    [
        ("张三", "张*", "张*"),
        ("张小明", "张**", "张*明"),
        ("欧阳明", "欧阳*", "欧阳*"),
        ("欧阳小明", "欧阳**", "欧阳*明"),
        ("欧阳", "欧*", "欧*"),  # the surname Ou with the given name Yang
        ("阿依古丽·买买提", "阿***", "阿***"),
        ("John Smith", "J***", "J***"),
        (" 张三 ", "张*", "张*"),
        ("张", "*", "*"),
        ("", "", ""),
    ],
)
def test_names_keep_what_the_form_allows(name, surname, ends):
    assert mask_name(name) == surname
    assert mask_name(name, NameMask.ENDS) == ends


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13900000000", "139****0000"),
        ("139 0000 1234", "139****1234"),
        ("+86 139-0000-1234", "139****1234"),
        ("0825-2220000", "0825-222****"),
        ("2220000", "222****"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_phones_lose_four_digits(number, masked):
    assert mask_phone(number) == masked


def test_identity_numbers_keep_three_and_four():
    assert mask_id_number("110101199003078515") == "110***********8515"
    assert mask_id_number("110101900307851") == "110********7851"
    assert mask_id_number("1101019") == "*******"


def test_cards_keep_the_last_four():
    assert mask_bank_card("6222 0200 0000 1234") == "************1234"
    assert mask_bank_card("1234") == "****"


@pytest.mark.parametrize(
    ("address", "building", "area"),
    [
        (
            "望江街道槐荫社区滨江路18号3栋2单元501室",
            "望江街道槐荫社区滨江路18号3栋***",
            "望江街道槐荫社区***",
        ),
        ("望江街道槐荫社区滨江路18号", "望江街道槐荫社区滨江路18号", "望江街道槐荫社区***"),
        ("望江街道幸福小区A座1202", "望江街道幸福小区A座***", "望江街道***"),
        ("桂花镇三元村6组12号", "桂花镇三元村6组12号", "桂花镇三元村***"),
        ("滨江路幸福家园501", "滨江路幸福家园***", "***"),
        ("三号楼二楼", "三号楼***", "***"),
        ("望江街道", "望江街道", "望江街道"),
        ("", "", ""),
    ],
)
def test_addresses_end_at_the_building_or_the_area(address, building, area):
    assert mask_address(address) == building
    assert mask_address(address, AddressMask.AREA) == area


def test_numbers_inside_a_text_are_masked_and_others_left():
    text = "张三，身份证110101199003078515，电话13912340000或0825-2220000，卡6222020000001234567，2026年扣3分"

    assert mask_numbers_in(text) == (
        "张三，身份证110***********8515，电话139****0000或0825-222****，卡***************4567，2026年扣3分"
    )


@given(number=st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
def test_a_mobile_number_never_survives_in_a_text(number):
    masked = mask_numbers_in(f"电话{number}。")

    assert number not in masked
    assert not re.search(r"\d{5}", masked)


@given(name=st.text("张王李欧阳诸葛明华英", min_size=1, max_size=5))
def test_a_masked_name_always_hides_something(name):
    assert "*" in mask_name(name)
    assert "*" in mask_name(name, NameMask.ENDS)
