"""A whole world, in memory or partition by partition."""

from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from veille.assumptions import Catalogue, load_catalogue
from veille.errors import VeilleError
from veille.limits import DEFAULT_SEED, DEFAULT_SERVERS, DEFAULT_WEEKS
from veille.schema import TABLES
from veille.synth.blocks import Drawn, draw_block
from veille.synth.columns import to_pandas
from veille.synth.lexicon import Lexicon, draw_lexicon, lexicon_tables
from veille.synth.setting import Setting


class World:
    """A synthetic world, made on demand.

    Parameters
    ----------
    catalogue
        Its assumptions; by default, those of the project.
    seed, n_servers, n_weeks
        See `veille.synth.setting.Setting`.

    Examples
    --------
    >>> world = World(seed=1, n_servers=50, n_weeks=8)
    >>> tables = world.tables()
    >>> len(tables["truth_servers"])
    50
    >>> bool(tables["servers"]["server_id"].isin(tables["truth_servers"]["server_id"]).all())
    True
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        seed: int = DEFAULT_SEED,
        n_servers: int = DEFAULT_SERVERS,
        n_weeks: int = DEFAULT_WEEKS,
    ) -> None:
        self.setting = Setting(catalogue or load_catalogue(), seed, n_servers, n_weeks)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The keyword variants, common to all blocks."""
        return draw_lexicon(self.setting)

    def common_tables(self) -> dict[str, pd.DataFrame]:
        """Give the tables that belong to no block: the lexicon and the planted parameters."""
        tables = lexicon_tables(self.setting, self.lexicon)
        return tables | {"truth_parameters": planted_parameters(self.setting.catalogue)}

    def blocks(self, number: int, of: int) -> Iterator[Drawn]:
        """Yield the blocks of partition ``number`` out of ``of``, as columns; one at a time.

        Partitions are runs of whole blocks: put end to end, they are the same rows whatever
        their number.
        """
        for block in _run(self.setting.n_blocks, number, of):
            yield draw_block(self.setting, self.lexicon, block)

    def partition(self, number: int, of: int) -> dict[str, pd.DataFrame]:
        """Give the block tables of partition ``number`` out of ``of``."""
        return _frames(list(self.blocks(number, of)))

    def partitions(self, of: int) -> Iterator[dict[str, pd.DataFrame]]:
        """Yield every partition in turn; at most one is in memory."""
        for number in range(of):
            yield self.partition(number, of)

    def topics(
        self, *topics: str, only: tuple[str, ...] | None = None
    ) -> dict[str, pd.DataFrame]:
        """Give only the tables of some of `veille.synth.blocks.TOPICS`, and ``truth_servers``.

        ``only`` names the tables wanted among them: the others are drawn, but not made into
        frames, which is what costs most in a study of many small worlds.
        """
        lexicon = self.lexicon if "language" in topics else None
        return _frames([_only(draw_block(self.setting, lexicon, block, topics), only)
                        for block in range(self.setting.n_blocks)])

    def truth_servers(self) -> pd.DataFrame:
        """Give only the true state of the servers."""
        return self.topics()["truth_servers"]

    def structure(self) -> dict[str, pd.DataFrame]:
        """Give only servers, channels, roles and invitations, with their truth."""
        return self.topics("structure")

    def language(self) -> dict[str, pd.DataFrame]:
        """Give only the lexicon and the tokens read, with their truth."""
        return self.topics("language") | lexicon_tables(self.setting, self.lexicon)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table, whole, in the order of the schema."""
        made = self.partition(0, 1) | self.common_tables()
        return {name: made[name] for name in TABLES}


def planted_parameters(catalogue: Catalogue) -> pd.DataFrame:
    """Give ``truth_parameters``: each number of the catalogue, by parameter and key."""
    rows = []
    for record in catalogue.records:
        for keys, value in record.cells():
            targets = [keys] if keys or not record.applies_to else [
                (code,) for code in record.applies_to
            ]
            rows += [
                (record.parameter, "/".join(target) or "all", float(value), record.unit,
                 record.status)
                for target in targets
            ]
    columns = TABLES["truth_parameters"].column_names
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["parameter", "key"], ignore_index=True)


def check_partitions(setting: Setting, of: int) -> None:
    """Refuse a number of partitions that the world cannot be cut into."""
    if not isinstance(of, int) or not 1 <= of <= setting.n_blocks:
        raise VeilleError(
            f"le nombre de partitions vaut « {of} » : un entier de 1 à {setting.n_blocks} est "
            f"attendu pour {setting.n_servers} serveurs."
        )


def _run(n_blocks: int, number: int, of: int) -> range:
    return range(n_blocks * number // of, n_blocks * (number + 1) // of)


def _only(drawn: Drawn, names: tuple[str, ...] | None) -> Drawn:
    return drawn if names is None else {name: drawn[name] for name in names}


def _frames(blocks: list[Drawn]) -> dict[str, pd.DataFrame]:
    return {
        name: to_pandas([block[name] for block in blocks], TABLES[name]) for name in blocks[0]
    }
