"""The rules: each has candidates for re2 and a function that confirms them in a short text."""

from veille.guard.rules import (
    accounts,
    addresses,
    emails,
    handles,
    hashes,
    invitations,
    machines,
    makers,
    mentions,
    money,
    neighbours,
    network,
    phones,
    places,
    snowflakes,
    speakers,
    times,
)

# In order: where two rules see the same characters, the first one keeps them.
FAMILIES = tuple(
    family
    for module in (
        emails,
        mentions,
        machines,
        addresses,
        invitations,
        money,
        network,
        hashes,
        times,
        places,
        phones,
        snowflakes,
        handles,
        accounts,
        makers,
        speakers,
        neighbours,
    )
    for family in module.FAMILIES
)
