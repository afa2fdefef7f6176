"""Mentions as platforms write them in the text of a message."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import Family, Hit, Zone, hits

_MENTION = re.compile(
    r"<\s?(?:@[!&]?|#|a?:\w{2,32}:|/[\w -]{1,64}:|id:|t:)\s?\d{5,20}(?::[a-zA-Z])?\s?>"
    r"|(?<![\w@])@(?:[!&]\d{15,20}|\d{15,20})(?!\w)"
    r"|<@(?:U|W)[A-Z0-9]{8,11}(?:\|[^>]{1,80})?>|<#C[A-Z0-9]{8,11}(?:\|[^>]{1,80})?>"
    r"|<!subteam\^[A-Z0-9]{8,12}(?:\|[^>]{1,80})?>|(?<![\w\])\"'])\[~[\w.:@-]{2,60}\]"
    r"|@\[[^\]\n]{2,40}\]\((?:\w{1,12}:)?\d{3,20}\)"
    r"|\[(?:id|club|public)\d{4,12}\|[^\]]{1,80}\]"
)

CANDIDATES = (
    r"<\s?(?:@|#|a?:\w+:|/[\w -]{1,64}:|t:|id:)[!&]?\s?\d{5}",
    r"<[@#][UWC][A-Z0-9]{8}",
    r"@[!&]?\d{15}",
    r"<!subteam",
    r"\[~\w",
    r"@\[[^\]\n]{2,40}\]\(",
    r"\[(?:id|club|public)\d",
)


def find(zone: Zone) -> Iterable[Hit]:
    """Give every mention of a member, role, channel, command, emoji or moment."""
    return hits(_MENTION, zone, "mention")


FAMILIES = (Family(CANDIDATES, find),)
