"""Home directories, and names of machines."""

import re
from collections.abc import Iterable

from veille.guard.rules.base import Family, Hit, Zone, hits
from veille.guard.vocabulary import names

_NAME = r"[\w.@ÀÿÀ-ÿ-]*[\wÀ-ÿ][\w.@À-ÿ-]*"
_HOME = re.compile(
    rf"(?:(?<![\w.~])|(?<=file://)|(?<=localhost)|(?<=-[IL]))(?:/(?:var|export|mnt|data|usr|media|net|nfs|"
    rf"srv|opt|private|u|scratch|gpfs|lustre|beegfs|cluster|storage|pool|tank|vol\d*|"
    rf"volumes/[\w -]+|system/volumes/data))?"
    rf"/(?:home\d?|users|utilisateurs|homes)/(?P<name>{_NAME})(?:/[\w.@ -]*)?"
    rf"|(?:\.\./)+(?:home\d?|users|utilisateurs)/{_NAME}"
    rf"|(?<![\w.])/(?:root|var/root)/[\w.-]+|(?<![\w.])/volumes/[\w. -]{{3,40}}/[\w.-]+"
    rf"|(?<![\w.])/var/(?:spool/)?(?:mail|cron/crontabs)/{_NAME}"
    rf"|\\{{2,4}}wsl(?:\$|\.localhost)\\{{1,2}}[\w.-]+\\{{1,2}}home\\{{1,2}}{_NAME}"
    rf"|(?<![\w.~])/(?:run/)?media/(?!(?:cdrom|usb|images?|img|videos?|audio|fonts?|css|js|static|"
    rf"uploads?|public)\b){_NAME}/[\w.@ -]+"
    rf"|(?<![\w.~\\)}}\]/])~(?=[a-z])[\w.-]{{2,32}}/[\w.-]+"
    rf"|(?:/mnt/|/cygdrive/|(?<![\w/])/)[a-z]/users/(?P<wsl>{_NAME})",
    re.I,
)
_WINDOWS = re.compile(
    rf"(?:(?<!\w)[a-z]:|%systemdrive%|\\\\[\w.-]+(?:\\[\w$ -]+)?)[\\/]{{1,4}}(?:users|"
    rf"profils|profiles|utilisateurs|documents and settings|"
    rf"documents%20and%20settings|winnt\\profiles)[\\/]{{1,4}}(?P<name>{_NAME})",
    re.I,
)
_SHARE = re.compile(r"(?<![\w\\])\\{2,4}(?=[\w-]*[\d-])[\w-]{3,40}\\{1,2}[\w$]{2,40}", re.I)
_MACHINE = re.compile(
    r"(?<![\w-])(?:(?:DESKTOP|LAPTOP|PC|WIN|MSI|ASUS|LENOVO|DELL|HP|SRV|WS|WORKSTATION|NAS|"
    r"POSTE)-(?=[A-Z0-9-]*\d)[A-Z0-9]{4,15}(?:-[A-Z0-9]{1,12})?"
    r"|(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,15}"
    r"|(?i:mac-?book(?:[- ](?:pro|air))?|imac|mac-?mini|iphone|ipad|pc|ordinateur|portable|"
    r"laptop|galaxy|t[ée]l[ée]phone)-(?:de|d|von|of)-[\wÀ-ÿ-]{2,30}(?:\.local)?"
    r"|[\w-]{2,30}(?:s-(?:laptop|desktop|pc|mbp|MBP)|-(?:mac-?book(?:-pro|-air)?|imac|mac-?mini|iphone|"
    r"ipad|thinkpad))(?:\.local)?"
    r"|(?:pc|nas|srv|ws|poste|node|vm|workstation|laptop|desktop)-[a-zà-ÿ]{3,20}-\d{1,4}"
    r"|(?:srv|nas|pc)-[a-zà-ÿ]{4,20}\d{0,4}(?:\.\w+)?|[\w-]{2,40}\.intra(?!\w)|vps-?\d{4,8}"
    r"|[a-z]{2,12}\d{1,3}\.(?:intern(?:e|al)|prod|corp)(?!\w)"
    r"|(?!fa-|d-|is-)[A-Za-z]{2,30}-(?:laptop|desktop|pc)(?:-\d+)?"
    r"|(?:iPhone|iPad|MacBook(?: Pro| Air)?|iMac|Galaxy) (?:de |d[’'])[A-ZÀ-Þ][\wÀ-ÿ-]+"
    r"|ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[\w.-]+)?"
    r"|[\w-]{2,40}\.(?:local|lan|home\.arpa|fritz\.box|localdomain)(?=\b(?!\())"
    r")(?![\w])"
)
_KEEP_CASE = re.compile(r"^(?:PC|HP|WS|NAS|POSTE|MSI|SRV)-", re.I)
_PROMPT = re.compile(
    r"(?<![\w@])(?P<value>[a-z_][\w.-]{0,31}@[\w-]{2,63}(?:\.[\w-]+)*)(?=:[~/]|\s?[$#%]\s|:\s?~|:\s(?:sudo|-?bash|zsh|sh|ssh)\b|"
    r"\s~|\s[\w~./-]{1,60}(?:\]\s?[$#%]|\s[$#%](?:\s|$)))",
    re.I,
)
_REMOTE = re.compile(
    r"\b(?:ssh|scp|rsync|"
    r"sftp)\b[^\n]{0,60}?(?<![\w@])(?P<value>[a-z_][\w.-]{0,31}@[\w-]{2,63}(?:\.[\w-]+)*)",
    re.I,
)
_NAMED = re.compile(
    r"\b(?:host[ _-]?name|computer[ _-]?name|nom (?:de (?:la |l[’'])?(?:machine|ordinateur|hôte|"
    r"poste|appareil)|d[’']hôte)|machine[ _-]?name|"
    r"nodename|device[ _-]?name|netbios|userprofile|logname|user_?home)(?:_\d{1,4})?\b"
    r"[\"']?\s*(?:est|is|(?:set|changed) to|[:=→])\s*[\"'«<]?\s*"
    r"(?P<value>(?![\[{<(])[\w.-]*[\w][\w.-]{2,62})(?![\w(=])",
    re.I,
)
_ENV = re.compile(
    r"(?<!\w)(?:USER|USERNAME|LOGNAME|HOSTNAME|COMPUTERNAME|USERDOMAIN)=(?P<value>[\w.-]{3,40})"
)

# A common word and an equals sign: what follows must look like the name of a machine.
_EQUALS = re.compile(
    r"(?<![\w.-])(?:machine|host|hote|hôte|runner|node|serveur physique|poste|ordinateur)"
    r"[\"']?\s?[=:]\s?[\"']?(?P<value>[a-z](?=[\w]*-[\w-]*\d|[\w]*\d[\w]*-|(?:laptop|desktop|srv|pc|nas|ws)-)[\w-]{3,62}|"
    r"(?:laptop|desktop|srv|pc|nas|ws)-[\w-]{3,60})(?![\w(]|\.\w)",
    re.I,
)
# What a device writes of itself and of its owner in the photographs it takes.
_SERIAL = re.compile(
    r"(?:\b(?:serial|s[ée]rie)[ _-]?(?:number|no|n°|num[ée]ro)?|\bnum[ée]ro de s[ée]rie|"
    r"\w(?:SerialNumber|_serial_number)|\bIMEI|\bimei|\bappareil(?: photo)? n°)(?!\w)[\"'»]?"
    r"(?: [\wÀ-ÿ’']{2,14}){0,4}\s*(?:est|is|[:=→>]|(?=\d{6}))\s*[\"'«]?\s*"
    r"(?P<value>(?=[\w-]*\d{3})[A-Za-z0-9][\w-]{5,24})(?![\w(])",
    re.I,
)

_SYSTEMS = (
    r"mint|ubuntu|debian|fedora|arch|kali|suse|centos|manjaro|mbp|pc|laptop|desktop|server|srv|"
    r"vm|nas|pi|box|win\d*|linux"
)
# The name beside « host », after « Linux » in what uname says, after « ssh », in syslog.
_BESIDE = re.compile(
    r"(?:\b(?:host|machine|node|computer|server|serveur|poste|hôte)(?:[ _]name)?\s"
    r""
    r"(?P<beside>[a-z]+-(?=[\w-]*\d)[\w-]{2,40}|(?:poste|srv|nas|pc|ws|vm)-[a-z]{4,20}(?![\w-])|"
    rf"[a-z]\w+-(?:{_SYSTEMS})(?![\w-]))|^\s*Linux\s(?P<kernel>[\w.-]{3,63})\s\d+\.\d+|"
    r"(?:^|[$#>;&]\s?)ssh\s+(?:-\w+\s+(?:\S+\s+)?)?"
    r"(?P<remote>[a-z](?=[\w.]*[-\d])[\w.-]{2,62})"
    r"(?![@\w])|^\s*<\d{1,3}>\d?\s?\S+\s(?P<logged>[a-z](?=[\w.]*[-\d])[\w.-]{2,62})\s)",
    re.I,
)
_DEVICE = re.compile(
    r"(?:Serial ?(?:Number|No)|Camera ?ID|Device ?ID|Unique ?ID)\)?[\\\"'»]{0,3}\s*[:=→,;]?\s*"
    r"(?:Ascii \d+\s+)?[\\\"'«]{0,3}(?P<value>(?=[\w-]*\d{4})[A-Za-z0-9][\w-]{5,24})(?![\w(])"
    r"|(?<![\w-])(?P<phone>android-[0-9a-f]{12,16}|[a-z][\w-]{1,30}-(?:thinkpad|xps|latitude|"
    r"inspiron|elitebook|probook|pavilion|zenbook|vivobook|surface|aspire|ideapad|optiplex|yoga|nuc)"
    r"(?:-\w{1,8}){0,3}|pc-de-[a-z]{3,30}|"
    r"(?-i:(?:PC|MSI|NB|BUREAU|POSTE|ASUS|LENOVO|DELL|ACER)-[A-Z]{5,20}(?:-\d{1,4})?)|"
    r"(?<=poste )pc-[a-z]{3,20}|(?<=ordinateur )pc-[a-z]{3,20}|(?<=machine )pc-[a-z]{3,20}|"
    r"(?<=host[ ,])pc-[a-z]{3,20}|"
    r"[a-z][\w-]{1,30}-(?:mac-?book|imac|mac-?mini|iphone|ipad)(?:-(?:pro|air))?|"
    r"(?:worker|node|runner|pod|build)-[a-z]{3,20}-(?=[a-f]*\d)[a-f0-9]{5}|bureau-(?=[a-z]*\d)[a-z0-9]{5,8}|"
    r"(?:ubuntu|debian|fedora|kali|raspberrypi|raspi|mint|manjaro)-(?!latest|slim|server|desktop|"
    r"minimal|stable|base|security|archive|keyring|core|based|like|style|compatible|only)[a-z]{4,20}|"
    r"(?:galaxy|pixel|redmi|xperia|oneplus|huawei)-[\w-]{1,12}-(?:de|d|von|of)-[a-zà-ÿ-]{2,30})(?![\w-])"
    r"|(?<![\w-])(?P<daemon>[a-z][a-z0-9]*-(?=[\w-]*\d)[\w-]{2,40})(?=\s[\w./-]+\[\d+\]:)",
    re.I,
)
_FOLDERS = tuple(
    "home users utilisateurs profil root volumes /mail crontabs wsl /media ~ documents".split()
)
# Each form of _DEVICE holds one of these: its names are too slow to try at every place.
_DEVICES = tuple((
    "serial camera device unique android- thinkpad xps latitude inspiron elitebook probook "
    "pavilion zenbook vivobook surface aspire ideapad optiplex yoga nuc pc- msi- nb- bureau- "
    "poste- asus- lenovo- dell- acer- book imac mini iphone ipad worker- node- runner- pod- "
    "build- ubuntu- debian- fedora- kali- raspberrypi- raspi- mint- manjaro- galaxy- pixel- "
    "redmi- xperia- oneplus- huawei- ]: "
).split())
_NOBODY = names("ordinary_words") | set("null none true false undefined".split())
_STYLE = re.compile(r"[a-z]+(?:-[a-z]+)?-(?:laptop|desktop|pc)")  # a class of a style sheet
_COMPUTERS = frozenset(
    "portable fixe bureau client serveur compatible based only gaming desktop laptop mobile".split()
)
CANDIDATES = (
    r"serial ?n|(?:camera|device|unique) ?id\b",
    r"android-[0-9a-f]{12}|-(?:thinkpad|xps|latitude|inspiron|elitebook|probook|pavilion|zenbook|"
    r"vivobook|surface|aspire|ideapad|optiplex|yoga|nuc)\b|pc-de-|bureau-[a-z0-9]{5}|"
    r"(?:poste|ordinateur|machine|host)[ ,]pc-[a-z]|"
    r"(?:pc|msi|nb|bureau|poste|asus|lenovo|dell|acer)-[a-z]{5}|"
    r"(?:worker|node|runner|pod|build)-[a-z]{3,20}-[a-f0-9]{5}",
    r"(?:ubuntu|debian|fedora|kali|raspberrypi|raspi|mint|manjaro)-[a-z]{4}|"
    r"(?:galaxy|pixel|redmi|xperia|oneplus|huawei)-[\w-]{1,12}-(?:de|d|von|of)-",
    r"[a-z]-[\w-]+\s[\w./-]+\[\d+\]:",
    r"/(?:home\d?|users|utilisateurs|homes|root|volumes)/",
    r"/media/[\w.-]",
    r"/var/(?:spool/)?(?:mail|cron/crontabs)/\w",
    r"\\wsl(?:\$|\.localhost)\\",
    r"~[a-z][\w.-]{1,31}/[\w.-]",
    r"\\\\[\w-]{3,40}\\{1,2}[\w$]{2}",
    r"[\\/](?:users|profils|profiles|utilisateurs|documents and settings)[\\/]",
    r"(?:desktop|laptop|pc|win|msi|asus|lenovo|dell|hp|srv|ws|workstation|nas|poste)-[a-z0-9]{4}",
    r"(?:mac-?book|imac|mac-?mini|phone|ipad|pc|laptop|ordinateur|galaxy|portable)"
    r"(?:[- ](?:pro|air))?-(?:de|d|von|of)-|"
    r"(?:iphone|ipad|mac-?book(?: pro| air)?|imac|galaxy) d(?:e |.)(?-i:[A-Z])",
    r"-(?:mac-?book|imac|mac-?mini|iphone|ipad|laptop|desktop|pc|thinkpad)\b",
    r"ip-\d+-\d+-\d+",
    r"\.(?:local|lan|home\.arpa|fritz\.box|localdomain|intra|interne|internal|prod|corp)\b",
    r"s-mbp\b|\bvps-?\d{4}",
    r"@[\w.-]+(?::[~/]|: (?:sudo|-?bash|zsh|sh|ssh)\b|\s?[$#%]\s|\s~|"
    r"\s[\w~./-]+(?:\]\s?[$#%]|\s[$#%](?:\s|$)))",
    r"\b(?:ssh|scp|rsync|sftp)\b",
    r"host[ _-]?name|computer[ _-]?name|nom d(?:e (?:la |l.)?(?:machine|ordinateur|hôte|poste|"
    r"appareil)|.hôte)|nodename|device[ _-]?name|machine[ _-]?name|"
    r"netbios|logname|userprofile|user_?home",
    r"(?:machine|host|hote|hôte|runner|node|poste|ordinateur)[\"']?\s?[=:]",
    r"\b(?:host|machine|node|computer|server|serveur|poste|hôte)(?:[ _]name)?\s"
    r"(?:[a-z]+-[\w-]*\d|(?:poste|srv|nas|pc|ws|vm)-[a-z]{4}|"
    rf"[a-z]\w+-(?:{_SYSTEMS}))",
    r"(?:pc|nas|srv|ws|poste|node|vm|workstation)-[a-z\x{e0}-\x{ff}]{3,20}-\d|"
    r"(?:srv|nas|pc)-[a-z\x{e0}-\x{ff}]{4}",
    r"\bLinux\s[\w.-]{3,63}\s\d+\.\d",
    r"<\d{1,3}>\d?\s?\S+\s[a-z][\w.]*[-\d]",
    r"(?:serial|s[ée]rie|serialnumber|imei)[\"'»]{0,2}\s{0,2}(?:est|is|[:=→>]|\d{6})|serial[ _-]?n|"
    r"num[ée]ro de s[ée]rie|appareil(?: photo)? n°|"
    r"s[ée]rie[ _-]?(?:n|est|is|[:=→>])|_serial_n",
    r"\b(?:user|username|logname|hostname|computername|userdomain)=",
)


def _holds(zone: Zone, words: tuple[str, ...]) -> bool:
    return any(word in zone.lower for word in words)


def find(zone: Zone) -> Iterable[Hit]:
    """Give home directories, prompts, and names of machines."""
    for pattern in (_HOME, _WINDOWS) if _holds(zone, _FOLDERS) else ():
        yield from hits(pattern, zone, "home_path")
    yield from hits(_SHARE, zone, "machine")
    yield from hits(_MACHINE, zone, "machine", lambda match: _is_machine(match, zone))
    told = _DEVICE.finditer(zone.text) if _holds(zone, _DEVICES) else ()
    for match in (*_BESIDE.finditer(zone.text), *told):
        name = match.lastgroup
        yield Hit(match.start(name), match.end(name), "machine", match[name])
    for pattern in (_PROMPT, _REMOTE, _NAMED, _ENV, _EQUALS, _SERIAL):
        yield from hits(
            pattern, zone, "machine", lambda match: match["value"].lower() not in _NOBODY, "value"
        )


def _is_machine(match: re.Match, zone: Zone) -> bool:
    value, coded = match.group(), zone.kind == "code"
    written = not coded or zone.quoted(match.start())
    if coded and re.search(r"\.(?:local|lan)$", value):
        follows = zone.text[match.end() : match.end() + 1]
        return written and follows not in ("(", "/")
    styled = coded or (
        zone.kind == "markup" and re.search(r"<(?!!)[^<>]*$", zone.text[: match.start()])
    )
    if styled and _STYLE.fullmatch(value):
        return False
    if value.islower() and value.startswith(("srv-", "nas-", "pc-")):
        named = value.partition("-")[2] not in _NOBODY | _COMPUTERS
        return named and written and (coded or not styled)
    return not _KEEP_CASE.match(value) or any(map(str.isdigit, value)) or "-de-" in value.lower()


FAMILIES = (Family(CANDIDATES, find),)
