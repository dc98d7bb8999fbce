"""The cage in which student code runs: namespaces, system-call filter and limits, or no grading."""
