"""Work of building together that is bound to a person: the opinions he is to answer."""

from gongjian.apps.cobuilding.services.pairings import open_work_of, transfer
from gongjian.core.open_work import WorkSource, register

register(WorkSource("cobuilding.pairings", open_work_of, transfer))
