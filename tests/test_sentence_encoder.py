"""Is a sentence-transformers model used with its own prompts, from disk alone, and only when asked for?"""

import json
from pathlib import Path

import numpy as np
import pytest

from indexer.encoder import Encoder, load_encoder
from indexer.sentence_encoder import SentenceTransformerEncoder

PROMPTS = {"query": "问：", "passage": "文："}


def save_model(folder: Path, prompts: dict[str, str], seed: int = 1) -> Path:
    """A BERT of one layer, 16 wide, with random weights and one token a character."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    characters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"问文：党建引领基层治理"]
    vocabulary = {character: number for number, character in enumerate(dict.fromkeys(characters))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    torch.manual_seed(seed)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig.from_dict({"vocab_size": len(vocabulary), **sizes})
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save(str(folder / "bert" / "tokenizer.json"))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 32, **names}
    (folder / "bert" / "tokenizer_config.json").write_text(json.dumps(settings))
    modules = [Transformer(str(folder / "bert")), Pooling(16)]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def with_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("prompts"), PROMPTS)


@pytest.fixture(scope="module")
def without_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("plain"), {})


def test_a_folder_is_loaded_as_an_encoder(with_prompts: Path) -> None:
    encoder: Encoder = load_encoder(str(with_prompts))
    vectors = encoder.encode(["党建", "党建引领基层治理", "治理"], "passage")
    assert (encoder.dimension, vectors.shape, vectors.dtype) == (16, (3, 16), np.dtype(np.float32))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    alone = np.concatenate([encoder.encode([text], "passage") for text in ("党建", "党建引领基层治理", "治理")])
    assert np.allclose(vectors, alone, atol=1e-5)


def test_no_texts_give_no_rows(with_prompts: Path) -> None:
    assert SentenceTransformerEncoder(str(with_prompts)).encode([], "query").shape == (0, 16)


def test_the_models_own_prompts_are_put_before_queries_and_passages(with_prompts: Path, without_prompts: Path) -> None:
    prompted, plain = SentenceTransformerEncoder(str(with_prompts)), SentenceTransformerEncoder(str(without_prompts))
    assert np.allclose(prompted.encode(["党建"], "query"), plain.encode(["问：党建"], "query"), atol=1e-6)
    # sentence-transformers' encode_document would drop this one: it fills in an empty "document" and takes that.
    assert np.allclose(prompted.encode(["党建"], "passage"), plain.encode(["文：党建"], "passage"), atol=1e-6)
    assert not np.allclose(prompted.encode(["党建"], "passage"), plain.encode(["党建"], "passage"), atol=1e-3)


def test_without_prompts_both_kinds_are_encoded_alike(without_prompts: Path) -> None:
    encoder = SentenceTransformerEncoder(str(without_prompts))
    assert np.array_equal(encoder.encode(["治理"], "query"), encoder.encode(["治理"], "passage"))


def test_the_name_tells_weights_and_prompts_apart(with_prompts: Path, without_prompts: Path, tmp_path: Path) -> None:
    others = (without_prompts, save_model(tmp_path, PROMPTS, seed=2))
    first, again = SentenceTransformerEncoder(str(with_prompts)), SentenceTransformerEncoder(str(with_prompts))
    assert first.name == again.name
    assert first.name.startswith("model@")
    assert len({first.name, *(SentenceTransformerEncoder(str(path)).name for path in others)}) == 3


def test_one_string_in_place_of_a_list_is_refused(with_prompts: Path) -> None:
    with pytest.raises(TypeError, match="put it in a list"):
        SentenceTransformerEncoder(str(with_prompts)).encode("党建", "query")


@pytest.mark.parametrize("name", ["没有这个模型", "没有/这个模型", "/没有/这个文件夹", "no-such-model"])
def test_a_model_that_is_not_on_this_machine_is_reported_in_chinese_alone(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(
        FileNotFoundError, match=f"找不到可用的 sentence-transformers 模型：{name}。本程序不联网下载模型"
    ):
        load_encoder(name)
    assert caplog.messages == []
