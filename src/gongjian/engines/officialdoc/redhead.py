"""Fit the name of the issuing body into one red line."""

from gongjian.engines.officialdoc.layout import PageLayout, points, text_width_chars

_NARROWEST_PERCENT = 55


def fit_red_head(red_head: str, layout: PageLayout) -> tuple[float, int]:
    """Return size in points and width in per cent of the natural width.

    A short name is set large, up to `red_head_max_pt`; a long one keeps `red_head_min_pt` and is
    condensed, as printed red heads are, down to 55 per cent; only then does it get smaller.
    """
    if not red_head:
        return layout.red_head_min_pt, 100
    natural_pt = points(layout.text_width_mm) * 0.98 / text_width_chars(red_head)
    if natural_pt >= layout.red_head_min_pt:
        return min(natural_pt, layout.red_head_max_pt), 100
    percent = int(100 * natural_pt / layout.red_head_min_pt)
    if percent >= _NARROWEST_PERCENT:
        return layout.red_head_min_pt, percent
    return natural_pt * 100 / _NARROWEST_PERCENT, _NARROWEST_PERCENT
