"""What of a spoken question is courtesy, and what its question words are in writing."""

import pytest

from service.plain_speech import put_plainly


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("老师您好，我想了解一下网格员的补贴标准", "网格员的补贴标准"),
        ("你好！麻烦帮我查一下关于老旧小区改造的做法", "老旧小区改造的做法"),
        ("请问网格员补贴多少元", "网格员补贴多少元"),
        ("啥叫红色物业", "什么叫红色物业"),
        ("居民议事会是几时成立的", "居民议事会是什么时候成立的"),
        ("楼组长咋选出来的", "楼组长怎么选出来的"),
        ("两地的补贴标准差在哪里", "两地的补贴标准有什么不同"),
        ("停车难的症结在哪", "停车难的症结是什么"),
        ("支部当初怎么会散掉", "支部当初为什么会散掉"),
        ("垃圾分类有什么好办法没有？", "垃圾分类有什么好办法？"),
    ],
)
def test_courtesies_go_and_spoken_question_words_are_written(asked: str, plain: str) -> None:
    assert put_plainly(asked) == plain


@pytest.mark.parametrize(
    "asked",
    [
        "老师的补贴是多少",
        "领导挂点制度怎么执行",
        "“四看”是看什么",
        "介绍信由谁开",
        "请问",
        "議事會設在哪裡",
        "活动在哪里办",
    ],
)
def test_what_the_question_is_about_is_left_alone(asked: str) -> None:
    assert put_plainly(asked) == asked
