"""The names of the aims, in their order."""

KEPT, LEAST, SERVED, URGENCY, METRES = "约定", "最低满足率", "满足的数量", "紧急程度", "距离"
