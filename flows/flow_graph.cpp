#include "flows/flow_graph.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/flow_words.h"
#include "flows/reach.h"

namespace frontdesk::flows {
namespace {

using Look = GraphNode::Look;

constexpr std::size_t kMostText = 72;  // graphemes of a box
constexpr std::size_t kMostLabel = 48;

std::string OneLine(std::string_view text, std::size_t most) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return base::Shorten(base::Trim(line), most);
}

class GraphMaker {
 public:
  GraphMaker(const Flow& flow, std::string_view locale) : flow_(flow), locale_(locale) {}

  FlowGraph Make() {
    graph_.title = flow_.title.In(locale_);
    graph_.nodes.push_back({Look::kStart, graph_.title, OneLine(Triggers(), kMostText)});
    for (std::size_t i = 0; i < flow_.own_steps; ++i) AddNode(flow_.steps[i]);
    if (flow_.own_steps > 0) AddEdge(0, 0, {}, false);
    for (std::size_t i = 0; i < flow_.own_steps; ++i)
      if (node_of_[i] > 0) AddEdges(static_cast<int>(i));
    return std::move(graph_);
  }

 private:
  std::string Triggers() const {
    std::string text;
    for (const Phrase& command : flow_.start.commands) text += (text.empty() ? "/" : ", /") + command.text;
    for (const Phrase& phrase : flow_.start.phrases)
      if (Language(phrase.locale) == Language(locale_)) text += (text.empty() ? "" : ", ") + phrase.text;
    return text;
  }

  void AddNode(const Step& step) {
    const bool passed = std::holds_alternative<GotoStep>(step.body);
    node_of_.push_back(passed ? -1 : static_cast<int>(graph_.nodes.size()));
    if (passed) return;
    GraphNode node{Look::kOther, step.named ? step.name : std::string(StepKindName(step)), {}};
    Describe(step, node);
    node.text = OneLine(node.text, kMostText);
    graph_.nodes.push_back(std::move(node));
  }

  void Describe(const Step& step, GraphNode& node) const {
    if (const auto* ask = std::get_if<AskStep>(&step.body)) {
      DescribeAsk(flow_.slots[static_cast<std::size_t>(ask->slot)], node);
    } else if (const auto* say = std::get_if<SayStep>(&step.body)) {
      node.look = Look::kSay;
      node.text = InWords(say->text.In(locale_));
    } else if (std::holds_alternative<BranchStep>(step.body)) {
      node.look = Look::kBranch;
      if (!step.named) node.title.clear();
    } else if (const auto* set = std::get_if<SetStep>(&step.body)) {
      node.look = Look::kSet;
      node.text = Assignments(set->assignments);
    } else if (const auto* confirm = std::get_if<ConfirmStep>(&step.body)) {
      node.look = Look::kReview;
      node.text = confirm->text.empty() ? "all answers, to submit or change" : InWords(confirm->text.In(locale_));
    } else if (const auto* ticket = std::get_if<TicketStep>(&step.body)) {
      node.look = Look::kTicket;
      node.text = ticket->category + ": " + InWords(ticket->title);
    } else if (const auto* handoff = std::get_if<HandoffStep>(&step.body)) {
      node.look = Look::kPerson;
      node.text = "a person: " + InWords(handoff->reason);
    } else if (const auto* end = std::get_if<EndStep>(&step.body)) {
      node.look = Look::kEnd;
      node.text = end->cancelled ? "cancelled" : "done";
      if (!step.named) node.title.clear();
    } else if (const auto* search = std::get_if<SearchStep>(&step.body)) {
      node.text = "articles for " + search->from.name;
    } else if (const auto* lookup = std::get_if<LookupStep>(&step.body)) {
      node.text = "asks " + InWords(lookup->url);
    } else if (const auto* call = std::get_if<CallStep>(&step.body)) {
      node.text = "the flow " + call->flow.name + (call->with.empty() ? "" : ", with " + Assignments(call->with));
    }
  }

  void DescribeAsk(const Slot& slot, GraphNode& node) const {
    node.look = Look::kAsk;
    node.title += " (" + std::string(ToString(slot.type)) + (slot.skip ? ", may be skipped)" : ")");
    node.text = InWords(slot.text.In(locale_));
    if (slot.when) node.title += ", if " + OneLine(InWords(*slot.when), kMostLabel);
  }

  static std::string Assignments(const std::vector<Assignment>& assignments) {
    std::string text;
    for (const Assignment& one : assignments) {
      if (!text.empty()) text += ", ";
      text += one.value ? one.name + " = " + InWords(*one.value) : "forget " + one.name;
    }
    return text;
  }

  void AddEdges(int index) {
    const Step& step = flow_.steps[static_cast<std::size_t>(index)];
    const int from = node_of_[static_cast<std::size_t>(index)];
    // A called flow is one box here; it has a picture of its own.
    std::vector<int> left = flow_.CallAt(index) != nullptr ? std::vector<int>{step.next} : Successors(flow_, index);
    auto take = [&](int to, std::string label, bool failed) {
      if (const auto at = std::find(left.begin(), left.end(), to); at != left.end()) left.erase(at);
      AddEdge(from, to, std::move(label), failed);
    };
    if (const auto* branch = std::get_if<BranchStep>(&step.body))
      for (const BranchArm& arm : branch->arms) take(arm.to, arm.when ? InWords(*arm.when) : "else", false);
    if (const Slot* slot = flow_.SlotAt(index); slot != nullptr && slot->on_fail_step >= 0)
      take(slot->on_fail_step, "after " + std::to_string(slot->tries) + " tries", true);
    if (const LookupStep* lookup = flow_.LookupAt(index); lookup != nullptr && lookup->on_error_step >= 0)
      take(lookup->on_error_step, "no answer", true);
    const bool branches = std::holds_alternative<BranchStep>(step.body);
    for (const int to : left) AddEdge(from, to, branches ? "else" : "", false);
  }

  // Through labels, to the step that does something.
  int Landing(int step) const {
    for (std::size_t hops = 0; hops <= flow_.own_steps; ++hops) {
      if (step < 0) return -1;
      if (node_of_[static_cast<std::size_t>(step)] > 0) return node_of_[static_cast<std::size_t>(step)];
      step = flow_.steps[static_cast<std::size_t>(step)].next;
    }
    return -1;
  }

  void AddEdge(int from, int step, std::string label, bool failed) {
    const int to = Landing(step);
    if (to >= 0) graph_.edges.push_back({from, to, OneLine(label, kMostLabel), failed});
  }

  const Flow& flow_;
  std::string_view locale_;
  FlowGraph graph_;
  std::vector<int> node_of_;  // by step; -1 for labels
};

// Mermaid reads markup inside quotes too; its own escape is #code;.
std::string MermaidText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       static_cast<unsigned char>(c) >= 0x80 ||
                       std::string_view(" .,:!?'/()-+=").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += "#" + std::to_string(static_cast<int>(c)) + ";";
  }
  return out;
}

std::string MermaidBox(const GraphNode& node) {
  const std::string between = node.title.empty() || node.text.empty() ? "" : "<br/>";
  const std::string text = "\"" + MermaidText(node.title) + between + MermaidText(node.text) + "\"";
  switch (node.look) {
    case Look::kStart:
    case Look::kEnd: return "([" + text + "])";
    case Look::kBranch: return node.title.empty() ? "{\"?\"}" : "{" + text + "}";
    case Look::kSay: return "(" + text + ")";
    case Look::kReview: return "[/" + text + "/]";
    case Look::kTicket: return "[[" + text + "]]";
    case Look::kPerson: return "{{" + text + "}}";
    default: return "[" + text + "]";
  }
}

}  // namespace

FlowGraph GraphOf(const Flow& flow, std::string_view locale) { return GraphMaker(flow, locale).Make(); }

std::string ToMermaid(const FlowGraph& graph) {
  std::string text = "flowchart TD\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    text += "  s" + std::to_string(i) + MermaidBox(graph.nodes[i]) + "\n";
  for (const GraphEdge& edge : graph.edges) {
    const std::string arrow = edge.failed ? "-.->" : "-->";
    const std::string label = edge.label.empty() ? "" : "|\"" + MermaidText(edge.label) + "\"|";
    text += "  s" + std::to_string(edge.from) + " " + arrow + label + " s" + std::to_string(edge.to) + "\n";
  }
  return text;
}

}  // namespace frontdesk::flows
