package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.CounterRandom;

/**
 * How one writer writes. Lengths are in units of which a capital is 100 high.
 *
 * @param slant shift to the right per height; positive leans to the right
 * @param tilt rise of the line of writing per length
 * @param aspect width as a multiple of the template's
 * @param waist the height of a small letter's body and of a capital's middle
 * @param descent what hangs below the line, as a multiple of the template's
 * @param pen width of the line
 * @param pressure how much the line's width varies along a stroke, as a fraction
 * @param taper how much thinner a stroke's ends are, as a fraction
 * @param roundness length of the curves' handles as a multiple of a circle's
 * @param haste rounds of smoothing that blunt corners and flatten curves, 0 for none
 * @param overshoot by how much strokes are too long; negative leaves gaps
 * @param hook length of the flick at a stroke's end
 * @param sloppiness standard deviation of the points' misplacement
 * @param warp strength of the bending of the whole character
 * @param blot softness of the ink's edge, in pixels
 * @param scale scan pixels to a unit
 */
record Hand(
    double slant,
    double tilt,
    double aspect,
    double waist,
    double descent,
    double pen,
    double pressure,
    double taper,
    double roundness,
    double haste,
    double overshoot,
    double hook,
    double sloppiness,
    double warp,
    double blot,
    double scale) {

  /** Draws a writer. */
  static Hand of(CounterRandom random) {
    return new Hand(
        0.17 + 0.2 * Draws.bell(random),
        0.05 * Draws.bell(random),
        Math.max(0.65, 1.22 + 0.2 * Draws.bell(random)),
        50 + 7 * Draws.bell(random),
        Math.max(0.4, 0.95 + 0.2 * Draws.bell(random)),
        Math.max(8, 13.8 + 3.6 * Draws.bell(random)),
        Draws.between(random, 0, 0.2),
        Math.max(0, Draws.between(random, -0.2, 0.5)),
        Draws.between(random, 0.75, 1.25),
        Math.max(0, Draws.between(random, -1, 6)),
        1.5 + 3 * Draws.bell(random),
        Math.max(0, 8 * Draws.bell(random) - 4),
        Draws.between(random, 1, 3.8),
        Draws.between(random, 0.4, 1.5),
        Draws.between(random, 0, 0.6),
        Math.max(0.25, 0.46 + 0.085 * Draws.bell(random)));
  }

  /** The same hand a moment later. */
  Hand vary(CounterRandom random) {
    return new Hand(
        slant + 0.1 * Draws.bell(random),
        tilt + 0.05 * Draws.bell(random),
        aspect * Math.max(0.6, 1 + 0.15 * Draws.bell(random)),
        waist + 3 * Draws.bell(random),
        descent * Math.max(0.5, 1 + 0.12 * Draws.bell(random)),
        pen * Math.max(0.6, 1 + 0.15 * Draws.bell(random)),
        pressure,
        taper * Draws.between(random, 0.5, 1.5),
        roundness * Math.max(0.7, 1 + 0.1 * Draws.bell(random)),
        haste * Draws.between(random, 0.5, 1.5),
        overshoot + 2 * Draws.bell(random),
        Math.max(0, hook + 3 * Draws.bell(random)),
        sloppiness * Draws.between(random, 0.7, 1.3),
        warp,
        blot,
        scale * Math.max(0.7, 1 + 0.08 * Draws.bell(random)));
  }
}
