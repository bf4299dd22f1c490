"""Oils, soap and teas of cinnamon."""

from __future__ import annotations

from random import Random

from scripts.make_demo import containers, goods, heaps, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("tinh dau que ben thao.jpg", "upside-down")
def three_bottles(rng: Random) -> None:
    furnish(Table("walnut", "#6d7f73"))
    paper = label("tinh-dau-ben-thao", "cream", "wave", pack="Chai 100 ml")
    brown = m.glass("#7a3d14")
    for x, y in ((-0.85, 0.35), (0.0, 0.0), (0.85, 0.4)):
        s.put(containers.bottle("sauce", brown, m.glass("#b87420"), paper, containers.BLACK, 0.78), (x, y, 0))
    for x, y, turn in ((-1.3, -0.75, 20), (1.15, -0.7, -25), (1.4, -0.55, -10)):
        s.put(goods.quills(1, 0.9, 0.1, rng)[0], (x, y, 0.08), (0, 0, turn))
    goods.greens([(-0.4, -0.9, 190), (-0.1, -1.0, 170), (1.7, 0.3, 40), (-1.7, 0.4, 150)], rng, length=0.7)
    shoot((0, -6.2, 2.0), (0, 0, 0.66), 62, 8)


@scene("tinhdau10.jpg")
def one_dropper(rng: Random) -> None:
    furnish(Table("white", "#a9b5a4"))
    s.put(s.lump((0.9, 0.6, 0.16), m.mottled("#8d8a84", "#b0aca4", 2, 0.7, 0.25), rng, 0.06), (0.05, 0.05, 0.1))
    s.put(containers.dropper(label("tinh-dau-que-10", "cream", "leaf"), 1.25), (-0.1, 0.0, 0.24))
    goods.greens([(-0.95, -0.35, 200), (0.75, -0.4, -15), (0.95, 0.35, 40), (-0.8, 0.5, 140)], rng, 0.03, 0.8)
    s.put(goods.quills(1, 0.9, 0.1, rng)[0], (0.85, -0.75, 0.08), (0, 0, 18))
    shoot((0.2, -4.6, 1.7), (0, 0, 0.62), 66, 8)


@scene("tinhdau50.jpg", "place")
def dropper_and_box(rng: Random) -> None:
    furnish(Table("grey", "#40484a"))
    s.put(containers.dropper(label("tinh-dau-que-50", "night", "hill"), 1.55), (0.5, -0.1, 0))
    s.put(
        containers.carton(label("tinh-dau-que-50", "night", "hill", True), 0.85, 0.7, 1.5, "#22262e"),
        (-0.65, 0.35, 0),
        (0, 0, 12),
    )
    for x, y, turn in ((1.35, -0.35, 35), (1.5, -0.1, 50), (-0.3, -0.85, 5)):
        s.put(goods.quills(1, 1.0, 0.11, rng)[0], (x, y, 0.08), (0, 0, turn))
    shoot((0.1, -5.4, 1.9), (0.15, 0, 0.72), 62, 8)


@scene("xaphong.jpg")
def soap(rng: Random) -> None:
    furnish(Table("white", "#b7c2bd"))
    bar = m.mottled("#c98f55", "#dfb27e", 5, 0.45, 0.06, 0, 0.2)
    for x, y, z, turn in ((-0.5, 0.2, 0, 8), (-0.42, 0.24, 0.33, -6), (-0.5, 0.2, 0.66, 14), (0.75, -0.35, 0, -20)):
        s.put(s.box((1.05, 0.7, 0.31), bar, 0.06), (x, y, z), (0, 0, turn))
    band = containers.carton(label("xa-phong-que", "bark", "bee"), 0.62, 0.74, 0.335, "#f3e6d2")
    s.put(band, (0.75, -0.35, 0), (0, 0, -20))
    s.put(props.cloth(2.2, 1.4, "#d9cdb8", rng), (0.9, 0.5, 0), (0, 0, 25))
    for x, y, turn in ((-1.2, -0.6, 30), (-0.95, -0.8, 15)):
        s.put(goods.quills(1, 0.9, 0.1, rng)[0], (x, y, 0.08), (0, 0, turn))
    shoot((0.1, -5.2, 2.3), (0.05, 0, 0.4), 62, 8)


@scene("tra que goc da.jpg")
def tea_box(rng: Random) -> None:
    furnish(Table("oak", "#a8b39a"))
    s.put(
        containers.carton(label("tra-que-tui-loc", "leaf", "leaf"), 1.55, 0.6, 0.95, "#e6edd8"),
        (-0.6, 0.5, 0),
        (0, 0, 10),
    )
    white = m.crackled("#f0ebe0", "#b7ab98", 3)
    s.put(props.plate(0.52, white), (0.95, -0.25, 0))
    s.put(props.cup(0.36, 0.42, white, m.plain("#a9551a", 0.05, 1)), (0.95, -0.25, 0.06))
    s.put(goods.bundle(4, 1.0, 0.1, rng), (-0.35, -0.85, 0), (0, 0, 8))
    shoot((0.1, -5.4, 2.2), (0.1, 0, 0.42), 62, 8)


@scene("tra que cam thao.jpg", "turned")
def tea_glass(rng: Random) -> None:
    furnish(Table("honey", "#d8c7ae"))
    s.put(
        containers.carton(label("tra-que-cam-thao", "clay", "leaf", True), 0.95, 0.6, 1.35, "#b4552f"),
        (-0.65, 0.4, 0),
        (0, 0, -12),
    )
    glass = [(0, 0.02), (0.3, 0.02), (0.33, 0.06), (0.33, 0.06), (0.36, 0.85), (0.36, 0.85), (0.34, 0.85)]
    s.put(s.turned(glass, m.glass()), (0.7, -0.1, 0))
    tea = [(0, 0.06), (0.3, 0.06), (0.335, 0.68), (0.335, 0.68), (0, 0.68)]
    s.put(s.turned(tea, m.glass("#cf7a1e"), 0), (0.7, -0.1, 0))
    s.put(goods.quills(1, 1.0, 0.07, rng)[0], (0.66, -0.06, 0.55), (0, -62, 20))
    root = m.grained("#a8823f", "#d9b566", "x", 2, 0.8, 0.3)
    slices = [s.turned([(0, 0), (0.13, 0), (0.13, 0.02), (0, 0.025)], root, 0, 24)]
    heaps.scatter(
        slices,
        14,
        lambda r: ((r.gauss(0.05, 0.3), r.gauss(-0.85, 0.1), 0.01 + r.random() * 0.04), (r.uniform(-12, 12), 0, 0)),
        rng,
    )
    shoot((0.05, -5.4, 2.0), (0.05, 0, 0.55), 62, 8)


@scene("tra que lat.jpg")
def tea_slices(rng: Random) -> None:
    furnish(Table("linen", "#b59f86"))
    curl = s.scroll(0.34, 0.07, 0.4, 0.012, goods.bark(), rng, double=False)
    copies = [s.again(curl, (0, 0, 0)) for _ in range(3)]
    s.put(
        containers.jar(0.5, 1.25, m.mottled("#6f3b1c", "#b4713f", 7, 0.7, 0.9), label("tra-que-lat", "cream", "quill")),
        (-0.65, 0.3, 0),
    )
    s.put(props.bowl(0.6, 0.36, m.mottled("#56626a", "#6c7a82", 5, 0.35, 0.1, 0.5)), (0.85, 0.05, 0))
    s.put(heaps.dome(0.44, 0.2, m.plain("#5a3018", 0.9)), (0.85, 0.05, 0.2))
    heaps.grains(curl, 110, 0.36, 0.16, rng, 0.3, (0.85, 0.05))
    heaps.scatter(
        copies,
        16,
        lambda r: ((r.gauss(0.2, 0.4), r.gauss(-0.85, 0.12), 0.05), (r.uniform(0, 90), 0, r.uniform(0, 360))),
        rng,
    )
    shoot((0.1, -5.6, 2.4), (0.1, 0, 0.45), 62, 8)
