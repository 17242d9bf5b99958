"""What a map needs to know that no page tells it: where its ground comes from."""

import json
from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def map_tiles() -> str:
    """Return layers and attribution as JSON for an attribute; no layers where no source is set."""
    return json.dumps({key: settings.MAP_TILES[key] for key in ("layers", "attribution")}, ensure_ascii=False)


@register.simple_tag
def map_shapes(x: float, y: float, radius: int, shape: str) -> dict[str, Any]:
    """Return the SVG attributes of a mark of one shape around a point: a circle, a square or a diamond."""
    reach, half = radius + 3, radius - 1
    return {
        "points": f"{x},{y - reach:g} {x + reach:g},{y} {x},{y + reach:g} {x - reach:g},{y}",
        "left": round(x - half, 1),
        "top": round(y - half, 1),
        "side": 2 * half,
        "shape": shape,
    }
