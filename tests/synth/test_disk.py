"""Small files are whole or absent, whoever else writes them."""

from veille.synth.write.disk import HashedFile, write_whole


def test_two_writers_of_one_file_never_meet(tmp_path, monkeypatch):
    """The second starts and ends before the first has finished, in the same process."""
    path, finish, texts = tmp_path / "plan.json", HashedFile.finish, ["second"]

    def finish_after_the_other(file):
        if texts:
            write_whole(path, texts.pop())
        finish(file)

    monkeypatch.setattr(HashedFile, "finish", finish_after_the_other)
    write_whole(path, "first")
    assert path.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [path]
