"""The headline conclusions of the notebooks, each as a margin that is positive where it holds."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from veille.analysis import (
    answers,
    closures_recovery,
    competing,
    drift_recovery,
    filters,
    indicator_recovery,
    load_recovery,
    network_recovery,
    predictive_value,
    reporting_recovery,
    zipf,
)
from veille.analysis.anatomy import planted_gaps
from veille.analysis.blind_spots_worlds import Study as Watch
from veille.analysis.blind_spots_worlds import plant
from veille.analysis.dynamics_recovery import Study as Arrivals
from veille.analysis.dynamics_recovery import recover as recover_arrivals
from veille.analysis.expected_uses import expected_mass
from veille.analysis.hidden import most_likely
from veille.analysis.histories import FIRST_HAND
from veille.analysis.mixture import choose
from veille.analysis.presence import planted_presence
from veille.analysis.rand import rand_index
from veille.analysis.rating_pairs import RATED_FROM, rated
from veille.analysis.report_law import planted_law
from veille.analysis.shapes import Shapes
from veille.analysis.token_uses import TokenUses
from veille.analysis.typology_recovery import LARGEST, draw_pool
from veille.analysis.uses import read_uses
from veille.analysis.waiting import dated
from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import REPORT_ROUTES, SERVICE_REGIMES
from veille.errors import VeilleError
from veille.synth import World
from veille.synth.world import planted_parameters

WEEKS, DAYS = 52, 30
Margins = dict[str, float]


@dataclass(frozen=True)
class Group:
    """Conclusions that are read on the same world.

    Attributes
    ----------
    said
        By name, ``NN.words``: what is concluded, in French.
    margins
        From a catalogue and a seed, each conclusion's margin: positive where it holds, missing
        where the world is too poor to conclude.
    topics
        Files of the assumptions that can change it, two digits each: others move nothing, since
        every table has its own streams.
    """

    name: str
    said: dict[str, str]
    margins: Callable[[Catalogue, int], Margins]
    topics: tuple[str, ...]

    def read(self, catalogue: Catalogue, seed: int) -> Margins:
        """Give the margins, missing where nothing can be computed."""
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # empty means: the margin is missing
                found = self.margins(catalogue, seed)
        except (VeilleError, ValueError, ZeroDivisionError, IndexError, KeyError, TypeError,
                np.linalg.LinAlgError):
            found = {}  # a world with no server of a class, no report by a route…
        return {name: _finite(found.get(name)) for name in self.said}


def _finite(value: float | None) -> float:
    return float(value) if value is not None and np.isfinite(value) else float("nan")


def _anatomy(catalogue: Catalogue, seed: int) -> Margins:
    tables = World(catalogue, seed, 1_200).structure()
    shapes = Shapes.from_tables(tables)
    seen = shapes.difference("label", "gated_share").value
    planted = planted_gaps(planted_parameters(catalogue))["gated_share"]
    return {"02.plus_fermes": seen, "02.ecart_attenue": abs(planted) - abs(seen)}


def _typology(catalogue: Catalogue, seed: int) -> Margins:
    own = draw_pool(catalogue, [seed], 1_200)
    rule = choose(own.features, LARGEST, "diag", starts=1)
    agreement = float(rand_index(own.agreement(rule)))
    planted = len(np.unique(own.types))
    return {"03.types_confondus": 0.8 - agreement, "03.moins_de_classes": planted - rule.n_classes}


def _language(catalogue: Catalogue, seed: int) -> Margins:
    world = World(catalogue, seed, 300, WEEKS)
    tables = world.topics("language", "structure") | world.common_tables()
    uses = read_uses(tables["keyword_counts"], tables["keyword_variants"], WEEKS)
    labelled = drift_recovery.labelled_servers(tables, uses)
    mass, late = expected_mass(tables, uses), slice(WEEKS - 13, WEEKS)
    kept = {"frozen": filters.frozen(uses), "updated": filters.updated(uses, labelled, 4)}
    recall = {name: filters.recall(mass, one.listed)[late].mean() for name, one in kept.items()}
    precision = filters.precision(mass, kept["updated"].listed)[late].mean()
    whole = zipf.log_log_exponent(zipf.pooled_ranks(TokenUses.from_tables(tables, WEEKS).pooled()))
    return {
        "04.log_log_surestime": whole.value - float(catalogue.value("zipf_exponent")),
        "05.liste_figee": 0.5 - recall["frozen"],
        "05.revoir_rend": recall["updated"] - recall["frozen"] - 0.2,
        "05.liste_imprecise": 0.5 - precision,
    }


def _dynamics(catalogue: Catalogue, seed: int) -> Margins:
    found = recover_arrivals(Arrivals(catalogue, seed, 6, 300)).estimates
    means = found.groupby(["target", "method"])[["value", "planted"]].mean()
    effect = [means.loc[(f"slow/{state}", "markov")] for state in range(3)]
    naive = means.loc[("private", "everybody")]
    return {
        "06.premier_pas": min(effect[1]["planted"], effect[2]["planted"]) - effect[0]["planted"],
        "06.markov_promet_trop": effect[2]["planted"] - effect[2]["value"],
        "06.compter_tous_sous_estime": naive["planted"] - naive["value"],
    }


def _indicators(catalogue: Catalogue, seed: int) -> Margins:
    known = rated(World(catalogue, seed, 1_200).topics("structure", "ratings", only=RATED_FROM))
    flagged = known.notes.score >= 4
    value = predictive_value.predictive_value(
        predictive_value.rates(flagged, known.at_risk), 0.01)
    wrong = predictive_value.wrong_per_right(value).value
    alarms = {code: one.value for code, one in indicator_recovery.false_alarms(
        known.notes.score >= 3, known.archetype).items()}
    adult = alarms.pop("consensual_adult")
    return {"07.surtout_a_tort": wrong - 1, "07.consentis_les_plus_touches":
            adult - max(alarms.values())}


def _reporting(catalogue: Catalogue, seed: int) -> Margins:
    tables = World(catalogue, seed, 1_200, WEEKS).topics("reports")
    reports = reporting_recovery.with_truth(tables["reports"], tables["truth_reports"])
    seen = answers.read_waits(reports)
    planted = planted_law(catalogue, reports).incidence("action", DAYS)
    routes = {route: np.flatnonzero(reports["route"] == route) for route in REPORT_ROUTES}
    routes = {route: own for route, own in routes.items() if own.size >= 20}
    over, learnt = [], {}
    for route, own in routes.items():
        waits = seen.among(own)
        naive = competing.incidence_at(waits.censoring_others(answers.ACTION), DAYS).of(1).value
        over.append(naive - planted[own].mean())
        learnt[route] = competing.incidence_at(waits, DAYS).of(answers.ACTION).value
    told = np.isin(seen.cause, (answers.ACTION, answers.REFUSAL)).mean()
    return {
        "08.km_surestime": float(np.mean(over)),
        "08.droit_auteur_devant": learnt["copyright_form"] - learnt["in_app"],
        "08.silence_frequent": 0.75 - told,
    }


def _closures(catalogue: Catalogue, seed: int) -> Margins:
    study = closures_recovery.Study(catalogue, [seed], 4_000)
    (_, lineages, truth), = study.worlds()
    found = closures_recovery.reproduction_estimates(lineages, 1.0, study.short)
    ends = found[found["method"] == "ends"].set_index("regime")["value"]
    number = catalogue.value("reproduction_number")
    left = {regime: planted_presence(truth, regime, study.long, WEEKS)["presence"].mean()
            for regime in SERVICE_REGIMES}
    short = [number[regime] - ends[regime] for regime in SERVICE_REGIMES]
    return {"09.resurgences_sous_comptees": float(np.mean(short)),
            "09.campagne_laisse_moins": left["isolated"] - left["sustained"]}


def _network(catalogue: Catalogue, seed: int) -> Margins:
    study = network_recovery.Networks(catalogue, [seed], 1_200)
    shares = np.array([0.1, 0.2])
    closed = network_recovery.percolate(
        study, shares, {"static": network_recovery.reactions_of(catalogue)["static"]})
    at = closed[closed["share"] == 0.2].set_index("closing")["left"]
    aims = network_recovery.aimed_at_seen(study, shares)
    tenth = aims[(aims["aim"] == "seen") & (aims["share"] == 0.1)].iloc[0]
    return {"09.carrefours_brisent": at["chance"] - at["hubs"] - 0.1,
            "09.vu_trop_fragile": tenth["left"] - tenth["left_seen"]}


def _load(catalogue: Catalogue, seed: int) -> Margins:
    tables = World(catalogue, seed, 4_000).topics("load")
    value = catalogue.value
    found = load_recovery.estimates(tables["shifts"], float(value("exposure_retention")), 1.0)
    share = (tables["truth_shifts"]["distress_score"] >= load_recovery.exposure.THRESHOLD).mean()
    return {
        "10.soutien_masque": found["support_naive"].value + float(value("support_effect")),
        "10.detresse_sous_comptee": float(share) - found["share"].value,
        "10.dose_pese": found["dose"].low,
    }


def _blind_spots(catalogue: Catalogue, seed: int) -> Margins:
    planted = plant(Watch(catalogue, [seed], 1_200))
    hidden = float(planted.hidden[0])
    independent = float(most_likely(planted.counts[FIRST_HAND], "independence")[0])
    by_week = float(dated(planted.by_week, planted.seen).value[0])
    return {"11.annonce_trop_peu": 1 - max(independent, by_week) / hidden,
            "11.moitie_manquee": 0.5 - by_week / hidden}


GROUPS = (
    Group("anatomy", {
        "02.plus_fermes": "Les serveurs classés à risque ferment plus de salons que les témoins.",
        "02.ecart_attenue": "La vue de la veille rend cet écart plus petit qu’il n’est.",
    }, _anatomy, ("01", "03", "05", "07", "08")),
    Group("typology", {
        "03.types_confondus": "La structure seule ne retrouve pas les types (accord sous 0,8).",
        "03.moins_de_classes": "Le BIC trouve moins de classes qu’il n’y a de types.",
    }, _typology, ("01", "02", "03", "04", "05", "07", "08")),
    Group("language", {
        "04.log_log_surestime": "La droite en log–log surestime l’exposant.",
        "05.liste_figee": "Une liste figée perd plus de la moitié du rappel en un an.",
        "05.revoir_rend": "La revoir toutes les quatre semaines rend au moins vingt points.",
        "05.liste_imprecise": "Même revue, la plupart de ce qu’elle attrape est autre chose.",
    }, _language, ("01", "03", "05", "06", "07", "08")),
    Group("dynamics", {
        "06.premier_pas": "Un obstacle arrête le plus de monde au premier pas.",
        "06.markov_promet_trop": "Le modèle de Markov promet trop d’un obstacle au dernier pas.",
        "06.compter_tous_sous_estime": "Compter tout le monde comme suivi sous-estime l’arrivée.",
    }, _dynamics, ("01", "03", "05", "07", "08", "09")),
    Group("indicators", {
        "07.surtout_a_tort": "À un serveur à risque sur cent, on désigne surtout à tort.",
        "07.consentis_les_plus_touches": "Les espaces adultes consentis sont les plus désignés à "
        "tort.",
    }, _indicators, ("01", "02", "03", "04", "05", "06", "07", "08", "12")),
    Group("reporting", {
        "08.km_surestime": "1 − Kaplan–Meier surestime la probabilité d’une mesure.",
        "08.droit_auteur_devant": "Le formulaire de droit d’auteur l’emporte sur celui du service.",
        "08.silence_frequent": "Plus d’un quart des signalements restent sans issue connue.",
    }, _reporting, ("01", "05", "07", "08", "10")),
    Group("closures", {
        "09.resurgences_sous_comptees": "Compter les résurgences retrouvées les sous-estime.",
        "09.campagne_laisse_moins": "Une campagne soutenue laisse moins de présence qu’une "
        "fermeture isolée.",
    }, _closures, ("01", "02", "05", "07", "08")),
    Group("network", {
        "09.carrefours_brisent": "Fermer un cinquième des serveurs brise mieux le réseau par les "
        "carrefours qu’au hasard, de dix points au moins.",
        "09.vu_trop_fragile": "Le réseau vu se brise plus vite que le vrai.",
    }, _network, ("01", "05", "07", "08")),
    Group("load", {
        "10.soutien_masque": "La comparaison brute masque l’effet du soutien.",
        "10.detresse_sous_comptee": "Les scores donnés sous-comptent les semaines de détresse.",
        "10.dose_pese": "L’effet de la dose se voit, intervalle compris.",
    }, _load, ("01", "07", "08", "11")),
    Group("blind_spots", {
        "11.annonce_trop_peu": "Toute méthode annonce trop peu de serveurs jamais vus.",
        "11.moitie_manquee": "Même la meilleure en annonce moins de la moitié.",
    }, _blind_spots, ("01", "03", "05", "07", "08")),
)


def conclusions() -> Mapping[str, str]:
    """Give every conclusion, by name."""
    return {name: text for group in GROUPS for name, text in group.said.items()}


SHORT = {
    "02.plus_fermes": "à risque, plus fermés", "02.ecart_attenue": "écart atténué",
    "03.types_confondus": "types confondus", "03.moins_de_classes": "moins de classes",
    "04.log_log_surestime": "log–log surestime", "05.liste_figee": "liste figée aveugle",
    "05.revoir_rend": "revoir la liste rend", "05.liste_imprecise": "liste revue imprécise",
    "06.premier_pas": "agir au premier pas", "06.markov_promet_trop": "Markov promet trop",
    "06.compter_tous_sous_estime": "compter tous sous-estime",
    "07.surtout_a_tort": "surtout à tort",
    "07.consentis_les_plus_touches": "consentis les plus touchés",
    "08.km_surestime": "1 − KM surestime", "08.droit_auteur_devant": "droit d’auteur devant",
    "08.silence_frequent": "silence fréquent",
    "09.resurgences_sous_comptees": "résurgences sous-comptées",
    "09.campagne_laisse_moins": "campagne laisse moins",
    "09.carrefours_brisent": "carrefours brisent", "09.vu_trop_fragile": "réseau vu trop fragile",
    "10.soutien_masque": "soutien masqué", "10.detresse_sous_comptee": "détresse sous-comptée",
    "10.dose_pese": "la dose se voit", "11.annonce_trop_peu": "annonce trop peu",
    "11.moitie_manquee": "moitié manquée",
}  # for figures, where a sentence has no room


def short(name: str) -> str:
    """Give a few words for a conclusion, after the number of its notebook."""
    return f"{name[:2]} · {SHORT[name]}"
