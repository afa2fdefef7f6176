"""The invitations published by one block, towards any server of the world.

Targets are proposed evenly over the world, then kept with a probability proportional to their
popularity and to the affinity between classes.  The proposal rate is raised so that each
archetype publishes, on average over worlds, exactly its planted number of invitations; those
that would fall after the end of either server do not happen.

Nearly all proposals are thrown away, so each is judged in steps: popularity first, which costs
one hash, then the archetype of the few that remain.
"""

import numpy as np

from veille.assumptions.vocabulary import INVITATION_KINDS
from veille.synth import latent
from veille.synth.columns import Rows, Text, labelled, take
from veille.synth.identifiers import server_ids
from veille.synth.laws import pick, truncated_pareto_mean
from veille.synth.reactions import REPLACEMENT, lost_targets, react
from veille.synth.setting import Setting, class_numbers
from veille.synth.streams import Streams

TABLE = "truth_invitations"
_ATTEMPTS = 8  # at finding a replacement: each keeps four on average, so a miss is rare
_PER_ATTEMPT = 4.0
_PIECE = 16_384


def draw_invitations(setting: Setting, streams: Streams, servers: Rows) -> Rows:
    """Give ``truth_invitations`` whose source is in this block."""
    source, target = propose(
        setting, streams, "published", servers, setting.array("out_links_mean")[servers["kind"]]
    )
    week = _weeks(setting, streams, servers["created_week"][source], target)
    listed = streams.open(TABLE, "seen").random(source.size) < setting.number("link_visibility")
    rows = {
        "from": source,
        "to": target,
        "week": week,
        "kind": _kinds(setting, streams, servers["kind"][source]),
        "seen": listed & servers["observed"][source],
    }
    rows = take(rows, exists(setting, target, week) & (week < servers["closed_week"][source]))
    rows = take(rows, _once(setting, rows))
    losses = lost_targets(setting, streams, servers, rows)
    rows = react(rows, losses)
    return _named(setting, servers, _with_replacements(setting, streams, servers, rows, losses))


def propose(
    setting: Setting, streams: Streams, purpose: str, sources: Rows, expected: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw whom some sources invite, the end of servers apart.

    Parameters
    ----------
    sources
        Their ``index`` and ``kind``; a source may come twice.
    expected
        Mean number of invitations of each source.

    Returns
    -------
    tuple of numpy.ndarray
        Rows of ``sources``, in order, and indices of the targets; one invitation each.
    """
    strength, row = _strength(setting), class_numbers()[sources["kind"]]
    pull = strength @ setting.archetype_probabilities
    raised = np.divide(strength.max(axis=1), pull, out=np.zeros_like(pull), where=pull > 0)
    loss = setting.number("popularity_max") / _mean_popularity(setting)
    loss *= setting.n_servers / (setting.n_servers - 1)  # itself, proposed and thrown away
    last = np.cumsum(streams.open(TABLE, f"{purpose}/number").poisson(
        expected * raised[row] * loss))
    rank, target = _well_known(setting, streams, purpose, last[-1] if last.size else 0)
    source = np.searchsorted(last, rank, side="right")
    uniform = streams.open(TABLE, f"{purpose}/archetype").random(target.size)
    force = strength[row[source], latent.archetype(setting, target)]
    kept = (uniform * strength.max(axis=1)[row[source]] < force) & (
        target != sources["index"][source])
    return source[kept], target[kept]


def _well_known(
    setting: Setting, streams: Streams, purpose: str, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Propose servers of the world, and give those that their popularity keeps.

    Work goes piece by piece, for the arrays of a piece to stay in the processor's cache.

    Returns
    -------
    tuple of numpy.ndarray
        Ranks among the ``size`` proposals, increasing, and indices of the servers.
    """
    proposed = streams.open(TABLE, f"{purpose}/target")
    levels = streams.open(TABLE, f"{purpose}/popularity")
    ranks, targets = [], []
    for start in range(0, max(size, 1), _PIECE):
        number = min(_PIECE, size - start)
        target = proposed.integers(0, setting.n_servers, number)
        level = levels.random(number) * setting.number("popularity_max")
        kept = np.flatnonzero(latent.more_popular(setting, target, level))
        ranks.append(start + kept)
        targets.append(target[kept])
    return np.concatenate(ranks), np.concatenate(targets)


def exists(setting: Setting, index: np.ndarray, week: np.ndarray) -> np.ndarray:
    """Say which servers of the world exist in a week."""
    kind, created = latent.archetype(setting, index), latent.created_week(setting, index)
    return (created <= week) & (week < latent.closed_week(setting, index, kind, created))


def _once(setting: Setting, rows: Rows) -> np.ndarray:
    """Give the first row of each source, target and week."""
    key = (rows["from"] * setting.n_weeks + rows["week"]) * setting.n_servers + rows["to"]
    return np.sort(np.unique(key, return_index=True)[1])


def _with_replacements(
    setting: Setting, streams: Streams, servers: Rows, rows: Rows, losses: Rows
) -> Rows:
    """Add the invitations published, openly as a rule, in the place of those that were lost."""
    asked = take(losses, losses["replaced"])
    target = _replacements(setting, streams, servers, asked)
    found = target >= 0
    source, size = asked["from"][found], int(found.sum())
    uniform = streams.open(TABLE, "replacement/seen").random(size)
    migration = np.full(size, list(INVITATION_KINDS).index("migration"))
    more = {
        "from": source,
        "to": target[found],
        "week": asked["week"][found],
        "kind": Text(migration, list(INVITATION_KINDS)),
        "seen": (uniform < setting.number("link_visibility")) & servers["observed"][source],
        "reaction": Text(np.full(size, REPLACEMENT), rows["reaction"].labels),
    }
    both = {name: _joined(column, more[name]) for name, column in rows.items()}
    return take(both, _once(setting, both))


def _replacements(setting: Setting, streams: Streams, servers: Rows, asked: Rows) -> np.ndarray:
    """Give, for each replacement asked for, a server that exists that week; -1 if none."""
    target = np.full(asked["from"].size, -1)
    for attempt in range(_ATTEMPTS):
        pending = np.flatnonzero(target < 0)
        if not pending.size:
            break
        sources = take({name: servers[name] for name in ("index", "kind")}, asked["from"][pending])
        row, found = propose(setting, streams, f"replacement/{attempt}", sources,
                             np.full(pending.size, _PER_ATTEMPT))
        alive = exists(setting, found, asked["week"][pending[row]])
        target[pending[row[alive]]] = found[alive]
    return target


def _named(setting: Setting, servers: Rows, rows: Rows) -> Rows:
    return rows | {
        "source": servers["server_id"][rows["from"]],
        "target": labelled(server_ids(setting.seed, rows["to"])),
    }


def _joined(first: np.ndarray | Text, second: np.ndarray | Text) -> np.ndarray | Text:
    if isinstance(first, Text):
        return Text(np.concatenate([first.codes, second.codes]), first.labels)
    return np.concatenate([first, second])


def _mean_popularity(setting: Setting) -> float:
    """Give the mean popularity of a server, that of its archetype apart."""
    return truncated_pareto_mean(
        setting.number("popularity_tail"), setting.number("popularity_max")
    )


def _strength(setting: Setting) -> np.ndarray:
    """Give the pull of each archetype (columns) on each class (rows), popularity noise apart."""
    affinity = setting.array("link_affinity")[:, class_numbers()]
    return affinity * setting.array("popularity_ratio")


def _weeks(
    setting: Setting, streams: Streams, source_created: np.ndarray, target: np.ndarray
) -> np.ndarray:
    """Draw a week after both servers were made."""
    first = np.maximum(source_created, latent.created_week(setting, target))
    first = np.maximum(first, 0)
    uniform = streams.open(TABLE, "week").random(target.size)
    return first + np.floor(uniform * (setting.n_weeks - first)).astype(np.int64)


def _kinds(setting: Setting, streams: Streams, kind: np.ndarray) -> Text:
    mix = setting.array("invitation_kind_mix")[class_numbers()[kind]]
    uniform = streams.open(TABLE, "kind").random(kind.size)
    return Text(pick(uniform, mix), list(INVITATION_KINDS))
