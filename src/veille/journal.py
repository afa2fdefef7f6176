"""Entries of a watch journal, rebuilt from synthetic cases: what may be written, and how.

Each kind of entry chooses one case among the observer's tables, by a rule that is said here, and
says it in rounded numbers and relative weeks.  Nothing in an entry comes from the truth, and no
identifier of a case is ever written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from veille.assumptions.vocabulary import REPORT_ROUTES, SIGNS, french_name
from veille.french import typeset

NEEDS = ("servers", "channels", "reports", "closures", "successions", "ratings", "shifts")
Tables = Mapping[str, pd.DataFrame]
INNOCENT = {
    "fine_segmentation": "une communauté très organisée segmente aussi",
    "absent_moderation": "un petit groupe d’amis s’en passe",
    "off_platform_push": "beaucoup de groupes ont aussi un forum ou un calendrier ailleurs",
    "private_roles": "une association prudente a des espaces réservés",
    "unverified_links": "des liens de passionnés ne sont pas toujours vérifiés",
    "ambiguous_language": "un vocabulaire à soi n’est pas un code",
    "pressure": "un jeu d’équipe pousse aussi à participer",
}
MANY = 8  # exposures in a week from which the journal speaks of stopping


@dataclass(frozen=True)
class Entry:
    """One entry; every text is French and typeset.

    Attributes
    ----------
    title
        What the entry is about, in a few words.
    context, architecture, actions, notes
        A paragraph each.
    indicators
        A sentence per sign, with what would explain it otherwise; or one that says there is none.
    """

    title: str
    context: str
    architecture: str
    indicators: tuple[str, ...]
    actions: str
    notes: str


def entries(tables: Tables) -> list[Entry]:
    """Rebuild the journal from the tables of one world, `NEEDS`.

    A kind of entry whose case does not exist in this world is left out.
    """
    found = []
    used: set[str] = set()
    for kind in KINDS:
        entry = kind(_Cases(tables, used))
        if entry is not None:
            found.append(entry)
    return found


def rounded(number: float) -> str:
    """Write a number of members as an order of magnitude.

    Examples
    --------
    >>> rounded(62), rounded(1483), rounded(3)
    ('une soixantaine', 'un millier', 'moins de dix')
    """
    tens = {10: "une dizaine", 20: "une vingtaine", 30: "une trentaine", 40: "une quarantaine",
            50: "une cinquantaine", 60: "une soixantaine"}
    if number < 10:
        return "moins de dix"
    if number < 65:
        return tens[min(60, int(number // 10 * 10))]
    for bound, text in ((100, "près d’une centaine"), (200, "une centaine"),
                        (1_000, "quelques centaines"), (2_000, "un millier"),
                        (10_000, "quelques milliers")):
        if number < bound:
            return text
    return "des dizaines de milliers" if number < 100_000 else "une centaine de milliers"


def gated(part: float) -> str:
    """Say which share of the visible channels is behind a gate.

    Examples
    --------
    >>> gated(0.0), gated(0.3)
    ('aucun salon visible n’est derrière un palier', 'près d’un tiers des salons visibles sont \
derrière un palier')
    """
    if part < 0.05:
        few = "aucun" if part == 0 else "presque aucun"
        return f"{few} salon visible n’est derrière un palier"
    for bound, text in ((0.15, "un salon visible sur dix environ est"),
                        (0.22, "un salon visible sur cinq environ est"),
                        (0.28, "un quart environ des salons visibles sont"),
                        (0.40, "près d’un tiers des salons visibles sont"),
                        (0.60, "la moitié environ des salons visibles sont"),
                        (0.80, "plus de la moitié des salons visibles sont")):
        if part < bound:
            return f"{text} derrière un palier"
    return "presque tous les salons visibles sont derrière un palier"


class _Cases:
    """The tables, and the servers that earlier entries have taken."""

    def __init__(self, tables: Tables, used: set[str]) -> None:
        self.tables, self._used = tables, used
        servers = tables["servers"].set_index("server_id")
        notes = tables["ratings"].set_index(["server_id", "rater_id"])[list(SIGNS)].astype(bool)
        counts = notes.sum(axis=1).unstack("rater_id")  # noqa: PD010
        self.servers = servers[servers.index.isin(counts.index)]
        self.signs, self.counts = notes, counts.reindex(self.servers.index)

    def free(self, names: pd.Index) -> pd.Index:
        """Leave out the servers already told."""
        return names[~names.isin(list(self._used))]

    def take(self, names: pd.Index) -> str | None:
        """Take the first server that is free."""
        free = self.free(names)
        if free.empty:
            return None
        self._used.add(free[0])
        return free[0]

    def noted(self, server: str, rater: int = 0) -> list[str]:
        """Give the signs that one person noted."""
        row = self.signs.loc[server].iloc[rater]
        return [sign for sign in SIGNS if row[sign]]


def _architecture(cases: _Cases, server: str) -> str:
    row = cases.servers.loc[server]
    channels = cases.tables["channels"]
    channels = channels[channels["server_id"] == server]
    beyond = channels[~channels["kind"].isin(["welcome", "rules"])]
    share = float((beyond["gate"] != "open").mean()) if len(beyond) else 0.0
    deepest = int(beyond["depth"].max()) if len(beyond) else 0
    posted = ("Un règlement est affiché." if row["rules_posted"] else
              "Aucun règlement n’est affiché.")
    steps = ("" if deepest == 0 else ", et un seul palier est annoncé" if deepest == 1 else
             f", et jusqu’à {_words(deepest)} paliers successifs sont annoncés")
    return typeset(f"On compte {_of(float(row['members']), 'membres')} et "
                   f"{_of(len(channels), 'salons')} ; {gated(share)}{steps}. {posted}")


def _of(number: float, things: str) -> str:
    """Write an order of magnitude and what it counts: ``une dizaine de salons``."""
    text = rounded(number)
    return f"{text} {things}" if text == "moins de dix" else (
        f"{text} de {things}")


def _words(number: int) -> str:
    words = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
    return words[number] if number < len(words) else "plus de dix"


def _indicators(signs: list[str]) -> tuple[str, ...]:
    if not signs:
        return (typeset("Aucun signe relevé."),)
    return tuple(typeset(f"{french_name(sign).capitalize()} ; mais {INNOCENT[sign]}.")
                 for sign in signs)


def _reopened(cases: _Cases) -> Entry | None:
    """A server called at risk, closed by its service, whose successor was found again."""
    closed = cases.tables["closures"].query("cause == 'service'")
    followed = cases.tables["successions"].set_index("predecessor_id")
    known = closed[closed["server_id"].isin(followed.index)]
    called = cases.servers.index[cases.servers["observer_label"] == "at_risk"]
    server = cases.take(pd.Index(known.loc[known["server_id"].isin(called), "server_id"]))
    if server is None:
        return None
    end = closed.set_index("server_id").loc[server]
    link = followed.loc[[server]].iloc[0]
    carried = float(link["members_carried_share"])
    back = ("presque personne n’y est revenu" if carried < 0.05 else
            "une petite part des membres y est revenue" if carried < 0.4 else
            "la plupart des membres y sont revenus")
    return Entry(
        typeset("Fermé, puis rouvert"),
        typeset("Espace suivi depuis plusieurs mois, classé « à risque » par deux lectures."),
        _architecture(cases, server),
        _indicators(cases.noted(server)),
        typeset(
            "Description envoyée au service, sans contenu. Le service a fermé l’espace"
            + (" dans le cadre d’une série de fermetures. " if end["sustained"] else ". ")
            + f"Un espace qui en prend la suite est apparu {_within(int(link['delay_days']))} ; "
            f"{back}. Nouveau signalement, avec la référence du premier."),
        typeset("Nous n’avons pas cherché l’espace suivant : il s’est signalé de lui-même par une "
                "invitation publique. Ne plus rien voir n’aurait pas voulu dire que c’était fini."),
    )


def _within(days: int) -> str:
    return ("dans la journée" if days <= 1 else "dans la semaine" if days <= 7 else
            "dans le mois" if days <= 31 else "quelques mois plus tard")


def _cleared(cases: _Cases) -> Entry | None:
    """The contrast server with rules and moderators on which one person noted the most signs."""
    rows = cases.servers
    kept = rows[(rows["observer_label"] == "contrast") & rows["rules_posted"]
                & (rows["moderators_per_1000"] > rows["moderators_per_1000"].median())]
    order = cases.counts.loc[kept.index].max(axis=1).sort_values(ascending=False, kind="stable")
    server = cases.take(order.index)
    if server is None:
        return None
    first, second = cases.noted(server, 0), cases.noted(server, 1)
    more, less = max(first, second, key=len), min(first, second, key=len)
    return Entry(
        typeset("Beaucoup de signes, et rien"),
        typeset("Espace signalé par une personne extérieure, inquiète de ses salons réservés."),
        _architecture(cases, server),
        _indicators(more),
        typeset(
            f"Deuxième lecture, faite sans connaître la première : {_signs(len(less))} au lieu de "
            f"{_number(len(more))}. Règles affichées, personnes qui modèrent nommées et "
            "joignables. Aucun signalement. Réponse à la personne qui s’était inquiétée."),
        typeset("Nous aurions pu nous tromper. Un espace réglé, qui vérifie à l’entrée, ressemble "
                "de loin à ce que l’on cherche. L’écrire ici évite de le refaire."),
    )


def _signs(number: int) -> str:
    return ("aucun signe" if number == 0 else "un signe" if number == 1 else
            f"{_words(number)} signes")


def _number(number: int) -> str:
    return "un seul" if number == 1 else _words(number)


def _disagreement(cases: _Cases) -> Entry | None:
    """The server on which the two persons' numbers of signs differ the most."""
    apart = (cases.counts.iloc[:, 0] - cases.counts.iloc[:, 1]).abs()
    order = apart[apart >= 2].sort_values(ascending=False, kind="stable")
    server = cases.take(order.index)
    if server is None:
        return None
    first, second = cases.noted(server, 0), cases.noted(server, 1)
    common = [sign for sign in first if sign in second]
    return Entry(
        typeset("Deux personnes ne voient pas la même chose"),
        typeset("Espace tiré au sort pour vérifier nos propres lectures."),
        _architecture(cases, server),
        _indicators(common) if common else (
            typeset("Aucun signe relevé par les deux personnes."),),
        typeset(
            f"La première lecture relève {_signs(len(first))}, la seconde {_signs(len(second))} ; "
            f"{_common(len(common))}. Discussion, puis troisième lecture. Pas de signalement."),
        typeset("Le désaccord est le résultat. Il dit que nos consignes ne sont pas assez "
                "claires, et rien sur cet espace."),
    )


def _common(number: int) -> str:
    return ("aucun n’est commun aux deux" if number == 0 else
            "un seul est commun aux deux" if number == 1 else
            f"{_words(number)} sont communs aux deux")


def _unanswered(cases: _Cases) -> Entry | None:
    """The server with the most reports by one route of which nothing was ever learnt."""
    rows = cases.tables["reports"]
    silent = rows[rows["outcome"].isna()]
    order = silent.groupby("server_id").size().sort_values(ascending=False, kind="stable")
    server = cases.take(order.index[order.index.isin(cases.servers.index)])
    if server is None:
        return None
    own = rows[rows["server_id"] == server]
    routes = sorted(own["route"].unique(), key=list(REPORT_ROUTES).index)
    quiet = int(own["outcome"].isna().sum())
    return Entry(
        typeset("Signaler, et ne rien apprendre"),
        typeset("Espace signalé plusieurs fois par l’équipe au cours de l’année."),
        _architecture(cases, server),
        _indicators(cases.noted(server)),
        typeset(
            f"{_envois(len(own)).capitalize()}, par "
            + _joined([f"« {french_name(route)} »" for route in routes])
            + f". {_silences(quiet, len(own))} Registre clos pour ce dossier."),
        typeset("Un silence n’est pas un refus, et ne dit rien de l’espace. Continuer "
                "d’envoyer la même chose n’y changerait rien ; nous nous arrêtons là."),
    )


def _envois(number: int) -> str:
    return "un envoi" if number == 1 else (
        f"{_words(number)} envois" if number < 10 else f"{rounded(number)} d’envois"
        if number < 65 else "de nombreux envois")


def _silences(quiet: int, sent: int) -> str:
    if quiet == sent:
        return "Aucune réponse à ce jour."
    return "Pour la plupart, aucune réponse à ce jour." if quiet * 2 > sent else (
        "Une partie est restée sans réponse.")


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"


def _answered(cases: _Cases) -> Entry | None:
    """The report that was followed by an action the fastest."""
    rows = cases.tables["reports"]
    done = rows[(rows["outcome"] == "action") & rows["delay_days"].notna()]
    done = done.sort_values("delay_days", kind="stable")
    server = cases.take(pd.Index(done.loc[done["server_id"].isin(cases.servers.index),
                                          "server_id"].unique()))
    if server is None:
        return None
    first = done[done["server_id"] == server].iloc[0]
    complete = float(first["completeness"])
    return Entry(
        typeset("Une réponse, vite"),
        typeset("Signalement fait le jour de l’observation, par une seule personne."),
        _architecture(cases, server),
        _indicators(cases.noted(server)),
        typeset(
            f"Un signalement {'complet' if complete > 0.6 else 'court'}, par la voie "
            f"« {french_name(first['route'])} ». Mesure apprise "
            f"{_within(int(first['delay_days']))}."),
        typeset("C’est l’exception, et il faut le garder en tête : on se souvient des réponses "
                "rapides et l’on en tire des règles. Ce cas ne dit pas que cette voie est bonne."),
    )


def _little(cases: _Cases) -> Entry | None:
    """The smallest server called at risk: it shows little."""
    rows = cases.servers[cases.servers["observer_label"] == "at_risk"]
    server = cases.take(rows["members"].sort_values(kind="stable").index)
    if server is None:
        return None
    return Entry(
        typeset("Presque rien à voir"),
        typeset("Espace découvert par une invitation publique, et dont presque rien ne se voit."),
        _architecture(cases, server),
        _indicators(cases.noted(server)),
        typeset("Pas d’entrée, pas de compte créé pour voir. La personne qui pourrait être visée "
                "a été orientée vers une ligne d’écoute de son pays. Description transmise à un "
                "signaleur de confiance."),
        typeset("C’est le cas où l’on voudrait en savoir plus, et où il ne faut pas. Les espaces "
                "qui montrent le moins sont ceux dont nous savons le moins, et pas forcément "
                "ceux où il se passe le plus."),
    )


def _stopping(cases: _Cases) -> Entry | None:
    """The week with the most exposures for one volunteer."""
    rows = cases.tables["shifts"]
    if rows.empty or int(rows["exposures"].max()) < MANY:
        return None
    heavy = rows.sort_values("exposures", ascending=False, kind="stable").iloc[0]
    helped = bool(heavy["support"])
    return Entry(
        typeset("La semaine où l’on s’arrête"),
        typeset("Entrée sans espace : elle porte sur nous."),
        typeset(f"Une personne de l’équipe a traité {_dossiers(int(heavy['cases']))} dans la "
                "semaine, bien plus que ce que nous avions fixé."),
        (typeset("Sommeil court ; mais une semaine chargée l’explique aussi."),
         typeset("Réponses brèves, humour absent ; mais chacun a le droit d’être fatigué.")),
        typeset(("Un temps d’échange avait été tenu ; il n’a pas suffi. " if helped else
                 "Aucun temps d’échange n’avait été tenu cette semaine-là. ")
                + "Arrêt de deux semaines, dossiers répartis, trois demandes refusées avec une "
                "explication."),
        typeset("Refuser des dossiers a été plus difficile que de les traiter. Nous l’écrivons "
                "pour que la prochaine fois soit plus simple."),
    )


def _dossiers(number: int) -> str:
    return _of(number, "dossiers")


Kind = Callable[[_Cases], Entry | None]
KINDS: tuple[Kind, ...] = (_reopened, _cleared, _disagreement, _unanswered, _answered, _little,
                           _stopping)


def paragraphs(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the parts of an entry with their French names, in the order of a note."""
    yield "Contexte", (entry.context,)
    yield "Architecture", (entry.architecture,)
    yield "Indicateurs", entry.indicators
    yield "Actions", (entry.actions,)
    yield "Notes", (entry.notes,)
