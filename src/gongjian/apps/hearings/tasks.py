"""What recurs: after a vote, what the box held while votes came in is taken off the disk."""

from gongjian.apps.hearings.services import forget_open_boxes
from gongjian.core.jobs import every

every(30, "hearings.boxes", forget_open_boxes)
