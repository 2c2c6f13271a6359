"""The cleaning rules are all called by a Chinese name."""

import ast
from importlib.resources import files
from pathlib import Path

from service.rules import RULE_LABELS, rule_label, shown

MAKERS = {"Edit": 3, "matches": 2, "changed_runs": 2}  # call → which argument is the rule


def named_rules() -> set[str]:
    """The rules that the indexer's source writes out in the calls that make edits."""
    found: set[str] = set()
    for path in Path(str(files("indexer"))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                position = MAKERS[node.func.id]
                parts = ast.walk(node.args[position]) if len(node.args) > position else ()
                values = (part.value for part in parts if isinstance(part, ast.Constant))
                found |= {value for value in values if isinstance(value, str) and value.isidentifier()}
    return found


def test_every_rule_that_the_indexer_writes_out_has_a_label() -> None:
    rules = named_rules()
    assert {"pinyin", "lost_byte", "lost_byte_guess", "zero_width", "furniture"} <= rules
    assert rules - RULE_LABELS.keys() == set()


def test_a_change_made_by_several_rules_is_named_with_all_of_them() -> None:
    assert rule_label("pinyin+simplified") == "去除夹注拼音，繁体转简体"
    assert rule_label("new_rule") == "new_rule"


def test_invisible_characters_of_a_change_are_made_visible() -> None:
    assert shown("现\n\u200b　。") == "现↵[U+200B][U+3000]。"
    assert shown("长" * 41) == "长" * 40 + "…"
