"""The keyword variants of a world: slots of a stationary frequency law, held in turn.

Each family has a fixed number of slots whose weights follow a Zipf law.  A slot is held by one
variant at a time; when it dies, another takes its place.  The law of a single week is therefore
exactly the planted one, while the law of a long window mixes successive holders: this is what
misleads whoever counts over a year.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import FAMILIES, MUTATIONS
from veille.synth.laws import pick, zipf_weights
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_keyword_variants"


@dataclass(frozen=True)
class Lexicon:
    """Variants, and who holds which slot when.

    Attributes
    ----------
    variants
        One row per variant: the columns of ``truth_keyword_variants`` and those that the watch
        notes (``mutation``, ``homonym``).
    family
        Family number of each slot, shape ``(n_slots,)``.
    weight
        Zipf weight of each slot within its family, shape ``(n_slots,)``.
    holder
        Row of ``variants`` that holds each slot in each week, shape ``(n_slots, n_weeks)``.
    """

    variants: pd.DataFrame
    family: np.ndarray
    weight: np.ndarray
    holder: np.ndarray

    @cached_property
    def variant_id(self) -> list[str]:
        """Identifier of each row of ``variants``."""
        return self.variants["variant_id"].to_list()

    @cached_property
    def homonym(self) -> np.ndarray:
        """Whether each row of ``variants`` is also an ordinary word."""
        return self.variants["homonym"].to_numpy()

    @cached_property
    def homonyms(self) -> "Guide":
        """The slots held by homonyms each week, to be drawn by weight."""
        return Guide.of(self.weight[:, None] * self.homonym[self.holder])


@dataclass(frozen=True)
class Guide:
    """Draw a slot by weight, each week by its own law: inversion with a guide table.

    The guide says where to look first, so that about one comparison is enough (Devroye, 1986,
    chapter III).

    Attributes
    ----------
    edge, slot
        Cumulated shares and slots, week after week, those without weight left out: the shares of
        week ``w`` lie in ``[w, w + 1)``, and its last is infinite.  A week without any weight
        has one slot, -1.
    start
        Where to look first: the place in ``edge`` for each week and each of ``STEPS`` intervals
        of uniforms.
    """

    edge: np.ndarray
    slot: np.ndarray
    start: np.ndarray

    STEPS: ClassVar[int] = 256

    @classmethod
    def of(cls, weight: np.ndarray) -> "Guide":
        """Make it from weights of shape ``(n_slots, n_weeks)``."""
        laws = [_ladder(column) for column in weight.T]
        first = np.cumsum([0] + [slot.size for _, slot in laws[:-1]])
        steps = np.arange(cls.STEPS) / cls.STEPS
        start = [begin + np.searchsorted(week + edge, week + steps, side="right")
                 for week, (begin, (edge, _)) in enumerate(zip(first, laws, strict=True))]
        edge = np.concatenate([week + edge for week, (edge, _) in enumerate(laws)])
        return cls(edge, np.concatenate([slot for _, slot in laws]), np.concatenate(start))

    def draw(self, week: np.ndarray, uniform: np.ndarray) -> np.ndarray:
        """Give a slot for each week and uniform; -1 where the week has none."""
        target = week + uniform
        place = self.start[week * self.STEPS + (uniform * self.STEPS).astype(np.int64)]
        late = np.flatnonzero(self.edge[place] <= target)
        while late.size:
            place[late] += 1
            late = late[self.edge[place[late]] <= target[late]]
        return self.slot[place]


def _ladder(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the cumulated shares of one law, the last one infinite, and the slots they belong to."""
    slot = np.flatnonzero(weight)
    if not slot.size:
        return np.array([np.inf]), np.array([-1])
    edge = np.cumsum(weight[slot])
    edge = edge / edge[-1]
    edge[-1] = np.inf
    return edge, slot


def draw_lexicon(setting: Setting) -> Lexicon:
    """Give the lexicon of a world; it does not depend on how many servers there are."""
    streams = Streams(setting.seed)
    sizes = setting.array("slots_per_family").astype(int)
    frames, holders, first_row = [], [], 0
    for number, (code, size) in enumerate(zip(FAMILIES, sizes, strict=True)):
        frame, holder = _draw_family(setting, streams, number, code, int(size))
        frames.append(frame)
        holders.append(holder + first_row)
        first_row += len(frame)
    exponent = setting.number("zipf_exponent")
    return Lexicon(
        variants=pd.concat(frames, ignore_index=True),
        family=np.repeat(np.arange(len(FAMILIES)), sizes),
        weight=np.concatenate([zipf_weights(int(size), exponent) for size in sizes]),
        holder=np.concatenate(holders),
    )


def _draw_family(
    setting: Setting, streams: Streams, number: int, code: str, size: int
) -> tuple[pd.DataFrame, np.ndarray]:
    slot, birth, death = _draw_lives(setting, streams.open(TABLE, f"lives/{code}"), size)
    rng = streams.open(TABLE, f"identity/{code}")
    label = 1 + rng.permutation(slot.size)
    weights = zipf_weights(size, setting.number("zipf_exponent"))
    classes = np.array(list(MUTATIONS))
    frame = pd.DataFrame({
        "family_id": code,
        "variant_id": [f"{code}·v{name:03d}" for name in label],
        "slot": slot + 1,
        "weight": weights[slot].round(6),
        "birth_week": birth,
        "death_week": death,
        "mutation": classes[pick(rng.random(slot.size), setting.array("mutation_mix"))],
        "homonym": rng.random(slot.size) < setting.array("homonym_share")[number],
    })
    return frame, _holders(slot, birth, size, setting.n_weeks)


def _draw_lives(
    setting: Setting, rng: np.random.Generator, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw the successive holders of each slot over the window, from the stationary process.

    Lives are geometric, so the residual life of the holder at week 0 has the law of a whole one,
    and so has its age but for starting from 0.
    """
    dying = 1 - 2 ** (-1 / setting.number("variant_half_life"))
    slots, births, deaths = [], [], []
    for slot in range(size):
        birth, death = 1 - int(rng.geometric(dying)), int(rng.geometric(dying))
        while True:
            slots.append(slot)
            births.append(birth)
            deaths.append(death)
            if death >= setting.n_weeks:
                break
            birth, death = death, death + int(rng.geometric(dying))
    return np.array(slots), np.array(births), np.array(deaths)


def _holders(slot: np.ndarray, birth: np.ndarray, size: int, n_weeks: int) -> np.ndarray:
    """Give the row that holds each slot in each week: the last one born."""
    holder = np.empty((size, n_weeks), dtype=np.int64)
    for row, (place, born) in enumerate(zip(slot, birth, strict=True)):
        holder[place, max(born, 0):] = row
    return holder


def lexicon_tables(setting: Setting, lexicon: Lexicon) -> dict[str, pd.DataFrame]:
    """Give ``keyword_variants`` (lives known only inside the window) and its truth."""
    variants = lexicon.variants.sort_values("variant_id", ignore_index=True)
    born, died = variants["birth_week"], variants["death_week"]
    known = variants[["family_id", "variant_id", "mutation"]].assign(
        birth_week=born.where(born > 0).astype("Int64"),
        death_week=died.where(died < setting.n_weeks).astype("Int64"),
        homonym=variants["homonym"],
    )
    columns = ["family_id", "variant_id", "slot", "weight", "birth_week", "death_week"]
    return {"keyword_variants": known, "truth_keyword_variants": variants[columns]}
