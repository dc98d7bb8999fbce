"""All right; changed a demonstration and broke it, which costs nothing."""

DEMOS = {"gallery": "viz.show(viz.gallery(alpha='a typo'))"}
