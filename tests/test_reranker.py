"""A cross-encoder is used where one is named, from disk alone, and reorders only the best passages."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.indexing import index_paths
from indexer.reranker import load_reranker
from service import reranking
from service.library import Library
from service.search import search
from service.settings import Settings, read_settings
from tests.fakes import CharacterEncoder

NOTES = ("停车办法：夜间停车收费。", "停车位的停车规定。", "老年食堂的停车位。")


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT of one layer, 16 wide, with random weights, one token a character and `labels` outputs."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification

    characters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"停车办法夜间收费位的规定老年食堂："]
    vocabulary = {character: number for number, character in enumerate(dict.fromkeys(characters))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    torch.manual_seed(3)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig.from_dict({"vocab_size": len(vocabulary), "num_labels": labels, **sizes})
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 64, **names}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


class LongestFirst:
    """Scores a text by its length."""

    name = "longest"

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append((question, *texts))
        return np.array([len(text) / 100 for text in texts], dtype=np.float32)


def index_notes(folder: Path) -> Path:
    for number, text in enumerate(NOTES):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    index_paths([folder / f"{number}.txt" for number in range(len(NOTES))], folder / "data", CharacterEncoder())
    return folder / "data"


def texts_of(library: Library, query: str, weight: float | None = None) -> list[str]:
    return [hit.passage.text for hit in search(library, query, weight=weight).hits]


def test_a_folder_is_loaded_as_a_reranker(tmp_path: Path) -> None:
    reranker = load_reranker(str(save_cross_encoder(tmp_path / "cross")))
    assert reranker is not None
    scores = reranker.score("停车", NOTES)
    assert (reranker.name, scores.shape, scores.dtype) == ("cross", (3,), np.dtype(np.float32))
    assert len(set(scores.tolist())) == 3
    assert all(0 < score < 1 for score in scores.tolist())
    alone = [float(reranker.score("停车", [text])[0]) for text in NOTES]
    assert scores.tolist() == pytest.approx(alone, abs=1e-5)
    assert reranker.score("停车", []).shape == (0,)


def test_a_model_that_is_not_here_or_not_one_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="YINJU_RERANKER"):
        load_reranker(str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match="有 3 个输出"):
        load_reranker(str(save_cross_encoder(tmp_path / "three", labels=3)))


def test_there_is_none_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YINJU_RERANKER", raising=False)
    assert read_settings().reranker is None
    assert load_reranker(None) is None
    monkeypatch.setenv("YINJU_RERANKER", "/models/cross")
    assert read_settings().reranker == "/models/cross"


def test_the_best_passages_stand_in_the_order_of_the_reranker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, encoder = index_notes(tmp_path), CharacterEncoder()
    with Library.open(Settings(data), encoder) as library:
        before = texts_of(library, "停车规定")
        by_words = texts_of(library, "停车规定", weight=0.0)
        library.reranker = LongestFirst()
        assert texts_of(library, "停车规定") == sorted(NOTES, key=len, reverse=True)
        assert texts_of(library, "停车规定", weight=0.0) == by_words
        monkeypatch.setattr(reranking, "LOOKED_AT", 2)
        after = texts_of(library, "停车规定")
    assert before[0] == NOTES[1]
    assert after == [*sorted(before[:2], key=len, reverse=True), before[2]]


def test_a_library_opens_with_the_cross_encoder_of_its_settings(tmp_path: Path) -> None:
    data = index_notes(tmp_path)
    cross = save_cross_encoder(tmp_path / "cross")
    with Library.open(Settings(data, reranker=str(cross)), CharacterEncoder()) as library:
        assert library.reranker is not None
        scores = library.reranker.score("停车规定", NOTES)
        expected = [text for _, text in sorted(zip(scores.tolist(), NOTES, strict=True), reverse=True)]
        assert texts_of(library, "停车规定") == expected
