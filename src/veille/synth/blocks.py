"""One block of a world: every table that depends on its servers.

Structure and language are made apart: a study of one need not pay for the other, and the
streams are named, so that it changes nothing.
"""

import pandas as pd

from veille.synth import channels, counts, invitations, roles, servers, view
from veille.synth.lexicon import Lexicon
from veille.synth.setting import Setting
from veille.synth.streams import Streams


def draw_block(setting: Setting, lexicon: Lexicon, block: int) -> dict[str, pd.DataFrame]:
    """Give each table's rows for one block; a pure function of its arguments."""
    streams = Streams(setting.seed, block)
    truth = servers.draw_servers(setting, streams, setting.block_index(block))
    return (
        _structure(setting, streams, block, truth)
        | _language(setting, streams, lexicon, truth)
        | {"truth_servers": truth.drop(columns="kind")}
    )


def draw_truth(setting: Setting, block: int) -> pd.DataFrame:
    """Give only ``truth_servers`` of one block."""
    streams = Streams(setting.seed, block)
    return servers.draw_servers(setting, streams, setting.block_index(block)).drop(columns="kind")


def draw_structure(setting: Setting, block: int) -> dict[str, pd.DataFrame]:
    """Give servers, channels, roles and invitations of one block, with their truth."""
    streams = Streams(setting.seed, block)
    truth = servers.draw_servers(setting, streams, setting.block_index(block))
    return _structure(setting, streams, block, truth) | {
        "truth_servers": truth.drop(columns="kind")
    }


def draw_language(setting: Setting, lexicon: Lexicon, block: int) -> dict[str, pd.DataFrame]:
    """Give the tokens read in one block, with the truth of its servers and profiles."""
    streams = Streams(setting.seed, block)
    truth = servers.draw_servers(setting, streams, setting.block_index(block))
    return _language(setting, streams, lexicon, truth) | {
        "truth_servers": truth.drop(columns="kind")
    }


def _structure(
    setting: Setting, streams: Streams, block: int, truth: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    rules_posted = view.draw_rules_posted(setting, streams, truth)
    all_channels = channels.draw_channels(setting, streams, truth, rules_posted)
    all_roles = roles.draw_roles(setting, streams, truth)
    index = setting.block_index(block)
    all_invitations = invitations.draw_invitations(setting, streams, index, truth)
    return {
        "servers": view.see_servers(
            setting, streams, truth, rules_posted, all_channels, all_roles
        ),
        "channels": view.see_channels(all_channels),
        "roles": view.see_roles(setting, streams, all_roles, truth),
        "invitations": view.see_invitations(all_invitations),
        "truth_channels": all_channels,
        "truth_roles": all_roles,
        "truth_invitations": all_invitations,
    }


def _language(
    setting: Setting, streams: Streams, lexicon: Lexicon, truth: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    profiles = counts.draw_profiles(setting, streams, truth)
    expected = counts.expected_reads(setting, truth, profiles)
    return {
        "keyword_counts": counts.draw_counts(setting, streams, lexicon, truth, expected),
        "truth_keyword_counts": counts.profile_table(truth, profiles, expected),
    }
