"""Menu, reading panel, sorting, copying and printing: by keyboard, and with focus given back."""

import pytest

pytestmark = pytest.mark.site

ESSAY = "book/comprendre/formes.html"
HARD = "book/comprendre/consequences.html"


def style(page, name, where="body"):
    return page.eval_on_selector(where, f"one => getComputedStyle(one).{name}")


def choose(page, label):
    if not page.locator("details.lecture").evaluate("one => one.open"):
        page.get_by_text("Lecture", exact=True).click()
    page.get_by_label(label, exact=True).check()


@pytest.mark.parametrize("width", [320, 360, 800])
def test_menu_by_keyboard(open_page, width):
    """Enter opens the chapters over the page, Escape closes them and gives the focus back."""
    page = open_page(ESSAY, width)
    button, chapters = page.locator("#bouton-menu"), page.locator("#chapitres")
    assert not chapters.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert chapters.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#chapitres') !== null")
    page.keyboard.press("Escape")
    assert not chapters.is_visible()
    assert page.evaluate("document.activeElement.id") == "bouton-menu"
    assert button.get_attribute("aria-expanded") == "false"


def test_menu_closes_when_the_focus_leaves_it(open_page):
    """Nothing that has the focus stays hidden under the open menu."""
    page = open_page(ESSAY, 360)
    page.locator("#bouton-menu").click()
    page.locator("main a").first.focus()
    assert not page.locator("#chapitres").is_visible()


def test_menu_is_always_there_on_a_desktop(open_page):
    page = open_page(ESSAY, 1280)
    assert page.locator("#chapitres").is_visible()
    assert not page.locator("#bouton-menu").is_visible()


def test_menu_without_script(browser, address):
    """A link leads to the chapters, and they show."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + ESSAY)
    assert not page.locator("details.lecture").is_visible()
    page.locator("#bouton-menu").click()
    assert page.locator("#chapitres").is_visible()
    page.get_by_text("Signaler", exact=True).click()
    assert page.locator("#chapitres a", has_text="voies").first.is_visible()
    context.close()


@pytest.mark.parametrize(("label", "value"), [
    ("Claires", "rgb(253, 252, 249)"), ("Sombres", "rgb(22, 25, 29)"),
    ("Contraste fort", "rgb(0, 0, 0)"),
])
def test_colours_are_chosen_and_kept_for_the_tab(open_page, label, value):
    """The choice holds from page to page in the tab, and nothing lasting is written."""
    page = open_page(ESSAY)
    choose(page, label)
    assert style(page, "backgroundColor", "html") == value
    page.locator("nav.suite a").last.click()
    page.wait_for_load_state()
    assert style(page, "backgroundColor", "html") == value
    assert page.locator("details.lecture input:checked").first.evaluate(
        "one => one.parentElement.textContent.trim()") == label
    assert page.evaluate("[Object.keys(sessionStorage), Object.keys(localStorage)]") == [
        ["lecture"], []]


def test_fonts_are_fetched_only_when_chosen(open_page):
    """Reading costs no font; choosing one fetches it, and only it."""
    page = open_page(ESSAY)
    asked = []
    page.on("request", lambda one: asked.append(one.url.rsplit("/", 1)[1])
            if "polices" in one.url else None)
    fonts = "performance.getEntriesByType('resource').filter((one) => /woff/.test(one.name)).length"
    assert page.evaluate(fonts) == 0
    with page.expect_response("**/atkinson*400.woff"):
        choose(page, "Atkinson Hyperlegible")
    page.evaluate("document.fonts.ready")
    assert asked
    assert all(name.startswith("atkinson") for name in asked)
    assert "Atkinson" in style(page, "fontFamily")


def test_letters_words_and_lines_are_spaced_together(open_page):
    page = open_page(ESSAY)
    size = float(style(page, "fontSize")[:-2])
    choose(page, "Espacer lettres, mots et lignes")
    assert float(style(page, "letterSpacing")[:-2]) == pytest.approx(0.12 * size, abs=0.01)
    assert float(style(page, "wordSpacing")[:-2]) == pytest.approx(0.16 * size, abs=0.01)
    assert float(style(page, "lineHeight")[:-2]) >= 1.8 * size


@pytest.mark.parametrize("name", [ESSAY, "book/aide.html", "notebooks/08_signalement.html"])
def test_no_overflow_with_every_aid(open_page, name):
    """At 320 px, with the widest font and every space, the page still fits."""
    page = open_page(name, 320)
    for label in ("Lexend", "Espacer lettres, mots et lignes"):
        choose(page, label)
    page.evaluate("document.fonts.ready")
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_everything_is_put_back(open_page):
    """One button forgets the choices, in the page and in the tab."""
    page = open_page(ESSAY)
    for label in ("Sombres", "Lexend", "Colonne plus étroite"):
        choose(page, label)
    page.get_by_role("button", name="Tout remettre").click()
    page.wait_for_timeout(100)  # a form is reset after its event
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("Object.keys(document.documentElement.dataset)") == ["racine"]


def test_panel_by_keyboard(open_page):
    """Escape closes the panel and gives the focus back; leaving it closes it too."""
    page = open_page(ESSAY)
    summary = page.locator("details.lecture > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "couleurs"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.locator("form.reglages").is_visible()


def test_the_device_decides_until_somebody_chooses(open_page):
    assert style(open_page(ESSAY, scheme="dark"), "backgroundColor", "html") == "rgb(22, 25, 29)"
    page = open_page(ESSAY, scheme="dark")
    choose(page, "Claires")
    assert style(page, "backgroundColor", "html") == "rgb(253, 252, 249)"


def test_forced_colours_keep_every_border(browser, address):
    """Where the system imposes its colours, links that look like buttons keep an outline."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(address + ESSAY)
    for link in ("a.quitter", "a.lien-aide"):
        assert style(page, "borderTopWidth", link) == "1px"
    context.close()


def test_every_stop_of_the_keyboard_is_seen(open_page):
    """Each stop of the Tab key has an outline, and the bar at the top hides none of them."""
    page = open_page(ESSAY)
    stops = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate("""() => {
          const one = document.activeElement;
          if (one === document.body) return null;
          const box = one.getBoundingClientRect(), bar = document.querySelector('.bandeau');
          const hidden = !bar.contains(one) && !one.matches('.evitement')
            && box.bottom <= bar.getBoundingClientRect().bottom;
          return [one.outerHTML.slice(0, 80), getComputedStyle(one).outlineStyle, hidden];
        }""")
        if found is None:
            break
        stops += 1
        assert found[1] != "none", found[0]
        assert not found[2], found[0]
    assert stops > 20


def test_skip_link_then_exit(open_page):
    """The first stop skips to the text, the second leaves."""
    page = open_page(ESSAY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "evitement"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "quitter"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_sorting_by_keyboard(open_page):
    """Enter on a column's button sorts the assumptions, and a second time turns the order."""
    page = open_page("book/hypotheses.html")
    header = page.locator("table.catalogue th", has_text="Statut")
    column = "Array.from(document.querySelectorAll('table.catalogue tbody tr'), r => r.cells[2]"
    column += ".textContent.trim())"
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    rising = page.evaluate(column)
    assert len(set(rising)) > 1
    assert rising == sorted(rising)
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    assert page.evaluate(column) == sorted(rising, reverse=True)


def test_copy_gives_the_code_and_nothing_else(browser, address):
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}notebooks/01_donnees.html")
    page.locator("details.code > summary").first.click()
    page.get_by_role("button", name="Copier").first.click()
    page.get_by_role("button", name="Copié").wait_for()
    code = page.locator("div.highlight pre").first.text_content()
    assert page.evaluate("navigator.clipboard.readText()") == code
    context.close()


def test_hard_passages_are_closed_and_never_hide_a_number(open_page):
    page = open_page(HARD)
    passages = page.locator("details.passage-difficile")
    assert passages.count() > 0
    for place in range(passages.count()):
        passage = passages.nth(place)
        assert not passage.evaluate("one => one.open")
        assert passage.locator("a[href^='tel:'], a[href^='sms:']").count() == 0
        passage.locator("summary").focus()
        page.keyboard.press("Enter")
        assert passage.locator("p").first.is_visible()


def test_print_shows_the_text_and_only_it(open_page):
    """Printed, hard passages are open and the site's own controls are gone."""
    page = open_page(HARD)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.passage-difficile p").first.is_visible()
    for part in (".bandeau", ".chapitres", ".pied", ".suite"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("article h1").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.locator("details.passage-difficile").first.evaluate("one => one.open")
