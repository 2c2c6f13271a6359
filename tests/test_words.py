"""Tokens: the policy dictionary, whole shorthands, bigrams; folding alike on both sides."""

from pathlib import Path

import jieba
import pytest

from indexer.words import Segmenter, bigrams


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("深化“四服务一提升”工作法", "四服务一提升"),
        ("构建“1+3+N”工作体系", "1+3+n"),
        ("１＋Ｘ联建片", "1+x"),
        ("出臺“一單一諾一書”機制", "一单一诺一书"),
        ("落实“九个抓手”", "九个抓手"),
    ],
)
def test_a_shorthand_is_one_word_of_the_passage_and_of_the_query(segmenter: Segmenter, text: str, term: str) -> None:
    assert term in segmenter.passage_words(text)
    assert term in segmenter.query_tokens(text).words


def test_a_query_asks_for_a_shorthand_without_quotation_marks_inside_a_sentence(segmenter: Segmenter) -> None:
    assert "九个抓手" in segmenter.query_tokens("怎样落实九个抓手的要求").words


def test_a_shorthand_is_found_by_its_parts_too(segmenter: Segmenter) -> None:
    words = segmenter.passage_words("深化“四服务一提升”工作法")
    assert {"服务", "提升"} <= set(words)


def test_punctuation_is_no_word(segmenter: Segmenter) -> None:
    assert segmenter.passage_words("，。！—— …") == ()


def test_script_width_and_case_make_no_difference(segmenter: Segmenter) -> None:
    assert segmenter.passage_words("ＴＯＤ項目區黨建") == segmenter.passage_words("tod项目区党建")


def test_passage_words_repeat_and_query_words_do_not(segmenter: Segmenter) -> None:
    text = "经费来自财政，经费列入预算"
    assert segmenter.passage_words(text).count("经费") == 2
    assert segmenter.query_tokens(text).words.count("经费") == 1


def test_bigrams_do_not_cross_punctuation_and_keep_a_single_character() -> None:
    assert bigrams("黨員，經費。人") == ("党员", "经费", "人")


def test_the_version_follows_the_dictionary(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("联建片\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("联建片\n党群服务中心 5 n\n", encoding="utf-8")
    first, second = (Segmenter(tmp_path / name, tmp_path / "cache") for name in ("a.txt", "b.txt"))
    assert first.version != second.version
    assert "党群服务中心" not in first.passage_words("党群服务中心")
    assert "党群服务中心" in second.passage_words("党群服务中心")


def test_the_kept_dictionary_is_jieba_s_own_and_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("联建片\n", encoding="utf-8")
    made, kept = (Segmenter(tmp_path / "terms.txt", tmp_path / "cache") for _ in range(2))
    own = jieba.Tokenizer()
    own.tmp_dir = str(tmp_path)
    own.initialize()
    own.add_word("联建片")
    assert made._tokenizer.FREQ == kept._tokenizer.FREQ == own.FREQ
    assert made._tokenizer.total == kept._tokenizer.total == own.total
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(b"damaged")
    again = Segmenter(tmp_path / "terms.txt", tmp_path / "cache")
    assert again.passage_words("党建引领基层治理") == made.passage_words("党建引领基层治理")
