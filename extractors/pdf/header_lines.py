"""Repairs the header lines of a PDF table before they are assigned to columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.language.phrases import has, pattern
from extractors.language.units import is_unit
from extractors.pdf.rows import CELL_GAP, Line
from extractors.pdf.words import TextRow, Word
from extractors.tables.grid import Row, Token, is_numeric, is_year

DAY_BELOW = 2.0
"""Sizes between a month and its day in the line below."""
MOST_BETWEEN = 2
"""Lines over which a caption beside the heads of columns may wrap."""


def is_length(text: str) -> bool:
    """Whether it is the length of a period alone: "Three Months Ended"."""
    return pattern("length_ended").fullmatch(text) is not None


def is_span(item: Line) -> bool:
    """Whether the line consists of lengths of periods: "Three Months Ended"."""
    return bool(item.cells) and all(is_length(cell.text) for cell in item.cells)


def is_announced(heads: Sequence[Line]) -> bool:
    """Whether a sentence that names a unit precedes: the title of another table."""
    return any(is_unit(i.text.text) and i.text.text.endswith(":") for i in heads)


def is_titled(heads: Sequence[Line]) -> bool:
    """Whether two lines of words alone, a company's name over a title, precede the heads."""
    first = next((i for i, item in enumerate(heads) if len(item.cells) > 1), len(heads))
    titles = [
        item
        for item in heads[:first]
        if not is_unit(item.text.text) and not has(item.text.text, "period")
    ]
    return len(titles) > 1 and first < len(heads)


def is_of_another(heads: Sequence[Line]) -> bool:
    """Whether a title among the lines names other results than the table's above."""
    return any(
        has(item.text.text, "other_entity") and not has(item.text.text, "continuing")
        for item in heads
    )


def heads_anew(lines: Sequence[Line], here: int) -> bool:
    """Whether dates are beside or below the unit: a new table begins then."""
    near = lines[max(0, here - 3) : here + 4]
    return any(
        is_year(cell.text) or has(cell.text, "period")
        for item in near
        if not item.has_amounts
        for cell in item.cells
    )


def with_days(rows: Sequence[TextRow]) -> list[TextRow]:
    """The rows, with a header whose day wraps moved to the line of its day.

    "Six months ended June" over "30": alone, the day would be taken for an amount. "Three months
    ended" beside it moves down to its "June 30" too, so that one line holds both.
    """
    found: list[TextRow] = []
    for row in rows:
        above = found[-1] if found else None
        if above is not None and row.base - above.base <= DAY_BELOW * row.size:
            heads: list[tuple[tuple[Word, ...], list[Word]]] = [
                (head, [day]) for head in _dated_heads(above) if (day := _day_below(head, row))
            ]
            heads += _cut_before_ended(above, row)
            if heads:
                heads += [
                    (head, date) for head in _lengths(above) if (date := _date_below(head, row))
                ]
            moved = {id(word) for head, _ in heads for word in head}
            left = tuple(word for word in above.words if id(word) not in moved)
            found[-1:] = [replace(above, words=left)] if left else []
            row = _with_heads(row, heads)
            if days := _days_above(above, row):
                left = tuple(word for word in above.words if id(word) not in days)
                found[-1:] = [replace(above, words=left)] if left else []
                moved_days = (replace(word, x0=x, x1=x) for word, x in days.values())
                words = sorted((*row.words, *moved_days), key=lambda word: word.x0)
                row = replace(row, words=tuple(words))
        found.append(row)
    return found


def _days_above(above: TextRow, row: TextRow) -> dict[int, tuple[Word, float]]:
    """Days alone, each over a month alone, with where that begins: "30" over "September".

    At least two, and no other number on their line.
    """
    months = [w[0] for w in _texts(row) if len(w) == 1 and has(w[0].text, "month_alone")]
    numbers = [word for word in above.words if word.text[:1].isdigit()]
    found = {}
    for day in numbers:
        over = [m for m in months if m.x0 < (day.x0 + day.x1) / 2 < m.x1]
        if over and day.text.isdecimal() and 1 <= int(day.text) <= 31:
            found[id(day)] = (day, over[0].x0 - 0.1)
    return found if len(found) == len(numbers) > 1 else {}


def _texts(row: TextRow) -> Iterator[tuple[Word, ...]]:
    """The row's separate texts, as their words."""
    begin = 0
    for index, word in enumerate(row.words):
        if index + 1 == len(row.words) or _is_apart(word, row.words[index + 1], row.size):
            yield row.words[begin : index + 1]
            begin = index + 1


def _lengths(row: TextRow) -> Iterator[tuple[Word, ...]]:
    """Texts that are lengths of periods: "Three months ended"."""
    return (words for words in _texts(row) if is_length(" ".join(word.text for word in words)))


def _date_below(head: Sequence[Word], row: TextRow) -> list[Word] | None:
    """The text of the row that is a month and day, below the middle of the header."""
    for words in _texts(row):
        is_date = has(" ".join(word.text for word in words), "month_day")
        if is_date and head[0].x0 < (words[0].x0 + words[-1].x1) / 2 < head[-1].x1:
            return list(words)
    return None


def _dated_heads(row: TextRow) -> Iterator[tuple[Word, ...]]:
    """Texts of the row that end in a month, as their words; of months alone, at least two."""
    ending = [words for words in _texts(row) if has(words[-1].text, "month_alone")]
    alone = sum(len(words) == 1 for words in ending)
    yield from (words for words in ending if len(words) > 1 or alone > 1)


def _cut_lengths(row: TextRow) -> Iterator[tuple[Word, ...]]:
    """Texts of the row that are lengths without their "Ended", as their words."""
    for words in _texts(row):
        text = " ".join(word.text for word in words)
        text = text.removeprefix("For the ")
        if has(words[-1].text, "length_word") and is_length(f"{text} ended"):
            yield words


def _cut_before_ended(above: TextRow, row: TextRow) -> list[tuple[tuple[Word, ...], list[Word]]]:
    """Lengths with the "Ended" that wraps below each; none, where one "Ended" has no length."""
    found = [(head, end) for head in _cut_lengths(above) if (end := _ended_below(head, row))]
    count = sum(words[0].text == "Ended" and len(words) == 1 for words in _texts(row))
    return found if len(found) == count else []


def _ended_below(head: Sequence[Word], row: TextRow) -> list[Word] | None:
    """The "Ended" of the row below the middle of the header."""
    middle = (head[0].x0 + head[-1].x1) / 2
    for words in _texts(row):
        if words[0].text == "Ended" and words[0].x0 < middle < words[-1].x1 and len(words) == 1:
            return list(words)
    return None


def _day_below(head: Sequence[Word], row: TextRow) -> Word | None:
    """The word of the row that is a day, isolated, and below the middle of the header."""
    for index, word in enumerate(row.words):
        day = word.text.removesuffix(",") if len(head) == 1 else word.text
        if not day.isdecimal() or not 1 <= int(day) <= 31:
            continue
        before, after = row.words[max(0, index - 1) : index], row.words[index + 1 : index + 2]
        is_alone = all(_is_apart(other, word, row.size) for other in before) and all(
            _is_apart(word, other, row.size) for other in after
        )
        if is_alone and head[0].x0 < (word.x0 + word.x1) / 2 < head[-1].x1:
            return word
    return None


def _with_heads(row: TextRow, heads: Sequence[tuple[Sequence[Word], Sequence[Word]]]) -> TextRow:
    """The row with each header before its day, as if the line had not wrapped.

    The day takes no room of its own, as the next header may be near.
    """
    days = {id(word) for _, day in heads for word in day}
    words = [word for word in row.words if id(word) not in days]
    for head, day in heads:
        end = head[-1].x1
        words += [*head, *(replace(word, x0=end, x1=end) for word in day)]
    return replace(row, words=tuple(sorted(words, key=lambda word: word.x0))) if heads else row


def _is_apart(left: Word, right: Word, size: float) -> bool:
    return right.x0 - left.x1 > CELL_GAP * size


def in_line(rows: Sequence[Row]) -> list[Row]:
    """The rows without stray numbers, and with lengths of periods from two lines on one."""
    numbers = [t for row in rows if row.lead for t in row.tokens if is_numeric(t)]
    edge = min((t.start for t in numbers), default=0.0)
    found: list[Row] = []
    for row in (_without_stray(row, edge) for row in rows):
        above = found[-1] if found else None
        if above is not None and (both := _on_one_line(above, row)) is not None:
            found[-1] = both
        elif (begin := _opened(found, row)) is not None:
            found[begin] = _closed(found[begin], row)
        else:
            found.append(row)
    return found


def _opened(found: Sequence[Row], row: Row) -> int | None:
    """The row above whose caption opens the bracket that this row closes beside header cells."""
    if row.tokens or row.lead is None or ")" not in row.lead.text or "(" in row.lead.text:
        return None
    for index in range(len(found) - 1, max(-1, len(found) - 2 - MOST_BETWEEN), -1):
        lead = found[index].lead
        if found[index].amounts:
            return None
        if lead is not None and lead.text.count("(") > lead.text.count(")"):
            return index
    return None


def _closed(above: Row, row: Row) -> Row:
    if above.lead is None or row.lead is None:
        return above
    text = f"{above.lead.text} {row.lead.text}"
    end = max(above.lead.end, row.lead.end)
    return replace(above, lead=replace(above.lead, text=text, end=end))


def _without_stray(row: Row, edge: float) -> Row:
    """The row without a number that is left of all numbers and has no caption: not an amount.

    Also years without the footnotes of words beside them: "2025 | 2024 | (2)".
    """
    if sum(is_year(t.text) for t in row.tokens) > 1:
        row = replace(row, tokens=tuple(t for t in row.tokens if not _is_mark(t)))
    if row.lead is not None:
        return row
    kept = tuple(t for t in row.tokens if t.amount is None or t.end > edge or is_year(t.text))
    return row if kept == row.tokens else replace(row, tokens=kept)


def _is_mark(token: Token) -> bool:
    return token.text.startswith("(") and token.text[1:-1].isdecimal() and len(token.text) == 3


def _on_one_line(above: Row, row: Row) -> Row | None:
    """Both rows as one, if each holds only lengths and none is above the other."""
    first, second = _heads(above), _heads(row)
    are_lengths = all(is_length(token.text) for token in (*first, *second))
    if not first or not second or not are_lengths:
        return None
    if any(one.over(other) for one in first for other in second):
        return None
    tokens = sorted((*first, *second), key=lambda token: token.start)
    return replace(row, lead=None, tokens=tuple(tokens))


def _heads(row: Row) -> list[Token]:
    return [row.lead, *row.tokens] if row.lead else list(row.tokens)
