"""Writes scipy-goldens.txt: what SciPy's ndimage makes of the transforms of this module.

    /usr/bin/python3 scipy_goldens.py > scipy-goldens.txt

Made with SciPy 1.10.1 and NumPy 1.24.2 (Debian 12). Each line: the transform, its parameters, the
interpolation, the fill mode and its value, the width and height, and the expected bytes in hex. The
picture is the one that picture() below draws. Matrices are written forwards and inverted by NumPy;
the Java code writes their inverses.
"""

import numpy as np
from scipy import ndimage

MODES = {"constant": "grid-constant", "nearest": "nearest", "reflect": "reflect", "wrap": "grid-wrap"}
ORDERS = {"nearest": 0, "bilinear": 1, "bicubic": 3}
MASK = (1 << 64) - 1


def picture(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return ((x * x * 5 + y * 37 + x * y * 11) % 256).astype(np.float64)


def grid(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    return x, y


def project(inverse, x, y):
    w = inverse[2, 0] * x + inverse[2, 1] * y + inverse[2, 2]
    return (
        (inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2]) / w,
        (inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2]) / w,
    )


def shift(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def affine(p, width, height):
    rotation, shift_x, shift_y, zoom_x, zoom_y, shear = p
    a = np.deg2rad(rotation)
    flip = np.diag([1, -1, 1.0])  # mathematicians' y points up
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    lean = np.array([[1, shear, 0], [0, 1, 0], [0, 0, 1.0]])
    zoom = np.diag([zoom_x, zoom_y, 1.0])
    c = shift((width - 1) / 2, (height - 1) / 2)
    forward = shift(shift_x, shift_y) @ c @ flip @ turn @ lean @ zoom @ flip @ np.linalg.inv(c)
    return lambda x, y: project(np.linalg.inv(forward), x, y)


def perspective(p, width, height):
    """Solves the eight linear equations of four corners; Java uses a closed form."""
    edges = [(0, 0), (width, 0), (width, height), (0, height)]
    inwards = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    rows, right = [], []
    for i, (x, y) in enumerate(edges):
        u = x + inwards[i][0] * p[2 * i] * width / 2
        v = y + inwards[i][1] * p[2 * i + 1] * height / 2
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    h = np.append(np.linalg.solve(np.array(rows, float), np.array(right)), 1).reshape(3, 3)
    forward = shift(-0.5, -0.5) @ h @ shift(0.5, 0.5)
    return lambda x, y: project(np.linalg.inv(forward), x, y)


def keras(p, width, height):
    """The matrix of Keras' apply_affine_transform, as its documentation and source describe it."""
    theta, tx, ty, shear, zx, zy = p
    a, s = np.deg2rad(theta), np.deg2rad(shear)
    m = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    m = m @ shift(tx, ty)
    m = m @ np.array([[1, -np.sin(s), 0], [0, np.cos(s), 0], [0, 0, 1]])
    m = m @ np.diag([zx, zy, 1.0])
    c = shift(height / 2 - 0.5, width / 2 - 0.5)
    m = c @ m @ np.linalg.inv(c)

    def back(x, y):
        row, column = project(m, y, x)
        return column, row

    return back


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def counter_random(seed, stream, position):
    """SplitMix64 as CounterRandom starts it."""
    step = 0x9E3779B97F4A7C15
    state = mix((seed + step) & MASK)
    state = mix((state + stream + step) & MASK)
    state = mix((state + position + step) & MASK)
    while True:
        state = (state + step) & MASK
        yield mix(state)


def signed24(bits):
    return (bits - (1 << 24) if bits >= 1 << 23 else bits) / 2.0**23


def elastic(p, width, height):
    """Every node of the noise lattice against every pixel."""
    alpha, sigma, seed = p
    step = max(1, int(1.33 * sigma))
    side = max(2, int(np.ceil(2.9 * sigma / step - 0.5)))
    across, down = [(n + step - 1) // step + 2 * side for n in (width, height)]
    random = counter_random(int(seed), 0, 0)
    noise = np.zeros((2, down, across))
    for i in range(across):
        for j in range(down):
            bits = next(random)
            noise[:, j, i] = signed24(bits >> 40), signed24(bits >> 16 & 0xFFFFFF)

    def weights(n, count):
        pixels = np.arange(n)
        nodes = np.arange(count)
        distance = (nodes[None, :] - side) * step + (step - 1) / 2 - pixels[:, None]
        g = np.sqrt(step) / (sigma * np.sqrt(2 * np.pi)) * np.exp(-((distance / sigma) ** 2) / 2)
        g[np.abs(nodes[None, :] - side - pixels[:, None] // step) > side] = 0
        return g

    field = alpha * np.einsum("yj,cji,xi->cyx", weights(height, down), noise, weights(width, across))

    def back(x, y):
        if np.array_equal(x, np.arange(width)[None, :] + 0 * x):
            return x + field[0], y + field[1]
        at = [np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
        return tuple(q + ndimage.map_coordinates(f, at, order=1) for q, f in zip((x, y), field))

    return back


def grid_distortion(p, width, height):
    cells, distortion, seed = p
    cells = int(cells)
    random = counter_random(int(seed), 0, 0)

    def lines(size):
        factors = [1 + distortion * (2 * ((next(random) >> 11) / 2.0**53) - 1) for _ in range(cells)]
        return np.concatenate([[0], np.cumsum(factors)]) * size / np.sum(factors)

    columns, rows = lines(width), lines(height)

    def along(at, come_from, size):
        inside = np.interp(at + 0.5, np.linspace(0, size, cells + 1), come_from) - 0.5
        return np.where((at > -0.5) & (at < size - 0.5), inside, at)

    return lambda x, y: (along(x, columns, width), along(y, rows, height))


KINDS = {
    "affine": affine,
    "perspective": perspective,
    "elastic": elastic,
    "grid": grid_distortion,
    "keras": keras,
}


def golden(steps, interpolation, fill, value, width, height):
    x, y = grid(width, height)
    for kind, p in reversed(steps):
        x, y = KINDS[kind](p, width, height)(x, y)
    result = ndimage.map_coordinates(
        picture(width, height), [y, x], order=ORDERS[interpolation], mode=MODES[fill], cval=value
    )
    pixels = np.clip(np.floor(result + 0.5), 0, 255).astype(np.uint8)
    name = ";".join(kind + ":" + ",".join(repr(float(v)) for v in p) for kind, p in steps)
    print(name, interpolation, fill, value, width, height, pixels.tobytes().hex())


AFFINES = [(23.0, 1.3, -0.7, 1.2, 0.8, 0.15), (-140.0, -6.5, 4.25, 0.55, 0.7, -0.4)]
SINGLES = [
    [("perspective", (0.1, 0.2, 0.35, 0.05, 0.5, 0.4, 0.0, 0.3))],
    [("elastic", (6.0, 1.5, 7))],
    [("elastic", (3.0, 0.8, 8))],
    [("grid", (4, 0.6, 9))],
    [("keras", (20.0, 1.4, -2.1, 15.0, 1.1, 0.8))],
]
FOLDED = [
    [("affine", AFFINES[0]), ("affine", AFFINES[1])],
    [("affine", AFFINES[0]), ("perspective", SINGLES[0][0][1]), ("keras", SINGLES[4][0][1])],
    [("affine", AFFINES[0]), ("elastic", (6.0, 1.5, 7))],
    [("elastic", (6.0, 1.5, 7)), ("affine", AFFINES[0])],
    [("elastic", (4.0, 2.0, 3)), ("grid", (3, 0.4, 4)), ("elastic", (5.0, 1.0, 5))],
]

for interpolation in ORDERS:
    for fill in MODES:
        value = 99 if fill == "constant" else 0
        for p in AFFINES:
            golden([("affine", p)], interpolation, fill, value, 11, 8)
        golden(SINGLES[0], interpolation, fill, value, 8, 9)
    golden([("affine", AFFINES[0])], interpolation, "constant", 0, 28, 28)
for steps in SINGLES + FOLDED:
    golden(steps, "bilinear", "constant", 0, 13, 10)
    golden(steps, "bilinear", "nearest", 0, 10, 13)
    golden(steps, "bicubic", "reflect", 0, 12, 12)
