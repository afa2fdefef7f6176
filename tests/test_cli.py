"""The command as people run it: in a process of its own."""

import re

import forked
import pytest

from veille.assumptions.loading import RECORDS


def veille(*arguments, cwd=None):
    done = forked.veille(*arguments, cwd=cwd)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_world_is_made_and_summed_up(tmp_path):
    done = veille("generate", tmp_path / "w", "--seed", 5, "--servers", 80, "--weeks", 6)
    assert done.returncode == 0
    assert "graine 5, 80 serveurs, 6 semaines" in plain(done.stdout)
    assert "truth_servers 80 lignes" in plain(done.stdout)
    assert "Traceback" not in done.stderr


def test_two_runs_give_the_same_bytes_and_another_seed_gives_others(tmp_path):
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        veille("generate", tmp_path / name, "--seed", seed, "--servers", 80, "--weeks", 6)
    one, two, other = (
        (tmp_path / name / "keyword_counts.csv").read_bytes() for name in ("one", "two", "other")
    )
    assert one == two != other


def test_other_assumptions_are_used(tmp_path):
    folder = tmp_path / "assumptions"
    folder.mkdir()
    for path in RECORDS.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        folder.joinpath(path.name).write_text(
            text.replace("value: 0.30\n    unit: proportion\n    status: assumed",
                         "value: 0.05\n    unit: proportion\n    status: assumed"),
            encoding="utf-8")
    done = veille("generate", tmp_path / "w", "--servers", 80, "--assumptions", folder)
    assert done.returncode == 0, done.stderr
    assert "at_risk_share,all,0.05" in (tmp_path / "w" / "truth_parameters.csv").read_text()


@pytest.mark.parametrize(("arguments", "status", "said"), [
    ((), 2, "il manque : COMMANDE"),
    (("generate",), 2, "il manque : DOSSIER"),
    (("dance",), 2, "trouvé « dance », une de ces valeurs est attendue"),
    (("generate", "w", "--seed", "x"), 2, "--seed : trouvé « x », un entier de 0"),
    (("generate", "w", "--seed", "-1"), 2, "--seed : trouvé « -1 »"),
    (("generate", "w", "--servers", "3"), 2, "un entier de 10"),
    (("generate", "w", "--weeks", "1e9"), 2, "--weeks : trouvé « 1e9 »"),
    (("generate", "w", "--format", "xml"), 2, "trouvé « xml », une de ces valeurs"),
    (("generate", "w", "--seed"), 2, "une valeur est attendue"),
    (("generate", "w", "--sed", "4"), 2, "argument inconnu : --sed"),
    (("generate", "w", "--assumptions", "nowhere"), 1, "Aucun fichier d’hypothèses"),
    (("generate", "w", "--partitions", "9"), 1, "nombre de partitions"),
    (("generate", "w", "--workers", "0"), 2, "--workers : trouvé « 0 », un entier de 1"),
    (("generate", "w", "--servers", "15_625_000"), 2, "un entier de 10 à 15624999"),
    (("generate", "w", "--servers", "1__000"), 2, "trouvé « 1__000 »"),
    (("generate", "w", "--scheduler", "machine"), 2, "n’est pas l’adresse d’un ordonnanceur"),
    (("generate", "w", "--workers", "2", "--scheduler", "m:1"), 2, "--workers"),
    (("generate", "x" * 300), 1, "nom ou chemin trop long"),
])
def test_misuse_gets_one_clear_french_message(tmp_path, arguments, status, said):
    done = veille(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert said in plain(done.stderr)
    assert done.stdout == ""
    for word in ("Traceback", "error", "expected", "invalid", "usage: ", "required"):
        assert word not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_folder_is_refused_until_told(tmp_path):
    arguments = ("generate", tmp_path / "w", "--servers", 80, "--weeks", 6)
    assert veille(*arguments).returncode == 0
    refused = veille(*arguments)
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr
    assert veille(*arguments, "--overwrite").returncode == 0


@pytest.mark.parametrize("servers", ["1_000", "1 000", "1\u00a0000", "1\u202f000"])
def test_numbers_are_read_as_people_write_them(tmp_path, servers):
    done = veille("generate", tmp_path / "w", "--servers", servers, "--weeks", 4)
    assert done.returncode == 0, done.stderr
    assert "truth_servers 1 000 lignes" in plain(done.stdout)


def test_a_log_gets_whole_lines_and_no_bar(tmp_path):
    done = veille("generate", tmp_path / "w", "--servers", 80, "--weeks", 6)
    assert done.stderr == ""
    assert re.search(r"lignes faites en \d+ s \([0-9 ]+ par seconde\)", plain(done.stdout))


def test_help_says_how_to_make_a_big_world():
    text = plain(veille("generate", "--help").stdout)
    for word in ("--partitions N", "--workers N", "--scheduler ADRESSE", "--restart",
                 "--servers 10_000_000 --format parquet", "veille-partiel", "0,5 Go"):
        assert word in text


@pytest.mark.parametrize("arguments", [("--help",), ("generate", "--help")])
def test_help_is_in_french(arguments):
    done = veille(*arguments)
    assert done.returncode == 0
    assert "usage :" in plain(done.stdout)
    for word in ("show this", "positional", "default:", "usage: "):
        assert word not in done.stdout
