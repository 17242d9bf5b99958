"""Where the ground of maps comes from: 天地图 with a key, any source of tiles in WGS-84, or none.

Only sources in WGS-84 or CGCS2000 (the same within half a metre) fit what the database holds.
"""

from typing import Any
from urllib.parse import urlsplit

from gongjian.config import env

TIANDITU = "https://t{s}.tianditu.gov.cn"
TIANDITU_LAYERS = ("vec", "cva")
"""Streets, and their names above them; web Mercator."""
TIANDITU_HOSTS = "01234567"


def read_tiles() -> dict[str, Any]:
    """Read the layers with their attribution, and the hosts a content policy has to let through.

    Raises SettingError when the address of tiles can't be one.
    """
    key, address = env.text("TIANDITU_KEY", ""), env.text("MAP_TILE_URL", "")
    if address:
        return _of_address(address) | {"attribution": env.text("MAP_ATTRIBUTION", "")}
    if key:
        return _of_tianditu(key) | {"attribution": env.text("MAP_ATTRIBUTION", "天地图")}
    return {"layers": [], "hosts": [], "attribution": ""}


def _of_tianditu(key: str) -> dict[str, Any]:
    layers = [
        {
            "url": f"{TIANDITU}/{name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={name}"
            f"&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}",
            "subdomains": TIANDITU_HOSTS,
        }
        for name in TIANDITU_LAYERS
    ]
    return {"layers": layers, "hosts": [TIANDITU.format(s=n) for n in TIANDITU_HOSTS]}


def _of_address(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if not (parts.scheme in {"http", "https"} and parts.netloc) or "{" in parts.netloc:
        raise env.SettingError(
            f"MAP_TILE_URL 应是 https:// 开头的完整地址，域名里没有花括号，现在是“{address}”。"
        )
    missing = [hole for hole in ("{z}", "{x}", "{y}") if hole not in address]
    if missing:
        raise env.SettingError(f"MAP_TILE_URL 里缺 {'、'.join(missing)}（层级、列、行）。")
    return {"layers": [{"url": address, "subdomains": ""}], "hosts": [f"{parts.scheme}://{parts.netloc}"]}
