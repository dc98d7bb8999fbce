"""What crosses the wall between the judge and the jail: frames of JSON and raw arrays, no code."""
