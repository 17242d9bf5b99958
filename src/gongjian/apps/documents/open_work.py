"""Work of documents that is bound to a person: what he drafts."""

from gongjian.apps.documents.services.transfer import open_work_of, transfer
from gongjian.core.open_work import WorkSource, register

register(WorkSource("documents", open_work_of, transfer))
