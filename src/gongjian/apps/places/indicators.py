"""Functional areas as the registry of figures knows them."""

from gongjian.apps.places.selectors import area_codes, area_label, list_areas_at
from gongjian.core.access import Actor
from gongjian.core.registry import AREA, AreaBook, Param, register_area_book, register_param


def _areas_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    return [(str(area.pk), area.name) for area in list_areas_at(actor, place_code)]


register_area_book(AreaBook(codes=area_codes, name=area_label))
register_param(Param(AREA, "功能区", _areas_at))
