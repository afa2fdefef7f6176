"""Leaving fast: from anywhere, by mouse or keyboard, online or not, with or without scripts."""

from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.site

ESSAY = "book/comprendre/formes.html"
ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = "https://meteofrance.com/"


@pytest.fixture
def reader(browser, address):
    """Give a page whose way out to the ordinary site is played by the test."""
    contexts = []

    def opened(start=address, script=True, offline=False):
        context = browser.new_context(java_script_enabled=script)
        contexts.append(context)
        asked = []

        def answer(route):
            asked.append((route.request.url, route.request.headers.get("referer")))
            route.fulfill(body="<title>Un site ordinaire</title>", content_type="text/html")

        context.route(f"{OUTSIDE}**", answer)
        if offline:
            context.add_init_script(
                "Object.defineProperty(navigator, 'onLine', { get: () => false })")
        page = context.new_page()
        page.goto(start + ESSAY)
        return page, asked

    yield opened
    for context in contexts:
        context.close()


def press_shift(page, times):
    for _ in range(times):
        page.keyboard.press("Shift")


def test_a_click_replaces_the_page(reader):
    """The ordinary site takes the place of the page, and does not learn where one came from."""
    page, asked = reader()
    page.evaluate("sessionStorage.setItem('lecture', '{}')")
    before = page.evaluate("history.length")
    page.locator("a.quitter").click()
    page.wait_for_url(OUTSIDE)
    assert page.title() == "Un site ordinaire"
    assert page.evaluate("history.length") == before
    assert asked == [(OUTSIDE, None)]


def test_back_does_not_return_to_the_page_left(reader, address):
    """Back leads to the page before the one left: the page of safety says so."""
    page, _ = reader()
    page.goto(f"{address}book/aide.html")
    page.locator("a.quitter").click()
    page.wait_for_url(OUTSIDE)
    page.go_back()
    assert page.url == address + ESSAY


def test_the_page_is_hidden_before_the_other_one_answers(reader):
    """Even if the ordinary site never answers, nothing of the page is left on the screen."""
    page, _ = reader()
    page.evaluate("""() => {
      document.querySelector('a.quitter').dataset.sortie = '';
      document.querySelector('a.quitter').href = 'javascript:void 0';
    }""")
    page.locator("a.quitter").click()
    assert not page.locator("main").is_visible()
    assert page.title().strip() == ""


def test_shift_three_times(reader):
    page, asked = reader()
    press_shift(page, 2)
    assert page.url.endswith(ESSAY)
    press_shift(page, 1)
    page.wait_for_url(OUTSIDE)
    assert len(asked) == 1


def test_writing_capitals_does_not_leave(reader, address):
    """Shift held for a capital, or with another key, never counts."""
    page, _ = reader()
    page.goto(f"{address}search.html")
    page.locator("#mots").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift+Tab")
    press_shift(page, 2)
    assert page.url.endswith("search.html")


def test_presses_far_apart_do_not_count(reader):
    """More than five seconds between two presses starts the count again."""
    page, _ = reader()
    page.clock.install()
    page.reload()
    press_shift(page, 2)
    page.clock.fast_forward(5_100)
    press_shift(page, 2)
    assert page.url.endswith(ESSAY)


def test_offline_shows_the_neutral_page(reader, address):
    page, asked = reader(offline=True)
    page.locator("a.quitter").click()
    page.wait_for_url(f"{address}neutre.html")
    assert asked == []
    assert "iolence" not in page.content()


def test_without_script_shows_the_neutral_page(reader, address):
    page, asked = reader(script=False)
    page.locator("a.quitter").click()
    page.wait_for_url(f"{address}neutre.html")
    assert asked == []


@pytest.mark.parametrize("script", [True, False])
def test_from_a_folder(reader, site, script):
    """The copy kept on a disk leaves as fast, to its own neutral page when offline."""
    page, _ = reader(start=f"{site.as_uri()}/", script=script, offline=True)
    page.locator("a.quitter").click()
    page.wait_for_url(f"{site.as_uri()}/neutre.html")
    assert page.title() == "Accueil"


def test_the_destination_is_the_one_configured(site):
    """Whoever publishes the site chooses the ordinary page in one line."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert config["sphinx"]["config"]["html_theme_options"]["sortie"] == OUTSIDE
    assert f'data-sortie="{OUTSIDE}"' in (site / ESSAY).read_text(encoding="utf-8")
