"""How sources of invitations react when the service closes a server that they invited to.

By analogy with a drug market whose actors, once attacked, dealt less and only with those they
trusted, a source may stop inviting in the open; it may then also publish one invitation in the
place of the lost one.  Only the invitations drawn first provoke reactions: an invitation
published as a replacement provokes none if its own target is closed in turn.
"""

import numpy as np

from veille.assumptions.vocabulary import REACTIONS
from veille.synth import latent
from veille.synth.columns import Rows, Text
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "truth_invitations"
_NONE, _HIDDEN, REPLACEMENT = (list(REACTIONS).index(code)
                               for code in ("none", "hidden", "replacement"))


def lost_targets(setting: Setting, streams: Streams, servers: Rows, rows: Rows) -> Rows:
    """Give each source's targets that the service closes while the source still exists.

    Parameters
    ----------
    rows
        Invitations: ``from`` (row of the source in ``servers``), ``to`` (index of the target).

    Returns
    -------
    Rows
        ``from``, ``to``, ``week`` (that after the closure), ``reacts``, ``replaced``; one row
        per source and target.
    """
    pair = np.unique(rows["from"] * setting.n_servers + rows["to"])
    source, target = np.divmod(pair, setting.n_servers)
    kind = latent.archetype(setting, target)
    closed = latent.closed_week(setting, target, kind, latent.created_week(setting, target))
    end = servers["closed_week"][source]  # at most the length of the window
    lost = latent.closed_by_service(setting, target, kind) & (closed + 1 < end)
    source, target, week = source[lost], target[lost], closed[lost] + 1
    reacts = streams.open(TABLE, "adaptation").random(week.size) < setting.number("adaptation")
    moves = streams.open(TABLE, "rewiring").random(week.size) < setting.number("rewiring")
    return {"from": source, "to": target, "week": week, "reacts": reacts,
            "replaced": reacts & moves}


def react(rows: Rows, losses: Rows) -> Rows:
    """Take out of the open what a source publishes from the week of its first reaction."""
    silent = np.full(rows["from"].max(initial=0) + 1, np.iinfo(np.int64).max)
    reacts = losses["reacts"]
    np.minimum.at(silent, losses["from"][reacts], losses["week"][reacts])
    hidden = rows["week"] >= silent[rows["from"]]
    return rows | {
        "seen": rows["seen"] & ~hidden,
        "reaction": Text(np.where(hidden, _HIDDEN, _NONE), list(REACTIONS)),
    }
