"""Lineages: each planted law, recovered from some ten thousand ends."""

from dataclasses import replace

import numpy as np
import pytest
from planted import FIVE, close
from scipy.stats import norm

from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import ARCHETYPES, REGIMES, SERVICE_REGIMES, class_of
from veille.schema import TABLES
from veille.schema.checks import validate
from veille.synth import World, latent
from veille.synth.identifiers import OFFSPRING, server_ids

WEEKS = 52
HORIZON = 7 * WEEKS
FOLLOWED = HORIZON - 100  # fewer than one re-creation in five thousand takes longer


@pytest.fixture(scope="module")
def world(catalogue):
    return World(catalogue, seed=31, n_servers=100_000, n_weeks=WEEKS).topics("closures")


@pytest.fixture(scope="module")
def lineages(world):
    return with_predecessors(world)


@pytest.fixture(scope="module")
def busy(catalogue):
    """Many ends and many successors, for laws that a default world shows too seldom."""
    return catalogue.replace(
        service_closure_rate=dict.fromkeys(ARCHETYPES, 0.02) | {"general_gaming": 0.01},
        voluntary_end_rate={"at_risk": 0.03, "contrast": 0.02}, sustained_share=0.5,
        reproduction_number={"isolated": 0.95, "sustained": 0.8, "voluntary": 1.0},
    )


@pytest.fixture(scope="module")
def busy_successors(busy):
    world = World(busy, seed=32, n_servers=60_000, n_weeks=WEEKS).topics("closures")
    lineages = with_predecessors(world)
    return lineages[lineages["generation"] > 0]


def with_predecessors(world):
    """Give whole lineages, each space with its archetype and its predecessor's row."""
    truth = world["truth_lineages"]
    kind = world["truth_servers"].set_index("server_id")["archetype"]
    parents = truth.set_index("server_id")
    columns = ["end_day", "regime", "members", "generation", "known"]
    joined = truth.join(parents[columns].add_suffix("_before"), on="predecessor_id")
    return joined.assign(archetype=joined["lineage_id"].map(kind))


@pytest.fixture(scope="module")
def ended(lineages):
    return lineages[lineages["end_day"].notna()]


@pytest.fixture(scope="module")
def successors(lineages):
    return lineages[lineages["generation"] > 0]


def follow_up(catalogue, end_day):
    """Give the probability that a successor of an end opens before the window closes."""
    days = (HORIZON - 1 - end_day).to_numpy(float)
    median = catalogue.value("recreation_delay_median")
    with np.errstate(divide="ignore"):
        return norm.cdf(np.log(days / median) / catalogue.value("recreation_delay_log_sd"))


def test_lineages_start_with_the_servers_that_end(world, lineages):
    servers = world["truth_servers"].set_index("server_id")
    first = lineages[lineages["generation"] == 0].set_index("server_id")
    ends = servers["end_week"].dropna()
    assert set(first.index) == set(ends.index)
    assert (first["end_day"] // 7 == ends.reindex(first.index)).all()
    assert first["end_day"].mod(7).nunique() == 7
    assert (first["members"] == servers["members"].reindex(first.index)).all()
    assert (first["known"] == servers["observed"].reindex(first.index)).all()


@pytest.mark.parametrize("code", ARCHETYPES)
def test_first_ends_come_at_their_planted_rate_and_cause(catalogue, world, ended, code):
    """Each week of life is a trial, the last week of the window apart (its end is unseen)."""
    servers = world["truth_servers"]
    own = servers[servers["archetype"] == code]
    service = catalogue.value("service_closure_rate")[code]
    total = service + catalogue.value("voluntary_end_rate")[class_of(code)]
    first = own["created_week"].clip(lower=0)
    happened = own["end_week"].notna()
    trials = np.where(happened, own["end_week"] - first, WEEKS - 1 - first)
    chance = -np.expm1(-total)
    error = np.sqrt(chance * (1 - chance) * trials.sum())
    assert abs(happened.sum() - chance * trials.sum()) < FIVE * error
    first_ends = ended[(ended["generation"] == 0) & (ended["archetype"] == code)]
    closed = (first_ends["cause"] == "service").mean()
    part = service / total
    assert abs(closed - part) < FIVE * np.sqrt(part * (1 - part) / len(first_ends))


def test_a_lineage_has_one_service_regime(catalogue, ended):
    closed = ended[ended["cause"] == "service"]
    assert len(closed[["lineage_id", "regime"]].drop_duplicates()) == closed["lineage_id"].nunique()
    assert set(closed["regime"]) == set(SERVICE_REGIMES)
    assert (ended.loc[ended["cause"] == "voluntary", "regime"] == "voluntary").all()
    first = closed[closed["generation"] == 0]
    sustained = (first["regime"] == "sustained").to_numpy(float)
    assert close(sustained, catalogue.value("sustained_share"))


@pytest.mark.parametrize("regime", REGIMES)
def test_ends_leave_the_planted_number_of_successors(catalogue, ended, regime):
    number = ended.loc[ended["regime"] == regime, "n_successors"].to_numpy(float)
    mean = catalogue.value("reproduction_number")[regime]
    assert close(number, mean)
    spread = mean + mean**2 / catalogue.value("offspring_shape")
    assert close((number - mean) ** 2, spread)


@pytest.mark.parametrize("regime", REGIMES)
def test_openings_corrected_for_follow_up_give_the_reproduction_number(catalogue, ended, regime):
    """A successor opens in the window with a known probability; the cap is too rare to matter."""
    own = ended[ended["regime"] == regime]
    opened = own["n_opened"].to_numpy(float)
    mean = catalogue.value("reproduction_number")[regime]
    assert close(opened - mean * follow_up(catalogue, own["end_day"]), 0)


def test_counting_living_spaces_as_parents_misses_the_reproduction_number(catalogue, lineages):
    """The trap of the window: most spaces of a slow regime have not ended yet."""
    born = lineages[lineages["regime_before"] == "isolated"]
    opened = born["n_opened"].to_numpy(float)
    assert not close(opened, catalogue.value("reproduction_number")["isolated"])
    assert opened.mean() < 0.7 * catalogue.value("reproduction_number")["isolated"]


@pytest.mark.parametrize("regime", REGIMES)
def test_the_watch_finds_the_planted_part_of_successors(catalogue, world, regime):
    """From observed tables alone, on ends followed ten weeks: number times visibility."""
    closures = world["closures"]
    named = np.where(closures["sustained"], "sustained",
                     np.where(closures["cause"] == "service", "isolated", "voluntary"))
    own = closures[(named == regime) & (closures["week"] < WEEKS - 11)]
    links = world["successions"]["predecessor_id"].value_counts()
    found = own["server_id"].map(links).fillna(0).to_numpy(float)
    thinned = (catalogue.value("reproduction_number")[regime]
               * catalogue.value("succession_visibility"))
    assert close(found, thinned)


def test_a_link_is_found_only_from_a_known_space(catalogue, successors):
    reachable = successors[successors["known_before"].astype(bool)]
    assert close(reachable["known"].to_numpy(float), catalogue.value("succession_visibility"))
    assert not successors.loc[~successors["known_before"].astype(bool), "known"].any()


def test_what_the_watch_knows_is_true(world, ended, successors):
    known = ended[ended["known"]].set_index("server_id")
    closures = world["closures"].set_index("server_id")
    assert set(closures.index) == set(known.index)
    known = known.reindex(closures.index)
    assert (closures["week"] == known["end_day"] // 7).all()
    assert (closures["cause"] == known["cause"]).all()
    assert (closures["sustained"] == (known["regime"] == "sustained")).all()
    assert (closures["members"] == known["members"]).all()
    links = world["successions"].set_index("successor_id")
    found = successors[successors["known"]].set_index("server_id")
    assert set(links.index) == set(found.index)
    found = found.reindex(links.index)
    assert (links["predecessor_id"] == found["predecessor_id"]).all()
    assert (links["week"] == found["opened_day"] // 7).all()
    assert (links["delay_days"] == found["opened_day"] - found["end_day_before"]).all()
    assert np.allclose(links["members_carried_share"],
                       found["members_carried_share"].astype(float), atol=6e-5)


@pytest.mark.parametrize("regime", SERVICE_REGIMES)
def test_successors_of_a_closed_space_live_as_long_as_planted(busy, busy_successors, regime):
    """Each day observed is a trial; the mean of completed lives alone would be too short."""
    own = busy_successors[busy_successors["regime_before"] == regime]
    ended = own["end_day"].notna()
    assert (own.loc[ended, "cause"] == "service").all()
    last = own["end_day"].fillna(HORIZON - 1)
    trials = (last - own["opened_day"]).sum()
    chance = 1 / busy.value("successor_lifespan")[regime]
    assert abs(ended.sum() - chance * trials) < FIVE * np.sqrt(chance * (1 - chance) * trials)
    completed = (own["end_day"] - own["opened_day"])[ended]
    assert completed.mean() < busy.value("successor_lifespan")[regime]
    assert completed.min() >= 1


def test_successors_of_a_voluntary_end_live_as_their_archetype(busy, busy_successors):
    own = busy_successors[busy_successors["regime_before"] == "voluntary"]
    service = own["archetype"].map(busy.value("service_closure_rate"))
    total = service + own["archetype"].map(class_of).map(busy.value("voluntary_end_rate"))
    ended = own["end_day"].notna()
    trials = own["end_day"].fillna(HORIZON - 1) - own["opened_day"]
    chance = -np.expm1(-total / 7)
    error = np.sqrt((chance * (1 - chance) * trials).sum())
    assert abs(ended.sum() - (chance * trials).sum()) < FIVE * error
    part = (service / total)[ended]
    closed = (own.loc[ended, "cause"] == "service").to_numpy(float)
    assert abs((closed - part).sum()) < FIVE * np.sqrt((part * (1 - part)).sum())


def test_delays_have_the_planted_median_and_ninth_decile(catalogue, successors):
    early = successors[successors["end_day_before"] < FOLLOWED]
    delay = (early["opened_day"] - early["end_day_before"]).to_numpy(float)
    median = catalogue.value("recreation_delay_median")
    assert delay.min() >= 1
    assert close((delay <= median).astype(float), 0.5)
    assert close((delay <= 5 * median).astype(float), 0.9)


@pytest.mark.parametrize("regime", REGIMES)
def test_successors_find_the_planted_share_of_members_together(catalogue, ended, successors,
                                                               regime):
    """Ends whose successors all opened; whether they did owes nothing to the share."""
    whole = ended[(ended["regime"] == regime) & (ended["n_opened"] == ended["n_successors"])
                  & (ended["n_opened"] > 0)]
    share = successors["members_carried_share"].astype(float)
    together = share.groupby(successors["predecessor_id"]).sum()[whole["server_id"]].to_numpy()
    mean = (catalogue.value("members_carried_voluntary") if regime == "voluntary"
            else catalogue.value("members_carried_share")[regime])
    assert close(together, mean)
    spread = mean * (1 - mean) / (1 + catalogue.value("members_carried_concentration"))
    assert close((together - mean) ** 2, spread)


def test_members_are_split_as_planted(catalogue, ended, successors):
    pairs = ended.loc[(ended["n_opened"] == 2) & (ended["n_successors"] == 2), "server_id"]
    two = successors[successors["predecessor_id"].isin(set(pairs))].groupby("predecessor_id")
    share = two["members_carried_share"].agg(["first", "sum"]).astype(float)
    part = (share["first"] / share["sum"])[share["sum"] > 0.01].to_numpy()
    assert close(part, 0.5)
    shape = catalogue.value("members_split_shape")
    assert close((part - 0.5) ** 2, 1 / (4 * (2 * shape + 1)))


def test_a_successor_has_the_members_it_carries_and_never_fewer_than_five(successors):
    share = successors["members_carried_share"].astype(float)
    carried = (share * successors["members_before"]).clip(lower=5)
    assert (abs(successors["members"] - carried) <= 1).all()
    assert successors["members"].min() == 5


def test_lineages_are_trees_in_time(world, lineages, successors):
    ids = lineages["server_id"]
    assert ids.is_unique
    assert ids[lineages["generation"] > 0].str.startswith("R").all()
    assert lineages.loc[lineages["generation"] == 0, "predecessor_id"].isna().all()
    assert (successors["generation"] == successors["generation_before"] + 1).all()
    assert (successors["opened_day"] > successors["end_day_before"]).all()
    lineage = lineages.set_index("server_id")["lineage_id"]
    assert (successors["lineage_id"] == successors["predecessor_id"].map(lineage)).all()
    opened = successors["predecessor_id"].value_counts()
    assert (lineages["n_opened"] == ids.map(opened).fillna(0)).all()
    assert (lineages["n_opened"] <= lineages["n_successors"]).all()
    assert lineages["opened_day"].max() < HORIZON
    assert lineages["end_day"].max() < HORIZON
    assert not lineages.loc[lineages["end_day"].isna(), "n_successors"].any()
    validate(TABLES, world)


def capped_share(lineages, regime):
    """Give the share of the lineages that start under a regime and lacked room."""
    first = lineages[(lineages["generation"] == 0) & (lineages["regime"] == regime)]
    return first["lineage_id"].isin(lineages.loc[lineages["capped"], "lineage_id"]).mean()


def test_lineages_almost_never_lack_room(catalogue, lineages):
    assert lineages.groupby("lineage_id").size().max() <= OFFSPRING
    assert capped_share(lineages, "sustained") < 0.01
    assert capped_share(lineages, "isolated") == 0
    highest = {record.parameter: record.range[1] for record in catalogue.records}
    most = dict.fromkeys(REGIMES, highest["reproduction_number"])
    extreme = World(catalogue.replace(reproduction_number=most), seed=31, n_servers=40_000)
    lineages = extreme.topics("closures")["truth_lineages"]
    assert 0 < capped_share(lineages, "sustained") < 0.06
    assert capped_share(lineages, "isolated") < 0.001


def test_a_full_lineage_holds_as_many_as_its_identifiers(catalogue):
    world = World(changed(catalogue, reproduction_number=5.0), seed=2, n_servers=3_000)
    tables = world.topics("closures")
    truth = tables["truth_lineages"]
    sizes = truth.groupby("lineage_id").size()
    full = truth.loc[truth["capped"], "lineage_id"].unique()
    assert len(full) > 50
    assert (sizes[full] == OFFSPRING).all()
    assert truth["server_id"].is_unique
    validate(TABLES, tables)


def test_more_visibility_only_adds_links(catalogue):
    seen = [
        set(World(catalogue.replace(succession_visibility=share), seed=5, n_servers=2_000)
            .topics("closures")["successions"]["successor_id"]) for share in (0.3, 0.6, 1.0)
    ]
    assert seen[0] < seen[1] < seen[2]


@pytest.mark.parametrize("changes", [
    {"service_closure_rate": 0.0, "voluntary_end_rate": 0.0},
    {"service_closure_rate": 10.0, "successor_lifespan": 1.0, "reproduction_number": 5.0},
    {"reproduction_number": 0.0},
    {"service_closure_rate": 0.0, "reproduction_number": 5.0, "offspring_shape": 0.01},
    {"recreation_delay_median": 1_000.0, "recreation_delay_log_sd": 5.0},
    {"members_carried_share": 0.0, "members_carried_voluntary": 1.0,
     "members_carried_concentration": 0.01, "members_split_shape": 0.01},
    {"succession_visibility": 0.0, "sustained_share": 1.0, "successor_lifespan": 1e6},
], ids=["no end", "all end", "no successor", "rare swarms", "late", "uneven", "blind"])
def test_extreme_assumptions_still_make_lineages(catalogue, changes):
    world = World(changed(catalogue, **changes), seed=3, n_servers=600, n_weeks=20)
    tables = world.topics("closures")
    validate(TABLES, tables)


def changed(catalogue, **values):
    """Give a catalogue whose parameters hold one number each, in the range or not."""
    records = []
    for record in catalogue.records:
        if record.parameter in values:
            number = values[record.parameter]
            value = (dict.fromkeys(record.value, number) if isinstance(record.value, dict)
                     else number)
            record = replace(record, value=value, range=(record.spec.low, max(number, 1e9)
                             if record.spec.high == np.inf else record.spec.high))
        records.append(record)
    return Catalogue(tuple(records))


def test_the_cause_of_an_end_is_known_without_its_block(catalogue, ended):
    world = World(catalogue, seed=31, n_servers=100_000, n_weeks=WEEKS)
    index = world.setting.block_index(37)
    kind = latent.archetype(world.setting, index)
    closed = latent.closed_week(world.setting, index, kind,
                                latent.created_week(world.setting, index))
    service = latent.closed_by_service(world.setting, index, kind)[closed < WEEKS]
    names = server_ids(31, index[closed < WEEKS])
    causes = ended.set_index("server_id")["cause"][list(names)]
    assert ((causes == "service").to_numpy() == service).all()
