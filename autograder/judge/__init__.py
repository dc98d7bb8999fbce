"""The clean side: runs the test cells, and reaches the student's functions by data only."""
