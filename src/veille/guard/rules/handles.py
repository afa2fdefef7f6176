"""Handles and tags, by their sign or by the words around them."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, Family, Hit, Zone, hits
from veille.guard.rules.shapes import ORDINARY, TOKEN, has_shape, is_word_of_its_own
from veille.guard.vocabulary import names

_AT = re.compile(
    r"(?<![A-Za-z0-9À-ÿ@.+/=&$%#\\-])@(?P<name>[A-Za-zÀ-ÿ0-9_][\wÀ-ÿ.-]{0,38}[\wÀ-ÿ]|[A-Za-z_]\w?)(?![@])"
)
_APART = re.compile(r"(?:^|(?<=\s))@ (?P<name>[A-Za-zÀ-ÿ][\w.-]{2,32})(?![\w@(])")
_TAG = re.compile(r"(?<![\w#&/.])(?P<name>[\wÀ-ÿ.][\wÀ-ÿ.\- ]{0,30}[\wÀ-ÿ.])\s?#\s?\d{4,5}(?![\w])")
# Words of programs and of writing that follow an @ sign; none of them is anybody.
_KNOWN = names("words_after_at")
_CITATION = re.compile(r"[a-zà-ÿ]+(?:[-_:][a-zà-ÿ]+)*(?:19|20)\d{2}(?:[a-z]|[a-z]{3,})?")
_SOCIAL = re.compile(
    r"(?:pseudo|compte|contact|suiv|profil|\bdm\b|\bmp\b|insta|snap|ajout|follow|twitter|tiktok|"
    r"telegram|discord|handle|"
    r"user|auteur du message|message|écri|repl(?:y|ies|ied)|répon|ping|salut|bonjour|merci|"
    r"par|chez|from|by|"
    r"cc)\W*(?:\w+\W+){0,2}$",
    re.I,
)
_NAMES_ONE = re.compile(
    r"(?:author|auteur|user|member|membre|tag|pseudo|handle|name|discord)=$", re.I
)
_COLUMNS = re.compile(r"\{(?:tabular[x*]?|array|longtable)\}|\\(?:toprule|hline)")  # LaTeX
# « route == @route »: the name of a variable in a pandas query.
_COMPARED = re.compile(r"[=!<>]=|[<>]|\b(?:in|and|or|not)\b|query")
_VARIABLE = re.compile(r"\b(?:set|declare|select)\s+$", re.I)  # of a base
_QUERY = re.compile(r"(?:[=<>+*/(\[,-]|\b(?:in|and|or|not))\s*$")
_SPEAKS = re.compile(
    r"\s+(?:m[’']a|t[’']a|a (?:écrit|posté|partagé|publié|envoyé)|poste|partage|publie)\b", re.I
)
_STRONG = (
    r"pseudos?|pseudonymes?|pseudonym|handle|user\s?name|user_name|screen_?name|nick(?:name)?|"
    r"gamertag|ign|"
    r"(?:nom|identifiant|compte|profil|pseudo|tag|id|user)\s(?:d[’']utilisat\w+|discord|"
    r"insta(?:gram)?|snap(?:chat)?|tik\s?tok|telegram|"
    r"twitter|kik|skype|steam|reddit|twitch|facebook|signal|x)|"
    r"snap(?:chat)?|insta(?:gram)?|tik\s?tok|telegram|discord|kik|skype|wickr|session|threema|"
    r"twitter|reddit|twitch|steam|xbox|psn|roblox|ig|bluesky|mastodon|guilded|element|"
    r"(?:psn|xbox|steam|epic|riot|kik|line|wechat|skype|session|nintendo|apple|vk) ?id|battle ?tag|"
    r"discord[_ ]?tag|alias|login|alias discord|surnom|display_?name|global_?name"
)
_WEAK = (
    r"compte|utilisat(?:eur|rice)(?:·rice)?|identifiant|profil|membre|user|nom affiché|auteur|"
    r"autrice|modo|admin|account|member|owner|author|moderator|mod[ée]rat(?:eur|rice)|reporter|"
    r"maintainer|assignee|(?:report|creat|post)ed by|(?:signalé|créé|posté|modifié) par|epic|"
    r"vrchat|fortnite|ubisoft|riot|github|gitlab|codeberg|linkedin|youtube|soundcloud|deviantart|"
    r"wattpad|tumblr|pinterest"
)
_SAID = re.compile(
    rf"(?P<whose>\b(?:mon|ton|son|leur|notre|votre|my|his|her|their)\s)?"
    rf"(?:(?<![\w.-])|(?<=\s--)|(?<=[a-z]\.))(?:[a-z]{{2,12}}[_-])?(?P<word>{_STRONG}|{_WEAK})(?:_?\d{{1,4}})?"
    rf"\\*[\"'»*_`]*,?(?:\](?=\s?={{1,3}}\s?[\"']))?\s*(?:\((?:discord|insta\w*|snap\w*|"
    rf"telegram)\)\s*)?"
    r"(?P<sign>:|={1,3}|=>|→|like|c[’']est|est|is|était|se nomme|"
    r"s[’']appelle)\s*(?:<[^<>\n]{1,60}>\s*){0,2}[\\\"'«“*_`@%]*\s*(?P<value>[\wÀ-ÿ](?:[\wÀ-ÿ.\-|"
    r"]{1,36}[\wÀ-ÿ_])?)(?P<next>.{0,12})",
    re.I,
)
_GOES_BY = r"(?:(?:se|nous|vous) f(?:ait|aisai[ts]|aisaient|ont)|faire) appeler"
_CALLED = re.compile(
    r"(?:sous le (?:pseudo(?:nyme)?|nom(?: d[’']utilisat\w+)?|surnom) (?:de |d[’'])?|(?:alias|"
    r"dit|dite|a\.k\.a\.?|aka|le compte|l[’']utilisateur|l[’']utilisatrice|"
    r"le pseudo|du compte|au compte|pseudo|snap|insta|discord|screen ?name|user ?name|nick ?name|"
    rf"gamertag|{_GOES_BY}|(?:la|le|les) nommée?s?|profil (?:de|d[’'])|"
    r"telegram|surnommée?|nick|connue?s? comme)\s?)"
    r"(?<=[\s’'])[\"'«“*`]*\s*(?P<value>[\w.\-]{3,36})",
    re.I,
)
_LINKING = (
    r"(?:et|ou|ainsi|avec|dans|sur|depuis|chez|puis|qui|que|mais|pour|and|or|from|in|on|to|with|"
    r"then|who|joined|left|has|was|a|est|était)\b"
)
_AKA = re.compile(
    r"\b(?:a\.k\.a\.?|aka)\s+[\"'«“*`]*\s*(?P<value>[\w.\-]{3,36})(?=\s*(?:$|[^\w\s-])|\t|"
    rf"\s+{_LINKING})",
    re.I,
)
_BETWEEN_QUOTES = re.compile(
    r"\b(?:pseudo(?:nyme)?|surnom(?:mée?)?|alias|user ?name|nick(?: ?name)?|handle|gamertag|"
    r"sous le (?:nom|surnom) de)\s\s?[\"“«‘']\s?"
    r"(?P<value>[\w.\-]{3,36})\s?[\"”»’']",
    re.I,
)
_DOES = re.compile(
    r"\b(?:user|utilisat(?:eur|rice)|membre|member|player|joueur|joueuse|client|viewer)\s+[\"'«“*`]*(?P<value>[\w.\-]{3,36})"
    r"[\"'»”*`]*\s+(?:(?:has|was|been|a|est|été|s[’']est)\s+){0,2}(?:joined|left|banned|kicked|"
    r"muted|logged|connected|rejoint|quitté|bannie?|expulsée?|exclue?|suspendue?|connectée?)\b",
    re.I,
)
# Words that always announce the name somebody goes by, even in a program.
_PLAIN = re.compile(
    r"(?:user|screen|nick)[ _]?name|pseudo(?:nyme)?|gamertag|ign|nom d[’']utilisat\w+", re.I
)
# Turns of phrase that only a name can end, whatever its letters.
_ONLY_A_NAME = re.compile(
    rf"(?:\bsous (?:le |son )?(?:pseudo(?:nyme)?|surnom)|\b{_GOES_BY}|"
    r"\bsurnommée?|\bconnue?s? sous le (?:nom|pseudo(?:nyme)?|surnom) d(?:e|[’'])|"
    r"\b(?:sur|via|par|depuis|avec|de|à) (?:mon|ton|son|leur) compte|"
    r"\b(?:mon|ton|son|leur) compte c[’']est|\bcompte (?:discord|insta(?:gram)?|"
    r"snap(?:chat)?|tik ?tok|twitter|telegram|twitch|reddit|steam)(?: est| c[’']est)?|\bgamertag|"
    r"\b(?:mon|ton|son|leur) (?:insta(?:gram)?|snap(?:chat)?|tik ?tok|discord|telegram|identifiant|"
    r"tag)(?: c[’']est| ?:)|\b(?:mon|ton|son|leur) identifiant est|\bajoute[zr]?[- ]moi ?:|"
    r"(?<!\bun )(?<![’'])(?<!\bdes )(?<!\bles )(?<!\bcet )(?<!\bcomme )\balias|\bnick|"
    r"\b(?:the|her|his|their|my) (?:handle|nickname|username|alias)|\bgoes by|\bgoing by|"
    r"\b(?:un|une|le|la|du|son) (?:membre|utilisateur|utilisatrice) (?:nommée?|appelée?))"
    r"(?:(?<=[’'])|(?=[\s\"'«“*`]))\s*[\"'«“*`]*\s*"
    rf"(?P<value>[a-z][\w.\-]{{2,35}}\w)(?=\s*(?:$|[^\w\s’'(-]|\n)|\t|\s+{_LINKING})",
    re.I,
)
_REACHED = re.compile(
    r"\b(?:ajout(?:e|ez|er|é|ée)|contact(?:e|ez|er|é|ée)|[ée]cri(?:s|vez|re) à|add|dm|"
    r"suiv(?:ez|re)|suis)(?:[- ]moi(?: ?:)?)?\s+[\"'«“*`]*"
    r"(?P<value>[a-z][\w.\-]{2,35}\w)[\"'»”*`]*\s"
    r"(?:sur|en|on|par|via) (?:mp|dm|privé|message privé|snap(?:chat)?|insta(?:gram)?|discord|"
    r"telegram|tik ?tok|kik|twitter|signal|whatsapp)\b",
    re.I,
)
# « pseudo Twitch de la modératrice : nom »: the word, whose it is, then the name.
_OF_SOMEBODY = re.compile(
    r"\b(?:(?:pseudo(?:nyme)?|alias|surnom|handle) "
    r"(?:\w{3,12}é|vu|lu|connu|actuel|ancien|nouveau|exact)s?"
    r"(?: (?:sur|dans|par|en|chez|depuis) [\wÀ-ÿ’' -]{2,30}?)?|"
    r"(?:pseudo(?:nyme)?|surnom|identifiant|tag)(?: [\w-]{2,12})?"
    r"(?: (?:de (?:la |l[’'])?|du |des? )| d[’'])[\wÀ-ÿ·’'-]{2,24}(?: [\wÀ-ÿ·’'-]{2,24}){0,2}|"
    r"(?:handle|nick(?:name)?|username) (?:of|for) (?:the )?\w{2,24}(?: \w{2,24})?)"
    r"(?: ?: ?| est | is | was )[\"'«“*`]{0,3}\s?(?P<value>[\w.\-]{3,36})(?<![.])"
    r"\s?[\"'»”*`]{0,3}\s?(?=$|[.,;)\n])",
    re.I,
)
# « le compte visé se nomme « nom » »: what it is, then how it is called.
_GIVEN = re.compile(
    r"\b(?:(?:son|mon|ton|leur|his|her|my|their) @ ?(?:c[’']est|est|is|:)|"
    r"(?:compte|membre|profil|utilisat(?:eur|rice)|personne|account|member|user|player)s?"
    r"(?: [\wÀ-ÿ·’'-]{2,16}){0,3} (?:se nomm\w+|s[’']appel\w+|(?:sur)?nommée?|appelée?|intitulée?|"
    r"(?:is |was )?(?:named|called)))\s[\"'«“*`_]{0,3}\s?(?P<value>[\w.\-]{3,36})(?<![.])",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(?<![\w@.])(?P<value>[\w.\-]{3,32})\s+(?:\(|sur |on )(?:mon |son )?(?:discord|"
    r"insta(?:gram)?|snap(?:chat)?|"
    r"telegram|tik ?tok|kik|twitter|signal)\b",
    re.I,
)
# « pseudo;nom », « <username>nom</username> », « user_name,nom »: a field and its value.
_FIELD = re.compile(
    r"(?<![\w.-])(?P<word>pseudo(?:nyme)?|user[ _-]?name|screen[ _-]?name|nick(?:name)?|handle|"
    r"gamertag|login|(?:display|global)[ _-]?name|nom[ _](?:d[’'])?utilisat\w+|"
    r"discord[ _-]?(?:tag|id|name)?|insta(?:gram)?|snap(?:chat)?|telegram|tik ?tok|kik)"
    r"(?:\s?[;,|\t]\s?|[\"']?>\s?|[\"'][^<>\n]{0,80}\svalue=)[\"'«]?"
    r"(?P<value>[\w][\w.\-]{2,34}\w)[\"'»]?(?=\s?(?:[;,|\t<]|/?>)|\s*$)",
    re.I,
)
# A name in two words, where only a name can stand.
_SHOWN = re.compile(
    r"(?:display|global|screen|author|sender|full)[ _-]?name[\"']?\s?[:=]\s?[\"'«]?\s?"
    r"(?P<value>(?![A-Z]\w+ [\d.]+(?:\W|$))[A-ZÀ-Þ][\w.\-]+(?:[ ][\w.\-]+){1,3})"
    r"[\"'»]?\s*(?:$|[,}])",
    re.I,
)
_APPS = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|kik|discord|telegram|roblox|tik ?tok|ig|twitch|steam|xbox|"
    r"psn|signal|dm|add|ajoute)(?:[- ]m(?:e|oi)\b)?(?: sur| on)?"
    r"(?: snap\w*| insta\w*| discord| telegram)?\s:?\s?"
    r"[\"'«“*`]*(?P<value>[\w.\-]{4,34}\w)(?![\w(/])",
    re.I,
)
_NETWORK_ID = re.compile(
    r"\bSTEAM_\d:\d:\d{3,12}\b|\bSW(?:-\d{4}){3}\b|"
    r"\blive:\.cid\.[0-9a-f]{6,20}|\bskype\W{1,4}live:[\w.-]{3,40}|"
    r"(?<![0-9a-zA-Z])(?:05[0-9a-f]{64}|[0-9A-F]{76})(?![0-9a-zA-Z])",
    re.I,
)
_INSERTED = re.compile(
    r"\b(?:pseudo\w*|(?:user|screen|nick|display)_?name|nick|login|handle|gamertag|discord\w*)\b"
    r"[^()\n]{0,80}\)\s*values\s*\([^()\n]{0,120}?[\"'](?P<value>[A-Za-z][\w.\-]{2,34})[\"']",
    re.I,
)
# « users/nom », as the addresses of an interface begin or end; an identifier of researchers.
_RESOURCE = re.compile(
    r"(?<![\w./])(?:users|members|profiles?)/"
    r"(?P<value>(?=[\w.-]*\d)[A-Za-z][\w.\-]{2,34}\w)(?![\w/.(])"
    r"|\bORCID(?: ?iD)?\b\W{0,4}(?P<orcid>\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?!\w)"
)
_REDDIT = re.compile(r"(?<![\w/.’'])/?[ur]/(?P<value>[\w-]{3,24})(?![\w/])")
_POSTED = re.compile(r"(?<![\w.])/?[ur]/[\w-]{2,24}/(?:comments|wiki|s)/\w+(?:/\w*)?", re.I)
_UNITS = frozenset("min sec jour mois heure semaine".split())  # « en r/min »


def _ats(zone: Zone) -> Iterable[Hit]:
    yield from hits(_AT, zone, "handle", lambda match: _is_handle(match, zone))
    if zone.kind not in (CODE, CELL):
        yield from hits(_APART, zone, "handle", lambda match: has_shape(match["name"]), "name")


def _tags(zone: Zone) -> Iterable[Hit]:
    return hits(_TAG, zone, "handle", lambda match: _is_tag(match, zone))


def _said(zone: Zone) -> Iterable[Hit]:
    yield from hits(_SAID, zone, "handle", lambda match: _is_said(match, zone), "value")


def _called(zone: Zone) -> Iterable[Hit]:
    yield from hits(_CALLED, zone, "handle", lambda match: has_shape(match["value"]), "value")


def _akas(zone: Zone) -> Iterable[Hit]:
    return _names(_AKA, zone)


def _quoted(zone: Zone) -> Iterable[Hit]:
    return _names(_BETWEEN_QUOTES, zone)


def _does(zone: Zone) -> Iterable[Hit]:
    return _names(_DOES, zone)


def _names(pattern: re.Pattern, zone: Zone) -> Iterable[Hit]:
    yield from hits(
        pattern, zone, "handle", lambda match: is_word_of_its_own(match["value"]), "value"
    )


def _elsewhere(zone: Zone) -> Iterable[Hit]:
    if zone.kind in (CODE, CELL):
        return
    yield from hits(_ELSEWHERE, zone, "handle", lambda match: has_shape(match["value"]), "value")


def _fields(zone: Zone) -> Iterable[Hit]:
    for match in _FIELD.finditer(zone.text):
        told = match["word"].lower() not in ORDINARY or match.group()[len(match["word"])] == ">"
        if has_shape(match["value"]) or (told and is_word_of_its_own(match["value"])
                                         and not re.search(r"_(?:id|name|tag)$", match["value"])
                                         and _is_alone(match, zone)):
            yield Hit(match.start("value"), match.end("value"), "handle", match["value"])
    yield from hits(_INSERTED, zone, "handle", lambda match: has_shape(match["value"]), "value")
    yield from hits(_SHOWN, zone, "handle", group="value")


def _is_alone(match: re.Match, zone: Zone) -> bool:
    """A whole line or an element that is only a field and its value; a heading has more names."""
    if match.group()[len(match["word"])] == ">":
        return True
    before = re.sub(r"^\d+[,;]", "", zone.before(match.start(), 9)).strip()
    return not (before or zone.after(match.end(), 4).strip() or zone.kind in (CODE, CELL))


def _apps(zone: Zone) -> Iterable[Hit]:
    for match in _APPS.finditer(zone.text):
        if has_shape(match["value"]) and any(map(str.isdigit, match["value"])) and (
                zone.kind not in (CODE, CELL) or zone.quoted(match.start())):
            yield Hit(match.start("value"), match.end("value"), "handle", match["value"])
    yield from hits(_NETWORK_ID, zone, "handle")


def _reddit(zone: Zone) -> Iterable[Hit]:
    yield from hits(_REDDIT, zone, "handle", lambda match: _is_reddit(match, zone))
    yield from hits(_POSTED, zone, "invitation")
    for match in _RESOURCE.finditer(zone.text):
        yield Hit(*match.span(match.lastgroup), "handle", match[match.lastgroup])


def _is_reddit(match: re.Match, zone: Zone) -> bool:
    if "u/" in match.group()[:2]:
        return True
    return (zone.kind != CODE or zone.quoted(match.start())) and match["value"] not in _UNITS


def _only_names(zone: Zone) -> Iterable[Hit]:
    for pattern in (_ONLY_A_NAME, _REACHED):
        for hit in _names(pattern, zone):
            if zone.kind not in (CODE, CELL) or zone.quoted(hit.start):
                yield hit


def _given(zone: Zone) -> Iterable[Hit]:
    yield from hits(_GIVEN, zone, "handle", lambda match: has_shape(match["value"]), "value")
    if zone.kind not in (CODE, CELL):
        yield from hits(
            _OF_SOMEBODY, zone, "handle",
            lambda match: has_shape(match["value"]) or (
                match["value"][0].isupper() and is_word_of_its_own(match["value"])),
            "value",
        )


def _is_handle(match: re.Match, zone: Zone) -> bool:
    name, before = match["name"], zone.before(match.start(), 60)
    root = re.split(r"[.(]", name)[0].lower()
    if root in _KNOWN or name.lower() in _KNOWN or len(name) < 2:
        return False
    if (
        re.match(r"[\d.]+$|v\d", name)
        or ("[" in before
        and re.search(r"\[[^\]\"']*$", before)
        and _is_cited(zone, match))
    ):
        return False
    alone = not before.strip(" \t\"'>*+-`\\n")
    following = zone.text[match.end() : match.end() + 1]
    if following == "/" and (
        re.match(r"/[\w.-]+[\"'`]", zone.after(match.end(), 60))
        or re.search(r"\b(?:npm|npx|yarn|pnpm)\s", before)
    ):
        return False  # a package of a registry: « "@groupe/nom" »
    if alone and (zone.kind in (CODE, CELL) or following == "("):
        return False
    if following in "({" and following and not before.strip():
        return False
    written = zone.kind == CELL and re.search(r"\w\s?: $", before) and _SOCIAL.search(before)
    if zone.kind in (CODE, CELL) and not (written or zone.quoted(match.start())):
        return False  # unless a cell printed it after a word that announces it
    if zone.kind in (CODE, CELL) and _QUERY.search(before) and _COMPARED.search(zone.text):
        return False
    if _COLUMNS.search(zone.text) or _VARIABLE.search(zone.before(match.start(), 12)):
        return False
    social = _SOCIAL.search(before) or "_" in name or _SPEAKS.match(zone.after(match.end(), 24))
    return bool(social) or not _CITATION.fullmatch(name)


def _is_cited(zone: Zone, match: re.Match) -> bool:
    """« [@clé] », « [-@clé, p. 3] », « [voir @clé ; @autre] »: a bracket that is no link."""
    closing = zone.text.find("]", match.end())
    return closing >= 0 and zone.text[closing + 1 : closing + 2] != "("


def _is_tag(match: re.Match, zone: Zone) -> bool:
    name = re.split(r"\s", match["name"])[-1]
    low = name.lower()
    if low in (
        "issue",
        "issues",
        "pr",
        "pull",
        "ticket",
        "bug",
        "gh",
        "no",
        "page",
        "figure",
        "commit",
        "n",
        "color",
        "colour",
        "couleur",
        "background",
        "fill",
        "stroke",
        "border",
        "solid",
        "fond",
        "c",
        "f",
        "section",
        "ref",
        "id",
        "note",
        "table",
        "rgb",
        "hex",
        "ligne",
        "line",
        "item",
        "case",
        "step",
        "demande",
        "tâche",
        "fusion",
        "mr",
        "see",
        "voir",
        "dans",
        "le",
        "la",
        "les",
        "of",
    ):
        return False
    if re.search(r"\.(?:html?|md|js|py|css|ipynb|svg|pdf|xml)$", low) or (zone.before(
        match.start(), 1
    ) in ("/", "=", "(") and not _NAMES_ONE.search(zone.before(match.start(), 16))):
        return False
    spaced = re.search(r"\s#|#\s", match.group())
    if spaced and re.match(r"\s?:\s", zone.after(match.end(), 3)):
        return not name.isdigit() and not zone.before(match.start(), 8).strip(" >*-")
    return not spaced or (bool(re.search(r"[\d_A-Z]", name)) and not name.isdigit())


def _is_said(match: re.Match, zone: Zone) -> bool:
    value, after = match["value"], match["next"]
    if (
        TOKEN.match(value)
        or value.lower() in ORDINARY
        or not re.search(r"[A-Za-zÀ-ÿ]", value)
        or len(value) < 3
    ):
        return False
    if zone.before(match.start(), 1) == "." and not re.search(r"[\"']", match.group()):
        return False  # an attribute of a program, compared with nothing that is written
    if zone.kind in (CODE, CELL) and not _is_text(match, zone):
        return False
    if has_shape(value) and after[:1] not in ("(", "["):
        return True
    return bool(re.fullmatch(_STRONG, match["word"], re.I)) and _is_named(match)


def _is_text(match: re.Match, zone: Zone) -> bool:
    """In a program, a name stands in a string or a comment, and nothing calls it."""
    after = match["next"]
    if re.match(r"[(\[]|\.\w", after):
        return False
    if re.search(r"[\"'`]", match.group()[: -len(after) or None]):
        return True
    told = _PLAIN.fullmatch(match["word"]) or (
        match["sign"] == ":"
        and has_shape(match["value"])
        and re.fullmatch(_STRONG, match["word"], re.I)
    )
    return bool(told) and zone.quoted(match.start())


def _is_named(match: re.Match) -> bool:
    """A word of lower-case letters is a name when the sign before it leaves no other reading."""
    after = match["next"]
    ended = not after.strip() or re.match(
        r"\s*[\\\"'»”*_`,;.)|&<\]}]|\s[?!;:]|[?!]|\s*--+>|\s--?\w|\s*[-–—(](?:\s|$)|\s\(|\t|\s*\[",
        after,
    )
    linked = re.match(rf"\s+{_LINKING}", after) and _PLAIN.fullmatch(match["word"])
    if not ended and not linked:
        return False
    if match["sign"] in (":", "=", "=>", "→"):
        return not (match["word"].lower() == "alias" and re.match(r",\s\w", after))  # a list
    own = match["whose"] or match["word"].lower().startswith("pseudo")
    return bool(own and ended) and is_word_of_its_own(match["value"])


_QUOTES = r"[\"'«“*`  ]{0,4}\s?"

FAMILIES = (
    Family(
        (r"\S ?@[0-9a-z_\x{c0}-\x{17f}]", r"(?:^|\s)@ [a-z]"),
        _ats,
        opening=(r"@[0-9a-z_\x{c0}-\x{17f}]",),
    ),
    Family((r"[\w.\x{c0}-\x{17f}]\s?#\s?\d{4}",), _tags),
    Family(
        (
            rf"(?:{_STRONG}|{_WEAK})(?:_?\d{{1,4}})?[^a-z0-9]{{0,6}}\s*(?:\([a-z]+\)\s*)?(?::|=|→|like\b|c.{{1,3}}est\b|"
            rf"\best\b|\bis\b|était|se nomme|s.appelle)",
        ),
        _said,
    ),
    Family(
        (
            r"(?:sous le (?:pseudo|nom|surnom)[^\n]{0,24}|\balias |\ba\.?k\.?a\.? |\b(?:le|du|au) "
            r"compte |l.utilisat\w+ |\b(?:pseudo|snap|insta|discord|telegram|(?:user|screen|nick) "
            r"?name|gamertag) |\bappeler |\bdite? |\bl[ae]s? nommée?s? |\bprofil d[^ ]{1,4}? ?)"
            rf"{_QUOTES}[\w.-]{{0,35}}(?:[\d_]|(?-i:[a-z][A-Z])|\w\.\w)",
        ),
        _called,
    ),
    Family(
        (
            r"\b(?:pseudo(?:nyme)?|surnom(?:mée?)?|alias|user ?name|nick(?: ?name)?|handle|"
            r"gamertag|nom de)\s\s?[^\w\s]\s?[\w.-]{3}",
        ),
        _quoted,
    ),
    Family((r"\b(?:a\.k\.a\.?|aka)\s",), _akas),
    Family(
        (
            rf"\b(?:user|membre|member|utilisat(?:eur|rice)|player|joueur|joueuse|client|viewer)\s{_QUOTES}[\w.-]{{3,36}}[^\w\s]{{0,3}}"
            r"\s(?:[^\s]{1,4}\s){0,2}(?:(?:s.)?(?:été|est)\s)?(?:joined|left|banned|kicked|muted|"
            r"logged|connected|rejoint|quitté|banni|expuls|exclu|suspendu|connect)",
        ),
        _does,
    ),
    Family(
        (
            r"(?:\(|sur |on )(?:mon |son )?(?:discord|insta|snap|telegram|tik ?tok|kik|twitter|"
            r"signal)",
        ),
        _elsewhere,
    ),
    Family(
        (r"\b[ur]/[\w-]{3}", r"\b(?:users|members|profiles?)/[a-z][\w.-]*\d", r"\borcid\b\W"),
        _reddit,
    ),
    Family(
        (
            r"(?:pseudo\w*|(?:user|screen|display|global|nick)[ _-]?name|handle|gamertag|login|"
            r"utilisat\w+|discord[ _-]?(?:tag|id|name)?|insta(?:gram)?|snap(?:chat)?|telegram|"
            r"tik ?tok|kik)(?:\s?[;|\t]|,|[\"']?>|[\"'][^<>\n]{0,80}\svalue=)\s?[\"'«]?\w",
            r"(?:display|global|screen|author|sender|full)[ _-]?name[\"']?\s?[:=]",
            r"\)\s*values\s*\(",
        ),
        _fields,
    ),
    Family(
        (
            r"\b(?:snap(?:chat)?|insta(?:gram)?|kik|discord|telegram|roblox|tik ?tok|ig|twitch|"
            r"steam|xbox|psn|signal|dm|add|ajoute)(?:[- ]m(?:e|oi))?(?: (?:sur|on)? ?\w+)?\s:?\s?"
            r"[\"'«“*`]*[\w.-]{3,34}\d",
            r"STEAM_\d:\d:|\bSW-\d{4}-\d{4}|\blive:[.\w]|05[0-9a-f]{64}|[0-9a-f]{76}",
        ),
        _apps,
    ),
    Family(
        (
            r"\bsous (?:le |son )?(?:pseudo|surnom)|\bappeler |\bsurnomm|\bsous le nom d|"
            r"\b(?:mon|ton|son|leur) (?:compte|insta|snap|tik ?tok|discord|telegram|identifiant|"
            r"tag)|\bcompte (?:discord|insta|snap|tik ?tok|twitter|telegram|twitch|reddit|steam)|"
            r"\balias |\bnick |\bgamertag |\bajoute[zr]?[- ]moi ?:|"
            r"\b(?:handle|nickname|username) |\bgo(?:es|ing) by |"
            r"\b(?:membre|utilisat(?:eur|rice)) (?:nommée?|appelée?) ",
            r"\s(?:sur|en|on|par|via) (?:mp|dm|privé|message privé|snap|insta|discord|telegram|"
            r"tik ?tok|kik|twitter|signal|whatsapp)",
        ),
        _only_names,
    ),
    Family(
        (
            r"\b(?:compte|membre|profil|utilisat(?:eur|rice)|personne|account|member|user|player)"
            r"s? [^\n]{0,51}(?:nomm|appel|intitul|named |called )",
            r"\b(?:son|mon|ton|leur|his|her|my|their) @ ?(?:c.{1,3}est|est|is|:)\s",
            r"\b(?:pseudo(?:nyme)?|surnom|alias|identifiant|tag|handle|nickname|username) "
            r"[^\n:]{2,64}(?:: ?| est | is | was )",
        ),
        _given,
    ),
)
