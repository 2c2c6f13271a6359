"""Decoding finds the encoding of Chinese bytes, declared or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.decoding import decode

SIMPLIFIED = "社区党组织书记每月召开一次例会，研究解决居民反映的问题。"
TRADITIONAL = "社區黨組織書記每月召開一次例會，研究解決居民反映的問題。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb2312", "gbk", "gb18030"])
def test_simplified_text_is_read_in_any_encoding_without_a_declaration(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gbk"])
def test_traditional_text_is_read_as_big5_or_gbk_whichever_makes_sense(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_valid_utf8_outranks_a_wrong_declaration() -> None:
    assert decode(SIMPLIFIED.encode("utf-8"), "gb2312") == SIMPLIFIED


def test_a_wrong_or_unknown_declaration_is_overruled_by_bytes_that_do_not_fit_it() -> None:
    assert decode(SIMPLIFIED.encode("gbk"), "utf-8") == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gbk"), "x-no-such-encoding") == SIMPLIFIED


def test_declared_gb2312_is_read_as_its_superset() -> None:
    assert decode("镕".encode("gb18030") * 3, "gb2312") == "镕镕镕"


def test_a_file_cut_off_in_mid_character_is_still_read() -> None:
    assert decode(SIMPLIFIED.encode("utf-8")[:-1] * 1) == SIMPLIFIED[:-1] + "\ufffd"


def test_binary_data_is_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match="不是文本"):
        decode(b"\x00\x01\x02PK")


@given(st.binary())
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decode(data)
    except ValueError as error:
        assert str(error).startswith(("内容不是文本", "无法识别文字编码"))
