"""A project's codes and codings without names: what may enter the controlled zone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from quotetrail.coding.project import Code, Coding, Project


def unnamed(
    project: Project,
    coders: Mapping[str, str],
    files: Sequence[str],
    without_names: Callable[[str], str],
) -> tuple[list[Code], list[Coding]]:
    """Replace names in every free text of a project, and coders by their pseudonyms.

    Parameters
    ----------
    project : Project
    coders : mapping of str to str
        The pseudonym of each coder.
    files : sequence of str
        For each coding the project file it comes from.
    without_names : callable
        Replaces the known names in a text.

    Returns
    -------
    codes, codings : lists
        The codings keep neither offsets into nor words of the program's own text.
    """
    codes = [
        replace(code, name=without_names(code.name), description=without_names(code.description))
        for code in project.codes
    ]
    codings = [
        replace(
            coding,
            source=file,
            start=None,
            end=None,
            coder=coders.get(coding.coder, ""),
            memo=without_names(coding.memo),
            quoted="",
        )
        for coding, file in zip(project.codings, files, strict=True)
    ]
    return codes, codings
