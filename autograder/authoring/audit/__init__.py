"""How strong a stage's checks are: every wrong answer, listed or made, against every facet."""
