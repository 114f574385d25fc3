"""`make bench`: the load of a working day at the size of ten years, beside the same load on an almost empty site (L-1 to L-13)."""
