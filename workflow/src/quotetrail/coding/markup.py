"""XML of QDA programs, read without trusting it and without regard to namespaces."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from lxml import etree

from quotetrail.errors import CodingError

_EXPECTED = "XML as the program exported it, in the encoding that its first line names"


def parse(data: bytes, file: str) -> etree._Element:
    """The root element.

    Raises
    ------
    CodingError
        If the XML is not well-formed, or holds a document type declaration.
    """
    return parse_parts([data], file)


def parse_parts(
    parts: Iterable[bytes],
    file: str,
    tags: Sequence[str] = (),
    take: Callable[[etree._Element], None] | None = None,
) -> etree._Element:
    """The root element of XML that comes in pieces of any size.

    Parameters
    ----------
    parts : iterable of bytes
    file : str
        The name under which messages mention it.
    tags : sequence of str, optional
        Of each element of such a tag ``take`` gets hold as soon as it is complete, and may change
        what is inside of it.
    take : callable, optional

    Raises
    ------
    CodingError
        If the XML is not well-formed, or holds a document type declaration.
    """
    parser = etree.XMLPullParser(
        events=("end",) if tags else (),
        tag=tags or None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=True,  # only between elements: much memory, and nothing reads it
        remove_comments=True,
        remove_pis=True,
    )
    for part in _without_blanks_before(parts):
        with _told(file):
            parser.feed(part)
        for _, element in parser.read_events():
            if take is not None and isinstance(element, etree._Element):
                take(element)
    with _told(file):
        root = parser.close()
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise CodingError(
            "The project's XML holds a document type declaration.",
            file=file,
            expected="XML without DOCTYPE, as all QDA programs write it",
            advice="Do not use this file unless you know who made it.",
        )
    return root


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Say what the parser finds wrong, without showing any of it."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        line = error.lineno
        raise CodingError(
            "The project's XML is not well-formed.",
            file=file,
            place=f"line {line}" if line else "",
            expected=_EXPECTED,
            advice="Export the project once more; the file may have been cut off.",
        ) from None
    except (ValueError, LookupError):
        raise CodingError(
            "The project's XML cannot be decoded.",
            file=file,
            expected=_EXPECTED,
            advice="Export the project once more.",
        ) from None


def _without_blanks_before(parts: Iterable[bytes]) -> Iterator[bytes]:
    blank = True
    for part in parts:
        said = part.lstrip() if blank else part
        blank = blank and not said
        if said:
            yield said


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return local_name(element.tag)


@lru_cache(maxsize=4096)
def local_name(tag: object) -> str:
    """A tag without its namespace; empty for what is no element's."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The direct children of that local name."""
    return [child for child in element if local(child) == name]


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Everything of that local name, the element itself or below it, in document order."""
    return element.iter(f"{{*}}{name}")


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute, empty if there is none; its name's case does not matter."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, other in element.attrib.items():
        if str(key).rsplit("}", 1)[-1].lower() == name.lower():
            return str(other)
    return ""


def text_of(element: etree._Element, name: str) -> str | None:
    """The text of the first direct child of that name, None if there is no such child."""
    found = next(element.iterchildren(f"{{*}}{name}"), None)
    return None if found is None else found.text or ""
