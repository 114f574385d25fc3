"""The style sheets as browsers get them: small parts written by hand, joined and squeezed without any front-end tool."""

import re
import sys
from pathlib import Path

CSS = Path(__file__).parent.parent / "static" / "css"

_BASE = {"reset": ["reset"], "tokens": ["tokens", "dark"], "base": ["base"], "layout": ["layout"]}
_WORK_COMPONENTS = ["person_row", "side_nav", "sign", "stat"]
# Answers to check, mails to look through: with the sheets of their pages, for no lesson shows them.
_BESIDE = ["summary_list"]
# The pages of cohorts, the network and events: no lesson carries their styles.
_PEOPLE_COMPONENTS = sorted(f"people/{path.stem}" for path in (CSS / "components" / "people").glob("*.css"))
# The pages of the calendar, the library, news and figures: what the public site shows beside courses.
_PUBLIC_COMPONENTS = sorted(f"public/{path.stem}" for path in (CSS / "components" / "public").glob("*.css"))
_BARE_COMPONENTS = ["badge", "button", "error_summary", "facts_list", "field", "icon", "notice", "wordmark"]
_SITE_COMPONENTS = sorted(
    path.stem for path in (CSS / "components").glob("*.css") if path.stem not in [*_WORK_COMPONENTS, *_BESIDE]
)

# Each sheet by its layers, in the order in which later ones win.
SHEETS: dict[str, dict[str, list[str]]] = {
    "site": {**_BASE, "components": _SITE_COMPONENTS, "utilities": ["utilities"]},
    "work": {"layout": ["frame_office"], "components": [*_WORK_COMPONENTS, *_BESIDE]},
    "people": {"components": [*_PEOPLE_COMPONENTS, *_BESIDE]},
    "public": {"components": [*_PUBLIC_COMPONENTS, *_BESIDE]},
    "bare": {**_BASE, "layout": ["frame_bare"], "components": _BARE_COMPONENTS},
}


def build(sheet: str) -> str:
    """One sheet whole, as it is committed and served."""
    layers = SHEETS[sheet]
    bodies = [f"@layer {layer}{{{''.join(_part(layer, name) for name in names)}}}" for layer, names in layers.items()]
    return "@layer reset,tokens,base,layout,components,utilities;" + "".join(bodies) + "\n"


def squeeze(css: str) -> str:
    """The same rules without comments and spare space; quoted text is left alone."""
    pieces = re.split(r'("[^"]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    for at in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[at])
        piece = re.sub(r"\s*([{};,>])\s*", r"\1", piece)
        piece = re.sub(r"[^{};]+(?=\{)", lambda rule: rule[0].replace(" + ", "+").replace("@media (", "@media("), piece)
        pieces[at] = piece.replace(": ", ":").replace(";}", "}")
    return "".join(pieces).strip()


def _part(layer: str, name: str) -> str:
    folder = CSS / "components" if layer == "components" else CSS
    css = squeeze((folder / f"{name}.css").read_text())
    if name != "dark":
        return css
    wished = css.replace(":root{", ":root:not([data-theme=light]){", 1)
    chosen = css.replace(":root{", ":root[data-theme=dark]{", 1)
    return f"@media screen and (prefers-color-scheme:dark){{{wished}}}@media screen{{{chosen}}}"


def main() -> None:
    """Write every sheet beside its parts."""
    for sheet in SHEETS:
        target = CSS / f"{sheet}.css"
        target.write_text(build(sheet))
        sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
