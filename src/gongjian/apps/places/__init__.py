"""Places: the register of divisions, whose code is the tree, and functional areas."""
