import re
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import veille.synth
from veille.synth import World
from veille.synth.streams import StreamReuseError, Streams, uniform_at


def test_a_stream_depends_on_its_whole_name_and_on_nothing_else():
    names = [(1, 0, "a", "b"), (2, 0, "a", "b"), (1, 1, "a", "b"), (1, 0, "c", "b"),
             (1, 0, "a", "d")]
    draws = [Streams(seed, part).open(table, use).random(4).tolist()
             for seed, part, table, use in names]
    again = [Streams(seed, part).open(table, use).random(4).tolist()
             for seed, part, table, use in reversed(names)]
    assert draws == again[::-1]
    assert len({tuple(draw) for draw in draws}) == len(names)


def test_opening_a_stream_twice_raises():
    streams = Streams(1)
    streams.open("table", "purpose")
    with pytest.raises(StreamReuseError, match="table/purpose"):
        streams.open("table", "purpose")


def test_uniform_at_is_uniform_and_independent_between_purposes_and_neighbours():
    index = np.arange(200_000)
    first, second = uniform_at(3, "a", index), uniform_at(3, "b", index)
    assert stats.kstest(first, "uniform").pvalue > 1e-4
    bound = 5 / np.sqrt(index.size)
    assert abs(np.corrcoef(first, second)[0, 1]) < bound
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < bound
    other_seed = uniform_at(4, "a", index)
    assert abs(np.corrcoef(first, other_seed)[0, 1]) < bound


def test_uniform_at_answers_for_one_index_as_for_many():
    many = uniform_at(3, "a", np.arange(1_000))
    assert uniform_at(3, "a", np.array([812]))[0] == many[812]


def test_no_draw_escapes_the_named_streams(monkeypatch, catalogue):
    def forbidden(*args, **kwargs):
        raise AssertionError("a draw outside the named streams")

    for name in ("default_rng", "RandomState", "seed", "random", "normal", "randint", "choice",
                 "rand", "randn", "permutation", "shuffle", "uniform", "poisson"):
        monkeypatch.setattr(np.random, name, forbidden)
    assert World(catalogue, seed=1, n_servers=40, n_weeks=6).tables()


def test_only_the_streams_module_makes_generators():
    folder = Path(veille.synth.__file__).parent
    makers = re.compile(r"default_rng|RandomState|np\.random\.(?!Generator\b)|import random|"
                        r"\brandom_state=|datetime|time\.time")
    for path in folder.glob("*.py"):
        if path.name != "streams.py":
            assert not makers.search(path.read_text(encoding="utf-8")), path.name


def test_a_stream_is_philox_with_the_digest_of_its_name_as_key():
    key = blake2b(b"7/servers/3/size", digest_size=16).digest()
    plain = np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))
    assert (Streams(7, 3).open("servers", "size").random(5) == plain.random(5)).all()
