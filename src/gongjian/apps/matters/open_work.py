"""Work of matters that is bound to a person: shifts to take, parts of units for which nobody else acts."""

from gongjian.apps.matters.services.transfer import open_work_of, transfer
from gongjian.core.open_work import WorkSource, register

register(WorkSource("matters", open_work_of, transfer))
