"""Office files made for the evaluation: every line is read as it was written, numbers, tables and notes included."""

import pytest

from eval.formats import measure_files
from eval.made_files import MADE_FILES, MadeFile
from indexer.readers.number_formats import format_number

OFFICE = [file for file in MADE_FILES if file.format in ("TXT", "DOCX", "XLSX", "CSV", "OFD", "ZIP")]
# LibreOffice takes seconds to make one and seconds to read it.
OLD = [file for file in MADE_FILES if file.format == "DOC"][:1]


@pytest.mark.parametrize("file", [*OFFICE, *OLD], ids=lambda file: file.name)
def test_every_line_is_read_as_written(file: MadeFile) -> None:
    outcomes, left_out = measure_files([file])
    if left_out:
        pytest.skip(left_out[0])
    (outcome,) = outcomes
    shares = (outcome.agreement, outcome.lines, outcome.pages or 1.0, outcome.headings or 1.0)
    assert (outcome.failure, outcome.missing, shares) == (None, (), (1.0, 1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("chineseCounting", "一 十 十一 二十 二十一 一百零五 一百一十 一千零一"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 壹佰零伍 壹佰壹拾 壹仟零壹"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇五 一一〇 一〇〇一"),
        ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ⑳ ㉑ 105 110 1001"),
        ("upperRoman", "I X XI XX XXI CV CX MI"),
        ("lowerLetter", "a j k t u aaaaa fffff mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"),
        ("ideographTraditional", "甲 癸 11 20 21 105 110 1001"),
        ("unheardOf", "1 10 11 20 21 105 110 1001"),
    ],
)
def test_numbers_are_written_in_the_style_of_the_list(style: str, expected: str) -> None:
    assert " ".join(format_number(number, style) for number in (1, 10, 11, 20, 21, 105, 110, 1001)) == expected
