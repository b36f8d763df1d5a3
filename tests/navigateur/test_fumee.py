"""The browser itself works: the portal opens, styled, and the watch sees what goes wrong."""


def test_home_opens_with_its_styles_and_without_complaint(page, largeur):
    page.goto("/")

    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == largeur
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')


def test_watch_sees_a_missing_page_and_a_breach_of_the_policy(page, surveillance):
    surveillance.tolere("404|Content Security Policy")

    page.goto("/rien-ici/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert any("HTTP 404" in incident for incident in surveillance.incidents)
    assert any("Content Security Policy" in incident for incident in surveillance.incidents)
