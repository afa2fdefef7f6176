"""Notes as a volunteer may write them; every value in them is drawn, none was ever anybody's."""

import re
import sys
from pathlib import Path
from random import Random

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")
if TOOLS not in sys.path:
    sys.path.insert(0, TOOLS)

import guard_identifiers as make  # noqa: E402
import guard_templates as templates  # noqa: E402

LINES = """\
Permanence de {date}, deux personnes en ligne.
J’ouvre l’équipe à {heure}, rien dans la file.
{nom} m’a passé le relais en arrivant.
Première capture reçue de {at}, transmise sans l’ouvrir.
@{pseudo} relance dans le salon d’aide.
Le compte {pseudo} republie tout ce que nous retirons.
pseudo : {pseudo} (à vérifier)
Ancien pseudonyme « {pseudo} », changé depuis.
Il signe maintenant {tag}.
Sur Insta c’est @{pseudo}, même photo de profil.
Son discord : {pseudo}
snap = {pseudo}, donné par la personne elle-même
Utilisateur {pseudo} banni une première fois {date}.
Identifiant du compte : {id}
ID {id} déjà vu en février
Message d’origine {id}, salon fermé depuis.
Rôle {mention} donné à tort.
Le robot a répondu à {mention} avant nous.
Invitation trouvée dans sa bio : {invitation}
Lien vers le salon : {invitation}, expiré ce matin.
Encore une invitation {deguise_invitation}
Adresse postée : {url}
La page {url} renvoie une erreur.
Elle recopie {deguise_url} pour que ça passe.
Un raccourci ({court}) mène au même endroit.
Archive déposée là : {depot}
Copie chez un hébergeur, {depot}, signalée à l’hébergeur.
Site caché mentionné une fois : {cache}
Écrire à {courriel} pour la suite.
Réponse reçue de {courriel}, polie.
Contact du lycée : {courriel}
Son adresse écrite « {deguise_courriel} » dans le message.
Elle donne {deguise_courriel} comme contact de secours.
Tél. {tel} aux heures de bureau
On peut la joindre au {tel} après l’école.
Numéro laissé en privé : {tel}
rappeler {nom} au {tel}
SMS envoyé au {tel} {date}
{nom} habite {lieu} et va au collège du quartier.
La mère de {nom} a appelé depuis {lieu}.
À {lieu}, la gendarmerie a pris la plainte.
Le père, à {lieu}, ne sait rien pour l’instant.
{nom} et sa sœur sont d’accord pour porter plainte.
d’après {nom}, ça dure depuis la rentrée
vu {nom} en visio, ça va un peu mieux
Rendez-vous pris avec l’association de {lieu} le {date}.
Plainte déposée {date} à {heure}.
Dernier message {moment}.
Posté le {moment}, supprimé dans l’heure.
Capture datée du {moment}
horodatage du fichier : {epoque}
created_at={epoque}
{moment} : premier signalement envoyé
{date} — rien de neuf
{date} : relance de la plateforme, sans réponse
Le {date}, deuxième relance, puis une troisième le {date}.
Entre {heure} et {heure}, dix messages supprimés.
Vers {heure} le salon s’est vidé d’un coup.
Connexion vue depuis {ip}
L’hébergeur répond pour {ip}, rien d’autre à cette adresse.
adresse ipv6 {ip6} dans l’en-tête
Fichier resté dans {dossier}
La capture est dans {dossier}, à effacer.
Machine de permanence : {machine}
Il réclame un paiement sur {porte}
IBAN demandé à la victime : {iban}
Virement vers {iban}, bloqué par la banque.
Empreinte transmise au service : {empreinte}
hash de l’image : {empreinte}
Photo prise à {position} selon les métadonnées
Position partagée : {position}
- [ ] rappeler {nom}
- [x] signaler {url}
- vu avec {nom}, on attend
- {pseudo_seul} est revenu sous le même nom
- encore {pseudo_seul}, même méthode
> {at} : « tu vas le regretter »
> message de {tag}, effacé par l’équipe
* {date}, {heure} : appel de {nom}
| {date} | {tag} | signalé |
| {lieu} | {tel} | rappelé |
1. {courriel} répond sous deux jours
2. {deguise_tel} ne répond pas
3. {deguise_id} retrouvé dans les journaux
**{nom}** ne veut plus être contactée.
_{lieu}_ : voir avec la mission locale.
`{id}` noté au propre
`{pseudo}` dit {at}
<{courriel}>
<{url}>
[le salon]({url}) est fermé
[profil]({deguise_url})
cc {courriel}, {courriel}
Appel de {heure} : {nom} pleure, on reste en ligne.
Note pour {nom} : ne plus répondre à {at}.
Quand {nom} dit non, on s’arrête.
la cousine de {nom}, celle de {lieu}, confirme
{nom}, 3e fois cette semaine
Pas de nouvelles de {nom} depuis {date}.
Je note pour mémoire : {tag} = {at} ?
même personne que {pseudo_seul}, sans certitude
{pseudo_seul} n’a plus rien posté
on attend la réponse du 3018 avant d’écrire à {nom}
Merci de rappeler le 3919 à sa place, elle dort.
Elle a le 119 et le 3018, notés au dos.
Publication du {date} toujours en ligne ce soir
nuit du {date} : permanence doublée
semaine du {date}, planning à refaire
anniversaire de {nom} le {date}
Réunion {date} à {heure}, salle de {lieu}
compte rendu du {date} envoyé par {courriel}
Ça a commencé {date} d’après elle.
prévenir {courriel} avant {heure}
appel manqué à {heure} ({tel})
formulaire rempli à {heure}, numéro de dossier {id}
Le modérateur {tag} nous a aidés.
L’administratrice, {at}, ferme le salon demain.
Un certain {tag} propose son aide, on décline.
alias {pseudo} sur l’autre plateforme
connu sous le nom de {pseudo} ailleurs
suivez @{pseudo} disait l’affiche
DM reçu de @{pseudo} à {heure}
@{pseudo} a quitté le serveur {date}
Le lien {deguise_invitation} tourne encore.
Trois comptes : {at}, {at}, {at}.
Deux numéros : {tel} et {tel}.
Renvoyer vers {lieu} si {nom} déménage.
Dossier papier rangé à {lieu}.
Tout est reparti de {url} d’après l’hébergeur.
Voir aussi {url}, {url}
courriel du parquet : {courriel}, reçu {moment}
{heure}, fin de permanence.
{heure} : relève faite
le {date} vers {heure}, appel masqué
elle a bloqué {at} et {tag}
sauvegarde dans {dossier}, supprimée le {date}
Journal : {moment} connexion de {ip}
Journal : {moment} départ de {id}
Prochaine permanence {date}.
Transmis à {nom} pour relecture.
Relu par {nom}, {date}.
Ne pas citer {lieu} dans le rapport.
Effacer {tel} après l’appel.
Effacer aussi {deguise_courriel} et {deguise_tel}.
Rien d’autre ce soir.
""".splitlines()
MONTHS = make.MONTHS
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
RULE_OF = (
    ("id", "snowflake"), ("mention", "mention"), ("invitation", "invitation"), ("url", "address"),
    ("court", "shortener"), ("depot", "file_locker"), ("cache", "onion"), ("courriel", "email"),
    ("tel", "phone"), ("moment", "timestamp"), ("ip", "ip"), ("dossier", "home_path"),
    ("machine", "machine"), ("porte", "wallet"), ("iban", "iban"), ("empreinte", "hash"),
    ("position", "gps"),
)
NAMES = ("Lanoke", "Mélisa-Rose", "Tobène", "Rosa Nivel", "Sérine")
PLACES = ("Nivelaure", "Saint-Torec", "Bois d’Ésola", "Kerlano")


class Note:
    """A note, and every value in it; ``listed`` is the list of names that goes with it."""

    def __init__(self, seed: int):
        self.random = Random(f"bénévole/{seed}")
        self.values: list[tuple[str, str, int]] = []
        self.seen = [make.handle(self.random) for _ in range(3)]
        self.listed = "\n".join(
            [f"nom: {name}" for name in NAMES] + [f"lieu: {name}" for name in PLACES]
        )
        first = [f"pseudo : {name}" for name in self.seen]
        self.values += [("pseudo", name, line) for line, name in enumerate(self.seen)]
        lines = self.random.sample(LINES, len(LINES))
        self.lines = first + [self._filled(line, len(first) + i) for i, line in enumerate(lines)]

    @property
    def text(self) -> str:
        """The note."""
        return "\n".join(self.lines) + "\n"

    def _filled(self, line: str, number: int) -> str:
        def value(match: re.Match) -> str:
            written = getattr(self, f"_{match[1]}", None) or self._made(match[1])
            text = written() if callable(written) else written
            self.values.append((match[1], text, number))
            return text

        return re.sub(r"\{(\w+)\}", value, line)

    def _made(self, slot: str) -> str:
        makers = {slot: make.MAKERS[rule] for slot, rule in RULE_OF} | dict(
            pseudo=make.handle, epoque=make.epoch, ip6=make.ipv6
        )
        kinds = dict(RULE_OF)
        if slot.startswith("deguise_"):
            plain = slot.removeprefix("deguise_")
            disguises = templates.DISGUISES["epreuve"][kinds[plain]]
            return self.random.choice(disguises)(makers[plain](self.random))
        return makers[slot](self.random)

    def _at(self) -> str:
        return "@" + make.handle(self.random)

    def _tag(self) -> str:
        return f"{make.handle(self.random)}#{make.digits(self.random, 4)}"

    def _pseudo_seul(self) -> str:
        return self.random.choice(self.seen)

    def _nom(self) -> str:
        name = self.random.choice(NAMES)
        ways = (str, str, str.upper, str.lower, lambda t: t.replace("-", " "), "\u200b".join,
                " ".join, lambda t: t.replace("é", "e"))
        return self.random.choice(ways)(name)

    def _lieu(self) -> str:
        name = self.random.choice(PLACES)
        ways = (str, str, str.upper, lambda t: t.replace("-", " "), lambda t: t.replace("’", "'"),
                lambda t: t.replace("É", "E"))
        return self.random.choice(ways)(name)

    def _date(self) -> str:
        r = self.random
        day, month, year = r.randint(1, 28), r.randrange(12), r.randint(2022, 2026)
        return r.choice((
            f"{day} {MONTHS[month]} {year}", f"{day} {MONTHS[month]}", f"1er {MONTHS[month]}",
            f"{day:02d}/{month + 1:02d}/{year}", f"{day:02d}/{month + 1:02d}/{year % 100}",
            f"{year}-{month + 1:02d}-{day:02d}", f"{day}.{month + 1}.{year}",
            f"{r.choice(DAYS)} {day} {MONTHS[month]}", f"{day} {MONTHS[month][:4]}. {year}",
            f"{day:02d}-{month + 1:02d}-{year}", f"{year}{month + 1:02d}{day:02d}",
        ))

    def _heure(self) -> str:
        r = self.random
        hour, minute = r.randrange(24), r.randrange(60)
        return r.choice((f"{hour} h {minute:02d}", f"{hour}h{minute:02d}",
                         f"{hour:02d}:{minute:02d}", f"{hour}\u00a0h\u00a0{minute:02d}"))
