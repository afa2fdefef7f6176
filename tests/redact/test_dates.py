"""Dates and times of day, in the ways notes have them."""

from datetime import date, timedelta

import pytest

DAY, FRENCH, COMPACT = "2026-03-12", "12/03/2026", "20260312"


@pytest.mark.parametrize("written", [
    "12 mars 2026", "le 12 mars 2026", "jeudi 12 mars 2026", "12/03/2026", "12/03/26", "12-03-2026",
    "12.03.2026", "12.3.2026", "2026-03-12", "2026/03/12", "20260312", "12 03 2026", "12 mars 26",
    "12-mars-2026", "douze mars 2026", "12 Mars 2026", "March 12, 2026", "12th of March 2026",
    "12/ 03 / 2026", "１２ mars 2026", "12 mar 2026", "03/25/26",
    "du 3 au 17 mars 2026", "les 3, 4 et 5 mars 2026",
])
def test_a_date_keeps_its_month_and_year_alone(out, written):
    done = out(f"vu {written}, puis rien")
    assert done.removeprefix("vu ").removeprefix("le ").removeprefix("du ").removeprefix(
        "les ") == "[DATE mars 2026], puis rien"


@pytest.mark.parametrize(("written", "said"), [
    ("le 1er avril", "le [DATE avril]"), ("le premier avril", "le [DATE avril]"),
    ("vendredi 13/03", "[DATE mars]"), ("- 13/03 : rien", "- [DATE mars] : rien"),
    ("le 13/03 au soir", "le [DATE mars] au soir"), ("2026-W11-4", "[DATE]"),
    (f"{DAY}T10:22:00Z fini", "[DATE mars 2026] [HEURE] fini"),
    (f"{DAY}T10:22:00+01:00", "[DATE mars 2026] [HEURE]"),
    (f"IMG_{COMPACT}_221430", "[PSEUDO-1]"),
    (f"du {COMPACT} 221430", "du [DATE mars 2026] [HEURE]"),
    (f"{FRENCH} 22:14", "[DATE mars 2026] [HEURE]"),
    ("lundi 9, mardi 10 et mercredi 11 mars", "[DATE mars]"),
    ("vu lundi 9, puis jeudi", "vu [DATE], puis jeudi"),
    ("le 09 03 26 vu", "le [DATE mars 2026] vu"),
    ("le 2 avril. 2026-03-12", "le [DATE avril]. [DATE mars 2026]"),
])
def test_other_forms(out, written, said):
    assert out(written) == said


@pytest.mark.parametrize("text", [
    "mars 2026", "en 2026", "version 1.2.10", "art. 12-3", "3/4 des cas", "le 3919", "12/03",
    "2026-99-12", "n = 12 345", "pages 12-15", "3 mai de plus".replace("3 mai", "trois fois"),
])
def test_what_is_no_date_stays(out, text):
    assert out(f"x {text}") == f"x {text}"


@pytest.mark.parametrize(("written", "said"), [
    ("hier à 22 h 14", "hier à [HEURE]"), ("à 22h14.", "à [HEURE]."), ("22:14 vu", "[HEURE] vu"),
    ("vers 22 h", "vers [HEURE]"), ("à vingt-deux heures", "à [HEURE]"),
    ("à dix heures et demie", "à [HEURE]"), ("à minuit", "à [HEURE]"),
    ("entre 9 h et 11 h", "entre [HEURE] et [HEURE]"), ("10:22 pm", "[HEURE]"),
    ("de 9 h à 17 h", "de [HEURE] à [HEURE]"), ("22 h 14 min", "[HEURE]"),
    ("à 8 heures du matin", "à [HEURE]"),
    ("jeudi – 21h – appel", "jeudi – [HEURE] – appel"),
    ("de 21h30-22h", "de [HEURE]-[HEURE]"), ("10:22:31 départ", "[HEURE] départ"),
])
def test_a_time_of_day_goes(out, written, said):
    assert out(written) == said


@pytest.mark.parametrize("text", [
    "24h/24", "24 h sur 24", "lundi 9 h",
    "pendant 3 h", "3 heures de suite", "après 2 heures d’attente",
    "1:12 contre 1", "chapitre 3:1",
])
def test_a_duration_or_a_ratio_stays(out, text):
    assert out(text) == text


def test_relative_days_are_those_of_the_calendar(out):
    first = date(2026, 2, 25)
    for days in (-400, -1, 1, 5, 40):
        other = first + timedelta(days)
        sign = "+" if days > 0 else "−"
        assert out(f"{first} puis {other:%d/%m/%Y}", dates="relatif") == (
            f"[DATE J] puis [DATE J{sign}{abs(days)}]")


def test_a_day_without_a_year_takes_the_nearest_one(out):
    text = "le 30 décembre 2025, puis le 2 janvier"
    assert out(text, dates="relatif") == "le [DATE J], puis le [DATE J+3]"


def test_a_month_alone_goes_when_days_are_relative(out):
    assert out("le 3 mars 2026, en avril 2026", dates="relatif") == "le [DATE J], en [DATE]"


def test_an_impossible_day_is_no_distance(out):
    assert out("le 31 février 2026", dates="relatif") == "le [DATE]"


def test_in_a_program_slices_are_no_time(out):
    import json

    cell = {"cell_type": "code", "source": "x[10:22]\n'à 10:22'", "metadata": {}, "outputs": []}
    done = json.loads(out(json.dumps({"nbformat": 4, "cells": [cell]}), "ipynb"))
    assert "".join(done["cells"][0]["source"]) == "x[10:22]\n'à [HEURE]'"
