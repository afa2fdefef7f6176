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


def _rate(*axes: str, high: float = 10.0) -> Parameter:
    return Parameter("per_week", axes, high=high)


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
    # ends of servers, and what follows
    "service_closure_rate": _rate(*_by_archetype),
    "voluntary_end_rate": _rate("class"),
    "sustained_share": _share(),
    "reproduction_number": Parameter("count", ("regime",), high=5),
    "offspring_shape": _shape(),
    "recreation_delay_median": Parameter("days", low=0.01, high=1_000),
    "recreation_delay_log_sd": Parameter("shape", low=0.01, high=5),
    "successor_lifespan": Parameter("days", ("service_regime",), low=1),
    "members_carried_share": _share("service_regime"),
    "members_carried_voluntary": _share(),
    "members_carried_concentration": _shape(),
    "members_split_shape": _shape(),
    "adaptation": _share(),
    "rewiring": _share(),
    # reports of the watch
    "report_rate_watch": _rate(*_by_archetype, high=0.6),  # `identifiers.OFFSPRING` a server
    "report_route_mix": _share("class", "report_route", sums_to_one=True),
    "cooperative_share": _share("report_route"),
    "completeness_mean": _share("report_route"),
    "completeness_concentration": _shape(),
    "founded_share": _share("report_route"),
    "report_action_share": _share("report_route"),
    "host_action_ratio": _share("host"),
    "unfounded_action_ratio": _share(),
    "completeness_effect": Parameter("log_ratio", low=-10, high=10),
    "completeness_reference": _share(),
    "decision_shape": Parameter("shape", ("host",), low=0.2, high=10),
    "decision_scale": Parameter("days", ("host",), low=0.01, high=10_000),
    "route_delay_ratio": Parameter("ratio", ("report_route",), low=0.001, high=1_000),
    "unanswered_share": _share("report_route"),
    "outcome_missing": _share("outcome"),
    # journeys of followed members
    "followed_members": Parameter("members", high=40),
    "progress_rate": _rate("class", "progression"),
    "progress_ratio": Parameter("ratio", _by_archetype, high=100),
    "gate_ratio": Parameter("ratio", ("closed_gate",), high=100),
    "regress_rate": _rate("class", "regression"),
    "departure_rate": _rate("class", "transient"),
    "report_rate": _rate("class", "transient"),
    "journey_momentum": Parameter("log_ratio", low=-5, high=5),
    "journey_quick_weeks": Parameter("weeks", low=1, whole=True),
    "follow_loss_rate": _rate(),
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
    "sighting_effort": Parameter("ratio", ("discovery_route",)),
    "sighting_popularity_exponent": Parameter("exponent"),
    "watcher_share": _share("discovery_route", "watcher", sums_to_one=True),
    "unseeable_share": _share(*_by_archetype),
    "relay_probability": _share(),
    "relay_delay_mean": Parameter("weeks", low=1),
    "gated_visibility": _share(),
    "gate_announced": _share(),
    "link_visibility": _share(),
    "succession_visibility": _share(),
    "open_use_share": _share("family"),
    "label_at_risk": _share(*_by_archetype),
    # warning signs, and who rates them
    "segmentation_threshold": Parameter("count", low=1, whole=True),
    "moderation_threshold": Parameter("per_1000_members"),
    "off_platform_threshold": _share(),
    "private_roles_threshold": Parameter("count", low=1, whole=True),
    "external_link_threshold": _share(),
    "token_rate_threshold": Parameter("per_100_messages"),
    "pressure_share": _share(*_by_archetype),
    "sign_sensitivity": Parameter("proportion", ("rater", "sign"), low=0.001, high=0.999),
    "sign_specificity": Parameter("proportion", ("rater", "sign"), low=0.001, high=0.999),
    "rating_dependence": _share(high=0.95),
    # the load of the teams; bounds keep the grid of seats small and probabilities below one
    "servers_per_team": Parameter("count", low=20, whole=True),
    "volunteers_per_team": Parameter("count", low=1, high=20),
    "arrivals_per_volunteer": Parameter("cases", high=10_000),
    "arrivals_team_shape": _shape(),
    "arrivals_week_shape": _shape(),
    "arrivals_shape": _shape(),
    "hours_mean": Parameter("hours", low=0.5, high=60),
    "hours_volunteer_shape": _shape(),
    "hours_week_shape": _shape(),
    "present_share": _share(),
    "cases_per_hour": Parameter("cases_per_hour", high=10_000),
    "exposure_share": _share(),
    "exposure_retention": _share(high=0.99),
    "distress_share": Parameter("proportion", low=0.001, high=0.999),
    "distress_reference_dose": Parameter("exposures", high=10_000),
    "dose_effect": Parameter("points", high=100),
    "support_effect": Parameter("points", high=100),
    "distress_between": _share(high=0.5),
    "distress_team": _share(high=0.5),
    "support_share": _share(high=0.99),
    "support_targeting": Parameter("log_ratio", high=10),
    "quit_rate": _rate(high=0.2),
    "quit_distress_ratio": Parameter("ratio", high=5),
    "replacement_delay": Parameter("weeks", low=1),
    "score_missing": _share(),
    "score_missing_distressed": _share(),
}
