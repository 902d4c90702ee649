"""Every part in a real browser, under the server's own policy: axe, width, hands, keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web import look
from tests.web.look_samples import PAGES


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the pages of the look."""
    folder: Path = tmp_path_factory.mktemp("look")
    look.write(folder)
    with look.served(folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Keep one browser for these tests."""
    with look.browser() as started:
        yield started


@pytest.fixture
def check_in(browser: Any, address: str) -> Iterator[Any]:
    """Open the page on which one paints where it hurts."""
    url = f"{address}/check_in.html"
    page, _ = look.visit(browser, url, width=1280, theme="light")
    yield page
    page.context.close()


def painted(page: Any) -> list[str]:
    """Return the regions that the drawing of the back shows as painted."""
    found = page.locator("[data-view=back] .body-area.is-pain").evaluate_all(
        "areas => areas.map(area => area.dataset.choice)"
    )
    return sorted(found)


def ticked(page: Any) -> list[str]:
    """Return the regions that would be sent."""
    found = page.locator("input[name=where]:checked").evaluate_all(
        "inputs => inputs.map(input => input.value)"
    )
    return sorted(found)


def area(page: Any, code: str) -> Any:
    """Return a region on the drawing of the back."""
    return page.locator(f"[data-view=back] [data-choice={code}]")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_a_page_is_without_fault(
    browser: Any, address: str, *, name: str, width: int, theme: str
) -> None:
    url = f"{address}/{name}.html"
    page, complaints = look.visit(browser, url, width=width, theme=theme)
    assert complaints == []
    assert look.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_axe_sees_a_planted_fault(check_in: Any) -> None:
    plant = "document.querySelector('h1').append(document.createElement('img'))"
    check_in.evaluate(plant)
    assert any(fault.startswith("image-alt") for fault in look.violations(check_in))


def test_a_click_paints_the_region_and_ticks_it_in_the_list(check_in: Any) -> None:
    assert ticked(check_in) == ["hip_left", "low_back_left"]
    area(check_in, "sacrum").click()
    assert "sacrum" in painted(check_in)
    assert "sacrum" in ticked(check_in)
    assert "sacrum" in check_in.locator("[data-body-chosen]").inner_text()
    area(check_in, "sacrum").click()
    assert "sacrum" not in ticked(check_in)


def test_drawing_a_stroke_paints_all_that_it_crosses(check_in: Any) -> None:
    centres = [
        area(check_in, code).bounding_box() for code in ("calf_right", "knee_right")
    ]
    (x0, y0), (x1, y1) = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in centres
    )
    check_in.mouse.move(x0, y0)
    check_in.mouse.down()
    check_in.mouse.move(x1, y1, steps=12)
    check_in.mouse.up()
    assert {"calf_right", "knee_right"} <= set(painted(check_in))


def test_a_tick_in_the_list_paints_the_drawing(check_in: Any) -> None:
    check_in.locator("summary").click()
    check_in.locator("input[value=low_back_left]").uncheck()
    check_in.locator("input[value=buttock_right]").check()
    assert painted(check_in) == ["buttock_right", "hip_left"]


def test_keys_walk_the_body_and_paint_it(check_in: Any) -> None:
    start = area(check_in, "low_back_centre")
    start.evaluate("each => each.focus()")
    check_in.keyboard.press("ArrowUp")
    check_in.keyboard.press(" ")
    assert "mid_back_centre" in ticked(check_in)
    stops = check_in.locator("[data-view=back] [data-choice][tabindex='0']")
    assert stops.count() == 1
    assert stops.get_attribute("aria-checked") == "true"
    assert stops.get_attribute("aria-label") == "mid back centre, T7 to T12"


def test_a_tap_paints_and_a_page_without_script_has_the_list(
    browser: Any, address: str
) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = phone.new_page()
    page.goto(f"{address}/check_in.html", wait_until="networkidle")
    area(page, "sacrum").tap()
    assert "sacrum" in ticked(page)
    phone.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{address}/check_in.html")
    page.locator("summary").click()
    page.locator("label", has_text="sacrum").click()
    assert page.locator("input[value=sacrum]").is_checked()
    assert page.locator("[role=checkbox]").count() == 0
    plain.close()


def test_a_theme_is_kept_for_the_next_page(check_in: Any) -> None:
    check_in.locator("#theme").select_option("dark")
    assert check_in.locator("html").get_attribute("data-theme") == "dark"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert check_in.evaluate(ground) == "rgb(18, 25, 27)"
    (cookie,) = check_in.context.cookies()
    assert (cookie["name"], cookie["value"]) == ("theme", "dark")


def test_paper_is_never_dark(browser: Any, address: str) -> None:
    page, _ = look.visit(browser, f"{address}/parts.html", width=800, theme="dark")
    page.locator("#theme").select_option("dark")
    page.emulate_media(media="print")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator(".print-header").is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    page.context.close()


def test_a_lost_connection_is_told(check_in: Any) -> None:
    notice = check_in.locator("[data-offline]")
    assert not notice.is_visible()
    check_in.context.set_offline(True)
    notice.wait_for(state="visible")
    check_in.context.set_offline(False)
    notice.wait_for(state="hidden")


def test_a_wrong_form_leads_the_reader_to_its_faults(
    browser: Any, address: str
) -> None:
    page, _ = look.visit(browser, f"{address}/form.html", width=390, theme="light")
    assert page.evaluate("document.activeElement.dataset.errorSummary") == ""
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.context.close()


def test_the_desk_menu_opens_without_script(browser: Any, address: str) -> None:
    plain = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    page = plain.new_page()
    page.goto(f"{address}/parts.html")
    menu = page.get_by_role("navigation", name="Desk")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert menu.is_visible()
    plain.close()


def test_every_target_for_a_thumb_is_large_enough(browser: Any, address: str) -> None:
    page, _ = look.visit(browser, f"{address}/form.html", width=390, theme="light")
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, input, .navigation a, .chip')]
        .filter(each => each.offsetParent && !each.closest('label.choice, .choices, .chip'))
        .map(each => [each.outerHTML.slice(0, 60), each.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []
    page.context.close()
