"""The files that go with the tables: datasheet, data package, registry of sums."""

import json
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from veille import __version__
from veille.schema import TABLES
from veille.schema.datapackage import describe
from veille.synth.datasheet import datasheet
from veille.synth.setting import Setting
from veille.synth.write.disk import HashedFile, sha256_of, write_whole
from veille.synth.write.manifest import File, Manifest, in_order
from veille.synth.write.plan import fingerprint
from veille.synth.write.work import Work

DATASHEET, PACKAGE, REGISTRY = "FICHE.md", "datapackage.json", "SHA256SUMS"
_CHUNK = 1 << 20


def assemble(
    work: Work, setting: Setting, form: str, manifests: Mapping[int, Manifest]
) -> dict[str, int]:
    """Make the world whole in the work folder; give the rows of each table."""
    files = {name: in_order(manifests.values(), name) for name in TABLES}
    rows = {name: sum(file.rows for file in parts) for name, parts in files.items()}
    if form == "csv":
        files = {name: [_joined(work, name, parts)] for name, parts in files.items()}
    paths = {name: [Path(file.path).relative_to("world") for file in parts]
             for name, parts in files.items()}
    package = json.dumps(describe(TABLES, paths, _origin(setting)), ensure_ascii=False, indent=2)
    write_whole(work.world / PACKAGE, package + "\n")
    write_whole(work.world / DATASHEET, datasheet(setting, rows))
    sums = {path.as_posix(): file.sha256 for name in TABLES
            for path, file in zip(paths[name], files[name], strict=True)}
    sums |= {name: sha256_of(work.world / name) for name in (PACKAGE, DATASHEET)}
    write_whole(work.world / REGISTRY, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)))
    return rows


def _joined(work: Work, name: str, parts: list[File]) -> File:
    """Put CSV parts end to end under their header."""
    path = Path("world", f"{name}.csv")
    joined = HashedFile(work.tmp / f"{name}-{uuid4().hex}", work.folder / path)
    try:
        joined.write((",".join(TABLES[name].column_names) + "\n").encode())
        for part in parts:
            with (work.folder / part.path).open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    joined.write(chunk)
        joined.finish()
    except BaseException:
        joined.discard()
        raise
    return File(path.as_posix(), sum(part.rows for part in parts), joined.size, joined.sha256)


def _origin(setting: Setting) -> dict[str, object]:
    return {
        "version": __version__,
        "seed": setting.seed,
        "servers": setting.n_servers,
        "weeks": setting.n_weeks,
        "assumptions": fingerprint(setting.catalogue),
    }
