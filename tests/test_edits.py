"""Edits: applying, mapping and composing never lose or move a character."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.edits import Draft, OffsetMap, apply_edits, changed_runs, check_edits
from indexer.types import Edit


@st.composite
def edits_over(draw: st.DrawFn, text: str, rule: str) -> tuple[Edit, ...]:
    """Any sorted, non-overlapping edits over the text: replacements, deletions and insertions."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(Edit(start, end, draw(st.text("甲乙xy", max_size=3)), rule) for start, end in pairs)


@st.composite
def successive_edits(draw: st.DrawFn) -> tuple[str, list[tuple[Edit, ...]]]:
    """A text and three lists of edits, each over what the one before it made."""
    raw = text = draw(st.text("甲乙丙丁xyz", max_size=30))
    layers = []
    for rule in ("one", "two", "three"):
        layers.append(draw(edits_over(text, rule)))
        text = apply_edits(text, layers[-1])
    return raw, layers


@given(successive_edits())
def test_composed_edits_do_what_the_layers_do_in_sequence(case: tuple[str, list[tuple[Edit, ...]]]) -> None:
    raw, layers = case
    draft, text = Draft.of(raw), raw
    for edits in layers:
        draft, text = draft.revise(edits), apply_edits(text, edits)
    assert draft.text == text
    assert apply_edits(raw, draft.edits) == text
    assert all(raw[edit.start : edit.end] != edit.replacement for edit in draft.edits)


@given(successive_edits())
def test_every_unedited_character_returns_from_canonical_to_raw_and_back(
    case: tuple[str, list[tuple[Edit, ...]]],
) -> None:
    raw, (edits, *_) = case
    canonical, offsets = apply_edits(raw, edits), OffsetMap.of(edits)
    edited = {position for edit in edits for position in range(edit.start, edit.end)}
    returned = set()
    for position in range(len(canonical)):
        start, end = offsets.to_raw(position, position + 1)
        if end == start + 1 and start not in edited:
            assert canonical[position] == raw[start]
            assert offsets.to_canonical(start, end) == (position, position + 1)
            returned.add(start)
    assert returned == set(range(len(raw))) - edited


@given(successive_edits(), st.data())
def test_spans_stay_ordered_and_inside_in_both_directions(
    case: tuple[str, list[tuple[Edit, ...]]], data: st.DataObject
) -> None:
    raw = case[0]
    edits = tuple(edit for edit in case[1][0] if edit.start < edit.end)  # an insertion has no raw place to return from
    canonical, offsets = apply_edits(raw, edits), OffsetMap.of(edits)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(canonical)), st.integers(0, len(canonical)))))
    raw_start, raw_end = offsets.to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    back_start, back_end = offsets.to_canonical(raw_start, raw_end)
    assert raw_start == raw_end or (back_start <= start and end <= back_end)


@given(st.text(), st.text())
def test_changed_runs_turn_one_text_into_another_of_equal_length(before: str, after: str) -> None:
    length = min(len(before), len(after))
    before, after = before[:length], after[:length]
    edits = changed_runs(before, after, "rule")
    assert apply_edits(before, edits) == after
    assert all(before[i] != after[i] for edit in edits for i in range(edit.start, edit.end))


def test_rules_that_touch_the_same_characters_are_joined() -> None:
    draft = Draft.of("現(xiàn)有 1２ 人", [Edit(1, 7, "", "pinyin"), Edit(9, 11, "12", "width")])
    assert draft.text == "現有 12 人"
    revised = draft.revise([Edit(0, 2, "现有", "simplified"), Edit(3, 4, "3", "other")])
    assert revised.text == "现有 32 人"
    assert revised.edits == (Edit(0, 8, "现有", "pinyin+simplified"), Edit(9, 11, "32", "width+other"))


def test_removal_takes_over_the_edits_inside_it() -> None:
    draft = Draft.of("甲(x)乙丙", [Edit(1, 4, "", "pinyin"), Edit(5, 6, "B", "width")])
    assert draft.revise([Edit(0, 3, "", "furniture")]) == Draft("甲(x)乙丙", (Edit(0, 6, "", "furniture"),), "")


def test_deletion_at_the_edge_of_a_later_edit_stays_apart() -> None:
    draft = Draft.of("a(x)b(y)c", [Edit(1, 4, "", "pinyin"), Edit(5, 8, "", "pinyin")])
    assert draft.revise([Edit(1, 2, "B", "case")]).edits == (
        Edit(1, 4, "", "pinyin"),
        Edit(4, 5, "B", "case"),
        Edit(5, 8, "", "pinyin"),
    )


def test_edit_that_takes_an_earlier_one_back_disappears() -> None:
    draft = Draft.of("ab", [Edit(0, 1, "x", "one")])
    assert draft.revise([Edit(0, 1, "a", "two")]) == Draft("ab", (), "ab")


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(0, 2, "", "r"), Edit(1, 3, "", "r")),
        (Edit(2, 3, "", "r"), Edit(0, 1, "", "r")),
        (Edit(0, 9, "", "r"),),
        (Edit(2, 1, "", "r"),),
    ],
)
def test_overlapping_unsorted_or_outlying_edits_are_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        check_edits(edits, 4)
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abcd", edits)


def seconds_to_compose(characters: int) -> float:
    """CPU time, the least of three, of two layers of as many edits over a text of so many annotated characters."""
    raw = "現(xiàn)" * characters
    pinyin = [Edit(i + 1, i + 7, "", "pinyin") for i in range(0, len(raw), 7)]
    times = []
    for _ in range(3):
        start = time.process_time()
        draft = Draft.of(raw, pinyin)
        draft = draft.revise([Edit(i, i + 1, "现", "simplified") for i in range(characters)])
        times.append(time.process_time() - start)
        assert draft.text == "现" * characters
    return min(times)


def test_composing_eight_times_as_many_edits_takes_about_eight_times_as_long() -> None:
    # Quadratic time would be 64 times; a bound in seconds did not hold on a busy machine.
    assert seconds_to_compose(12_000) < 24 * seconds_to_compose(1500)
