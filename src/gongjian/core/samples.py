"""Invented data of the components page that a template cannot spell out."""

from gongjian.core.maps import Area, MapItem, Picture, draw_map
from gongjian.engines.coordinates import read_boundaries

_CORNERS = (
    ("望江街道", 30.500, 105.560, 30.530, 105.592),
    ("河西街道", 30.500, 105.592, 30.530, 105.625),
)
_ITEMS = (
    (30.5253, 105.5681, "书院路 12 号：井盖缺损，逾期 1 个工作日", "square", "bad"),
    (30.5251, 105.5690, "书院路口：占道经营，还剩 2 小时", "circle", "warn"),
    (30.5205, 105.5755, "文昌巷：楼道堆物，还剩 2 个工作日", "circle", "brand"),
    (30.5120, 105.5830, "码头社区：邻里纠纷，已办结", "diamond", "ok"),
    (30.5095, 105.6010, "河西市场：暴露垃圾，还剩 6 小时", "circle", "brand"),
    (30.5093, 105.6014, "河西市场：道路不洁，还剩 5 小时", "circle", "brand"),
    (30.5240, 105.6150, "滨江道：路灯不亮，还剩 3 个工作日", "square", "brand"),
)


def sample_map() -> Picture | None:
    """Draw seven invented matters on the invented ground of two streets."""
    items = [
        MapItem(str(n), north, east, words, shape=shape, tone=tone, href="#map")
        for n, (north, east, words, shape, tone) in enumerate(_ITEMS)
    ]
    features = []
    for n, (_name, south, west, north, east) in enumerate(_CORNERS, 1):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"properties": {"code": f"51090300{n}"}, "geometry": geometry})
    boundaries = read_boundaries({"type": "FeatureCollection", "features": features})
    areas = [Area(corner[0], boundary) for corner, boundary in zip(_CORNERS, boundaries, strict=True)]
    return draw_map(items, areas)
