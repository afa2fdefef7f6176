"""A printed PDF made small, and made to say of itself what should be said and nothing else."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pikepdf

from veille.errors import VeilleError

from .places import Identity


def page_numbers(drawn: Path, keys: Sequence[str]) -> dict[str, int]:
    """Give the page on which each named place of a PDF is, counted from 1."""
    with pikepdf.open(drawn) as pdf:
        numbers = {page.objgen: place for place, page in enumerate(pdf.pages, start=1)}
        return {key: numbers[pdf.Root.Dests[f"/{key}"][0].objgen] for key in keys}


def sign(drawn: Path, path: Path, who: Identity, titles: Sequence[str]) -> None:
    """Copy a PDF with its title, its author and its language: no date, no program, no machine.

    ``titles`` are the headings of the document: Chromium's outline glues the words between which
    a line of a title was broken.
    """
    with pikepdf.open(drawn) as pdf:
        del pdf.docinfo
        pdf.docinfo["/Title"], pdf.docinfo["/Author"] = who.full_title, who.author
        pdf.Root.Lang = pikepdf.String("fr")
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        _name_outline(pdf, titles)
        _merge_images(pdf)
        pdf.remove_unreferenced_resources()
        pdf.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )


def _name_outline(pdf: pikepdf.Pdf, titles: Sequence[str]) -> None:
    items = list(_outline(pdf.Root.Outlines))
    if len(items) != len(titles):
        raise VeilleError(
            f"Le plan du PDF a {len(items)} titres : {len(titles)} sont attendus, autant que dans "
            "le texte."
        )
    for item, title in zip(items, titles, strict=True):
        item.Title = pikepdf.String(title)


def _outline(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Give the items of an outline, each before those under it."""
    child = item.get("/First")
    while child is not None:
        yield child
        yield from _outline(child)
        child = child.get("/Next")


def _merge_images(pdf: pikepdf.Pdf) -> None:
    """Keep one copy of each image: a hatched figure holds the same one once for each area."""
    kept: dict[bytes, pikepdf.Object] = {}
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        images = item.get("/Resources", {}).get("/XObject", {})
        for name, image in list(images.items()):
            if image.get("/Subtype") == "/Image":
                size = f"{image.Width} {image.Height} ".encode()
                mark = sha256(size + image.read_raw_bytes()).digest()
                images[name] = kept.setdefault(mark, image)
