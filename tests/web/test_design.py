"""What the templates, the styles and the scripts promise one another."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import stockwright.web
from stockwright.web.components.icons import FOLDER, icon

WEB = Path(stockwright.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = "\n".join(path.read_text() for path in sorted((WEB / "static/stockwright").rglob("*.css")))
LIMIT = 150_000


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(WEB / "templates")) for path in paths]


@pytest.mark.parametrize("name", names(TEMPLATES))
def test_every_template_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_every_icon_and_file_that_a_template_names_is_there(path: Path) -> None:
    text = path.read_text()
    for name in re.findall(r'{% icon "([^"]+)"', text):
        assert (FOLDER / f"{name}.svg").exists(), name
    for name in re.findall(r"{% static '([^']+)' %}", text):
        assert (WEB / "static" / name).exists(), name


def test_every_icon_that_python_names_in_a_table_is_there() -> None:
    python = (WEB / "fill/search.py").read_text()
    named = re.findall(r'\), "\w+", "([\w-]+)", "[\w.]+"\)', python)
    assert len(named) > 20
    assert [name for name in named if not (FOLDER / f"{name}.svg").exists()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_no_template_carries_styles_scripts_or_handlers_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r'\sstyle="|\son[a-z]+="|<script>|<style', text)


def test_every_token_in_use_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", STYLES))
    assert used - set(re.findall(r"(--[\w-]+):", STYLES)) == set()


def test_only_vendored_icons_in_use_are_kept() -> None:
    python = "\n".join(path.read_text() for path in WEB.rglob("*.py"))
    text = "\n".join(path.read_text() for path in TEMPLATES) + python
    unused = {path.stem for path in FOLDER.glob("*.svg") if f'"{path.stem}"' not in text}
    assert unused == set()


def test_a_spoken_icon_escapes_its_label() -> None:
    assert 'aria-label="&lt;b&gt;"' in icon("flag", "<b>")
    assert 'aria-hidden="true"' in icon("flag")


def sent_with(*templates: str) -> set[Path]:
    """The scripts and styles that these templates load, with the modules that those import."""
    text = "".join(path.read_text() for name in templates for path in (WEB / "templates").glob(name))
    waiting = [WEB / "static" / name for name in re.findall(r"static '([^']+\.(?:js|css))'", text)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        found.add(path)
        imported = {
            path.parent / name
            for name in re.findall(r'^import .* from "\./([^"]+)"', path.read_text(), re.MULTILINE)
        }
        waiting += imported - found
    return found


def test_scripts_and_styles_of_the_morning_page_stay_small_before_the_charts() -> None:
    sent = sent_with("base.html", "frame/*.html", "today/*.html")
    assert {"htmx.min.js", "drawing.js", "tokens.css"} <= {path.name for path in sent}
    assert sum(path.stat().st_size for path in sent) < LIMIT
