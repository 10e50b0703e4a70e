// A flow as a graph: boxes for its steps, arrows for the ways between them; and the graph as Mermaid.
//
// Thread safety: plain values and pure functions. Bounds: linear in the flow. A bare label or goto is no box: arrows
// lead through it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flows/flow.h"

namespace frontdesk::flows {

struct GraphNode {
  enum class Look { kStart, kAsk, kSay, kBranch, kSet, kReview, kTicket, kPerson, kEnd, kOther };
  Look look = Look::kOther;
  std::string title;  // "area"
  std::string text;   // what it says, asks or does; one line, shortened
};

struct GraphEdge {
  int from = 0;
  int to = 0;
  std::string label;    // a condition; empty: always
  bool failed = false;  // taken when answers do not fit
};

struct FlowGraph {
  std::string title;
  std::vector<GraphNode> nodes;  // the first is the start
  std::vector<GraphEdge> edges;
};

FlowGraph GraphOf(const Flow& flow, std::string_view locale);

// https://mermaid.js.org/syntax/flowchart.html
std::string ToMermaid(const FlowGraph& graph);

}  // namespace frontdesk::flows
