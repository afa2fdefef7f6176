"""A text that was changed still says where each stretch of it came from, end included."""

import re
from random import Random

import guard_identifiers as make
import guard_templates as templates
import pytest

from veille.guard.clean import clean
from veille.guard.engine import readings
from veille.guard.mapped import Mapped, changed_lines


def upper(match):
    return f"<{match.group().upper()}>"


def test_copied_characters_come_from_themselves_and_written_ones_from_the_whole():
    text = Mapped("abcdef").substitute(re.compile("cd"), upper)
    assert text.text == "ab<CD>ef"
    assert text.span(0, 2) == (0, 2)
    assert text.span(3, 4) == (2, 4)
    assert text.span(1, 7) == (1, 5)
    assert text.span(6, 8) == (4, 6)


def test_what_was_dropped_counts_inside_and_not_around():
    text = Mapped("-ab-cd-").substitute(re.compile("-"), lambda match: "")
    assert text.text == "abcd"
    assert text.span(0, 4) == (1, 6)
    assert text.span(0, 2) == (1, 3)


def test_parts_rewritten_in_several_steps_keep_the_place_of_each_character():
    def change(part):
        once = part.substitute(re.compile("b"), lambda match: "BBB")
        return once.substitute(re.compile("c"), lambda match: "")

    text = Mapped("abcd|abcd|abcd").rewrite([(5, 9)], change)
    assert text.text == "abcd|aBBBd|abcd"
    assert text.span(9, 10) == (8, 9)
    assert text.span(6, 7) == (6, 7)
    assert text.span(10, 15) == (9, 14)
    assert text.origin(9) == 8


def test_pieces_put_together_give_bounds_over_what_lay_between():
    text = Mapped("ab<i>cd</i>ef").pick([(0, 2), (5, 7), "!", (11, 13)])
    assert text.text == "abcd!ef"
    assert text.span(1, 3) == (1, 6)
    assert text.span(5, 7) == (11, 13)


@pytest.mark.parametrize("rule", sorted(templates.DISGUISES["epreuve"]))
def test_a_finding_covers_the_disguised_value_and_no_neighbour(rule):
    draws = Random(f"étendue/{rule}")
    for disguise in templates.DISGUISES["epreuve"][rule]:
        for _ in range(5):
            value = disguise(make.MAKERS[rule](draws))
            if value.startswith("Y29udGFjd") or "<b>" in value:
                continue  # read in other ways: decoded, or with the mark that closes
            text = f"é\u200bé ; {value} ; hxxp[:]//{make.host(draws)} fin"
            found = [
                text[slice(*reading.text.span(hit.start, hit.end))].strip()
                for reading in readings(clean(Mapped(text)), "prose", (False, False))
                for hit in reading.hits()
            ]
            assert any(place in value or value in place for place in found)
            assert all(" ; " not in place for place in found)


def lines_that_differ(before, after):
    place = 0
    for old, new in zip(before.split("\n"), after.split("\n"), strict=True):
        if old != new:
            yield place, place + len(new)
        place += len(new) + 1


@pytest.mark.parametrize("length", [3, 300, 3000])
def test_the_lines_that_changed_are_those_that_differ(length):
    draws = Random(length)
    for _ in range(60):
        lines = ["".join(draws.choices("ab", k=draws.randrange(length))) for _ in range(40)]
        changed = [line if draws.random() < 0.9 else line[1:] + "ccc" for line in lines]
        before, after = "\n".join(lines), "\n".join(changed)
        assert list(changed_lines(before, after)) == list(lines_that_differ(before, after))


def test_lines_that_moved_are_all_read_again():
    assert list(changed_lines("a\nb", "ab")) == [(0, 2)]
    assert list(changed_lines("a\nbc", "a\n")) == [(2, 2)]
