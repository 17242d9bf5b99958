"""Names of WordprocessingML and the two look-ups that every reader of it needs."""

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def child(parent: Element | None, name: str) -> Element | None:
    """Return the first child of that name, or None, also when there is no parent."""
    return None if parent is None else parent.find(f"{W}{name}")


def value(element: Element | None) -> str | None:
    """Return the element's w:val, or None."""
    return None if element is None else element.get(f"{W}val")


def is_on(element: Element | None) -> bool:
    """Tell whether a switch such as w:vanish is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")
