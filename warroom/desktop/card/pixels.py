"""A card's pixels for the screen: from Pillow's memory into Qt's, scaled on the way, with nothing copied that is not shown.

Pillow keeps RGB as four bytes a pixel and lends its memory by Arrow's C data interface
(https://arrow.apache.org/docs/format/CDataInterface.html): an array of fixed lists of four, its child the bytes.
"""

from __future__ import annotations

import ctypes

from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage


class _ArrowArray(ctypes.Structure):
    pass


_ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_ArrowArray))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)


def shown(picture: Image.Image, box: tuple[int, int]) -> QImage:
    """`picture` no larger than `box`, in its own proportions, never enlarged, in the form the software renderer blits as it is."""
    source = picture if picture.mode == "RGB" else picture.convert("RGB")
    stride = 4 * source.width
    try:
        lent = source.__arrow_c_array__()  # held to the end of this call
        array = _ArrowArray.from_address(_pointer(lent[1], b"arrow_array"))
        pixels = (ctypes.c_uint8 * (source.height * stride)).from_address(array.children[0].contents.buffers[1])
    except ValueError:  # so large that Pillow keeps it in several pieces
        pixels = source.tobytes("raw", "RGBX")
    image = QImage(pixels, source.width, source.height, stride, QImage.Format.Format_RGBX8888)
    if source.width > box[0] or source.height > box[1]:
        image = image.scaled(QSize(*box), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # Qt's own memory, whatever was lent
