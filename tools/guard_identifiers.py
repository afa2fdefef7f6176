"""Made-up identifiers, drawn at random: nothing here was ever anybody's."""

import string
from random import Random

from veille.guard.vocabulary import names

ENDINGS = ("com", "net", "org", "fr", "be", "ch", "lu", "ca", "example", "test", "xyz")
SYLLABLES = "ba be bo ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to vi zu".split()
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "023456789acdefghjklmnpqrstuvwxyz"


def word(r: Random, low: int = 2, high: int = 4) -> str:
    """Give a word that means nothing."""
    return "".join(r.choices(SYLLABLES, k=r.randint(low, high)))


def digits(r: Random, count: int, first: str = "123456789") -> str:
    """Give so many digits."""
    return r.choice(first) + "".join(r.choices(string.digits, k=count - 1))


def host(r: Random) -> str:
    """Give a domain."""
    return f"{word(r)}{r.choice(('', '-' + word(r)))}.{r.choice(ENDINGS)}"


def url(r: Random) -> str:
    """Give a web address."""
    return f"{r.choice(('http', 'https'))}://{host(r)}/{word(r)}/{digits(r, 3)}"


def email(r: Random) -> str:
    """Give an e-mail address."""
    return f"{word(r)}{r.choice(('.', '_', ''))}{word(r)}@{host(r)}"


def snowflake(r: Random) -> str:
    """Give a platform identifier."""
    return digits(r, r.randint(17, 20), "1")


def invitation(r: Random) -> str:
    """Give an invitation link."""
    place = r.choice(sorted(name for name in names("invitation_hosts") if name.count(".") == 1))
    return f"{place}/{code(r, 8)}"


def code(r: Random, size: int) -> str:
    """Give letters and digits, at least one of each."""
    return (
        "".join(r.choices(string.ascii_letters + string.digits, k=size - 2))
        + r.choice("abc")
        + r.choice("789")
    )


def shortener(r: Random) -> str:
    """Give a shortened address."""
    return f"https://{r.choice(sorted(names('shorteners')))}/{code(r, 6)}"


def locker(r: Random) -> str:
    """Give the address of a file in a locker."""
    return f"https://{r.choice(sorted(names('file_lockers')))}/file/{code(r, 9)}"


def onion(r: Random) -> str:
    """Give a hidden address."""
    return "".join(r.choices("abcdefghijklmnopqrstuvwxyz234567", k=56)) + ".onion"


def pairs(r: Random, start: str) -> list[str]:
    """Give the groups of a French number."""
    return [start, *(f"{r.randrange(100):02d}" for _ in range(4))]


def phone(r: Random, separators: str = " .-") -> str:
    """Give a telephone number of one of the countries of the readers."""
    gap = r.choice(separators)
    fr = gap.join(pairs(r, r.choice(("01", "02", "06", "07", "09"))))
    abroad = "+33 " + gap.join(pairs(r, r.choice("1679")))
    be = (
        f"04{r.randrange(70, 99)} {r.randrange(10, 99)} {r.randrange(10, 99)} {r.randrange(10, 99)}"
    )
    pair = f"{r.randrange(10, 99)} {r.randrange(10, 99)}"
    ch = f"+41 7{r.randrange(6, 10)} {r.randrange(200, 999)} {pair}"
    ca = f"{r.choice(('514', '418', '438'))}-{r.randrange(200, 999)}-{r.randrange(1000, 9999)}"
    lu = f"+352 621 {r.randrange(100, 999)} {r.randrange(100, 999)}"
    return r.choice((fr, fr, abroad, be, ch, ca, lu))


def handle(r: Random) -> str:
    """Give a pseudonym no word of a language looks like."""
    return f"{word(r)}_{word(r)}{r.randrange(10, 999)}"


def ipv4(r: Random) -> str:
    """Give an address of the fourth version."""
    return ".".join(str(r.randrange(11, 250)) for _ in range(4))


def ipv6(r: Random) -> str:
    """Give an address of the sixth version, whole or shortened."""
    groups = [f"{r.randrange(0x1000, 0xFFFF):x}" for _ in range(8)]
    return r.choice((":".join(groups), ":".join(groups[:3]) + "::" + groups[-1]))


def iban(r: Random) -> str:
    """Give a bank account whose key holds, in groups of four."""
    country, length = r.choice((("FR", 27), ("BE", 16), ("CH", 21), ("LU", 20)))
    account = digits(r, length - 4)
    number = int("".join(str(int(sign, 36)) for sign in account + country + "00"))
    whole = f"{country}{98 - number % 97:02d}{account}"
    return " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def wallet(r: Random) -> str:
    """Give the address of a purse."""
    return r.choice(
        (
            "bc" + "1q" + "".join(r.choices(BECH32, k=38)),
            "0" + "x" + "".join(r.choices("0123456789abcdef", k=40)),
            "1" + "".join(r.choices(BASE58[:9], k=4)) + "".join(r.choices(BASE58, k=25)) + "aZ",
        )
    )


def fingerprint(r: Random) -> str:
    """Give a hexadecimal fingerprint."""
    return "".join(r.choices("0123456789abcdef", k=r.choice((32, 40, 64)) - 3)) + "a7f"


def moment(r: Random) -> str:
    """Give a moment to the minute."""
    day, month, year = r.randint(1, 28), r.randrange(12), r.randint(2018, 2026)
    hour, minute = r.randrange(24), r.randrange(60)
    return r.choice(
        (
            f"{year}-{month + 1:02d}-{day:02d}T{hour:02d}:{minute:02d}:{r.randrange(60):02d}Z",
            f"{year}-{month + 1:02d}-{day:02d} {hour:02d}:{minute:02d}",
            f"le {day} {MONTHS[month]} {year} à {hour} h {minute:02d}",
            f"{day:02d}/{month + 1:02d}/{year} {hour:02d}:{minute:02d}",
            f"le {day} {MONTHS[month]} {year}, vers {hour}h{minute:02d}",
        )
    )


def epoch(r: Random) -> str:
    """Give a count of seconds."""
    return str(r.randrange(1_500_000_000, 1_800_000_000))


def position(r: Random) -> str:
    """Give a place on the map."""
    lat, lon = r.uniform(41, 51), r.uniform(-5, 9)
    return r.choice(
        (
            f"{lat:.5f}, {lon:.5f}",
            f"{lat:.4f}° N, {abs(lon):.4f}° E",
            f"{int(lat)}°{r.randrange(60)}'{r.randrange(60)}\" N "
            f"{int(abs(lon))}°{r.randrange(60)}'{r.randrange(60)}\" E",
        )
    )


def home(r: Random) -> str:
    """Give a path that names an account."""
    name = word(r)
    return r.choice(
        (f"/home/{name}/notes", f"/Users/{name}/Desktop", f"C:\\Users\\{name}\\Documents")
    )


def machine(r: Random) -> str:
    """Give the name of a machine."""
    return r.choice(
        (
            "DESK" + "TOP-" + "".join(r.choices(string.ascii_uppercase + string.digits, k=6)) + "7",
            f"MacBook-Pro-de-{word(r).title()}",
            ":".join(f"{r.randrange(16, 256):02x}" for _ in range(6)),
        )
    )


def mention(r: Random) -> str:
    """Give a mention as a platform writes it."""
    return r.choice(("<@{}>", "<@!{}>", "<@&{}>", "<#{}>")).format(digits(r, 18, "1"))


MAKERS = {
    "snowflake": snowflake,
    "mention": mention,
    "invitation": invitation,
    "shortener": shortener,
    "file_locker": locker,
    "address": url,
    "onion": onion,
    "email": email,
    "phone": phone,
    "ip": ipv4,
    "iban": iban,
    "wallet": wallet,
    "hash": fingerprint,
    "timestamp": moment,
    "gps": position,
    "home_path": home,
    "machine": machine,
}
