"""The notebook names a kernel that nobody has."""

EDITOR = "wrong_kernel"
