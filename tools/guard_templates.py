"""Sentences around made-up identifiers, in two sets: one to tune with, one never tuned with."""

import base64
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import quote

import guard_identifiers as make
import yaml

HELP = Path(__file__).parents[1] / "book" / "_data" / "aide.yml"

PLAIN = {
    "reglage": (
        "Voir {} pour la suite.",
        "- note : {}",
        "Copié depuis {} ; à retirer.",
        "| ligne | {} |",
        "({})",
    ),
    "epreuve": (
        "On nous a transmis {} hier.",
        "> {}",
        "1. À vérifier : {}, puis effacer.",
        "Trace relevée « {} ».",
        "{}",
    ),
}


def _dots(text: str, dot: str) -> str:
    return text.replace(".", dot)


def _fullwidth(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def _entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def _hidden(text: str) -> str:
    return text[: len(text) // 2] + "\u200b" + text[len(text) // 2 :]


def _cut(text: str) -> str:
    half = len(text) // 2
    return f"{text[:half]}<b>{text[half:]}</b>"


def _starred(text: str) -> str:
    half = len(text) // 2
    return f"{text[:half]}**{text[half:]}**"


def _spaced(text: str) -> str:
    return " ".join(text)


def _fanged(text: str) -> str:
    return _dots(text.replace("http", "hxxp"), "[.]")


def _encoded(text: str) -> str:
    return base64.b64encode(f"contact : {text}".encode()).decode()


@cache
def help_lines() -> tuple[str, ...]:
    """Give the numbers that the project publishes."""
    lines = yaml.safe_load(HELP.read_text(encoding="utf-8"))
    return tuple(
        contact["tel"] for line in lines for contact in line["contact"] if "tel" in contact
    )


Disguise = dict[str, tuple]
DISGUISES: dict[str, Disguise] = {
    "reglage": {
        "snowflake": (str, _fullwidth, _hidden, _cut, _encoded),
        "email": (
            str,
            lambda t: t.replace("@", " [at] ").replace(".", " [dot] "),
            _entities,
            _hidden,
            lambda t: t.replace("@", " arobase ").replace(".", " point ") if "-" not in t else t,
        ),
        "address": (
            str,
            _fanged,
            lambda t: quote(t, safe=""),
            _starred,
            lambda t: t.split("//")[1],
        ),
        "invitation": (str, lambda t: _dots(t, "[.]"), _fullwidth, _cut, lambda t: "https://" + t),
        "phone": (str, lambda t: t.replace(" ", "\u00a0"), _fullwidth),
        "ip": (str, lambda t: _dots(t, "[.]")),
        "timestamp": (str,),
        "onion": (str, lambda t: "http://" + t),
        "home_path": (str, lambda t: "file://" + t if t[0] == "/" else t),
    },
    "epreuve": {
        "snowflake": (
            str,
            _starred,
            _entities,
            lambda t: "\u2060".join((t[:5], t[5:])),
            lambda t: _encoded(t).rstrip("="),
        ),
        "email": (
            str,
            lambda t: t.replace("@", "(at)").replace(".", "(dot)"),
            lambda t: t.replace("@", "%40"),
            _cut,
            lambda t: t.replace("@", "\uff20"),
            _encoded,
        ),
        "address": (
            str,
            lambda t: t.replace("://", "[:]//").replace(".", "(.)"),
            _hidden,
            _cut,
            _entities,
            lambda t: quote(quote(t, safe=""), safe=""),
        ),
        "invitation": (
            str,
            lambda t: _dots(t, " . ").replace("/", " / "),
            lambda t: _dots(t, "(dot)"),
            _starred,
            _encoded,
        ),
        "phone": (str, lambda t: t.replace(" ", "\u202f"), _hidden, _entities),
        "ip": (str, lambda t: _dots(t, "(.)"), _fullwidth),
        "timestamp": (str, _fullwidth),
        "onion": (str, lambda t: _dots(t, "[.]")),
        "mention": (str, lambda t: t.replace("<", "&lt;").replace(">", "&gt;")),
        "iban": (str, lambda t: t.replace(" ", "")),
        "wallet": (str, _hidden),
        "hash": (str, str.upper),
        "gps": (str,),
        "home_path": (str, lambda t: quote(t, safe="")),
    },
}
HANDLES = {
    "reglage": (
        "Pseudo : {}",
        "contactez @{} en privé",
        "snap : {}",
        "le compte {} a tout repris",
        "{}#{n}",
    ),
    "epreuve": (
        "son pseudo est {}",
        "Insta = {}",
        "@{} m’a écrit",
        "sous le pseudonyme {}",
        "ajoute {}#{n} vite",
        "username: {}",
    ),
}
EPOCHS = {
    "reglage": ("timestamp: {}", "created_at = {}"),
    "epreuve": ('"sent_at": {}', "horodatage : {}"),
}

NEGATIVES = {
    "reglage": (
        "Article {d3}-{d1}-{d1} du code pénal.",
        "DOI 10.{d4}/{w}.{d4}.{d5}",
        "ISBN 978-2-{d2}-{d6}-{d1}",
        "graine {d8}",
        "valeur 0,{d6} contre 0.{d15}",
        "version {d1}.{d2}.{d1}",
        "ouvert de {h} h à 23 h",
        "jeton F{d2}·v{d3}",
        "serveur S{d8} et membre M{d9}",
        "@pytest.mark.{w}",
        "[@{w}20{d2}, p. {d2}]",
        "couleur #{x6}",
        "du 3 au 17 mars 20{d2}",
        "pages {d3}--{d3}",
        "voir {w}.md et {w}.html",
        "paquet {w}@{d1}.{d1}",
        "module np.random et veille.data",
        "Fin de phrase.Le texte continue.",
        "p. ex. un salon, c.-à-d. un lieu",
        "{d3} {d3} {d3} lignes",
        "@article{{{w}20{d2},",
        "@media (min-width: {d3}px) {{",
        "{help}, 119 ou 3114",
        "commit {x7}",
        "le {d1} mars 20{d2}",
        "à 14 h 32",
        "np.random.default_rng({d8})",
        "1e-{d2} et {d1}.{d16}e+0{d1}",
        "taux de {d1}.{d2} % [{d1}.{d2} ; {d1}.{d2}]",
    ),
    "epreuve": (
        "art. {d3}-{d2} et {d3}-{d1}-{d1}",
        "doi:10.{d4}/S{d4}-{d4}({d2}){d5}-{d1}",
        "ISBN-13 : 979-10-{d2}-{d6}-{d1}",
        "seed={d10}",
        "0.{d17}",
        "-{d1},{d9}",
        "Python 3.{d2}.{d1}, numpy=={d1}.{d1}.{d1}.{d1}",
        "du lundi au vendredi, 9 h 30 à 17 h",
        "F{d2}·v{d3}, F{d2}·v{d3}",
        "R{d9} clos en semaine {d2}",
        "@functools.lru_cache(maxsize=None)",
        "Selon {w} [voir @{w}:20{d2}].",
        "background: #{x3}; color: #{x6}",
        "@inproceedings{{{w}19{d2}a,",
        "@font-face {{ font-family: {w} }}",
        "vol. {d2}, no {d1}, p. {d3}-{d3}",
        "le fichier src/{w}/{w}.py",
        "`pip install {w}@latest`",
        "plt.show() puis df.name",
        "Terminé.Il reste à relire.",
        "n = {d6}, N = {d2} {d3} {d3}",
        "numéro d’article {d2}.{d1}",
        "le {help}, gratuit",
        "116 006, 116 111 et 3919",
        "@import url({w}.css);",
        "loi n° 20{d2}-{d3}",
        "de 23:00 à 06:30",
        "{d1}:{d2} contre 1",
        "@supports (display: grid) {{",
        "arXiv {d4}.{d5}",
        "SHA court {x7}{d1}",
        "x @ y + {d2}",
        "@dataclass(frozen=True)",
        "{d4}-{d2}-28",
        "le fichier {w}@2x.png",
        "@{w}20{d2}",
        "valeur {d3}.{d3}.{d1}",
    ),
}


def positive(r: Random, which: str) -> tuple[str, str]:
    """Give a line that identifies, and the rule that should say so."""
    rule = r.choice((*make.MAKERS, "handle", "epoch"))
    if rule == "handle":
        return r.choice(HANDLES[which]).format(make.handle(r), n=make.digits(r, 4)), rule
    if rule == "epoch":
        return r.choice(EPOCHS[which]).format(make.epoch(r)), "timestamp"
    value = make.MAKERS[rule](r)
    disguised = r.choice(DISGUISES[which].get(rule, (str,)))(value)
    return r.choice(PLAIN[which]).format(disguised), rule


def negative(r: Random, which: str) -> str:
    """Give a line that looks as if it identified, and does not."""
    found = {f"d{n}": make.digits(r, n) for n in range(1, 18)} | {
        "w": make.word(r),
        "help": r.choice(help_lines()),
        "h": r.randint(7, 12),
        **{f"x{n}": "".join(r.choices("0123456789abcdef", k=n)) for n in (3, 6, 7)},
    }
    return r.choice(NEGATIVES[which]).format(**found)
