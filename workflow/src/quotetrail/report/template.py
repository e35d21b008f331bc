"""Templates: jinja2 over Markdown, in which every number comes from a recorded function."""

import re
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quotetrail.errors import QuotetrailError, ReportError
from quotetrail.report.claims import Claims
from quotetrail.report.markdown import Printed, has_digit, printed

# Widths and classes of our own elements: nothing of this is printed.
_ATTRIBUTES = re.compile(r"(?<=[\])])\{[^{}\n]*\}|^:::+ *\{[^{}\n]*\}", re.MULTILINE)


class _Environment(ImmutableSandboxedEnvironment):
    """Joins what was printed into something printed, so that macros and blocks work."""

    @staticmethod
    def _join(parts: Iterable[str]) -> Printed:
        return Printed("".join(parts))

    concat = _join


def default_template(name: str) -> str:
    """The text of a template that ships with the package, ``report`` or ``synthesis``."""
    return (files("quotetrail.report") / "templates" / f"{name}.md.j2").read_text("utf-8")


def read_template(path: str) -> str:
    """The text of a study's own template.

    Raises
    ------
    ReportError
        If it is not UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(
            "The template is not UTF-8.",
            file=path,
            place=f"byte {error.start}",
            expected="Markdown in UTF-8",
            advice="Save it again as UTF-8.",
        ) from None


def check_template(source: str, name: str) -> None:
    """Refuse a template in which a number is typed by hand.

    Parameters
    ----------
    source : str
    name : str
        The template's file, for the message.

    Raises
    ------
    ReportError
        Naming the template and the line; also for a filter block, and for wrong syntax.
    """
    try:
        tree = _environment().parse(source)
        tokens = list(_environment().lex(source))
    except TemplateSyntaxError as error:
        raise _syntax_error(error, name) from None
    for block in tree.find_all(nodes.FilterBlock):
        # Its result would be printed unseen.
        raise ReportError(
            "The template changes what is printed in a filter block.",
            file=name,
            place=f"line {block.lineno}",
            advice="Use {% set %} or a macro instead of {% filter %}.",
        )
    for line, kind, text in tokens:
        if kind != "data":
            continue
        bare = _ATTRIBUTES.sub(lambda found: " " * len(found[0]), text)
        for further, words in enumerate(bare.split("\n")):
            if has_digit(words):
                raise ReportError(
                    "A number typed by hand.",
                    file=name,
                    place=f"line {line + further}",
                    expected="numbers that come from value(...), count(...) or literal(...)",
                    advice="Use value(table, column, ...), or literal(text, why) for a number"
                    " that rests on nothing here. Lists are numbered with '#.'.",
                )


def fill_template(source: str, name: str, claims: Claims, variables: Mapping[str, Any]) -> str:
    """The report's Markdown; what it prints is recorded in `claims`.

    Parameters
    ----------
    source : str
    name : str
        The template's file, for messages.
    claims : Claims
    variables : mapping of str to object
        ``study`` (a StudyContext); for a synthesis ``studies`` (a list of them), ``lens`` (the
        name of a table, or empty) and ``figures`` (the names of those that exist).

    Raises
    ------
    QuotetrailError
        Whatever the template does wrong, with its name and line.
    """
    check_template(source, name)
    functions: dict[str, Callable[..., object]] = {
        function.__name__: function
        for function in (
            claims.value,
            claims.count,
            claims.table,
            claims.crosstab,
            claims.figure,
            claims.quote,
            claims.finding,
            claims.literal,
            claims.rows,
            claims.columns,
        )
    }
    try:
        template = _environment().from_string(source)
        return str(template.render({**functions, **variables})).strip() + "\n"
    except QuotetrailError as error:
        raise _located(error, name) from None
    except TemplateSyntaxError as error:
        raise _syntax_error(error, name) from None
    except UndefinedError as error:
        # Its message names variables and columns of the template, never a value.
        raise ReportError(
            f"The template uses a name that does not exist: {error.message}.",
            file=name,
            place=_line(error),
            advice="Correct the name, or leave it out.",
        ) from None
    # What an expression of a template raises can be anything, and may quote a value.
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as e:
        raise ReportError(
            f"The template cannot be filled ({type(e).__name__}).",
            file=name,
            place=_line(e),
            expected="names and functions that the report knows",
            advice="Look for a misspelt name or a missing argument in that line.",
        ) from None


def _environment() -> _Environment:
    return _Environment(
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )


def _syntax_error(error: TemplateSyntaxError, name: str) -> ReportError:
    return ReportError(
        "The template is not valid jinja.",
        file=name,
        place=f"line {error.lineno}",
        advice="Look for a bracket or a block that is not closed.",
    )


def _line(error: BaseException) -> str:
    """The template's line in which an error came up; jinja has put it into the traceback."""
    place, trace = "", error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            place = f"line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _located(error: QuotetrailError, name: str) -> QuotetrailError:
    """The same error, saying also which line of the template asked."""
    about = ", ".join(part for part in (error.file, error.place) if part)
    return type(error)(
        f"{error.found} ({about})" if about else error.found,
        file=name,
        place=_line(error),
        expected=error.expected,
        advice=error.advice,
    )
