"""XML by the REFI-QDA standard, built so that the same content gives the same bytes."""

import re
from uuid import UUID, uuid5

from lxml import etree

_NAMESPACE = UUID("5f0c6f0e-3d0b-5f3c-9b0a-6f1d1d9a7c11")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid(kind: str, name: str) -> str:
    """The GUID of a thing: its id, where that is one already, or else made from kind and id."""
    return name if _GUID.fullmatch(name) else str(uuid5(_NAMESPACE, f"{kind}:{name}"))


def root(name: str, namespace: str) -> etree._Element:
    """An element that stands alone, in a namespace without prefix."""
    without_prefix: dict[str | None, str] = {None: namespace}
    return etree.Element(etree.QName(namespace, name), nsmap=without_prefix)  # type: ignore[arg-type]


def below(above: etree._Element, name: str, text: str | None = None) -> etree._Element:
    """A new last child, in the namespace of the element above it."""
    element = etree.SubElement(above, etree.QName(etree.QName(above).namespace, name))
    if text is not None:
        element.text = clean(text)
    return element


def put(element: etree._Element, **attributes: str) -> None:
    """Set attributes."""
    for name, value in attributes.items():
        element.set(name, clean(value))


def clean(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def as_bytes(element: etree._Element) -> bytes:
    """The document as a file holds it."""
    return etree.tostring(element, xml_declaration=True, encoding="utf-8", pretty_print=True)
