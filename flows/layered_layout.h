// Places a directed graph in layers from top to bottom, so that arrows mostly lead down and rarely cross: cycles are
// opened where a depth-first walk from the first node meets them, layers are longest paths, crossings are reduced by
// barycentres, and boxes stand as near to their neighbours as their widths allow (Sugiyama's steps).
//
// Thread safety: plain values, a pure function; the same graph is always placed the same way. Bounds: long arrows take
// a point in each layer they pass, so time and memory are of the order of edges times layers.
#pragma once

#include <vector>

namespace frontdesk::flows {

struct Point {
  double x = 0;
  double y = 0;
};

struct LayoutBox {
  double width = 0;
  double height = 0;
  Point middle = {};  // filled
};

struct LayoutArrow {
  int from = 0;
  int to = 0;
  double width = 0;                // of its label, which stands at `label`
  double pull = 1;                 // how much it wants to be straight
  std::vector<Point> points = {};  // filled: from the edge of one box to the edge of the other
  Point label = {};                // filled: the middle of the label
};

struct Layout {
  std::vector<LayoutBox> boxes;
  std::vector<LayoutArrow> arrows;
  double width = 0;
  double height = 0;
};

// Fills the places of `layout`, whose first box is the top.
void PlaceInLayers(Layout& layout);

}  // namespace frontdesk::flows
