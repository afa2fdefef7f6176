"""The search: forms of a word, accents, extracts, from a folder too, and no trace."""

import pytest

pytestmark = pytest.mark.site


@pytest.fixture(params=["http", "file"])
def search(request, browser, address, site):
    """Give a function that searches words, and the page it does it in."""
    context = browser.new_context()
    page, complaints, asked = context.new_page(), [], []
    page.on("console", lambda one: complaints.append(one.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    start = address if request.param == "http" else f"{site.as_uri()}/"
    page.goto(f"{start}search.html")
    page.on("request", lambda one: None if "favicon" in one.url else asked.append(one.url))

    def found(words):
        page.locator("#mots").fill(words)
        page.keyboard.press("Enter")
        assert complaints == []
        assert asked == []
        return page.locator("#resultats li").all_text_contents()

    yield page, found
    context.close()


@pytest.mark.parametrize(("one", "other"), [
    ("prévenir", "prevenir"), ("harcèlement", "HARCELEMENT"), ("signalement", "signalements"),
    ("fermé", "fermées"), ("cœurs", "coeurs"),
])
def test_forms_and_accents_do_not_matter(search, one, other):
    """Two ways of writing a word find the same passages."""
    _, found = search
    first = found(one)
    assert first
    assert found(other) == first


def test_an_extract_shows_the_word_and_the_link_leads_to_the_section(search):
    page, found = search
    assert found("capture")
    assert page.locator("#resultats mark").first.is_visible()
    link = page.locator("#resultats a[href*='#']").first
    title = link.text_content()
    link.click()
    page.wait_for_load_state()
    anchor = page.url.split("#")[1]
    assert page.locator(f"[id='{anchor}'] h2").first.text_content() == title


def test_several_words_narrow_the_search(search):
    """Only passages that hold every word are given, when there are any."""
    page, found = search

    def links(words):
        found(words)
        return set(page.locator("#resultats a").evaluate_all("all => all.map((one) => one.href)"))

    both = links("chantage preuve")
    assert both
    assert both <= links("chantage") & links("preuve")


@pytest.mark.parametrize(("words", "said"), [
    ("", "au moins un mot"), ("   ", "au moins un mot"), ("les des", "au moins un mot"),
    ("zzzyqx", "Rien trouvé"), ("<img src=x>", ""), ("((((", "au moins un mot"),
])
def test_what_finds_nothing_is_said(search, words, said):
    """And what is typed is never read as HTML."""
    page, found = search
    found(words)
    assert said in page.locator("#compte").text_content()
    assert page.locator("#resultats img").count() == 0


def test_words_leave_no_trace(search):
    """Neither the address, nor the storage, nor the history keeps the words."""
    page, found = search
    before = page.evaluate("history.length")
    found("chantage")
    assert "chantage" not in page.url
    assert page.evaluate("history.length") == before
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, ""]
    page.reload()
    assert page.locator("#mots").input_value() == ""


def test_without_script_the_page_lists_the_chapters(browser, address, book_pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search.html")
    assert not page.locator("#recherche").is_visible()
    listed = page.locator("article li a").count()
    context.close()
    chapters = [one for one in book_pages if one.soup.select("nav.chapitres [aria-current]")]
    assert listed == len([one for one in chapters
                          if one.name not in ("book/index.html", "search.html")])
