"""Positions on the map, decimal or in degrees, minutes and seconds."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import CELL, CODE, CSV, DATA, MARKUP, Family, Hit, Zone, hits

_NUMBER = r"[-+−]?\d{1,3}[.,]\d{3,15}"
_PAIR = re.compile(
    r"(?<![\w.+-])(?<!\d,)(?P<lat>[-+−]?\d{1,3}[.,]\d{3,15})\s?°?\s?(?P<ns>[NSns](?![\w]))?\s?(?P<sep>\s?[,;/|]\s?|\s)"
    r"(?P<lon>[-+−]?\d{1,3}[.,]\d{3,15})\s?°?\s?(?P<ew>[EWOewo](?![\w]))?"
    r"(?!\w|[.,]\d(?!\d?z\b))"
)
_HEMISPHERES = re.compile(
    r"(?<![\w.])[-+−]?\d{1,2}[.,]\d{3,15}\s?°?\s?[NS]\s?[,;/|]?\s?"
    r"[-+−]?\d{1,3}[.,]\d{3,15}\s?°?\s?[EWO](?!\w)"
)
_WELL_KNOWN_TEXT = re.compile(
    rf"\b(?:multi)?(?:point|linestring|polygon)\s?[zm]?\s?\(+\s?{_NUMBER}\s{_NUMBER}", re.I
)
_NAMED = re.compile(
    rf"(?<![a-z])(?:gps)?(?:lat(?:itude)?|lon(?:gitude)?|lng|"
    rf"long)(?:_?deg|\.(?=\s))?\\?[\"']?\s*(?:\(?°?\)?)\s*(?::=|[:=→])?\s*\\?[\"']?(?P<value>{_NUMBER})",
    re.I,
)
_DMS = re.compile(
    r"(?<!\d)\d{1,3}\s?(?:°|º|o(?=\s?\d)|deg|d(?=\s?\d))\s?\d{1,2}(?:[.,]\d{1,6})?\s?\\?(?:''|['’′m]|"
    r"min)\s?(?:\d{1,2}(?:[.,]\d+)?\s?\\?(?:\"\"|[\"”″s]|''|’’|′′|sec)?)?\s?[NSEWO](?![\wÀ-ÿ])"
    r"|(?<!\w)[NSEWO]\s?\d{1,3}\s?(?:°|"
    r"º)\s?\d{1,2}(?:[.,]\d+)?\s?['’′]?(?:\s?\d{1,2}(?:[.,]\d+)?\s?[\"”″]?)?",
    re.I,
)
# Positions as devices, maps and surveyors write them, each announced by its system or its form.
_GRIDS = re.compile(
    r"\bGPS[ _.]?(?:Info\.GPS)?(?:Latitude|Longitude|Altitude|Position|DestLat\w*)\b(?! Ref)\W{1,6}"
    r"(?:Rational\s+\d\s+)?[-\d\[(]|\b(?:MGRS|UTM)\b\W{1,4}\d{1,2}\s?[C-X](?:\s?[A-Z]{2})?\s?\d{2,7}\s?\d{2,7}|"
    r"\b(?:Lambert(?:[- ]?(?:93|72|II))|CH1903\+?|LV(?:95|03)|RGF93|ETRS89|OSGB\d*)\b[^\n]{0,16}?"
    r"\d[\d '’.,]{5,}|\b(?:geo-?hash|maidenhead|qth|locator)\b\W{1,4}(?=[a-z]*\d)[a-z0-9]{6,12}\b|"
    r"(?<![\w:/])///[a-zà-ÿ]+\.[a-zà-ÿ]+\.[a-zà-ÿ]+|"
    r"(?<!\w)[NS]\s?\d{1,2}[.,]\d{3,}\W{1,3}[EWO]\s?\d{1,3}[.,]\d{3,}|"
    r"(?<!\w)\d{6}[NS]\d{7}[EW](?!\w)|"
    r"(?<![\w.])[-+]\d{2}\.\d{3,}[-+]\d{3}\.\d{3,}(?:[-+][\d.]+)?/|"
    r"#map=\d{1,2}/-?\d{1,3}\.\d{3,}/-?\d{1,3}\.\d{3,}|"
    r"\b(?:ll|sll|daddr|saddr)=-?\d{1,3}\.\d{3,},-?\d{1,3}\.\d{3,}|"
    r"\bpoint\(\s?x\s?=\s?-?\d{1,3}\.\d{4,},\s?y\s?=\s?-?\d{1,3}\.\d{4,}|"
    r"\$G[PNLAB]\w{3},\d|(?<!\d)\d{1,2} \d{1,2} \d{1,2}(?:[.,]\d+)? [NS],? \d{1,3} \d{1,2} "
    r"\d{1,2}(?:[.,]\d+)? [EWO](?!\w)",
    re.I,
)
_DEGREES = re.compile(
    r"(?<![\w.,])[-+−]?\d{1,3}[.,]\d{2,15}\s?°\s?(?:[NSEWO](?![\w])|nord|sud|est|ouest|north|"
    r"south|east|west)?",
    re.I,
)
_PLUS = re.compile(r"(?<![\w])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![\w])")
_CERTAIN = re.compile(
    r"(?<![a-z])(?:gps|coord|geo|lat(?:itude)?\b|lon(?:gitude)?\b|lng|latl(?:on|ng)|"
    r"markers?\(|\blocation[\"']?\s?[=:]|"
    r"\b(?:home|pos|position|place|spot|lieu|domicile|maison|rdv|meeting)[\"']?\s?[:=]\s?[\[(]|"
    r"setview\(|makepoint\()",
    re.I,
)
_CONTEXT = re.compile(
    r"(?<![a-z])(?:(?:st_)?makepoint|gps|coord|geo|lat|lon|lng|position|localis|location|point|lieu|situ|wgs|maps?|"
    r"where|rendez|rdv|adresse|address|"
    r"carte|domicile|habite|je suis|on est|ici|l[àa] ?:|chez|maison|here|i.m at|meet|retrouv|spot|"
    r"parking|marker)",
    re.I,
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give each position; two neighbouring floats are one only when they can be nothing else."""
    for pattern in (_GRIDS, _DMS, _WELL_KNOWN_TEXT, _HEMISPHERES):
        yield from hits(pattern, zone, "gps")
    yield from hits(_NAMED, zone, "gps", group="value")
    yield from hits(
        _DEGREES, zone, "gps", lambda match: len(re.sub(r"\D", "", match.group())) >= 5
    )
    yield from hits(_PAIR, zone, "gps", lambda match: _is_pair(match, zone))
    yield from hits(
        _PLUS, zone, "gps",
        lambda match: _CONTEXT.search(zone.before(match.start())) or len(match.group()) >= 11,
    )


def _is_pair(match: re.Match, zone: Zone) -> bool:
    lat, lon = (float(match[name].replace(",", ".").replace("−", "-")) for name in ("lat", "lon"))
    if abs(lat) > 90 and re.search(r"coordinates\W{1,6}$", zone.before(match.start(), 24)):
        lat, lon = lon, lat  # GeoJSON gives the longitude first
    if abs(lat) > 90 or abs(lon) > 180:
        return False
    decimals = [len(re.split(r"[.,]", match[name])[1]) for name in ("lat", "lon")]
    near = zone.before(match.start(), 48) + " " + zone.after(match.end(), 40)
    small = abs(lat) < 1 and abs(lon) < 1  # as most numbers of mathematics
    certain = small or zone.kind in (MARKUP, CODE, CELL)
    told = (_CERTAIN if certain else _CONTEXT).search(near)
    if re.match(r",\d{1,2}z\b", zone.after(match.end(), 5)):
        return True  # a zoom, as maps write it in their addresses
    if match["ns"] or match["ew"] or (told and (zone.kind != CODE or min(decimals) >= 4)):
        return abs(lat) + abs(lon) > 1
    if abs(lat) < 20 or min(decimals) < 4 or max(decimals) > 8:
        return False
    if zone.kind in (CSV, CODE, DATA, CELL):
        told = zone.kind in (CSV, DATA) or zone.quoted(match.start())
        return _is_whole(match, zone) or (told and _is_in_sentence(match, zone))
    listed = re.search(r"\d[,;]?\s*$", zone.before(match.start(), 4)) or re.match(
        r"\s?[,;]\s?-?\d", zone.after(match.end(), 4)
    )
    if match["sep"].strip() == "|":
        return min(decimals) >= 5 and not listed
    spaced = match["sep"] == " ; " and "," in match["lat"] and min(decimals) >= 5
    return (
        (match["sep"].startswith((",", ";")) or spaced) and not listed
    ) or _is_in_sentence(match, zone)


def _is_in_sentence(match: re.Match, zone: Zone) -> bool:
    """Words before, in a string: a list of numbers has none."""
    enclosed = zone.before(match.start(), 1) + zone.after(match.end(), 1) == "()"
    return (enclosed or match["sep"].strip() in (",", ";")) and bool(
        re.search(r"[^\W\d_](?:\s?[:(,]?\s|[\s:,]{0,3}\()$", zone.before(match.start(), 24))
    )


def _is_whole(match: re.Match, zone: Zone) -> bool:
    """A pair that fills a string or a comment."""
    before, after = zone.before(match.start(), 3), zone.after(match.end(), 1)
    if before[-2:] + zone.after(match.end(), 2) in ('"[]"', "'[]'", '"()"', "'()'"):
        return True
    enclosed = before[-1:] + after in ("()", "[]", "\t\t", ";;") or (
        match["sep"] == ", " and (before[-1:] + after).count("\t")
    )
    if zone.kind == CSV and match["sep"] == ", ":
        apart = (";", "\t", "|")
        enclosed = enclosed or (before[-1:] in apart and after in (*apart, "\n", ""))
    if zone.kind == CSV and match["sep"] in (", ", ",") and enclosed:
        return True
    sign = match["sep"].strip()
    if sign != "," and not (sign == ";" and "," in match["lat"]):
        return False
    return (before[-1:] in ("'", '"') and after == before[-1:]) or (
        before.endswith(("# ", "// ")) and not zone.after(match.end(), 3).strip()
    )


FAMILIES = (
    Family(
        (
            r"(?:^|[^a-z])(?:lat|lon|lng|gps|coord|geo)[^\n]{0,60}\d[.,]\d{3}",
            r"\d[.,]\d{3}[^\n]{0,20}[^a-z\n](?:lat|lon|lng|gps|coord|geo)",
            r"(?:point|linestring|polygon)\s?[zm]?\s?\(",
            r"(?:position|localis|location|lieu|adresse|markers?\(|setview\(|makepoint\()[^\n]{0,20}\d[.,]\d{4}",
            r"[\"'][-+]?\d{1,2}\.\d{4,8},\s?[-+]?\d{1,3}\.\d{4,8}[\"']",
            r"[\"']\d{1,2},\d{4,8} ?; ?[-+]?\d{1,3},\d{4,8}[\"']",
            r"[a-z\x{e0}-\x{ff}] ?[:(,]? -?\d{1,2}[.,]\d{4,8} ?[,;] ?-?\d{1,3}[.,]\d{4,8}",
            r"[(\[\t;|]\d{1,2}\.\d{4,8}, ?[-+]?\d{1,3}\.\d{4,8}(?:[)\]\t;|]|\s*(?:\n|$))",
            r"(?:#|//)\s[-+]?\d{1,2}\.\d{4,8},\s?[-+]?\d{1,3}\.\d{4,8}\s*(?:\n|$)",
            r"[a-z\x{e0}-\x{ff}][ :,]{1,3}\(\d{1,2}[.,]\d{4,8},? -?\d{1,3}[.,]\d{4,8}\)",
            r"\d\s?(?:°|º)|\do\d{1,2}\s?['’′]",
            r"GPS[ _.]?(?:Info\.GPS)?(?:Lat|Lon|Alt|Pos)|"
            r"\b(?:MGRS|UTM|Lambert|CH1903|LV95|LV03|RGF93|OSGB|geo-?hash|maidenhead|qth|locator)\b|///[a-z\x{e0}-\x{ff}]+\.|\$G[PNLAB]\w{3},",
            r"[NS]\s?\d{1,2}[.,]\d{3,}\W{1,3}[EWO]|\d{6}[NS]\d{7}[EW]|[-+]\d{2}\.\d{3,}[-+]\d{3}\.|"
            r"\d{1,2} \d{1,2}(?:[.,]\d+)? [NS],? \d",
            r"\|\s?\d{2}\.\d{5,8}\s?\|\s?-?\d{1,3}\.\d{5,8}\s?\|",
            r"\b(?:home|pos|place|spot|domicile|maison|rdv|meeting)[\"']?\s?[:=]\s?[\[(]-?\d",
            r"#map=\d|\b(?:ll|sll|daddr|saddr)=-?\d",
            r"\d\.\d{3,},\d{1,3}\.\d{3,},\d{1,2}z\b",
            r"\d\s?(?:deg|d )",
            r"[NSEWO]\s?\d{1,3}\s?(?:°|º)",
            r"[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2}",
            r"\d[.,]\d{3,15}\s?[NS]\s?[,;/| ]",
        ),
        find,
        (r"\d[.,]\d{3,15}\s?°?\s?[NS]?\s?(?:[,;/|]|\s)\s?[-+−]?\d{1,3}[.,]\d{3}",),
    ),
)
