"""What the generator asks of the catalogue: each parameter's unit and the axes it varies over.

The catalogue refuses records that do not answer this list exactly, so that no parameter can
be read from somewhere else, and no record can be left unused.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One quantity of the generator: its unit, its axes, and whether the last axis sums to one."""

    unit: str
    axes: tuple[str, ...] = ()
    sums_to_one: bool = False


_by_archetype = ("archetype",)

PARAMETERS: dict[str, Parameter] = {
    # corpus
    "at_risk_share": Parameter("proportion"),
    "archetype_mix": Parameter("proportion", _by_archetype),
    "age_weeks_mean": Parameter("weeks"),
    # size and activity
    "members_mean": Parameter("members", _by_archetype),
    "members_log_sd": Parameter("shape"),
    "members_max": Parameter("members"),
    "active_share": Parameter("proportion", _by_archetype),
    "messages_per_active_week": Parameter("messages_per_active_week", _by_archetype),
    "messages_log_sd": Parameter("shape"),
    "reply_share": Parameter("proportion", _by_archetype),
    "image_share": Parameter("proportion", _by_archetype),
    "video_share": Parameter("proportion", _by_archetype),
    "share_concentration": Parameter("shape"),
    # structure
    "channels_mean": Parameter("count", _by_archetype),
    "channels_dispersion": Parameter("shape"),
    "gated_share": Parameter("proportion", _by_archetype),
    "gated_concentration": Parameter("shape"),
    "next_gate_probability": Parameter("proportion", _by_archetype),
    "gate_mix": Parameter("proportion", ("archetype", "closed_gate"), sums_to_one=True),
    "open_kind_mix": Parameter("proportion", ("archetype", "open_kind"), sums_to_one=True),
    "gated_kind_mix": Parameter("proportion", ("archetype", "gated_kind"), sums_to_one=True),
    "gated_volume_ratio": Parameter("ratio", _by_archetype),
    "volume_evenness": Parameter("shape", _by_archetype),
    "extra_roles_mean": Parameter("count", _by_archetype),
    "role_holder_ratio": Parameter("ratio"),
    # moderation and outward signs
    "rules_posted": Parameter("proportion", _by_archetype),
    "moderators_per_1000": Parameter("per_1000_members", _by_archetype),
    "moderators_shape": Parameter("shape"),
    "verification_probability": Parameter("proportion", _by_archetype),
    "off_platform_share": Parameter("proportion", _by_archetype),
    "external_link_share": Parameter("proportion", _by_archetype),
    # network
    "out_links_mean": Parameter("count", _by_archetype),
    "popularity_tail": Parameter("exponent"),
    "popularity_max": Parameter("ratio"),
    "popularity_ratio": Parameter("ratio", _by_archetype),
    "link_affinity": Parameter("ratio", ("class", "class")),
    "invitation_kind_mix": Parameter("proportion", ("class", "invitation_kind"), sums_to_one=True),
    # language
    "slots_per_family": Parameter("count", ("family",)),
    "zipf_exponent": Parameter("exponent"),
    "variant_half_life": Parameter("weeks"),
    "mutation_mix": Parameter("proportion", ("mutation",), sums_to_one=True),
    "homonym_share": Parameter("proportion", ("family",)),
    "token_rate": Parameter("per_100_messages", _by_archetype),
    "token_rate_shape": Parameter("shape"),
    "family_profile": Parameter("proportion", ("archetype", "family"), sums_to_one=True),
    "profile_concentration": Parameter("shape"),
    "dialect_shape": Parameter("shape"),
    "homonym_ordinary_rate": Parameter("per_100_messages", _by_archetype),
    # the observer
    "read_quota": Parameter("messages"),
    "sighting_effort": Parameter("ratio"),
    "sighting_popularity_exponent": Parameter("exponent"),
    "gated_visibility": Parameter("proportion"),
    "gate_announced": Parameter("proportion"),
    "link_visibility": Parameter("proportion"),
    "open_use_share": Parameter("proportion", ("family",)),
    "label_at_risk": Parameter("proportion", _by_archetype),
}
