#!/usr/bin/env python3
"""Draws the two icons of the app's package: color.png (192 x 192) and outline.png (32 x 32, white on nothing).

Run it again to change them: python3 make_icons.py
"""
import struct
import zlib

BLUE, WHITE, CLEAR = (46, 92, 184, 255), (255, 255, 255, 255), (255, 255, 255, 0)
FINE = 4  # points a pixel and direction, for smooth edges


def in_box(x, y, left, top, right, bottom, radius):
    dx = max(left + radius - x, x - (right - radius), 0)
    dy = max(top + radius - y, y - (bottom - radius), 0)
    return left <= x <= right and top <= y <= bottom and dx * dx + dy * dy <= radius * radius


def in_bubble(x, y, grow=0.0):
    """A speech bubble, in a square of side 1."""
    box = in_box(x, y, 0.16 - grow, 0.2 - grow, 0.84 + grow, 0.68 + grow, 0.14 + grow)
    tail = 0.6 <= y <= 0.86 + grow and 0.3 - grow <= x <= 0.3 + (0.86 - y) + grow
    return box or tail


def in_dots(x, y):
    return any((x - at) ** 2 + (y - 0.44) ** 2 <= 0.055**2 for at in (0.32, 0.5, 0.68))


def color(x, y):
    return WHITE if in_bubble(x, y) and not in_dots(x, y) else BLUE


def outline(x, y):
    return WHITE if in_bubble(x, y, 0.07) and (not in_bubble(x, y) or in_dots(x, y)) else CLEAR


def pixel(shade, column, row, size):
    points = [
        shade((column + (i + 0.5) / FINE) / size, (row + (j + 0.5) / FINE) / size) for i in range(FINE) for j in range(FINE)
    ]
    return bytes(round(sum(point[channel] for point in points) / len(points)) for channel in range(4))


def write(path, size, shade):
    rows = b"".join(b"\0" + b"".join(pixel(shade, column, row, size) for column in range(size)) for row in range(size))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    write("color.png", 192, color)
    write("outline.png", 32, outline)
