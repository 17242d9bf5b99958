"""Work of programmes that is bound to a person: what he acknowledged and has not finished."""

from gongjian.apps.programmes.services.transfer import open_work_of, transfer
from gongjian.core.open_work import WorkSource, register

register(WorkSource("programmes", open_work_of, transfer))
