"""One block of a world: every table that depends on its servers.

Each topic is drawn apart: a study of one need not pay for the others, and the streams are named,
so that it changes nothing.
"""

from collections.abc import Callable

from veille.synth import (
    closures,
    counts,
    invitations,
    journeys,
    load,
    ratings,
    reports,
    servers,
    sightings,
    view,
)
from veille.synth.columns import Rows
from veille.synth.inside import Inside, draw_inside
from veille.synth.lexicon import Lexicon
from veille.synth.setting import Setting
from veille.synth.streams import Streams

Drawn = dict[str, Rows]


def draw_block(
    setting: Setting, lexicon: Lexicon | None, block: int, topics: tuple[str, ...] | None = None
) -> Drawn:
    """Give each table's rows for one block; a pure function of its arguments.

    Parameters
    ----------
    lexicon
        Needed by the topic ``language`` alone.
    topics
        Names of `TOPICS`; all of them by default.  ``truth_servers`` always comes.
    """
    streams = Streams(setting.seed, block)
    truth, watched = servers.draw_servers(setting, streams, setting.block_index(block))
    drawn: Drawn = {"truth_servers": truth}
    topics = TOPICS if topics is None else topics
    inside = draw_inside(setting, streams, truth) if set(topics) & set(_INSIDE) else None
    for name in topics:
        if name == "language":
            drawn |= _language(setting, streams, lexicon, truth)
        elif name == "sightings":
            drawn |= sightings.sighting_tables(truth, watched)
        elif name in _INSIDE:
            drawn |= _INSIDE[name](setting, streams, truth, inside)
        else:
            drawn |= _PLAIN[name](setting, streams, truth)
    return drawn


def _structure(setting: Setting, streams: Streams, truth: Rows, inside: Inside) -> Drawn:
    all_invitations = invitations.draw_invitations(setting, streams, truth)
    return {
        "servers": view.see_servers(setting, streams, truth, inside),
        "channels": view.see_channels(inside.channels),
        "roles": view.see_roles(setting, streams, inside.roles, truth),
        "invitations": view.see_invitations(all_invitations),
        "truth_channels": inside.channels,
        "truth_roles": inside.roles,
        "truth_invitations": all_invitations,
    }


def _language(setting: Setting, streams: Streams, lexicon: Lexicon, truth: Rows) -> Drawn:
    profiles = counts.draw_profiles(setting, streams, truth)
    expected = counts.expected_reads(setting, truth, profiles)
    return {
        "keyword_counts": counts.draw_counts(setting, streams, lexicon, truth, expected),
        "truth_keyword_counts": counts.profile_table(truth, profiles, expected),
    }


_INSIDE: dict[str, Callable[[Setting, Streams, Rows, Inside], Drawn]] = {
    "structure": _structure,
    "ratings": ratings.rating_tables,
}
_PLAIN: dict[str, Callable[[Setting, Streams, Rows], Drawn]] = {
    "journeys": journeys.draw_journeys,
    "reports": reports.report_tables,
    "closures": closures.closure_tables,
    "load": load.draw_load,
}
TOPICS = (*_INSIDE, *_PLAIN, "language", "sightings")
