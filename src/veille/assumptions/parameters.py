"""What the generator asks of the catalogue: each parameter's unit and the axes it varies over.

The catalogue refuses records that do not answer this list exactly, so that no parameter can
be read from somewhere else, and no record can be left unused.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One quantity of the generator.

    Attributes
    ----------
    unit
        A code of ``UNITS``.
    axes
        What it varies over; none for a single number.
    sums_to_one
        Whether the numbers of the last axis are shares of a whole.
    low, high
        Values that the generator can use: wider than any plausible range.
    whole
        Whether only whole numbers make sense.
    """

    unit: str
    axes: tuple[str, ...] = ()
    sums_to_one: bool = False
    low: float = 0.0
    high: float = float("inf")
    whole: bool = False


_by_archetype = ("archetype",)


def _share(*axes: str, high: float = 1.0, sums_to_one: bool = False) -> Parameter:
    return Parameter("proportion", axes, sums_to_one, high=high)


def _shape(*axes: str) -> Parameter:
    return Parameter("shape", axes, low=0.01)



PARAMETERS: dict[str, Parameter] = {
    # corpus
    "at_risk_share": _share(),
    "archetype_mix": _share(*_by_archetype),
    "age_weeks_mean": Parameter("weeks", low=1),
    # size and activity
    "members_mean": Parameter("members", _by_archetype, low=10),
    "members_log_sd": _shape(),
    "members_max": Parameter("members", low=100),
    "active_share": _share(*_by_archetype),
    "messages_per_active_week": Parameter("messages_per_active_week", _by_archetype),
    "messages_log_sd": _shape(),
    "reply_share": _share(*_by_archetype),
    "image_share": _share(*_by_archetype),
    "video_share": _share(*_by_archetype),
    "share_concentration": _shape(),
    # structure
    "channels_mean": Parameter("count", _by_archetype, low=1, high=200),
    "channels_dispersion": _shape(),
    "gated_share": _share(*_by_archetype),
    "gated_concentration": _shape(),
    "next_gate_probability": _share(*_by_archetype, high=0.99),
    "gate_mix": _share("archetype", "closed_gate", sums_to_one=True),
    "open_kind_mix": _share("archetype", "open_kind", sums_to_one=True),
    "gated_kind_mix": _share("archetype", "gated_kind", sums_to_one=True),
    "gated_volume_ratio": Parameter("ratio", _by_archetype, low=0.01),
    "volume_evenness": _shape(*_by_archetype),
    "extra_roles_mean": Parameter("count", _by_archetype),
    "role_holder_ratio": Parameter("ratio"),
    # moderation and outward signs
    "rules_posted": _share(*_by_archetype),
    "moderators_per_1000": Parameter("per_1000_members", _by_archetype),
    "moderators_shape": _shape(),
    "verification_probability": _share(*_by_archetype),
    "off_platform_share": _share(*_by_archetype),
    "external_link_share": _share(*_by_archetype),
    # network
    "out_links_mean": Parameter("count", _by_archetype),
    "popularity_tail": Parameter("exponent", low=1.01),
    "popularity_max": Parameter("ratio", low=1.1),
    "popularity_ratio": Parameter("ratio", _by_archetype, low=0.01),
    "link_affinity": Parameter("ratio", ("class", "class"), high=1),
    "invitation_kind_mix": _share("class", "invitation_kind", sums_to_one=True),
    # language
    "slots_per_family": Parameter("count", ("family",), low=1, whole=True),
    "zipf_exponent": Parameter("exponent"),
    "variant_half_life": Parameter("weeks", low=0.5),
    "mutation_mix": _share("mutation", sums_to_one=True),
    "homonym_share": _share("family"),
    "token_rate": Parameter("per_100_messages", _by_archetype),
    "token_rate_shape": _shape(),
    "family_profile": _share("archetype", "family", sums_to_one=True),
    "profile_concentration": _shape(),
    "dialect_shape": _shape(),
    "homonym_ordinary_rate": Parameter("per_100_messages", _by_archetype),
    # the observer
    "read_quota": Parameter("messages", low=1, whole=True),
    "sighting_effort": Parameter("ratio"),
    "sighting_popularity_exponent": Parameter("exponent"),
    "gated_visibility": _share(),
    "gate_announced": _share(),
    "link_visibility": _share(),
    "open_use_share": _share("family"),
    "label_at_risk": _share(*_by_archetype),
}
