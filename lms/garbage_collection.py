"""How often Python looks for rows of objects that hold each other and nobody else holds.

Left alone it begins after every 700 new objects and now and then walks through everything that was ever loaded: a seventh of the
time of a page. What is there when work begins stays until the end, so it need not be looked at. Nor need it at the end: Python then
looks at all of it once more and takes it apart piece by piece, which took more time than most commands do.
"""

import atexit
import gc

SELDOM = (20_000, 20, 50)


def begin() -> None:
    """For every program, before it loads the rest: a fifth of the time it takes to start, and half a second at its end.

    What was registered to run at exit runs before, as ever.
    """
    look_seldom()
    atexit.register(gc.freeze)


def look_seldom() -> None:
    gc.set_threshold(*SELDOM)


def keep_what_is_loaded() -> None:
    """For a program that is loaded now and goes on: looks seldom, and at what came later alone.

    Before a process is divided it also keeps the memory of both the same for longer.
    """
    gc.collect()
    gc.freeze()
    look_seldom()
