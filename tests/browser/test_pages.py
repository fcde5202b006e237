"""What only a browser can tell: nothing is asked of a network, nothing foreign runs, all can read it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from building import PAYLOADS, build, hostile_project, pages, project
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

LARGEST = 200_000  # bytes of a page, as the README promises
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
A4 = {"width": 673, "height": 973}  # what the margins of the print style leave of A4, at 96 dots an inch
BROWSED = ("troop_estimates.html", "assertions.html", "evidence.html", "codebook.html", "index.html")


# No window, no sandbox (a container has no rights for one), and nothing that talks by itself.
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("NKREPORT_BROWSER") or shutil.which("chromium")
    if not path:
        pytest.fail("no Chromium; run make test-pages")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGUMENTS.split())
        yield found
        found.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the five articles."""
    return build(project(tmp_path_factory.mktemp("own")))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of hostile articles."""
    return build(hostile_project(tmp_path_factory.mktemp("hostile")))


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page opened from disk with the network off, and what it asked for, said or tried."""
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    noted: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        noted.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: noted.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: noted.append(f"error {error}"))
    page.on("request", lambda request: noted.append(f"request {request.url}"))
    page.goto(path.as_uri())
    try:
        yield page, noted
    finally:
        context.close()


def test_a_page_stands_alone_and_is_small(browser: Browser, reports: Path) -> None:
    for path in pages(reports):
        assert path.stat().st_size <= LARGEST, path.name
        with opened(browser, path) as (page, noted):
            assert noted == [f"request {path.as_uri()}"]
            assert page.title()
            assert page.locator("h1").count() == 1
            assert page.locator("html").get_attribute("lang") == "en"


def test_two_builds_in_two_places_give_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    again = build(project(tmp_path / "elsewhere"))

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }

    first, second = contents(reports), contents(again)
    assert sorted(first) == sorted(second)
    # What a build notes of itself is not handed on; it tells the package's files apart, tests or not.
    assert [name for name in first if first[name] != second[name] and name != ".build.json"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_of_accessibility(browser: Browser, reports: Path, scheme: Any) -> None:
    for path in pages(reports):
        with opened(browser, path, color_scheme=scheme) as (page, _):
            for details in page.locator("details").all():
                details.evaluate("node => node.open = true")
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
            faults = [
                f"{path.name}: {fault['id']}: {node['html'][:120]}"
                for fault in found.response["violations"]
                for node in fault["nodes"]
            ]
            assert faults == []
            assert len(found.response["passes"]) > 20


@pytest.mark.parametrize("width", [320, 390, 640])  # 640 is a window of 1280 at 200 per cent
def test_a_narrow_window_scrolls_no_page_sideways(browser: Browser, reports: Path, width: int) -> None:
    for path in pages(reports):
        with opened(browser, path, viewport={"width": width, "height": 640}) as (page, _):
            for details in page.locator("details").all():
                details.evaluate("node => node.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            page.add_style_tag(
                content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
                "word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path.name}, spaced"


@pytest.mark.parametrize("name", BROWSED[:3])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    browser: Browser, reports: Path, name: str
) -> None:
    with opened(browser, reports / name) as (page, _):
        page.evaluate(MARK)
        wanted = page.evaluate("document.querySelectorAll('[data-stop]').length")
        reached, hidden = set(), []
        for _ in range(wanted):
            page.keyboard.press("Tab")
            place, visible = page.evaluate(FOCUS)
            reached.add(place)
            hidden += [] if visible else [place]
        assert reached == {str(number) for number in range(wanted)}
        assert hidden == []


MARK = """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter((node) => node.checkVisibility() && node.getAttribute('tabindex') !== '-1')
  .forEach((node, number) => { node.dataset.stop = number; })"""
FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  return [node.dataset.stop, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0];
}"""


class Links(HTMLParser):
    """The ids and the links of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")


@pytest.mark.parametrize("which", ["reports", "hostile"])
def test_every_link_leads_to_its_place(which: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(which)
    read = {path.resolve(): Links(path) for path in pages(folder)}
    dead = []
    for path, found in read.items():
        assert len(found.ids) == len(set(found.ids)), path.name
        for link in found.links:
            file, _, anchor = link.partition("#")
            goal = (path.parent / unquote(file)).resolve() if file else path
            if not goal.is_file() or (anchor and unquote(anchor) not in read[goal].ids):
                dead.append(f"{path.name} → {link}")
    assert dead == []


def test_every_number_in_a_chart_or_table_leads_to_its_sentence(browser: Browser, reports: Path) -> None:
    with opened(browser, reports / "troop_estimates.html") as (page, _):
        marks = page.locator("figure svg a")
        assert marks.count() >= 9
        label = marks.first.get_attribute("aria-label")
        assert label
        assert re.search(r"\d", label)
        page.locator("td.number a, th.number a").first.click()
        page.wait_for_url("**/articles/*.html#*")
        mark = page.locator("mark:target, :target mark").first
        assert mark.inner_text().strip()
        page.locator("mark:target a, mark:has(:target) a").first.click()
        assert page.locator("tr:target").count() == 1
        page.locator("tr:target td a[href^='../troop']").first.click()
        page.wait_for_url("**/troop_estimates.html#*")
        assert page.locator("tr:target").count() == 1


def test_long_tables_sort_and_filter_and_are_whole_without_scripts(browser: Browser, reports: Path) -> None:
    path = reports / "assertions.html"
    with opened(browser, path, java_script_enabled=False) as (page, _):
        whole = page.locator("tbody tr").all_inner_texts()
        assert page.locator("button, input").count() == 0
    with opened(browser, path) as (page, _):
        tables = page.locator(".scroll:has(button.sort)")
        sizes = [box.locator("tbody tr").count() for box in tables.all()]
        count = max(sizes)
        place = sizes.index(count)
        box = tables.nth(place)
        rows = box.locator("tbody tr")
        field = page.locator(".filter input").nth(place)
        word = rows.first.locator("th").inner_text().split("\n")[0]  # the source of the first row
        field.fill(word.upper())
        shown = [row.inner_text() for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < count
        assert all(word.casefold() in text.casefold() for text in shown)
        told = page.locator(".filter output").nth(place).inner_text()
        assert told == f"{len(shown)} of {count} rows"
        field.fill("")
        heading = box.locator("th", has=page.locator("button", has_text="Source")).first
        heading.locator("button").press("Enter")
        assert heading.get_attribute("aria-sort") == "ascending"
        names = [str(row.locator("th").text_content()).strip() for row in rows.all()]
        assert names == page.evaluate("(names) => names.toSorted((a, b) => a.localeCompare(b, 'en'))", names)
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == "descending"
        assert len(page.locator("tbody tr").all()) == len(whole)


def test_numbers_sort_as_numbers_and_days_as_days(browser: Browser, reports: Path) -> None:
    with opened(browser, reports / "troop_estimates.html") as (page, _):
        for column in ("Number", "Claimed"):
            button = page.locator("button.sort", has_text=column).last
            button.click()
            table = button.locator("xpath=ancestor::table")
            keys = table.evaluate(
                "(table, column) => [...table.tBodies[0].rows]"
                ".map((row) => row.cells[column].dataset.order || '')",
                {"Number": 0, "Claimed": 5}[column],
            )
            known = [key for key in keys if key]
            ordered = sorted(known, key=float) if column == "Number" else sorted(known)
            assert known == ordered
            assert len(set(known)) > 2
            assert keys[: len(known)] == known  # what is not known comes last


@pytest.mark.parametrize("name", BROWSED)
def test_print_cuts_nothing_and_leaves_out_the_furniture(browser: Browser, reports: Path, name: str) -> None:
    with opened(browser, reports / name, viewport=A4) as (page, _):
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
        cut = page.evaluate(
            "[...document.querySelectorAll('table, svg')]"
            ".filter((node) => node.getBoundingClientRect().right > innerWidth + 1).length"
        )
        assert cut == 0
        for hidden in (".site", ".filter", ".skip"):
            assert all(not node.is_visible() for node in page.locator(hidden).all())
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        assert printed.startswith(b"%PDF")
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 20


# --- text that wants to be more than text ---


def test_nothing_in_an_article_runs_or_loads_or_breaks_a_page(browser: Browser, hostile: Path) -> None:
    found = pages(hostile)
    assert len(found) > len(PAYLOADS)
    for path in found:
        with opened(browser, path) as (page, noted):
            assert noted == [f"request {path.as_uri()}"], path.name
            assert page.evaluate("window.boom") is None
            assert [page.locator(part).count() for part in ("h1", "main", "footer", "script")] == [1, 1, 1, 1]
            assert page.locator("main iframe, main object, main embed, main img, main form").count() == 0
            assert page.locator("a[href^='javascript:' i], a[href^='data:' i]").count() == 0


def test_a_hostile_text_stands_on_its_page_as_it_was_written(browser: Browser, hostile: Path) -> None:
    with_payload = set()
    for path in hostile.glob("articles/*.html"):
        with opened(browser, path) as (page, _):
            text = " ".join(page.locator("#content").inner_text().split())
            with_payload |= {payload for payload in PAYLOADS if " ".join(payload.split()) in text}
    assert with_payload == set(PAYLOADS)


def test_the_policy_of_a_page_lets_no_other_script_run(browser: Browser, reports: Path) -> None:
    with opened(browser, reports / "index.html") as (page, noted):
        page.evaluate("""() => {
          const script = document.createElement('script');
          script.textContent = 'window.boom = 1';
          document.body.append(script);
          const image = '<img src="https://example.org/x.png" onerror="boom=1">';
          document.body.insertAdjacentHTML('beforeend', image);
        }""")
        page.wait_for_timeout(200)
        assert page.evaluate("window.boom") is None
        assert sum("Content Security Policy" in note for note in noted) >= 2


def test_a_kept_build_can_be_opened_beside_the_new_one(
    browser: Browser, reports: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(reports.parent, folder)
    path = next((folder / "seeds").glob("*.txt"))
    path.write_text(path.read_text(encoding="utf-8").replace("10,000", "11,000"), encoding="utf-8")
    index = build(folder, "--keep") / "index.html"
    with opened(browser, index) as (page, _):
        page.locator("a[href^='history/']").click()
        assert "earlier build" in page.locator("[role=note]").inner_text()
        page.locator("h2 a").first.click()
        assert page.locator("h1").count() == 1
