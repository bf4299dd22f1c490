"""White ware of Bồ Bát."""

from __future__ import annotations

from random import Random

from scripts.make_demo import dishes, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("binh hoa bo bat.jpg", portrait=True)
def vase_with_branches(rng: Random) -> None:
    furnish(Table("walnut", "#8c9589"))
    s.put(dishes.vase(), (0, 0, 0), (0, 0, 0), 0.72)
    for turn, lean in ((10, 8), (140, 14), (260, 12)):
        s.put(produce.branch(2.1, rng), (0, 0, 1.75), (lean, 0, turn))
    s.put(props.cup(0.26, 0.3, m.crackled(*GLAZE, 3)), (1.0, -0.55, 0))
    shoot((0.3, -8.8, 2.8), (0.05, 0, 1.9), 62, 9)


@scene("binh hoa bo bat - can canh.jpg", "place")
def vase_close(rng: Random) -> None:
    furnish(Table("walnut", "#6f7a72"))
    s.put(dishes.vase(), (-0.35, 0.2, 0))
    s.put(
        s.turned(
            [(0, 0.02), (0.45, 0), (0.5, 0.05), (0.72, 0.5), (0.5, 0.95), (0.3, 1.05), (0.34, 1.12), (0.26, 1.1)],
            m.crackled(*GLAZE, 4),
            6,
            72,
            0.006,
        ),
        (1.35, -0.3, 0),
    )
    shoot((0.4, -5.6, 2.3), (0.25, 0.1, 1.25), 60, 6)


@scene("am chen.jpg")
def tea_set(rng: Random) -> None:
    furnish(Table("honey", "#7a6f60"))
    white = m.crackled(*GLAZE, 3.4)
    s.put(props.tray(1.45, rng, 0.1), (0, 0.05, 0))
    s.put(dishes.teapot(white, 1.0), (-0.35, 0.35, 0.06), (0, 0, -20))
    for k, (x, y) in enumerate(((0.75, 0.45), (1.0, 0.0), (0.6, -0.35), (0.05, -0.6), (-0.5, -0.65), (-0.95, -0.4))):
        s.put(props.cup(0.23, 0.24, white, m.plain("#a9b44a" if k % 2 else "#b5a83e", 0.05, 1)), (x, y, 0.06))
    goods.greens([(1.75, -0.85, 20), (1.55, -1.05, 0)], rng)
    shoot((0.2, -5.1, 3.0), (0.02, -0.02, 0.3), 58, 8)


@scene("bat an com.jpg", "turned")
def rice_bowls(rng: Random) -> None:
    furnish(Table("oak", "#5b6a6d"))
    white = m.crackled(*GLAZE, 3)
    for k in range(4):
        s.put(props.bowl(0.6, 0.52, white, 0.42), (-0.75, 0.35, 0.17 * k), (0, 0, 50 * k))
    s.put(props.bowl(0.6, 0.52, white, 0.42), (0.75, -0.1, 0))
    s.put(heaps.dome(0.52, 0.32, m.plain("#f1ece0", 0.6, soft=0.3)), (0.75, -0.1, 0.38))
    heaps.grains(heaps.grain(0.09, 0.022, m.plain("#f6f2e8", 0.4, soft=0.3)), 900, 0.52, 0.32, rng, 0.39, (0.75, -0.1))
    for y in (-0.98, -1.08):
        s.put(
            s.swept([(-1.1, 0, 0), (1.1, 0, 0)], lambda t: 0.03 - 0.012 * t, m.grained("#5a2f18", "#7d4526"), 8),
            (0.1, y, 0.05),
            (0, 0, 176),
        )
    s.put(s.lump((0.07, 0.13, 0.05), m.crackled(*GLAZE, 3), rng, 0), (-0.75, -1.0, 0.02), (0, 0, -5))
    shoot((0.1, -5.2, 2.5), (0.05, 0, 0.42), 60, 8)
