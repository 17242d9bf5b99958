"""Hot spots: which places have more findings than their inspections explain, and how to draw them."""

from gongjian.engines.hotspots.excess import HotSpot, Observed, rank_hot_spots
from gongjian.engines.hotspots.mapping import Frame, MapPoint, Marker, draw_markers, frame_of, scale_bar

__all__ = [
    "Frame",
    "HotSpot",
    "MapPoint",
    "Marker",
    "Observed",
    "draw_markers",
    "frame_of",
    "rank_hot_spots",
    "scale_bar",
]
