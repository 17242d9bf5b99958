"""Building together: the alliance, needs and resources, proposals, agreements, contribution, pairings."""
