"""How often Python looks for rows of objects that hold each other and nobody else holds.

Left alone it begins after every 700 new objects and now and then walks through everything that was ever loaded: a seventh of the
time of a page. What is there when work begins stays until the end, so it need not be looked at.
"""

import gc

SELDOM = (20_000, 20, 50)


def look_seldom() -> None:
    """For a program that runs a command and ends."""
    gc.set_threshold(*SELDOM)


def keep_what_is_loaded() -> None:
    """For a program that is loaded now and goes on: looks seldom, and at what came later alone.

    Before a process is divided it also keeps the memory of both the same for longer.
    """
    gc.collect()
    gc.freeze()
    look_seldom()
