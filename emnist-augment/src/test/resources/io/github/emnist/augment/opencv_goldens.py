"""Writes opencv-goldens.txt: what OpenCV's warpAffine and warpPerspective make of the same mappings.

    /usr/bin/python3 opencv_goldens.py > opencv-goldens.txt

Made with OpenCV 4.6.0 (Debian 12). The lines are those of scipy-goldens.txt. OpenCV looks weights up
in a table of 1/32 of a pixel, so that a sample may be off by 1/64 along each axis: 8 grey levels.
"""

import contextlib
import io

import cv2
import numpy as np

with contextlib.redirect_stdout(io.StringIO()):
    import scipy_goldens

FILLS = {"constant": cv2.BORDER_CONSTANT, "nearest": cv2.BORDER_REPLICATE, "reflect": cv2.BORDER_REFLECT}


def matrix(back):
    """The 3 x 3 matrix of a projective mapping, from where it takes four points."""
    corners = np.array([[0, 0], [20, 0], [20, 20], [0, 20]], np.float64)
    x, y = back(corners[:, 0], corners[:, 1])
    return cv2.getPerspectiveTransform(
        corners.astype(np.float32), np.stack([x, y], axis=1).astype(np.float32)
    )


for kind, p in [("affine", q) for q in scipy_goldens.AFFINES] + scipy_goldens.SINGLES[0]:
    for fill, border in FILLS.items():
        width, height = 28, 25
        picture = scipy_goldens.picture(width, height).astype(np.uint8)
        m = matrix(scipy_goldens.KINDS[kind](p, width, height))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        if kind == "affine":
            result = cv2.warpAffine(picture, m[:2], (width, height), flags=flags, borderMode=border, borderValue=77)
        else:
            result = cv2.warpPerspective(picture, m, (width, height), flags=flags, borderMode=border, borderValue=77)
        value = 77 if fill == "constant" else 0
        name = kind + ":" + ",".join(repr(float(v)) for v in p)
        print(name, "bilinear", fill, value, width, height, result.tobytes().hex())
