"""Choosing the pieces that Chinese policy texts need, and rebuilding the XLM-R tokenizer over them.

Invariant: over the kept pieces the tokenizer normalises and cuts as the original does; only text outside them changes.
"""

from __future__ import annotations

import re

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from indexer.build_model.packed_weights import Pieces

WORD_START = "▁"
PREFIXES = ("query: ", "passage: ")
# Of 80,000 Latin pieces, words of a hundred languages, those of one or two letters stay, those that carry a capital
# and no word start (GDP, WiFi: in Chinese they follow a character without a space), and the likeliest of the rest.
# A rarer word is cut into smaller pieces. Without the capitals a text with APP and WiFi lost 0.004 cosine.
LATIN_WORDS = 3500
FULLWIDTH_TILDE = "～"
STAND_IN = "\ue000"  # private use, so no text means anything by it

# 党建 々 。 ① % 1041 → 5°  — after normalisation, so full-width letters and circled digits are plain ASCII by now.
KEPT_CHARACTERS = re.compile(
    "["
    "\u0020-\u0040\u005b-\u0060\u007b-\u007e"  # ASCII without letters
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han, both scripts, with the rare planes
    "\u3000-\u303f"  # Chinese punctuation 。、《》【】〔〕々〇
    "\u2010-\u203e"  # dashes, quotation marks, bullets, ‰ ※ ′
    "\u2190-\u27bf"  # arrows, ≤ ≥ ≈, ●■▲★
    "¥€·×÷±°～"
    "]*"
)
LATIN_WORD = re.compile(f"{WORD_START}?[A-Za-z]+")  # matches: ▁company
SHORT_OR_CAPITAL = re.compile(f"{WORD_START}?[A-Za-z]{{1,2}}|[a-z]*[A-Z][A-Za-z]*")  # matches: ▁of, WiFi


def choose_pieces(pieces: Pieces) -> tuple[int, ...]:
    """Ids of the pieces to keep, ascending: specials, Han, digits, punctuation, common Latin words, both prefixes.

    Forgetting the pieces of the prefixes costs 0.013 cosine on every text. The specials keep their ids 0 to 3.
    """
    kept = {pieces.begin, pieces.end, pieces.padding, pieces.unknown}
    latin = []
    for number, piece in enumerate(pieces.texts):
        if KEPT_CHARACTERS.fullmatch(piece.replace(WORD_START, "")):
            kept.add(number)
        elif LATIN_WORD.fullmatch(piece):
            latin.append(number)
    kept.update(number for number in latin if SHORT_OR_CAPITAL.fullmatch(pieces.texts[number]))
    kept.update(sorted(latin, key=lambda number: (-pieces.scores[number], number))[:LATIN_WORDS])
    whole = rebuild_tokenizer(pieces, tuple(range(len(pieces.texts))))
    for prefix in PREFIXES:
        kept.update(whole.encode(prefix).ids)
    return tuple(sorted(kept))


def rebuild_tokenizer(pieces: Pieces, kept: tuple[int, ...]) -> Tokenizer:
    """The tokenizer over the kept pieces, renumbered from 0 in order: unigram, metaspace, `<s> … </s>`.

    Source: the `tokenizer.json` of intfloat/multilingual-e5-small, with the same pieces and scores.
    """
    vocabulary = [(pieces.texts[number], float(pieces.scores[number])) for number in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=kept.index(pieces.unknown)))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=WORD_START, prepend_scheme="always")
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        special_tokens=[(begin, kept.index(pieces.begin)), (end, kept.index(pieces.end))],
    )
    specials = (pieces.begin, pieces.padding, pieces.end, pieces.unknown)
    tokenizer.add_special_tokens([AddedToken(pieces.texts[one], special=True, normalized=False) for one in specials])
    return tokenizer


def normaliser_differences(pieces: Pieces) -> tuple[str, ...]:
    """Characters that the rebuilt normaliser treats unlike the file's own character map, over all of Unicode."""
    normalizer = _normalizer()
    characters = (chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    return tuple(
        character
        for character in characters
        if character != STAND_IN and normalizer.normalize_str(character) != pieces.normalised.get(character, character)
    )


def _normalizer() -> normalizers.Normalizer:
    """SentencePiece's nmt_nfkc rules. They are NFKC except that ～ stays full-width, so it steps aside meanwhile."""
    return normalizers.Sequence(
        [
            normalizers.Replace(FULLWIDTH_TILDE, STAND_IN),
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(STAND_IN, FULLWIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
