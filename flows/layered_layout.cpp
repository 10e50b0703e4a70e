#include "flows/layered_layout.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace frontdesk::flows {
namespace {

constexpr double kGapAcross = 28;
constexpr double kGapDown = 30;
constexpr double kLabelHeight = 18;
constexpr double kMargin = 16;
constexpr int kOrderSweeps = 16;
constexpr int kPlaceSweeps = 25;  // odd: the last leads down, so that what follows one another stands in a line
constexpr double kLeastWeight = 0.01;
constexpr double kStraight = 6;  // how much more a long arrow wants it between its points

struct Link {
  int node = 0;
  double pull = 1;
};

// A box, or the point where a long arrow passes a layer.
struct Node {
  double width = 0;
  double height = 0;
  bool is_point = false;
  int layer = 0;
  double x = 0;
  double weight = 0;  // the strongest pull on it
  std::vector<Link> above = {};
  std::vector<Link> below = {};
};

// Weighted least squares under order: values that never decrease, each as near to what was wanted as the others let it
// (pool adjacent violators).
std::vector<double> Settle(const std::vector<double>& wanted, const std::vector<double>& weights) {
  struct Pool {
    double sum, weight;
    std::size_t count;
    double value() const { return sum / weight; }
  };
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    pools.push_back({wanted[i] * weights[i], weights[i], 1});
    while (pools.size() > 1 && pools[pools.size() - 2].value() > pools.back().value()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().weight += last.weight;
      pools.back().count += last.count;
    }
  }
  std::vector<double> settled;
  for (const Pool& pool : pools) settled.insert(settled.end(), pool.count, pool.value());
  return settled;
}

class Placer {
 public:
  explicit Placer(Layout& layout) : layout_(layout), reversed_(layout.arrows.size()) {}

  void Run() {
    if (layout_.boxes.empty()) return;
    for (const LayoutBox& box : layout_.boxes) nodes_.push_back({box.width, box.height});
    OpenCycles();
    AssignLayers();
    AddPoints();
    ReduceCrossings();
    PlaceAcross();
    PlaceDown();
    WriteBack();
  }

 private:
  int Upper(std::size_t arrow) const {
    return reversed_[arrow] ? layout_.arrows[arrow].to : layout_.arrows[arrow].from;
  }
  int Lower(std::size_t arrow) const {
    return reversed_[arrow] ? layout_.arrows[arrow].from : layout_.arrows[arrow].to;
  }
  bool IsLoop(std::size_t arrow) const { return layout_.arrows[arrow].from == layout_.arrows[arrow].to; }
  Node& At(int node) { return nodes_[static_cast<std::size_t>(node)]; }

  // An arrow to a box that the walk is still inside of points back.
  void OpenCycles() {
    std::vector<std::vector<std::size_t>> leaving(nodes_.size());
    for (std::size_t a = 0; a < layout_.arrows.size(); ++a)
      leaving[static_cast<std::size_t>(layout_.arrows[a].from)].push_back(a);
    enum class Mark { kNew, kInside, kDone };
    std::vector<Mark> marks(nodes_.size(), Mark::kNew);
    std::vector<std::pair<std::size_t, std::size_t>> walk;  // box, next of its arrows
    for (std::size_t root = 0; root < nodes_.size(); ++root) {
      if (marks[root] == Mark::kNew) walk.emplace_back(root, 0);
      while (!walk.empty()) {
        auto& [box, next] = walk.back();
        marks[box] = Mark::kInside;
        if (next == leaving[box].size()) {
          marks[box] = Mark::kDone;
          walk.pop_back();
          continue;
        }
        const std::size_t arrow = leaving[box][next++];
        const auto to = static_cast<std::size_t>(layout_.arrows[arrow].to);
        reversed_[arrow] = marks[to] == Mark::kInside;
        if (marks[to] == Mark::kNew) walk.emplace_back(to, 0);
      }
    }
  }

  // Longest paths; an arrow with a label leaves a layer for it.
  void AssignLayers() {
    bool changed = true;
    for (std::size_t round = 0; changed && round <= nodes_.size(); ++round) {
      changed = false;
      for (std::size_t a = 0; a < layout_.arrows.size(); ++a) {
        if (IsLoop(a)) continue;
        const int least = At(Upper(a)).layer + (layout_.arrows[a].width > 0 ? 2 : 1);
        if (At(Lower(a)).layer >= least) continue;
        At(Lower(a)).layer = least;
        changed = true;
      }
    }
  }

  void AddPoints() {
    for (std::size_t a = 0; a < layout_.arrows.size(); ++a) {
      chains_.emplace_back();
      if (IsLoop(a)) continue;
      const int lower = Lower(a);
      int last = Upper(a);
      chains_[a].push_back(last);
      for (int layer = At(last).layer + 1; layer < At(lower).layer; ++layer) {
        const bool labelled = layer == LabelLayer(a);
        nodes_.push_back({labelled ? layout_.arrows[a].width : 0, labelled ? kLabelHeight : 0, true, layer});
        last = Connect(last, static_cast<int>(nodes_.size()) - 1, layout_.arrows[a].pull);
        chains_[a].push_back(last);
      }
      chains_[a].push_back(Connect(last, lower, layout_.arrows[a].pull));
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto layer = static_cast<std::size_t>(nodes_[i].layer);
      if (layers_.size() <= layer) layers_.resize(layer + 1);
      layers_[layer].push_back(static_cast<int>(i));
    }
  }

  // Next to the box that the arrow leaves; none for an arrow without a label.
  int LabelLayer(std::size_t arrow) {
    if (layout_.arrows[arrow].width <= 0) return -1;
    return reversed_[arrow] ? At(Lower(arrow)).layer - 1 : At(Upper(arrow)).layer + 1;
  }

  int Connect(int upper, int lower, double pull) {
    if (At(upper).is_point && At(lower).is_point) pull *= kStraight;
    At(upper).below.push_back({lower, pull});
    At(lower).above.push_back({upper, pull});
    for (const int end : {upper, lower}) At(end).weight = std::max(At(end).weight, pull);
    return lower;
  }

  // --- the order within each layer

  void ReduceCrossings() {
    auto best = layers_;
    std::size_t fewest = Crossings();
    for (int sweep = 0; sweep < kOrderSweeps && fewest > 0; ++sweep) {
      const bool down = sweep % 2 == 0;
      for (std::size_t i = 1; i < layers_.size(); ++i) OrderLayer(down ? i : layers_.size() - 1 - i, down);
      if (const std::size_t now = Crossings(); now < fewest) {
        fewest = now;
        best = layers_;
      }
    }
    layers_ = best;
  }

  std::vector<double> Ranks() const {
    std::vector<double> ranks(nodes_.size());
    for (const auto& layer : layers_)
      for (std::size_t i = 0; i < layer.size(); ++i) ranks[static_cast<std::size_t>(layer[i])] = static_cast<double>(i);
    return ranks;
  }

  void OrderLayer(std::size_t layer, bool by_above) {
    const std::vector<double> ranks = Ranks();
    std::vector<double> centre(nodes_.size());
    for (const int node : layers_[layer]) {
      const auto& near = by_above ? At(node).above : At(node).below;
      double sum = 0;
      for (const Link& link : near) sum += ranks[static_cast<std::size_t>(link.node)];
      centre[static_cast<std::size_t>(node)] =
          near.empty() ? ranks[static_cast<std::size_t>(node)] : sum / static_cast<double>(near.size());
    }
    std::stable_sort(layers_[layer].begin(), layers_[layer].end(), [&](int a, int b) {
      return centre[static_cast<std::size_t>(a)] < centre[static_cast<std::size_t>(b)];
    });
  }

  std::size_t Crossings() const {
    const std::vector<double> ranks = Ranks();
    std::size_t crossings = 0;
    for (const auto& layer : layers_) {
      std::vector<std::pair<double, double>> arrows;
      for (const int node : layer)
        for (const Link& link : nodes_[static_cast<std::size_t>(node)].below)
          arrows.emplace_back(ranks[static_cast<std::size_t>(node)], ranks[static_cast<std::size_t>(link.node)]);
      for (std::size_t i = 0; i < arrows.size(); ++i)
        for (std::size_t j = i + 1; j < arrows.size(); ++j)
          crossings += (arrows[i].first - arrows[j].first) * (arrows[i].second - arrows[j].second) < 0 ? 1 : 0;
    }
    return crossings;
  }

  // --- places

  void PlaceAcross() {
    for (int sweep = 0; sweep < kPlaceSweeps; ++sweep) {
      const bool down = sweep % 2 == 0;
      for (std::size_t i = 0; i < layers_.size(); ++i) SpreadLayer(layers_[down ? i : layers_.size() - 1 - i], down);
    }
  }

  // Moves the layer's nodes towards their neighbours on one side, in their order and with room between them.
  void SpreadLayer(const std::vector<int>& layer, bool by_above) {
    std::vector<double> wanted, weights, offsets;
    double offset = 0;
    for (const int id : layer) {
      const Node& node = At(id);
      if (!offsets.empty()) offset += node.width / 2;
      double sum = node.x, pulls = 1;
      if (const auto& links = by_above ? node.above : node.below; !links.empty()) {
        sum = pulls = 0;
        for (const Link& link : links) {
          sum += link.pull * At(link.node).x;
          pulls += link.pull;
        }
      }
      offsets.push_back(offset);
      wanted.push_back(sum / pulls - offset);
      weights.push_back(std::max(node.weight, kLeastWeight));
      offset += node.width / 2 + kGapAcross;
    }
    const std::vector<double> settled = Settle(wanted, weights);
    for (std::size_t i = 0; i < layer.size(); ++i) At(layer[i]).x = settled[i] + offsets[i];
  }

  void PlaceDown() {
    double top = kMargin;
    for (const auto& layer : layers_) {
      double height = 0;
      for (const int node : layer) height = std::max(height, At(node).height);
      tops_.push_back(top);
      bottoms_.push_back(top + height);
      top += height + kGapDown;
    }
    layout_.height = top - kGapDown + kMargin;
  }

  void WriteBack() {
    double left = std::numeric_limits<double>::max(), right = std::numeric_limits<double>::lowest();
    for (const Node& node : nodes_) {
      left = std::min(left, node.x - node.width / 2);
      right = std::max(right, node.x + node.width / 2);
    }
    for (Node& node : nodes_) node.x += kMargin - left;
    layout_.width = right - left + 2 * kMargin;
    for (std::size_t i = 0; i < layout_.boxes.size(); ++i) layout_.boxes[i].middle = {nodes_[i].x, MiddleOf(nodes_[i])};
    for (std::size_t a = 0; a < layout_.arrows.size(); ++a) IsLoop(a) ? DrawLoop(a) : DrawArrow(a);
  }

  double MiddleOf(const Node& node) const {
    const auto layer = static_cast<std::size_t>(node.layer);
    return (tops_[layer] + bottoms_[layer]) / 2;
  }

  void DrawArrow(std::size_t a) {
    LayoutArrow& arrow = layout_.arrows[a];
    const Node& upper = At(chains_[a].front());
    const Node& lower = At(chains_[a].back());
    arrow.points.push_back({upper.x, MiddleOf(upper) + upper.height / 2});
    for (std::size_t i = 1; i + 1 < chains_[a].size(); ++i) {
      const Node& point = At(chains_[a][i]);
      const auto layer = static_cast<std::size_t>(point.layer);
      arrow.points.push_back({point.x, tops_[layer]});
      arrow.points.push_back({point.x, bottoms_[layer]});
      if (point.width > 0) arrow.label = {point.x, MiddleOf(point)};
    }
    arrow.points.push_back({lower.x, MiddleOf(lower) - lower.height / 2});
    if (reversed_[a]) std::reverse(arrow.points.begin(), arrow.points.end());
  }

  void DrawLoop(std::size_t a) {
    const Node& node = At(layout_.arrows[a].from);
    const double side = node.x + node.width / 2, middle = MiddleOf(node);
    layout_.arrows[a].points = {{side, middle - 8}, {side + kGapAcross / 2, middle}, {side, middle + 8}};
    layout_.arrows[a].label = {side + kGapAcross / 2 + layout_.arrows[a].width / 2, middle};
    layout_.width = std::max(layout_.width, side + kGapAcross + layout_.arrows[a].width + kMargin);
  }

  Layout& layout_;
  std::vector<bool> reversed_;  // by arrow: it leads up
  std::vector<Node> nodes_;     // the boxes, then the points
  std::vector<std::vector<int>> chains_;
  std::vector<std::vector<int>> layers_;
  std::vector<double> tops_, bottoms_;
};

}  // namespace

void PlaceInLayers(Layout& layout) { Placer(layout).Run(); }

}  // namespace frontdesk::flows
