"""What the cleaning rules are called in Chinese, and how what they changed is written.

Invariant: every rule that the indexer names has a label here; the tests look for those that have none.
"""

EDIT_LENGTH = 40
RULE_LABELS = {
    "front_matter": "取下文首信息",
    "markdown": "取下 Markdown 标记",
    "html_furniture": "去除网页导航等",
    "furniture": "去除页面杂项",
    "credits": "取下署名信息",
    "line_join": "接起断行",
    "running_head": "去除页眉页脚",
    "page_number": "去除页码",
    "repeated_header": "去除续页重复的表头",
    "line_end": "统一换行",
    "line_break": "接起断行",
    "blank": "去除字间空格",
    "symbols": "去除插入的符号",
    "advertisement": "去除广告",
    "misread": "还原读错的编码",
    "misread_guess": "还原读错的编码（推断）",
    "zero_width": "去除不可见字符",
    "entity": "还原 HTML 实体",
    "pinyin": "去除夹注拼音",
    "lost_byte": "修复编码损坏",
    "lost_byte_guess": "修复编码损坏（推断）",
    "simplified": "繁体转简体",
    "width": "统一全角与半角",
    "punctuation": "统一标点",
}


def rule_label(rule: str) -> str:
    """Name a cleaning rule in Chinese; changes made by several rules in one place are named with all of them."""
    return "，".join(RULE_LABELS.get(part, part) for part in rule.split("+"))


def shown(text: str) -> str:
    """Make the characters of an edit visible: line ends as ↵, other invisible ones by code point; long runs are cut."""
    visible = "".join(_visible(character) for character in text[:EDIT_LENGTH])
    return visible + ("…" if len(text) > EDIT_LENGTH else "")


def _visible(character: str) -> str:
    if character == "\n":
        return "↵"
    return character if character.isprintable() and character != "\u3000" else f"[U+{ord(character):04X}]"
