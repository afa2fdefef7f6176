"""Dose, support and distress: the planted laws, and which estimators recover them.

Regressions are ordinary or weighted least squares, with the sandwich error clustered by team:
teams share no score effect with one another, and the week's shock to arrivals moves the dose, not
the score given the dose.
"""


import numpy as np
import pytest
from planted import FIVE, close, freely
from scipy.special import expit, logit
from scipy.stats import norm

from veille.synth import World

MERGED = ["volunteer_id", "week"]


def make(catalogue, **sizes):
    world = World(catalogue, **({"seed": 31, "n_servers": 24_000, "n_weeks": 26} | sizes))
    return joined(world.topics("load"))


def joined(made):
    seen = made["shifts"].rename(columns={"distress_score": "seen_score"})
    return (seen.merge(made["truth_shifts"], on=MERGED)
            .merge(made["truth_volunteers"].drop(columns="team_id"), on="volunteer_id")
            .merge(made["truth_teams"], on="team_id"))


@pytest.fixture(scope="module")
def shifts(catalogue):
    return make(catalogue)


@pytest.fixture(scope="module")
def unselected(catalogue):
    """Distress does not make anybody leave."""
    return make(freely(catalogue, quit_distress_ratio=1))


def slopes(rows, response, weight=None, dose="dose"):
    """Give intercept, slope per 10 of dose and effect of support, and their clustered errors."""
    design = np.column_stack([np.ones(len(rows)), rows[dose] / 10, rows["support"]])
    return regress(design, np.asarray(response, float), rows["team_id"], weight)


def regress(design, response, cluster, weight=None):
    weight = np.ones(len(response)) if weight is None else np.asarray(weight, float)
    bread = np.linalg.inv(design.T @ (design * weight[:, None]))
    estimate = bread @ design.T @ (weight * response)
    scores = design * (weight * (response - design @ estimate))[:, None]
    _, group = np.unique(cluster, return_inverse=True)
    sums = np.zeros((group.max() + 1, design.shape[1]))
    np.add.at(sums, group, scores)
    return estimate, np.sqrt(np.diag(bread @ sums.T @ sums @ bread))


def near(found, error, expected):
    return abs(found - expected) < FIVE * error


def level(catalogue):
    at_reference = 10 * norm.ppf(catalogue.value("distress_share"))
    tens = catalogue.value("distress_reference_dose") / 10
    return 50 + at_reference - catalogue.value("dose_effect") * tens


def test_exposures_are_their_planted_share_of_cases(catalogue, shifts):
    share = catalogue.value("exposure_share")
    own = shifts[shifts["cases"] > 0]
    off = own["exposures"] - share * own["cases"]
    assert abs(off.sum()) < FIVE * np.sqrt(share * (1 - share) * own["cases"].sum())
    assert close(off**2 / own["cases"], share * (1 - share))


def test_the_dose_fades_and_adds_up(catalogue, shifts):
    ordered = shifts.sort_values(MERGED)
    before = ordered.groupby("volunteer_id")["dose"].shift().fillna(ordered["start_dose"])
    expected = catalogue.value("exposure_retention") * before + ordered["exposures"]
    assert ordered["dose"].to_numpy() == pytest.approx(expected.to_numpy(), abs=2e-4)


@pytest.mark.parametrize("arrivals", [10, 14])
def test_those_already_there_start_from_the_steady_dose_and_others_from_nothing(
        catalogue, arrivals):
    """A team cannot be exposed to more than it handles, whatever reaches it."""
    rows = make(freely(catalogue, arrivals_per_volunteer=arrivals), n_servers=6_000)
    people = rows.drop_duplicates("volunteer_id")
    assert (people.loc[people["first_week"] > 0, "start_dose"] == 0).all()
    full = (catalogue.value("hours_mean") * catalogue.value("present_share")
            * catalogue.value("cases_per_hour"))
    each = catalogue.value("exposure_share") / (1 - catalogue.value("exposure_retention"))
    first = people[people["first_week"] == 0]
    expected = first["load"].clip(upper=1) * full * each
    assert first["start_dose"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-3)


def test_the_seen_table_gives_back_the_dose_of_newcomers_only(catalogue, shifts):
    rebuilt = rebuild_dose(shifts, catalogue.value("exposure_retention"))
    gap = (shifts["dose"] - rebuilt).abs()
    assert gap[shifts["first_week"] > 0].max() < 1e-3
    assert gap[(shifts["first_week"] == 0) & (shifts["week"] == 0)].min() > 5


def rebuild_dose(shifts, retention):
    """Give the dose of exposures inside the window: what a reader of ``shifts`` can know."""
    wide = shifts.pivot(index="week", columns="volunteer_id", values="exposures").fillna(0)
    dose = wide.to_numpy(float).copy()
    for week in range(1, len(dose)):
        dose[week] += retention * dose[week - 1]
    column = wide.columns.get_indexer(shifts["volunteer_id"])
    return dose[shifts["week"].to_numpy(), column]


@pytest.mark.parametrize(("reference", "effect"), [(0, 3), (30, 3), (30, 0)])
def test_distress_without_dose_nor_support_has_its_planted_share(catalogue, reference, effect):
    """Team totals are independent; nobody leaves, so that nobody is selected."""
    rows = make(freely(catalogue, exposure_share=0, support_share=0, quit_rate=0,
                       distress_reference_dose=reference, dose_effect=effect))
    planted = norm.cdf(norm.ppf(catalogue.value("distress_share")) - effect * reference / 100)
    off = (rows["distress_score"] >= 50) - planted
    assert close(off.groupby(rows["team_id"]).sum())


def test_variance_is_shared_between_team_person_and_week_as_planted(catalogue, shifts):
    """Effects are independent normals; the week's is what is left, plus that of whole points."""
    team, person = catalogue.value("distress_team"), catalogue.value("distress_between")
    climate = shifts.drop_duplicates("team_id")["climate"]
    effect = shifts.drop_duplicates("volunteer_id")["effect"]
    for values, share in ((climate, team), (effect, person)):
        assert close(values)
        assert close(values**2, 100 * share)
    fixed = (level(catalogue) + catalogue.value("dose_effect") * shifts["dose"] / 10
             - catalogue.value("support_effect") * shifts["support"])
    rest = shifts["distress_score"] + 0.5 - fixed - shifts["climate"] - shifts["effect"]
    assert close(rest)
    assert close(rest**2, 100 * (1 - team - person) + 1 / 12)


def test_dose_and_support_have_their_planted_effects_given_what_people_are(catalogue, shifts):
    """Holds however people leave: the week's noise is fresh given the dose and the support."""
    own = shifts["distress_score"] + 0.5 - shifts["climate"] - shifts["effect"]
    found, error = slopes(shifts, own)
    planted = (level(catalogue), catalogue.value("dose_effect"),
               -catalogue.value("support_effect"))
    assert error[1] < 0.05
    assert error[2] < 0.1
    for place in range(3):
        assert near(found[place], error[place], planted[place])


def test_without_selection_a_plain_regression_on_the_true_dose_is_right(catalogue, unselected):
    found, error = slopes(unselected, unselected["distress_score"])
    assert near(found[1], error[1], catalogue.value("dose_effect"))
    assert near(found[2], error[2], -catalogue.value("support_effect"))


def test_support_goes_to_the_exposed_as_planted(catalogue, shifts):
    """Support is a fresh draw given the dose: so are deviations from its planted logistic law."""
    tens = (shifts["dose"] - catalogue.value("distress_reference_dose")) / 10
    chance = expit(logit(catalogue.value("support_share"))
                   + catalogue.value("support_targeting") * tens)
    assert close(shifts["support"] - chance)
    assert close((shifts["support"] - chance) * tens)


def test_a_naive_comparison_makes_support_look_useless(catalogue, shifts):
    """Confounding by indication: it is given to those who are worse off; the dose explains it."""
    naive, error = supported_gap(shifts)
    effect = -catalogue.value("support_effect")
    assert naive > effect + 10 * error
    assert naive > effect / 4
    adjusted, error = slopes(shifts, shifts["distress_score"])
    assert abs(adjusted[2] - effect) < abs(naive - effect) / 10


def test_without_targeting_the_naive_comparison_is_right(catalogue):
    rows = make(freely(catalogue, support_targeting=0))
    naive, error = supported_gap(rows)
    assert near(naive, error, -catalogue.value("support_effect"))


def supported_gap(rows):
    design = np.column_stack([np.ones(len(rows)), rows["support"]])
    found, error = regress(design, rows["distress_score"].to_numpy(float), rows["team_id"])
    return found[1], error[1]


def test_those_who_stay_look_better(catalogue):
    """The healthy-worker effect: of those there at the start, the stayers' own level is lower."""
    rows = make(catalogue, n_servers=40_000, n_weeks=52)
    people = rows[rows["first_week"] == 0].drop_duplicates("volunteer_id")
    stays = people["end_week"].isna()
    gap = people.loc[stays, "effect"].mean() - people.loc[~stays, "effect"].mean()
    error = np.sqrt(sum(part.var() / len(part) for _, part in people["effect"].groupby(stays)))
    assert gap < -FIVE * error


def test_under_selection_a_random_effect_is_right_where_the_plain_regression_is_not(catalogue):
    """Leaving depends on past scores alone: the likelihood that holds them all is unharmed.

    Generalised least squares with the planted variances is that likelihood; without a team
    effect, it is a regression on scores less a part of each person's mean.
    """
    rows = make(freely(catalogue, quit_rate=0.04, quit_distress_ratio=5, distress_between=0.5,
                       distress_team=0, dose_effect=6, support_targeting=0), n_weeks=52)
    plain, error = slopes(rows, rows["distress_score"])
    assert not near(plain[1], error[1], 6)
    design = np.column_stack([np.ones(len(rows)), rows["dose"] / 10, rows["support"],
                              rows["distress_score"]])
    person = np.unique(rows["volunteer_id"], return_inverse=True)[1]
    size = np.bincount(person)
    mean = np.stack([np.bincount(person, column) / size for column in design.T], axis=1)
    part = 1 - np.sqrt((50 + 1 / 12) / (50 + 1 / 12 + 50 * size))
    whitened = design - (part[:, None] * mean)[person]
    found, error = regress(whitened[:, :3], whitened[:, 3], rows["team_id"])
    assert near(found[1], error[1], 6)
    assert near(found[2], error[2], -catalogue.value("support_effect"))


def test_scores_are_missing_as_planted_and_true_where_given(catalogue, shifts):
    missing = shifts["seen_score"].isna()
    high = shifts["distress_score"] >= 50
    assert close(missing[~high], catalogue.value("score_missing"))
    assert close(missing[high], catalogue.value("score_missing_distressed"))
    assert (shifts.loc[~missing, "seen_score"] == shifts.loc[~missing, "distress_score"]).all()


def test_weighting_answers_recovers_the_slopes_from_the_seen_table_alone(catalogue):
    """The planted chances of an answer are needed: answers alone do not tell them.

    A fast fading dose is known from the window itself after twenty weeks.
    """
    silence = {"score_missing": 0.1, "score_missing_distressed": 0.7}
    rows = make(freely(catalogue, quit_distress_ratio=1, exposure_retention=0.4, exposure_share=1,
                       **silence), n_servers=48_000, n_weeks=40)
    rows["rebuilt"] = rebuild_dose(rows, 0.4)
    given = rows[(rows["week"] >= 20) & rows["seen_score"].notna()]
    score = given["seen_score"].to_numpy(float)
    missing = np.where(score >= 50, *reversed(silence.values()))
    found, error = slopes(given, score, 1 / (1 - missing), dose="rebuilt")
    planted = catalogue.value("dose_effect"), -catalogue.value("support_effect")
    assert near(found[1], error[1], planted[0])
    assert near(found[2], error[2], planted[1])
    naive, error = slopes(given, score, dose="rebuilt")
    assert naive[1] < planted[0] - FIVE * error[1]
