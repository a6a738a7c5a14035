"""What people read on pages can be told in their language: every sentence goes through gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stockwright.web

WEB = Path(stockwright.web.__file__).parent
MODULES = sorted(path for path in WEB.rglob("*.py") if "samples" not in path.name)
TEMPLATES = sorted(path for path in (WEB / "templates").rglob("*.html") if path.parent.name != "design")
TRANSLATORS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "_"}
SENTENCE = re.compile(r"^[A-Z“].*[a-z]\S* \S*[a-z]")
NOT_FOR_PEOPLE = {"icons.py"}
"""A missing icon is told to whoever builds the program, and the page of components is shown to nobody else."""

UNSAID = re.compile(
    r"\{% blocktranslate.*?endblocktranslate %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(script|style|svg).*?</\1>",
    re.DOTALL,
)
SPOKEN = re.compile(r"""(?:placeholder|title|alt|aria-label)=(?:"([^"]*)"|'([^']*)')""")
TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
SAME_EVERYWHERE = {"Stockwright", "CSV", "XLSX", "SKU", "API", "Ctrl", "Esc", "Enter", "doctype", "html"}


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The sentences of a module that are neither translated nor docstrings, by line."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in TRANSLATORS:
            told |= {id(inner) for inner in ast.walk(node)}
    for text in texts:
        if id(text) not in told and SENTENCE.search(str(text.value)):
            yield text.lineno, str(text.value)


def words(text: str) -> set[str]:
    """The words of a template that are translated by nobody."""
    plain = UNSAID.sub(" ", text)
    spoken = " ".join(one or other for one, other in SPOKEN.findall(plain))
    return set(WORD.findall(f"{TAG.sub(' ', plain)} {spoken}")) - SAME_EVERYWHERE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_module_of_the_pages_says_nothing_that_cannot_be_translated(path: Path) -> None:
    found = list(sentences(ast.parse(path.read_text())))
    assert path.name in NOT_FOR_PEOPLE or found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert words(path.read_text()) == set()


def test_a_sentence_outside_of_gettext_would_be_found() -> None:
    """The control: what the checks above look for, they find."""
    lines = ['"""Say it."""', 'say(gettext("This is fine.") % {})', 'raise X(detail=f"There is no {thing}.")']
    module = "\n".join(lines)
    assert [line for line, _ in sentences(ast.parse(module))] == [3]
    assert words('{% translate "Fine" %}<p title="Not fine">{{ said }}</p>') == {"Not", "fine"}
    assert words("<p>{% blocktranslate %}Fine{% endblocktranslate %} but this</p>") == {"but", "this"}
