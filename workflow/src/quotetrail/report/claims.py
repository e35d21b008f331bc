"""What a report prints, each thing with what it rests on.

The functions of `Claims` are what a template calls. Each returns Markdown whose text is exactly
the claim's ``rendered``, inside an element with the claim's id, so that the printed report can be
read back and compared.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from quotetrail.disclosure import in_public
from quotetrail.errors import DisclosureError, ReportError
from quotetrail.report.context import Figure
from quotetrail.report.findings import plain_words, supporting
from quotetrail.report.markdown import Printed, attributes, escape, has_digit, one_line, printed
from quotetrail.report.quoting import quotation_markdown, quoted_parts, require_place
from quotetrail.report.sources import COUNTED, Row, Sources
from quotetrail.report.tabled import TableClaims


class Claims(TableClaims):
    """The claims of one report, in the order in which they are printed first.

    Parameters
    ----------
    results : Path
        The folder with the zones.
    study : str
        The report's study; another study's table is named ``other/table``.
    may_quote : callable
        Given a row of codings.csv: why it must not be quoted, or an empty string.
    attribution : callable
        Given a row of codings.csv: what is printed after its quotation.
    figures : mapping of str to Figure
        The figures' alternative texts and captions.
    """

    def __init__(
        self,
        results: Path,
        study: str,
        *,
        may_quote: Callable[[Row], str],
        attribution: Callable[[Row], str],
        figures: Mapping[str, Figure],
    ) -> None:
        super().__init__(Sources(Path(results), study))
        self._may_quote = may_quote
        self._attribution = attribution
        self._figures = figures

    def value(self, table: str, column: str, /, **where: object) -> Printed:
        """One cell of a public table: the column's value in the one row that equals `where`.

        Raises
        ------
        ReportError
            If the table or a column is unknown, or not exactly one row fits.
        """
        file = self._sources.table_file(table)
        rows = self._sources.select(file, where)
        self._sources.require_columns(file, [column])
        if len(rows) != 1:
            raise ReportError(
                f"{len(rows) or 'No'} rows fit where one must: {_named(where)}.",
                file=file,
                place=f"column {column}",
                expected="exactly one row",
                advice="Name columns until one row is left; known: "
                + ", ".join(self._sources.columns(file)),
            )
        rendered = one_line(rows[0][column])
        claim = self._record(
            "value",
            rendered,
            file=file,
            row={key: str(value) for key, value in where.items()},
            column=column,
            sha256=self._sources.sha256(file),
        )
        return _span(rendered, claim, f"{table}: {column}, {_named(where)}")

    def count(self, table: str, /, *, distinct: str = "", **where: object) -> Printed:
        """How many rows of a table equal `where`, or how many values a column has in them.

        ``codings`` and ``unplaced`` name the study's codings; they are counted by code, coder,
        placement and source only.
        """
        _, name = self._sources.split(table)
        asked = [*where, *([distinct] if distinct else [])]
        if not set(asked) <= set(COUNTED.get(name, asked)):
            raise DisclosureError(
                "A public report counts codings by these columns only: "
                + ", ".join(COUNTED[name])
                + ".",
                advice="Take the number from a public table: its small counts are protected.",
            )
        file = self._sources.countable_file(table)
        rows = self._sources.select(file, where)
        if distinct:
            self._sources.require_columns(file, [distinct])
        number = len({row[distinct] for row in rows} - {""}) if distinct else len(rows)
        claim = self._record(
            "count",
            str(number),
            file=file,
            row={key: str(value) for key, value in where.items()},
            distinct=distinct,
            sha256=self._sources.sha256(file),
        )
        return _span(str(number), claim, f"{table}: rows, {_named(where)}")

    def figure(self, name: str, /) -> Printed:
        """A figure of the study, with its alternative text and caption."""
        if name not in self._figures:
            raise ReportError(
                f"There is no figure {name!r}.",
                expected="one of " + (", ".join(self._figures) or "none: the study has no figures"),
                advice="Correct the figure's name in the template.",
            )
        figure = self._figures[name]
        files = [self._sources.figure_file(name, suffix) for suffix in ("svg", "png")]
        claim = self._record(
            "figure",
            one_line(figure.caption),
            files={file: self._sources.sha256(file) for file in files},
        )
        study, stem = self._sources.split(name)
        target = stem if study == self._sources.study else name
        return Printed(
            f"\n\n![{escape(figure.caption)}]({target})"
            f"{{#{claim} .claim{attributes(alt=figure.alt)}}}\n\n"
        )

    def quote(self, coding: str, /, *, inline: bool = False) -> Printed:
        """The words of a coding, with an attribution as coarse as disclosure allows.

        Parameters
        ----------
        coding : str
            Its id in codings.csv.
        inline : bool
            Within a sentence, in quotation marks; for words of one turn.

        Raises
        ------
        DisclosureError
            If its speaker's consent does not cover it. The message holds no words of it.
        """
        study, name = self._sources.split(coding)
        file = self._sources.coding_file(f"{study}/codings")
        rows = self._sources.select(file, {"coding": name})
        if len(rows) != 1:
            raise ReportError(
                "The quotation's coding is not there.",
                file=file,
                place=f"coding {name}",
                advice="Take the id from the column coding of codings.csv.",
            )
        row = rows[0]
        require_place(row, file)
        if reason := self._may_quote(row):
            raise DisclosureError(
                "This coding must not be quoted.",
                file=file,
                place=f"coding {name}",
                expected=reason,
                advice="Choose another quotation.",
            )
        transcript = self._sources.transcript(study, row["transcript"])
        marks = self._sources.public_marks(study)
        parts = [in_public(part, marks) for part in quoted_parts(row, transcript, file)]
        if inline and len(parts) > 1:
            raise ReportError(
                "A quotation of several turns cannot stand within a sentence.",
                file=file,
                place=f"coding {name}",
                advice="Leave out inline=true.",
            )
        attribution = one_line(self._attribution(row))
        claim = self._record(
            "quotation",
            "\n".join(parts if len(parts) == 1 else [f"– {part}" for part in parts]),
            words=parts,
            coding=coding,
            transcript=row["transcript"],
            start=int(row["start"]),
            end=int(row["end"]),
            attribution=attribution,
            file=file,
            sha256=self._sources.sha256(file),
        )
        return Printed(quotation_markdown(parts, attribution, claim, transcript.language, inline))

    def finding(
        self,
        statement: str = "",
        /,
        *,
        codes: Sequence[str],
        counter: str,
        caller: Callable[[], str] | None = None,
    ) -> Printed:
        """A sentence of interpretation, with the codes and the counter-evidence it stands on.

        Parameters
        ----------
        statement : str
            Plain words; as a ``{% call finding(...) %}`` block it may hold value(...).
        codes : list of str
            Names or paths of codes; the codings of record in and below them support it.
        counter : str
            What speaks against it; empty prints that nobody searched.
        """
        words = printed(caller() if caller else statement).strip()
        against = printed(counter or "none searched")
        found, supports = supporting(self._sources, codes)
        claim = self._record(
            "finding",
            plain_words(words),
            codes=found,
            codings=supports,
            counter=plain_words(against),
            file=self._sources.coding_file("codings"),
            sha256=self._sources.sha256(self._sources.coding_file("codings")),
        )
        return Printed(
            f"\n\n::: {{.finding}}\n[{words}]{{#{claim} .claim}}\n\n"
            f"[Rests on: {'; '.join(escape(code) for code in found)}. "
            f"Counter-evidence: {against}]{{.basis}}\n:::\n\n"
        )

    def literal(self, text: object, why: str, /) -> Printed:
        """A number that rests on no file of the study: a year, a DOI, the name of a checklist.

        Text without a digit needs no record and is printed as it is.
        """
        rendered = one_line(str(text))
        if not has_digit(rendered):
            return Printed(escape(rendered))
        if not why.strip():
            raise ReportError(
                "A number is printed without saying where it comes from.",
                expected="literal(text, why)",
                advice="Say in a few words where the number comes from.",
            )
        return _span(rendered, self._record("literal", rendered, why=why), why)


def _span(rendered: str, claim: str, title: str) -> Printed:
    return Printed(f"[{escape(rendered)}]{{#{claim} .claim{attributes(title=title)}}}")


def _named(where: Mapping[str, object]) -> str:
    return ", ".join(f"{column} = {value}" for column, value in where.items()) or "all rows"
