"""Writes gaussian-blur-scipy.txt: what SciPy's gaussian_filter makes of the tests' noise.

    /usr/bin/python3 gaussian_blur_scipy.py > gaussian-blur-scipy.txt

Made with SciPy 1.10.1 and NumPy 1.24.2 (Debian 12: python3-scipy).
Each line: width, height, seed of the noise, sigma, the blurred pixels in hexadecimal.
"""

import numpy
from scipy.ndimage import gaussian_filter

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def noise(width, height, seed):
    """Images.noise of the Java tests."""
    state = mix(mix(mix(seed + STEP & MASK) + STEP & MASK) + STEP & MASK)
    pixels = []
    for _ in range(width * height):
        state = state + STEP & MASK
        pixels.append(mix(state) >> 56)
    return numpy.array(pixels, dtype=numpy.float64).reshape(height, width)


for width, height, seed, sigma in [
    (28, 28, 1, 0.1),
    (28, 28, 1, 0.5),
    (28, 28, 2, 1.0),
    (28, 28, 3, 2.3),
    (17, 5, 4, 0.8),
    (5, 17, 5, 3.7),
    (9, 9, 6, 10.0),
    (1, 1, 7, 1.0),
]:
    blurred = gaussian_filter(noise(width, height, seed), sigma, mode="constant", cval=0)
    levels = numpy.floor(blurred + 0.5).astype(numpy.uint8)
    print(width, height, seed, sigma, levels.tobytes().hex())
