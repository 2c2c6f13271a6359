"""The vocabulary of an index: what counts as an entry, how it is read, and that it is written and read back."""

import pytest

from indexer.pronunciation import read_name, read_word, readings_by_character
from indexer.vocabulary import Entry, Vocabulary, VocabularyCount, read_vocabulary


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    count = VocabularyCount({"志愿者"}.__contains__)
    count.add("街道推行“兩帶三同”，接到诉求即办。", ("“1＋X”联建",), ("街道", "接到", "1+x", "2019"), ())
    count.add("街道的志愿者在长者食堂。", (), ("街道", "志愿者", "多大面", "长者", "街道"), ("福建省/厦门市",))
    path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.txt"
    count.write(path)
    return read_vocabulary(path)


def test_words_are_counted_by_passage_and_the_most_frequent_of_a_reading_comes_first(vocabulary: Vocabulary) -> None:
    assert vocabulary.read_as("jiedao") == (Entry("街道", 2, False), Entry("接到", 1, False))


def test_what_is_quoted_a_shorthand_a_place_or_long_is_a_name(vocabulary: Vocabulary) -> None:
    assert vocabulary.read_as("liangdaisantong") == (Entry("两带三同", 1, True),)
    assert vocabulary.read_as("1+x") == (Entry("1+x", 1, True),)
    assert vocabulary.read_as("xiamen") == (Entry("厦门", 1, True),)
    assert vocabulary.read_as("zhiyuanzhe") == (Entry("志愿者", 1, True),)
    assert vocabulary.read_as("duodamian") == (Entry("多大面", 1, False),)
    assert vocabulary.read_as("2019") == ()


def test_homophones_have_the_same_length_and_are_not_the_word_itself(vocabulary: Vocabulary) -> None:
    assert vocabulary.homophones("两代三同") == (Entry("两带三同", 1, True),)
    assert vocabulary.homophones("两带三同") == ()
    assert vocabulary.homophones("掌者") == (Entry("长者", 1, False),)


def test_names_about_as_long_as_a_text_are_one_character_longer_at_most(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.names_about("志愿")) == {"志愿者", "1+x", "厦门", "福建", "厦门市", "福建省"}
    assert set(vocabulary.names_about("志愿服务者")) == {"两带三同"}


def test_readings_follow_the_word_and_lose_their_tones() -> None:
    assert (read_word("重庆"), read_word("重要"), read_word("绿化")) == ("chongqing", "zhongyao", "lvhua")
    assert read_name("四服务一提升") == "sifuwuyitisheng"
    assert readings_by_character()["行"] == ("xing", "hang", "heng")
