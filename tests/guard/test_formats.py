"""Every format that may be published, with an identifier somewhere only its reader sees."""

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from datetime import datetime

import guard_identifiers as make
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.sfnt import WOFFFlavorData
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Link, Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject


def rules(found):
    return {rule for _, rule in found}


def notebook(*cells):
    return json.dumps(
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
        indent=1,
        ensure_ascii=False,
    )


def markdown(*lines):
    return {"cell_type": "markdown", "id": "a", "metadata": {}, "source": list(lines)}


def code(source=(), outputs=()):
    return {
        "cell_type": "code",
        "execution_count": 1,
        "id": "b",
        "metadata": {},
        "outputs": list(outputs),
        "source": list(source),
    }


def display(**data):
    return {"data": data, "metadata": {}, "output_type": "display_data"}


def png(**texts):
    stream, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value, zip=True)
    Image.new("RGB", (4, 4)).save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def pdf(text=None, **metadata):
    writer, stream = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    if text:
        contents = StreamObject()
        contents.set_data(f"BT /F1 12 Tf 10 10 Td ({text}) Tj ET".encode())
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Contents")] = writer._add_object(contents)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
    writer.add_metadata({f"/{key}": value for key, value in metadata.items()})
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "latin-1",
        "cp1252",
        "cp500",
    ],
)
def test_text_in_any_encoding(find, random, encoding):
    text = f"Première ligne, déjà écrite.\nÉcrire à {make.email(random)} en cas de besoin.\n"
    assert find(text.encode(encoding), "note.txt") == {(2, "email")}


def test_a_clean_notebook_is_silent(find):
    assert (
        find(notebook(markdown("# Titre\n", "du texte"), code(["@cache\n", "x = 1"])), "a.ipynb")
        == set()
    )


def test_a_value_split_over_the_source_lines_of_a_cell(find, random):
    value = make.snowflake(random)
    found = find(notebook(markdown("Voir ", value[:9], value[9:], " ici")), "a.ipynb")
    assert rules(found) == {"snowflake"}


def test_a_value_split_by_the_end_of_a_source_line(find, random):
    name, ending = make.email(random).rsplit(".", 1)
    found = find(notebook(markdown(f"écrire à {name}.\n", f"{ending} vite\n")), "a.ipynb")
    assert rules(found) & {"email", "address"}


def test_a_value_split_between_strings_of_a_program(find, random):
    value = make.snowflake(random)
    assert rules(find(f'x = ("{value[:8]}"\n     "{value[8:]}")\n', "a.py")) == {"snowflake"}


def test_outputs_of_a_notebook_of_every_kind(find, random):
    value = make.email(random)
    for data in (
        {"text/plain": [f"vu : {value}"]},
        {"text/html": [f"<td>{value}</td>"]},
        {"application/json": {"clé": [1, value]}},
        {"image/svg+xml": [f"<text>{value}</text>"]},
        {"text/latex": f"\\href{{{value}}}"},
    ):
        assert rules(find(notebook(code(outputs=[display(**data)])), "a.ipynb")) == {"email"}


def test_an_image_inside_a_notebook_is_opened(find, random):
    image = base64.encodebytes(png(Comment=make.email(random))).decode()
    found = find(notebook(code(outputs=[display(**{"image/png": image})])), "a.ipynb")
    assert rules(found) == {"email"}


def test_the_metadata_of_a_notebook_is_read(find, random):
    cell = code() | {"metadata": {"chemin": make.home(random)}}
    assert rules(find(notebook(cell), "a.ipynb")) == {"home_path"}


def test_a_finding_in_a_notebook_stands_on_its_own_line(find, random):
    text = notebook(markdown("rien\n", f"vu : {make.snowflake(random)}\n", "rien"))
    line = next(i for i, row in enumerate(text.split("\n"), 1) if "vu : " in row)
    assert find(text, "a.ipynb") == {(line, "snowflake")}


@pytest.mark.parametrize(
    "form",
    [
        "<p>{}</p>",
        '<a href="{}">ici</a>',
        "<!-- {} -->",
        "<script>var a = '{}';</script>",
        "<style>a::after{{content:'{}'}}</style>",
        '<img alt="{}">',
        '<meta content="{}">',
        "<textarea>{}</textarea>",
    ],
)
def test_every_part_of_a_page_is_read(find, random, form):
    page = f"<html>\n<body>\n{form.format(make.email(random))}\n</body></html>"
    assert find(page, "page.html") == {(3, "email")}


def test_a_link_cut_by_tags_is_joined_and_cells_are_not(find, random):
    value = make.snowflake(random)
    assert rules(
        find(f"<p>{value[:6]}<wbr>{value[6:9]}<span class='a'>{value[9:]}</span></p>", "a.html")
    )
    assert not find(f"<tr><td>{value[:9]}</td><td>{value[9:]}</td></tr>", "a.html")


def test_columns_and_cells_of_a_csv(find, random):
    text = f"a,{make.snowflake(random)},b\n1,2,3\n0,{make.snowflake(random)},x\n"
    assert find(text, "t.csv") == {(1, "snowflake"), (3, "snowflake")}


def test_a_column_says_what_its_cells_are(find):
    assert find("n,pseudo\n1,lunedeau\n2,\n3,ventdest\n", "t.csv") == {(2, "handle"), (4, "handle")}


def test_columns_cells_and_metadata_of_a_parquet(find, random, tmp_path):
    path = tmp_path / "t.parquet"
    table = pa.table(
        {"n": [1, 2], "id": [0, int(make.digits(random, 18))], "texte": ["x", make.email(random)]}
    )
    pq.write_table(table.replace_schema_metadata({"auteur": make.home(random)}), path)
    assert find(path.read_bytes(), "t.parquet") == {
        (1, "home_path"),
        (2, "snowflake"),
        (2, "email"),
    }
    pq.write_table(pa.table({make.email(random): [1]}), path)
    assert find(path.read_bytes(), "t.parquet") == {(1, "email")}
    pq.write_table(
        pa.table({"jour": [day := datetime(2024, 1, 2)], "moment": [day.replace(hour=3)]}), path
    )
    assert find(path.read_bytes(), "t.parquet") == {(1, "timestamp")}


def test_text_and_metadata_of_a_pdf(find, random):
    assert rules(find(pdf(f"appeler le {make.phone(random, ' ')}"), "a.pdf")) == {"phone"}
    assert rules(find(pdf(Author=make.email(random)), "a.pdf")) == {"email"}
    assert rules(find(pdf(CreationDate="D:" + "20240102" + "030405Z"), "a.pdf")) == {"timestamp"}
    assert rules(find(pdf("une page sans rien"), "a.pdf")) == set()


def test_links_and_attachments_of_a_pdf(find, random):
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=make.url(random)))
    writer.add_attachment("note.txt", make.email(random).encode())
    writer.write(stream)
    assert rules(find(stream.getvalue(), "a.pdf")) == {"address", "email"}


def test_notes_of_a_pdf_stand_on_their_page(find, random):
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(100, 100)
    writer.add_annotation(1, Link(rect=(0, 0, 9, 9), url=make.url(random)))
    writer.add_annotation(1, Text(rect=(20, 20, 40, 40), text=f"vu avec {make.email(random)}"))
    writer.write(stream)
    assert find(stream.getvalue(), "a.pdf") == {(2, "address"), (2, "email")}


def test_texts_of_a_png(find, random):
    assert rules(find(png(Comment=make.email(random)), "a.png")) == {"email"}
    assert find(png(Comment="une figure"), "a.png") == set()


def test_exif_and_position_of_photographs(find):
    exif = Image.Exif()
    exif[0x0112] = 1
    for form in ("JPEG", "WEBP", "PNG"):
        stream = io.BytesIO()
        Image.new("RGB", (8, 8)).save(stream, form, exif=exif)
        assert find(stream.getvalue(), f"a.{form.lower()}") == set()
    exif[0x010F] = "Fabricant"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    for form in ("JPEG", "WEBP", "PNG"):
        stream = io.BytesIO()
        Image.new("RGB", (8, 8)).save(stream, form, exif=exif)
        assert rules(find(stream.getvalue(), f"b.{form.lower()}")) == {"exif", "gps"}


def test_comments_of_a_jpeg_and_bytes_after_an_image(find, random):
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", comment=make.email(random).encode())
    assert rules(find(stream.getvalue(), "a.jpg")) == {"email"}
    assert rules(find(png() + make.email(random).encode(), "a.png")) == {"email"}


def test_svg_text_attributes_and_metadata(find, random):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        f"<metadata>{make.email(random)}</metadata>\n"
        f'<text x="1">{make.phone(random, " ")}</text></svg>'
    )
    assert find(svg, "a.svg") == {(2, "email"), (3, "phone")}


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(mode, **members):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=f"w:{mode}") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def test_archives_inside_out(find, random):
    data = f"un\ndeux {make.email(random)}".encode()
    for name, content in (
        ("a.zip", zipped(x=data)),
        ("a.zip", zipped(b=zipped(c=zipped(d=data)))),
        ("a.docx", zipped(**{"w.xml": data})),
        ("a.tar", tarred("", x=data)),
        ("a.tar.gz", tarred("gz", x=data)),
        ("a.tgz", tarred("xz", x=data)),
        ("a.txt.gz", gzip.compress(data)),
        ("a.bz2", bz2.compress(data)),
        ("a.xz", lzma.compress(data)),
        ("sans_nom", zipped(x=tarred("bz2", y=data))),
    ):
        assert find(content, name) == {(2, "email")}, name


def test_names_and_comments_of_an_archive(find, random):
    assert rules(find(zipped(**{f"{make.email(random)}.txt": b"rien"}), "a.zip")) == {"email"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = make.email(random).encode()
    assert rules(find(stream.getvalue(), "a.zip")) == {"email"}


def test_the_account_named_in_an_archive(find):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("x")
        member.uname = "lune"
        archive.addfile(member)
    assert rules(find(stream.getvalue(), "a.tar")) == {"machine"}


@pytest.mark.parametrize(
    "name",
    ["a.png", "a.jpg", "a.webp", "a.pdf", "a.zip", "a.parquet", "a.gz", "a.tar", "a.ipynb", "a.mo"],
)
def test_damaged_content_is_a_finding(find, name):
    whole = {
        "png": png(),
        "pdf": pdf("x"),
        "zip": zipped(x=b"abc" * 99),
        "gz": gzip.compress(b"abc" * 99),
    }
    start = whole.get(name.split(".")[1], b"\x89\x00\x01 rien de tel")
    for content in (b"", start[: len(start) * 2 // 3]):
        assert "damaged" in rules(find(content, name))


def test_an_unknown_format_is_a_finding(find, random):
    assert rules(find(bytes(range(256)) * 9, "a.bin")) == {"unknown_format"}


def test_an_inventory_and_a_catalogue_are_read(find, random):
    body = zlib.compress(f"x py:module 0 {make.url(random)} -".encode())
    head = (
        b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n"
        b"# The remainder of this file is compressed using zlib.\n"
    )
    assert rules(find(head + body, "objects.inv")) == {"address"}


def font(flavor=None, note=None, **names):
    """Give a font of one empty letter that carries these names."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Essai", "styleName": "Normal", **names})
    builder.setupPost()
    builder.font.flavor = flavor
    if note:
        builder.font.flavorData = WOFFFlavorData()
        builder.font.flavorData.metaData = note.encode()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("flavor", [None, "woff"])
def test_a_name_in_a_font(find, random, flavor):
    suffix = flavor or "ttf"
    assert find(font(flavor), f"a.{suffix}") == set()
    assert "email" in rules(find(font(flavor, designer=make.email(random)), f"a.{suffix}"))


def test_the_note_of_a_web_font(find, random):
    note = f"<metadata><credit name='{make.email(random)}'/></metadata>"
    assert "email" in rules(find(font("woff", note), "a.woff"))


@pytest.mark.parametrize("keep", [4, 40, 200])
def test_a_broken_font_is_said(find, keep):
    assert "damaged" in rules(find(font("woff")[:keep], "a.woff"))
