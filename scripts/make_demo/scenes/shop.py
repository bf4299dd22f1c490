"""Smaller pictures for the sample shop; their files are named by the product's key."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, dishes, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot

EYE, AT = (0.1, -6.0, 2.5), (0.05, 0.0, 0.58)


@scene("mang-nua.jpg", shop=True)
def bamboo_shoots(rng: Random) -> None:
    furnish(Table("walnut", "#8c8a72"))
    look = m.grained("#9a7434", "#d6b267", "x", 2, 0.7, 0.4)
    strip = s.sheet(1.1, 0.14, look, lambda x, y: 0.1 * math.sin(3 * x) + 0.5 * y * y, 20, 0.025)
    s.put(props.tray(1.2, rng), (0, 0, 0))
    heaps.scatter(
        [strip],
        60,
        lambda r: (
            (r.gauss(0, 0.25), r.gauss(0, 0.28), 0.1 + 0.35 * r.random()),
            (r.uniform(-30, 30), r.uniform(-10, 10), r.uniform(-35, 35)),
        ),
        rng,
    )
    shoot((0.1, -4.6, 3.0), (0, 0, 0.25), 58, 8)


@scene("bot-san-day.jpg", shop=True)
def arrowroot(rng: Random) -> None:
    furnish(Table("oak", "#a3b3a6"))
    s.put(
        containers.pouch(label("bot-san-day", "white", "leaf", True), 1.15, 1.55, 0.24, "#fffdf8"),
        (-0.75, 0.4, 0),
        (0, 0, 8),
    )
    s.put(props.bowl(0.6, 0.34, m.mottled("#4d5d63", "#5f7077", 4, 0.3, 0.06, 0.5)), (0.75, 0, 0))
    lumps = [s.lump((0.12, 0.1, 0.08), m.mottled("#efece6", "#fdfcfa", 12, 0.95, 0.3), rng, 0.3) for _ in range(3)]
    heaps.scatter(
        lumps,
        46,
        lambda r: (
            (0.75 + r.gauss(0, 0.18), r.gauss(0, 0.18), 0.26 + 0.2 * r.random()),
            (r.uniform(0, 90), 0, r.uniform(0, 360)),
        ),
        rng,
    )
    shoot(EYE, AT, 60, 8)


@scene("gao-nep-cam.jpg", shop=True)
def black_rice(rng: Random) -> None:
    furnish(Table("white", "#b39fae"))
    s.put(props.bowl(0.8, 0.45, m.grained("#6b4022", "#94602f", "x", 1, 0.45)), (0, 0, 0))
    s.put(heaps.dome(0.7, 0.24, m.plain("#1e1318", 0.8)), (0, 0, 0.36))
    heaps.grains(
        heaps.grain(0.09, 0.019, m.mottled("#1b1016", "#46212f", 30, 0.35, 0.05, 0.2)), 2300, 0.68, 0.24, rng, 0.38
    )
    heaps.grains(heaps.grain(0.09, 0.019, m.plain("#2a151d", 0.4)), 140, 0.5, 0.0, rng, 0.01, (0.5, -0.95))
    shoot((0.1, -4.4, 2.6), (0.05, -0.05, 0.35), 60, 8)


@scene("ruoc-chach.jpg", shop=True)
def fish_floss(rng: Random) -> None:
    furnish(Table("oak", "#8fa0a3"))
    floss = m.mottled("#b5803f", "#dcb277", 22, 0.9, 0.9)
    s.put(containers.jar(0.5, 1.0, floss, label("ruoc-chach", "sea", "fish"), containers.GOLD), (-0.5, 0.2, 0))
    s.put(props.bowl(0.5, 0.3, m.crackled(*GLAZE, 3)), (0.8, -0.05, 0))
    fibre = s.swept(s.bow(0.24, 0.07, 6), lambda t: 0.008, m.plain("#cf9d5b", 0.8), 5)
    heaps.scatter(
        [fibre],
        900,
        lambda r: (
            (0.8 + r.gauss(0, 0.17), -0.05 + r.gauss(0, 0.17), 0.26 + 0.2 * r.random()),
            (r.uniform(-40, 40), r.uniform(-40, 40), r.uniform(0, 360)),
        ),
        rng,
    )
    shoot(EYE, AT, 60, 8)


@scene("chuoi-say-deo.jpg", shop=True)
def chewy_bananas(rng: Random) -> None:
    furnish(Table("linen", "#c9b489"))
    s.put(
        containers.pouch(label("chuoi-say-deo", "sun", "sun", True, "Túi 250 g"), 1.2, 1.65, 0.24, "#f6cf6b"),
        (0.75, 0.45, 0),
        (0, 0, -8),
    )
    for k in range(7):
        s.put(
            produce.dried_banana(rng),
            (-0.7 + 0.22 * math.cos(2.4 * k), -0.2 + 0.25 * math.sin(2.4 * k), 0.09 + 0.05 * k),
            (0, rng.uniform(-8, 8), 50 * k),
        )
    shoot(EYE, AT, 60, 8)


@scene("chuoi-gung.jpg", shop=True)
def ginger_bananas(rng: Random) -> None:
    furnish(Table("honey", "#a78a60"))
    s.put(
        containers.pouch(label("chuoi-gung", "clay", "sun", True), 1.2, 1.65, 0.24, "#b4552f"),
        (-0.7, 0.45, 0),
        (0, 0, 8),
    )
    for k in range(5):
        s.put(
            produce.dried_banana(rng),
            (0.6 + 0.2 * math.cos(2.4 * k), -0.2 + 0.2 * math.sin(2.4 * k), 0.09 + 0.05 * k),
            (0, rng.uniform(-8, 8), 50 * k),
        )
    root = s.lump((0.36, 0.16, 0.14), m.mottled("#c9a06a", "#e2c497", 6, 0.7, 0.4), rng, 0.3, 2.4)
    s.put(root, (1.2, 0.3, 0.12), (0, 0, 30))
    shoot(EYE, AT, 60, 8)


@scene("bun-gao-lut.jpg", shop=True)
def noodles(rng: Random) -> None:
    furnish(Table("grey", "#b6a68f"))
    look = m.plain("#b5785a", 0.5, soft=0.1)
    for level in range(3):
        for k in range(26):
            r = 0.62 - 0.018 * k
            path = [
                (
                    (r + 0.03 * math.sin(9 * a + k)) * math.cos(a),
                    (r * 0.62 + 0.03 * math.cos(7 * a + k)) * math.sin(a),
                    0.1 + 0.16 * level + 0.04 * math.sin(5 * a + k),
                )
                for a in (0.105 * i for i in range(61))
            ]
            s.put(s.swept(path, lambda t: 0.016, look, 5), (0.65 + 0.02 * level, -0.1, 0))
    s.put(containers.carton(label("bun-gao-lut", "red", "rice"), 1.5, 0.4, 0.9, "#a3261d"), (-0.65, 0.6, 0), (0, 0, 8))
    shoot(EYE, AT, 58, 8)


@scene("hat-sen.jpg", shop=True)
def lotus_seeds(rng: Random) -> None:
    furnish(Table("oak", "#93a58f"))
    seed = [
        s.lump((0.085, 0.07, 0.07), m.mottled("#e0cda2", "#f2e6c8", 14, 0.6, 0.2, 0, 0.1), rng, 0.08) for _ in range(3)
    ]
    s.put(
        containers.jar(
            0.5, 1.05, m.mottled("#e0c98f", "#f3e3bd", 5, 0.6, 0.5), label("hat-sen", "rose", "lotus"), containers.GOLD
        ),
        (-0.55, 0.2, 0),
    )
    s.put(props.bowl(0.52, 0.3, m.mottled("#35524a", "#46685d", 5, 0.3, 0.08, 0.6)), (0.8, 0, 0))
    heaps.scatter(
        seed,
        120,
        lambda r: (
            (
                0.8 + (q := 0.33 * math.sqrt(r.random())) * math.cos(a := r.uniform(0, 6.283)),
                q * math.sin(a),
                0.2 + 0.22 * (1 - (q / 0.46) ** 2) * r.uniform(0.6, 1),
            ),
            (0, r.uniform(0, 90), r.uniform(0, 360)),
        ),
        rng,
    )
    shoot(EYE, AT, 60, 8)


@scene("muoi-ot.jpg", shop=True)
def chilli_salt(rng: Random) -> None:
    furnish(Table("slate", "#6d4438"))
    salt = m.mottled("#b8442c", "#e8bfa8", 34, 0.9, 0.6)
    s.put(containers.jar(0.42, 0.95, salt, label("muoi-ot", "white", "bird"), containers.STEEL), (-0.45, 0.15, 0))
    s.put(props.plate(0.5, m.crackled(*GLAZE, 3)), (0.75, -0.15, 0))
    s.put(heaps.mound(0.3, 0.16, salt, rng, 0.1), (0.75, -0.15, 0.06))
    for x, y, turn in ((0.2, -0.75, 20), (1.3, 0.3, 60), (1.05, -0.7, -20)):
        s.put(goods.chilli(rng, 0.42), (x, y, 0.05), (0, 0, turn))
    shoot(EYE, (0.1, 0, 0.4), 62, 8)


@scene("phan-hoa.jpg", shop=True)
def pollen(rng: Random) -> None:
    furnish(Table("white", "#b5b58a"))
    grains = m.mottled("#d9951f", "#f2c754", 30, 0.8, 0.9)
    s.put(containers.jar(0.48, 1.0, grains, label("phan-hoa", "cream", "bee"), containers.GOLD), (-0.5, 0.2, 0))
    s.put(props.spoon(1.0, m.grained("#7b4a25", "#a86f3e")), (0.45, -0.35, 0.02), (0, 0, 14))
    dot = s.lump((0.032, 0.03, 0.028), m.mottled("#d9951f", "#f2c754", 9, 0.8, 0.2), rng, 0.1)
    heaps.scatter(
        [dot],
        190,
        lambda r: ((r.gauss(1.02, 0.13), r.gauss(-0.2, 0.11), 0.03 + 0.09 * r.random()), (0, 0, 0)),
        rng,
        0.3,
    )
    goods.greens([(0.75, 0.6, 30), (-1.25, -0.4, 190)], rng, length=0.7)
    shoot(EYE, AT, 62, 8)


@scene("que-thanh.jpg", shop=True)
def bark(rng: Random) -> None:
    furnish(Table("white", "#c2b096"))
    s.put(goods.bundle(9, 1.7, 0.15, rng, "#a3261d"), (0, 0.15, 0), (0, 0, -12))
    s.put(goods.quills(1, 1.1, 0.13, rng)[0], (0.9, -0.75, 0.1), (0, 0, 24))
    s.put(goods.star_anise(rng, 0.2), (-0.7, -0.75, 0))
    shoot((0.1, -4.6, 2.7), (0, -0.05, 0.25), 60, 8)


@scene("nu-huong-que.jpg", shop=True)
def cones(rng: Random) -> None:
    furnish(Table("walnut", "#59504a"))
    cone = s.turned(
        [(0, 0), (0.13, 0), (0.13, 0.02), (0.02, 0.36), (0, 0.37)],
        m.mottled("#6a4526", "#855a34", 25, 0.95, 0.3),
        0,
        32,
    )
    for x, y in ((0.3, -0.35), (0.65, -0.15), (0.95, -0.45), (0.6, -0.6), (1.25, -0.15)):
        s.again(cone, (x, y, 0.0), (0, 0, 0))
    s.put(cone, (-0.55, -0.55, 0.13), (90, 0, 40))
    s.put(
        containers.carton(label("nu-huong-que", "kraft", "hill"), 1.35, 0.5, 0.8, "#c9a77c"), (-0.5, 0.5, 0), (0, 0, 10)
    )
    shoot((0.1, -4.8, 2.2), (0.1, 0, 0.35), 60, 8)


@scene("tui-thom.jpg", shop=True)
def sachet(rng: Random) -> None:
    furnish(Table("linen", "#9c8f7f"))
    nodes = m.Nodes("brocade")
    wave = nodes.add("ShaderNodeTexWave", Scale=2.2, wave_profile="TRI", bands_direction="Z", Distortion=0)
    nodes.join(nodes.place, wave.inputs["Vector"])
    nodes.colour(
        nodes.ramp(wave.outputs["Fac"], (0.0, "#1f2a4a"), (0.4, "#a3261d"), (0.62, "#e3b23c"), (0.8, "#2f5d4a"))
    )
    nodes.set(Roughness=0.95, Sheen_Weight=0.4)
    for x, y, turn in ((-0.45, 0.2, 10), (0.55, -0.05, -14)):
        bag = [
            (0, 0.02),
            (0.3, 0.02),
            (0.45, 0.22),
            (0.42, 0.5),
            (0.13, 0.72),
            (0.12, 0.76),
            (0.24, 0.98),
            (0.2, 0.98),
            (0.1, 0.76),
        ]
        s.put(
            s.together(s.turned(bag, nodes.material, 6, 64, 0.02), props.ring(0.14, 0.74, 0.03, "#e3b23c")),
            (x, y, 0),
            (0, 0, turn),
        )
    for x, y, turn in ((1.2, -0.55, 20), (-0.6, -0.75, -10)):
        s.put(goods.quills(1, 0.8, 0.1, rng)[0], (x, y, 0.08), (0, 0, turn))
    shoot((0.1, -4.7, 2.2), (0.1, 0, 0.42), 62, 8)


@scene("nieu-gom.jpg", shop=True)
def pot(rng: Random) -> None:
    furnish(Table("oak", "#84908c"))
    s.put(dishes.clay_pot(sauce=False), (-0.4, 0.15, 0), (0, 0, 10), 1.0)
    s.put(dishes.pot_lid(), (0.95, -0.45, 0))
    shoot((0.1, -4.8, 2.6), (0.15, 0, 0.32), 60, 8)
