// A flow's graph as a picture: SVG 1.1 with text that can be selected, without scripts, fonts or anything from outside.
//
// Thread safety: a pure function. Bounds: as the layout's.
#pragma once

#include <string>

#include "flows/flow_graph.h"

namespace frontdesk::flows {

std::string ToSvg(const FlowGraph& graph);

}  // namespace frontdesk::flows
