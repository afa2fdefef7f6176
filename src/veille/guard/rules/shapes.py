"""What the name of somebody looks like: what no ordinary word, file or norm has."""

import re

from veille.guard.vocabulary import names

ORDINARY = names("ordinary_words")
PLACEHOLDER = re.compile(r"[A-ZÀ-Þ]+(?:-[A-ZÀ-Þ]+)*-\d+$")  # as redaction writes them
TOKEN = re.compile(
    r"(?:[A-Z]\d{5,9}|F\d\d·?v?\d*|\d+(?:[.,]\d+)?|[a-z]+_id|\w+\(|v?\d+(?:\.\d+)+)$"
)
# Letters and digits that name a norm, a program or a disease, whatever verb follows.
_KNOWN_SHAPE = re.compile(
    r"(?:utf|debug|sha|md|base|ipv|mp|covid|python|py|windows|win|http|html|css|h|i|x|es|iso|rc|v|"
    r"log|float|int|uint|bits?|a|b|oauth|web|ie|s|top|crc|blake|latin|cp|ansi|rfc|art|phase|"
    r"niveau|semaine|jour|lot|version|cas|tableau|figure|fig|q|t|n|p)[-_]?\d+\w{0,3}$",
    re.I,
)
FILE = re.compile(r"\.(?:py|md|csv|json|ya?ml|txt|html?|png|svg|pdf|ipynb|zip|parquet|toml|log)$")


def has_shape(value: str) -> bool:
    """A digit, an underscore, a dot inside or capitals inside: no ordinary word has them."""
    return bool(
        not TOKEN.match(value)
        and re.search(r"[A-Za-zÀ-ÿ]", value)
        and (re.search(r"\w[\d_]|[\d_]\w|[a-z][A-Z]|\w\.\w", value))
    )


def is_word_of_its_own(value: str) -> bool:
    """Not a participle, an adjective or an adverb: « banni », « opaque », « récemment »."""
    return (
        value.lower() not in ORDINARY
        and not TOKEN.match(value)
        and len(value) > 3
        and not re.search(
            r"(?:é|ée|és|ées|iques?|aires?|ables?|ibles?|ment|els?|elles?|eux|euses?|ives?|ifs?|aux|ants?|antes?)$",
            value,
            re.I,
        )
    )


def is_name(value: str) -> bool:
    """Letters with digits at the end or between marks: neither a variable nor a reference."""
    if not has_shape(value) or _KNOWN_SHAPE.match(value) or PLACEHOLDER.match(value):
        return False
    if value.lower() in ORDINARY or (value.isupper() and "_" in value):
        return False  # a word, or a constant of a program
    if FILE.search(value) or sum(map(str.isalpha, value)) < 3:
        return False
    return any(map(str.isdigit, value)) or _is_doubled(value)


def _is_doubled(value: str) -> bool:
    return (
        "_" in value
        and not re.search(
            r"_(?:ids?|at|name|type|date|week|count|rate|share|world|servers?|members?|index|size|"
            r"seed|value|label|key|path|file|data|table|class|kind|state|text|level|score)$",
            value,
            re.I,
        )
        and not re.match(
            r"(?:n|is|has|get|set|to|from|max|min|mean|num|test|truth|server|member|user|message|at|"
            r"report|keyword|channel|observer|created|first|last|read|write|load|total)_",
            value,
            re.I,
        )
    )
