"""Work of supervision that is bound to a person: the activities he is to do."""

from gongjian.apps.supervision.services.transfer import open_work_of, transfer
from gongjian.core.open_work import WorkSource, register

register(WorkSource("supervision", open_work_of, transfer))
