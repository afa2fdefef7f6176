"""Warning signs: which ones each seen server bears, and what two people note of them.

A sign is present when a true measure of the server passes a threshold; pressure to take part,
which the world holds no trace of, depends on the type alone.

A server's difficulty is a standard normal variable ``z`` shared by both raters and all signs.  A
rater errs with probability ``Phi((c + sqrt(r) z) / sqrt(1 - r))``, where ``Phi(c)`` is her rate of
error over all servers and ``r`` the correlation between the latent errors of two raters.  The
planted sensitivity and specificity are therefore exactly those over all servers, whatever ``r``.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from veille.assumptions.vocabulary import GATES, KINDS, RATERS, SIGNS
from veille.synth.columns import Rows, Text, size
from veille.synth.inside import Inside
from veille.synth.setting import Setting
from veille.synth.streams import Streams

TABLE = "ratings"
SELECTIVE_GATES = ("activity", "approval", "payment")
_THEMATIC = list(KINDS).index("thematic")
_SELECTIVE = [list(GATES).index(gate) for gate in SELECTIVE_GATES]


def rating_tables(
    setting: Setting, streams: Streams, servers: Rows, inside: Inside
) -> dict[str, Rows]:
    """Give ``ratings`` and ``truth_ratings`` of a block, for the servers that were seen."""
    present = bear_signs(setting, streams, servers, inside)
    difficulty = streams.open(TABLE, "difficulty").standard_normal(size(servers)).round(4)
    noted = _noted(setting, streams, present, difficulty)
    seen = servers["observed"]
    server_id = servers["server_id"][seen]
    return {
        "ratings": _by_rater(server_id, noted[seen]),
        "truth_ratings": {"server_id": server_id, "difficulty": difficulty[seen],
                          **dict(zip(SIGNS, present[seen].T, strict=True))},
    }


def bear_signs(
    setting: Setting, streams: Streams, servers: Rows, inside: Inside
) -> np.ndarray:
    """Say which signs each server bears, shape ``(n_servers, n_signs)``."""
    number, channels, roles = size(servers), inside.channels, inside.roles
    thematic = _count(channels, channels["kind"].codes == _THEMATIC, number)
    deep = _count(channels, channels["depth"] >= 2, number)
    selective = _count(roles, np.isin(roles["gate"].codes, _SELECTIVE), number)
    pressed = streams.open(TABLE, "pressure").random(number)
    signs = {
        "fine_segmentation": thematic >= setting.number("segmentation_threshold"),
        "absent_moderation": inside.moderators < setting.number("moderation_threshold"),
        "off_platform_push":
            servers["off_platform_share"] >= setting.number("off_platform_threshold"),
        "private_roles":
            (selective >= setting.number("private_roles_threshold")) & (deep > 0),
        "unverified_links":
            servers["external_link_share"] >= setting.number("external_link_threshold"),
        "ambiguous_language": servers["token_rate"] >= setting.number("token_rate_threshold"),
        "pressure": pressed < setting.array("pressure_share")[servers["kind"]],
    }
    return np.column_stack([signs[code] for code in SIGNS])


def _count(rows: Rows, kept: np.ndarray, number: int) -> np.ndarray:
    return np.bincount(rows["owner"][kept], minlength=number)


def _noted(
    setting: Setting, streams: Streams, present: np.ndarray, difficulty: np.ndarray
) -> np.ndarray:
    """Draw what each rater notes, shape ``(n_servers, n_raters, n_signs)``."""
    shared = setting.number("rating_dependence")
    wrong = 1 - np.where(present[:, None, :], setting.array("sign_sensitivity"),
                         setting.array("sign_specificity"))
    pull = np.sqrt(shared) * difficulty[:, None, None]
    chance = ndtr((ndtri(wrong) + pull) / np.sqrt(1 - shared))
    return present[:, None, :] ^ (streams.open(TABLE, "error").random(chance.shape) < chance)


def _by_rater(server_id: Text, noted: np.ndarray) -> Rows:
    n_servers, n_raters, n_signs = noted.shape
    return {
        "server_id": server_id[np.repeat(np.arange(n_servers), n_raters)],
        "rater_id": Text(np.tile(np.arange(n_raters), n_servers), list(RATERS)),
        **dict(zip(SIGNS, noted.reshape(-1, n_signs).T, strict=True)),
    }
