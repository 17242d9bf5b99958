"""What recurs in the core: after a vote, what its box held while votes came in is taken off the disk."""

from gongjian.core.ballots import forget_open_boxes
from gongjian.core.jobs import every

every(30, "ballots.boxes", forget_open_boxes)
