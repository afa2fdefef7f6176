"""What a host publishes: the folder, its headers, its page of what is missing, its workflow."""

import http.client
import re
import shutil
import socket
import threading
import urllib.robotparser
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from site_outputs.command import main
from site_outputs.downloads import KINDS, publish
from site_outputs.headers import headers_for, read_headers
from site_outputs.places import FOLDER
from site_outputs.serve import server

from veille.errors import VeilleError

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]
RACINE = ROOT / "book" / "_racine"
WORKFLOW = ROOT / ".github" / "workflows" / "publier.yml"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'none'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
MISSING = "/un/chemin/qui/manque.html"


@pytest.fixture(scope="module")
def published(site, tmp_path_factory):
    """Publish the site with small files in place of its outputs: only their names matter here."""
    folder = tmp_path_factory.mktemp("publication")
    for kind in KINDS:
        (folder / kind.name).write_bytes(b"x" * 1_234_567)
    publish(site, folder, folder / "publication")
    return folder / "publication"


@pytest.fixture(scope="module")
def shown(published):
    """Serve the published folder; give its port."""
    with server(published, 0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running.server_port
        running.shutdown()
        thread.join()


def ask(port, path, method="GET"):
    """Give the status, headers and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


# ---------------------------------------------------------------- headers
def test_headers_keep_everything_to_the_site_itself():
    headers = headers_for(read_headers(RACINE / "_headers"), "/book/aide.html")
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert re.fullmatch(r"max-age=\d{8,}", headers["Strict-Transport-Security"])
    for power in ("camera", "geolocation", "microphone"):
        assert f"{power}=()" in headers["Permissions-Policy"]


def test_pages_and_headers_hold_the_same_policy(published):
    """A page cannot say who may frame it: only a header can."""
    for path in (published / "book").rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for meta in soup.select('meta[http-equiv="Content-Security-Policy"]'):
            assert f"{meta['content']}; frame-ancestors 'none'" == POLICY, path.name


def test_pages_stay_out_of_the_cache_and_no_header_comes_twice(published):
    rules = read_headers(RACINE / "_headers")
    paths = [f"/{path.relative_to(published).as_posix()}" for path in published.rglob("*.*")]
    assert len(paths) > 100
    for path in ["/", *paths]:
        names = [name for pattern, headers in rules for name in headers
                 if headers_for([(pattern, headers)], path)]  # fmt: skip
        assert len(names) == len(set(names)), path
        if path.endswith((".html", "/")) or FOLDER in path:
            assert headers_for(rules, path)["Cache-Control"] == "no-store", path


@pytest.mark.parametrize("text", ["Nom: valeur\n", "/*\nNom: valeur\n", "/*\n  sans deux-points\n"])
def test_a_line_that_is_neither_a_path_nor_a_header_is_refused(tmp_path, text):
    (tmp_path / "_headers").write_text(text, encoding="utf-8")
    with pytest.raises(VeilleError, match=r"ligne \d"):
        read_headers(tmp_path / "_headers")


# ---------------------------------------------------------------- make serve
def test_what_is_seen_locally_is_what_is_published(shown):
    status, headers, body = ask(shown, "/book/aide.html")
    assert status == 200
    assert b"<article" in body
    for name, value in headers_for(read_headers(RACINE / "_headers"), "/book/aide.html").items():
        assert headers[name] == (None if name == "Strict-Transport-Security" else value)


@pytest.mark.parametrize("path", [MISSING, "/notebooks/", "/_static", "/%2e%2e/%2e%2e/etc/passwd"])
def test_what_is_missing_and_every_folder_get_the_same_page(shown, published, path):
    for method in ("GET", "HEAD"):
        status, headers, body = ask(shown, path, method)
        if status == 301:  # a folder without its final slash
            status, headers, body = ask(shown, path + "/", method)
        assert status == 404
        assert headers["Content-Security-Policy"] == POLICY
        assert body == ((published / "404.html").read_bytes() if method == "GET" else b"")


def test_a_port_already_taken_is_said_and_another_is_proposed(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(VeilleError, match=f"Le port {port} est déjà pris.*PORT={port + 1}"):
            server(site, port)


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "²"])
def test_a_port_that_does_not_exist_is_refused_in_french(capsys, port):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == 2
    assert f"trouvé «\u202f{port}\u202f», un nombre de 0 à 65535" in capsys.readouterr().err


def test_only_this_machine_can_ask(shown, site):
    with server(site, 0) as running:
        assert running.server_address[0] == "127.0.0.1"


# ---------------------------------------------------------------- the page of what is missing
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_missing_page_works_at_any_depth(browser, shown, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 600}, color_scheme=scheme, reduced_motion="reduce"
    )
    page, asked, faults = context.new_page(), [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: faults.append(one.text) if MISSING not in one.text
            and "404" not in one.text else None)  # fmt: skip
    page.goto(f"http://127.0.0.1:{shown}{MISSING}")
    assert page.title() == "Page introuvable"
    assert page.evaluate("getComputedStyle(document.querySelector('header')).display") == "flex"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {url.split("/")[2] for url in asked} == {f"127.0.0.1:{shown}"}
    links = page.evaluate("[...document.querySelectorAll('a')].map(link => link.href)")
    assert [url for url in links if ask(shown, url.split(str(shown), 1)[1])[0] != 200] == []
    assert page.locator("a", has_text="Aide").bounding_box()["height"] >= 24
    broken = Axe().run(page).response["violations"]
    context.close()
    assert [rule["id"] for rule in broken] == []
    assert faults == []


def test_the_missing_page_has_neither_script_nor_inline_style():
    soup = BeautifulSoup((RACINE / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert not soup.select("script, style, [style], [onclick], img")
    assert all(link["href"].startswith("/") for link in soup.select("[href]"))
    assert soup.html["lang"] == "fr"


# ---------------------------------------------------------------- the folder to publish
def test_emporter_leads_to_each_file_and_says_its_size(published):
    soup = BeautifulSoup((published / "book/emporter.html").read_text("utf-8"), "html.parser")
    lines = soup.select(".telechargements li")
    assert [line.a["href"] for line in lines] == [f"../{FOLDER}/{kind.name}" for kind in KINDS]
    for line in lines:
        assert (published / "book" / line.a["href"]).resolve().is_file()
        assert "1,2\u00a0Mo" in line.get_text()


def test_publishing_leaves_the_site_as_it_was_and_can_be_done_again(site, published):
    page = (site / "book/emporter.html").read_text(encoding="utf-8")
    assert "ne contient pas de fichier" in page
    assert not (site / FOLDER).exists()
    before = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    publish(site, published.parent, published)
    after = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    assert after == before


def small_site(folder):
    """Write the least that can be published."""
    (folder / "book").mkdir(parents=True)
    (folder / "index.html").write_text("<p>a</p>", encoding="utf-8")
    (folder / "book/emporter.html").write_text(
        '<div class="telechargements"><p>rien</p></div>', encoding="utf-8"
    )
    shutil.copy(RACINE / "404.html", folder)
    for kind in KINDS:
        (folder.parent / kind.name).write_bytes(b"x")
    return folder


def test_under_a_path_of_the_host_the_missing_page_starts_from_there(tmp_path):
    publish(small_site(tmp_path / "site"), tmp_path, tmp_path / "publication", "/carnets")
    soup = BeautifulSoup((tmp_path / "publication/404.html").read_text("utf-8"), "html.parser")
    assert all(link["href"].startswith("/carnets/") for link in soup.select("[href]"))


@pytest.mark.parametrize(
    ("prepare", "base", "said"),
    [
        (lambda folder: (folder / KINDS[1].name).unlink(), "", KINDS[1].name),
        (lambda folder: (folder / "publication").mkdir(), "", "autre chose"),
        (lambda folder: (folder / "site/book/emporter.html").unlink(), "", "emporter.html"),
        (lambda folder: (folder / "site/book/emporter.html").write_text("a"), "", "0 endroits"),
        (lambda folder: None, "carnets?", "La base|Base"),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_is_left_half_done(
    tmp_path, prepare, base, said
):
    site = small_site(tmp_path / "site")
    prepare(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(VeilleError, match=said):
        publish(site, tmp_path, tmp_path / "publication", base)
    assert sorted(tmp_path.rglob("*")) == before


def test_robots_may_show_pages_and_leave_the_files_to_take_away():
    robots = urllib.robotparser.RobotFileParser()
    robots.parse((RACINE / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.can_fetch("*", "/book/aide.html")
    assert robots.can_fetch("*", "/book/emporter.html")
    assert not any(robots.can_fetch("*", f"/{FOLDER}/{kind.name}") for kind in KINDS)


# ---------------------------------------------------------------- the workflow
@pytest.fixture(scope="module")
def jobs():
    """Give the jobs of the workflow."""
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]


def steps(jobs):
    return [step for job in jobs.values() for step in job["steps"]]


def test_each_action_is_pinned_and_no_secret_is_asked(jobs):
    text = WORKFLOW.read_text(encoding="utf-8")
    used = [step["uses"] for step in steps(jobs) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", name) for name in used)
    assert "secrets." not in text
    assert "continue-on-error" not in text


def test_each_job_has_the_least_rights(jobs):
    whole = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert whole["permissions"] == {}
    assert jobs["construire"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["publier"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["publier"]["needs"] == "construire"
    checkout = next(step for step in steps(jobs) if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


def test_the_site_is_tried_and_audited_before_it_is_published(jobs):
    commands = [step["run"] for step in steps(jobs) if "run" in step]
    order = [".ci/run", "veille audit _build/html", "make publication"]
    places = [next(place for place, text in enumerate(commands) if what in text) for what in order]
    assert places == sorted(places)
    upload = next(step for step in steps(jobs) if "upload" in step.get("uses", ""))
    assert upload["with"]["path"] == "_build/publication"
    assert not any("${{" in text for text in commands)  # values come by the environment
