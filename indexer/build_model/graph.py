"""Writing the ONNX graph: BERT with int8 matrix products, one scale for each token's activations, pooling inside.

Invariant: a text's vector does not depend on the texts beside it, because nothing is scaled over a whole batch.
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from indexer.build_model.packed_weights import BLOCK, PackedModel

CONTRIB = "com.microsoft"
OPSET, IR_VERSION = 21, 10
# Activations are 8 bits around 128, weights 7 bits: 255 * 63 * 2 < 32768, so the AVX2 kernel, which adds two
# products in 16 bits, cannot saturate, and every processor computes the same integers.
ACTIVATION_LIMIT, ACTIVATION_ZERO = 127, 128
WEIGHT_LIMIT = 63
SMALLEST_SCALE = 1e-9


def build_graph(model: PackedModel, kept: tuple[int, ...]) -> onnx.ModelProto:
    """The graph from `input_ids` and `attention_mask` (both int64, texts × tokens) to `embedding` (texts × hidden).

    `kept` are the piece ids whose embeddings stay, in the order of the new ids. Rows come out L2-normalised.
    """
    writer = _GraphWriter(model)
    hidden = writer.embeddings(kept)
    writer.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for layer in range(model.shape.layers):
        hidden = writer.layer(f"l{layer}", hidden)
    writer.pool(hidden)
    inputs = [_value(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("input_ids", "attention_mask")]
    output = _value("embedding", TensorProto.FLOAT, ["texts", model.shape.hidden])
    graph = helper.make_graph(writer.nodes, "multilingual-e5-small", inputs, [output], writer.tensors)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="yinju")


def quantise_rows(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric 7-bit weights with one scale a row (an output channel): `weights ≈ quants * scales[:, None]`."""
    scales = np.abs(weights).max(axis=1) / WEIGHT_LIMIT
    scales = np.maximum(scales, SMALLEST_SCALE).astype(np.float32)
    quants = np.round(weights / scales[:, None])
    return np.clip(quants, -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8), scales


class _GraphWriter:
    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self.epsilon = model.shape.layer_norm_epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self.constant("one", np.float32(1))
        self.constant("zero", np.uint8(ACTIVATION_ZERO))
        self.constant("step", np.float32(1 / ACTIVATION_LIMIT))
        self.constant("smallest", np.float32(SMALLEST_SCALE))
        for name, number in (("first", 0), ("second", 1), ("last", -1)):
            self.constant(name, np.array([number], np.int64))

    def constant(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.model.floats[name])

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def embeddings(self, kept: tuple[int, ...]) -> str:
        """Word (kept in 4 bits, exactly as they came) + position + token type 0, then layer norm."""
        words = self.model.matrices["emb.word"]
        self.tensors.append(_signed_four_bits("words", words.quants[list(kept)]))
        self.constant("words.scale", words.scales[list(kept)].astype(np.float32))
        gather = {"gather_axis": 0, "quantize_axis": 1, "block_size": BLOCK}
        self.node("GatherBlockQuantized", ["words", "input_ids", "words.scale"], "word", domain=CONTRIB, **gather)
        size = self.model.shape.hidden
        positions = self.model.floats["emb.pos"].reshape(-1, size) + self.model.floats["emb.type"][:size]
        self.constant("positions", positions)
        self.node("Shape", ["input_ids"], "length", start=1, end=2)
        self.node("Slice", ["positions", "first", "length", "first"], "position")
        self.node("Add", ["word", "position"], "embedded")
        return self.layer_norm("embedded", "emb.ln", "layer0")

    def layer(self, name: str, hidden: str) -> str:
        """Self-attention and feed-forward, each with its residual and layer norm (post-norm, as BERT has it)."""
        biases = [self.model.floats[f"{name}.{part}.b"] for part in "qkv"]
        self.constant(f"{name}.qkv.b", np.concatenate(biases))
        self.quantise(hidden)
        projected = [self.product(hidden, f"{name}.{part}") for part in "qkv"]
        attention = [*projected, f"{name}.qkv.b", "mask"]
        heads = self.model.shape.heads
        self.node("MultiHeadAttention", attention, f"{name}.context", domain=CONTRIB, num_heads=heads)
        self.quantise(f"{name}.context")
        attended = self.product(f"{name}.context", f"{name}.ao")
        middle = self.residual(attended, hidden, f"{name}.ao.b", f"{name}.aln", f"{name}.middle")
        self.quantise(middle)
        widened = self.product(middle, f"{name}.fi")
        self.node("BiasGelu", [widened, self.weight(f"{name}.fi.b")], f"{name}.gelu", domain=CONTRIB)
        self.quantise(f"{name}.gelu")
        narrowed = self.product(f"{name}.gelu", f"{name}.fo")
        return self.residual(narrowed, middle, f"{name}.fo.b", f"{name}.oln", f"{name}.out")

    def quantise(self, hidden: str) -> None:
        """8-bit activations with one scale a token: the largest magnitude of the token's own values becomes 127."""
        self.node("Abs", [hidden], f"{hidden}.magnitude")
        self.node("ReduceMax", [f"{hidden}.magnitude", "last"], f"{hidden}.largest", keepdims=1)
        self.node("Mul", [f"{hidden}.largest", "step"], f"{hidden}.raw")
        scale = self.node("Max", [f"{hidden}.raw", "smallest"], f"{hidden}.scale")
        self.node("Shape", [scale], f"{hidden}.shape")
        self.node("Expand", ["zero", f"{hidden}.shape"], f"{hidden}.zero")
        width = self.model.shape.intermediate if hidden.endswith(".gelu") else self.model.shape.hidden
        inputs = [hidden, scale, f"{hidden}.zero"]
        self.node("QuantizeLinear", inputs, f"{hidden}.int8", axis=-1, block_size=width)

    def product(self, hidden: str, name: str) -> str:
        """`hidden @ weightsᵀ` in integers, then the weights' scale per channel and the activations' per token."""
        quants, scales = quantise_rows(self.model.matrices[f"{name}.w"].weights())
        weights = [self.constant(f"{name}.w", quants.T), "one", self.constant(f"{name}.scale", scales)]
        inputs = [f"{hidden}.int8", *weights, "zero"]
        self.node("MatMulIntegerToFloat", inputs, f"{name}.product", domain=CONTRIB)
        return self.node("Mul", [f"{name}.product", f"{hidden}.scale"], f"{name}.scaled")

    def residual(self, added: str, hidden: str, bias: str, norm: str, output: str) -> str:
        # Not SkipLayerNormalization: that kernel took a quarter of the whole time, these three nodes take 6 %.
        self.node("Add", [added, self.weight(bias)], f"{output}.biased")
        self.node("Add", [f"{output}.biased", hidden], f"{output}.sum")
        return self.layer_norm(f"{output}.sum", norm, output)

    def layer_norm(self, hidden: str, name: str, output: str) -> str:
        inputs = [hidden, self.weight(f"{name}.w"), self.weight(f"{name}.b")]
        return self.node("LayerNormalization", inputs, output, epsilon=self.epsilon, axis=-1)

    def pool(self, hidden: str) -> None:
        """Sum over the text's own tokens and scale to length 1 (the mean's divisor cancels)."""
        self.node("Cast", ["attention_mask"], "mask.float", to=TensorProto.FLOAT)
        self.node("Unsqueeze", ["mask.float", "last"], "mask.column")
        self.node("Mul", [hidden, "mask.column"], "own")
        self.node("ReduceSum", ["own", "second"], "sum", keepdims=0)
        self.node("LpNormalization", ["sum"], "embedding", p=2, axis=-1)


def _value(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _signed_four_bits(name: str, quants: NDArray[np.uint8]) -> onnx.TensorProto:
    """Quants 0…15 around 8 as ONNX INT4 around 0: two a byte, the earlier one in the low half."""
    signed = (quants ^ 8) & 0x0F
    packed = signed[:, 0::2] | (signed[:, 1::2] << 4)
    return helper.make_tensor(name, TensorProto.INT4, quants.shape, packed.tobytes(), raw=True)
