"""The figures of the book are those the program gives today."""

import csv

import make_guard_corpus as corpus


def test_the_published_accuracy_is_measured_again():
    with corpus.RESULTS.open(encoding="utf-8", newline="") as stream:
        published = list(csv.DictReader(stream))
    measured = [{key: str(value) for key, value in row.items()} for row in corpus.all_rows()]
    assert published == measured


def test_the_corpus_is_the_same_for_the_same_seed(tmp_path):
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    one, other = (corpus.corpus(folder, "epreuve", 3, 300) for folder in folders)
    assert one == other
    assert [path.read_bytes() for path in sorted(folders[0].iterdir())] == [
        path.read_bytes() for path in sorted(folders[1].iterdir())]
    assert corpus.corpus(folders[0], "epreuve", 4, 300) != one


def test_first_readings_are_counts_and_the_intervals_of_these_counts():
    with corpus.RESULTS.with_name("guard_first_reading.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["jeu"] for row in rows}) == len(rows)
    for row in rows:
        there, seen, wrong = (
            int(row[key]) for key in ("lignes qui identifient", "trouvées", "signalées à tort"))
        assert row["rappel"] == corpus.share(seen, there)
        assert row["précision"] == corpus.share(seen, seen + wrong)
