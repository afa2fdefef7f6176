"""Does a world obey its own catalogue?  Planted means against the means of its servers.

This checks the generator, not the world outside: a perfect agreement says nothing of reality.
"""

import numpy as np
import pandas as pd

# Planted parameter: the column of ``truth_servers`` whose mean it is, and its French name.
RECOVERED_FROM = {
    "members_mean": ("members", "membres"),
    "active_share": ("active_share", "part qui s’exprime"),
    "messages_per_active_week": ("messages_per_active_week", "messages par personne active"),
    "reply_share": ("reply_share", "part des réponses"),
    "image_share": ("image_share", "part des images"),
    "video_share": ("video_share", "part des vidéos"),
    "gated_share": ("gated_propensity", "part des salons fermés"),
    "off_platform_share": ("off_platform_share", "part des renvois ailleurs"),
    "external_link_share": ("external_link_share", "part des liens externes"),
    "token_rate": ("token_rate", "emplois du lexique"),
}
COLUMNS = ["parameter", "label", "status", "archetypes", "planted", "n_servers", "recovered",
           "standard_error", "z"]


def agreement(parameters: pd.DataFrame, truth_servers: pd.DataFrame) -> pd.DataFrame:
    """Compare each planted mean with the mean over the servers it was planted in.

    Parameters
    ----------
    parameters
        ``truth_parameters`` of the world.
    truth_servers
        All its servers, seen or not.

    Returns
    -------
    pandas.DataFrame
        One row per parameter, status and planted value: ``parameter``, ``label`` (French),
        ``status``, ``archetypes`` (tuple of codes that share the value), ``planted``,
        ``n_servers``, ``recovered``, ``standard_error``, and ``z``, the distance in standard
        errors.  Values planted in fewer than two servers are left out.
    """
    planted = parameters[parameters["parameter"].isin(list(RECOVERED_FROM))]
    groups = planted.groupby(["parameter", "status", "value"], sort=False)
    rows = [_compare(*names, tuple(group["key"]), truth_servers) for names, group in groups]
    return pd.DataFrame([row for row in rows if row is not None], columns=COLUMNS)


def _compare(
    parameter: str, status: str, planted: float, archetypes: tuple[str, ...], servers: pd.DataFrame
) -> tuple | None:
    column, label = RECOVERED_FROM[parameter]
    values = servers.loc[servers["archetype"].isin(archetypes), column].to_numpy(float)
    if values.size < 2:
        return None
    error = values.std(ddof=1) / np.sqrt(values.size)
    return (parameter, label, status, archetypes, planted, values.size, values.mean(), error,
            (values.mean() - planted) / error)
