#include "flows/graph_svg.h"

#include <algorithm>
#include <cstdio>

#include "bot/base/text.h"
#include "bot/base/xml.h"
#include "flows/layered_layout.h"

namespace frontdesk::flows {
namespace {

using Look = GraphNode::Look;

constexpr double kColumn = 6.6;  // of a letter; a Chinese character takes two
constexpr double kBoldColumn = 7.2;
constexpr double kFailedPull = 0.1;  // the way that most people take stands in a line
constexpr double kLine = 17;
constexpr double kPadAcross = 14;
constexpr double kPadDown = 9;
constexpr std::size_t kMostColumns = 34;
constexpr double kCorner = 6;

struct Style {
  std::string_view fill, stroke;
};

Style StyleOf(Look look) {
  switch (look) {
    case Look::kStart: return {"#e8eef7", "#44618f"};
    case Look::kAsk: return {"#ffffff", "#44618f"};
    case Look::kSay: return {"#f3f4f6", "#8a929e"};
    case Look::kBranch: return {"#fff7dc", "#b58a14"};
    case Look::kSet: return {"#f3f4f6", "#b58a14"};
    case Look::kReview: return {"#eef6ff", "#2f6fb5"};
    case Look::kTicket: return {"#e5f5ea", "#2f8a4e"};
    case Look::kPerson: return {"#fdeaea", "#b54a4a"};
    case Look::kEnd: return {"#2f3947", "#2f3947"};
    case Look::kOther: return {"#f6effa", "#7d4fa0"};
  }
  return {"#ffffff", "#000000"};
}

std::size_t BytesAt(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return std::min(size, text.size() - at);
}

std::size_t ColumnsOf(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size(); at += BytesAt(text, at)) columns += BytesAt(text, at) >= 3 ? 2 : 1;
  return columns;
}

// Lines of at most kMostColumns, cut at spaces and between wide characters.
std::vector<std::string> Wrap(std::string_view text) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t space = std::string::npos;  // in `line`, where it may be cut
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, BytesAt(text, at));
    at += letter.size();
    if (letter == " ") space = line.size();
    line += letter;
    if (ColumnsOf(line) <= kMostColumns) continue;
    const std::size_t cut = space != std::string::npos && space > 0 ? space : line.size() - letter.size();
    lines.push_back(line.substr(0, cut));
    line = std::string(base::Trim(line.substr(cut)));
    space = std::string::npos;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

// One box: its title in bold, then its text.
struct Box {
  std::vector<std::string> title, text;
};

class SvgWriter {
 public:
  explicit SvgWriter(const FlowGraph& graph) : graph_(graph) {}

  std::string Write() {
    for (const GraphNode& node : graph_.nodes) AddBox(node);
    for (const GraphEdge& edge : graph_.edges)
      layout_.arrows.push_back({edge.from, edge.to,
                                edge.label.empty() ? 0 : static_cast<double>(ColumnsOf(edge.label)) * kColumn + 8,
                                edge.failed ? kFailedPull : 1});
    PlaceInLayers(layout_);
    Begin();
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) WriteArrow(graph_.edges[i], layout_.arrows[i]);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) WriteBox(graph_.nodes[i], boxes_[i], layout_.boxes[i]);
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) WriteLabel(graph_.edges[i], layout_.arrows[i]);
    return out_ + "</svg>\n";
  }

 private:
  void AddBox(const GraphNode& node) {
    Box box{Wrap(node.title), Wrap(node.text)};
    if (box.title.empty() && box.text.empty()) box.title.emplace_back("?");
    double width = 4 * kColumn;
    for (const std::string& line : box.title)
      width = std::max(width, static_cast<double>(ColumnsOf(line)) * kBoldColumn);
    for (const std::string& line : box.text) width = std::max(width, static_cast<double>(ColumnsOf(line)) * kColumn);
    const double wide = node.look == Look::kBranch ? 2.2 : 1;  // a rhombus has room in its middle only
    layout_.boxes.push_back({width + 2 * kPadAcross * wide,
                             static_cast<double>(box.title.size() + box.text.size()) * kLine + 2 * kPadDown * wide});
    boxes_.push_back(std::move(box));
  }

  void Begin() {
    const std::string width = Number(layout_.width), height = Number(layout_.height);
    out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + width + "\" height=\"" + height +
           "\" viewBox=\"0 0 " + width + " " + height +
           "\" font-family=\"system-ui, 'Noto Sans CJK SC', sans-serif\" font-size=\"12\">\n<title>" +
           base::XmlEscape(graph_.title) +
           "</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" "
           "markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#5b6675\"/></marker></defs>\n"
           "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  }

  void WriteArrow(const GraphEdge& edge, const LayoutArrow& arrow) {
    if (arrow.points.empty()) return;
    std::string path = "M" + At(arrow.points.front());
    for (std::size_t i = 1; i < arrow.points.size(); ++i) {
      const Point &a = arrow.points[i - 1], &b = arrow.points[i];
      const double middle = (a.y + b.y) / 2;
      path += a.x == b.x ? "L" + At(b) : "C" + At({a.x, middle}) + " " + At({b.x, middle}) + " " + At(b);
    }
    out_ += "<path d=\"" + path + "\" fill=\"none\" stroke=\"#5b6675\" marker-end=\"url(#tip)\"" +
            (edge.failed ? " stroke-dasharray=\"4 3\"" : "") + "/>\n";
  }

  void WriteLabel(const GraphEdge& edge, const LayoutArrow& arrow) {
    if (edge.label.empty()) return;
    out_ += "<rect x=\"" + Number(arrow.label.x - arrow.width / 2) + "\" y=\"" + Number(arrow.label.y - 8) +
            "\" width=\"" + Number(arrow.width) + "\" height=\"16\" fill=\"#ffffff\"/>\n";
    WriteText(edge.label, arrow.label.x, arrow.label.y + 4, "#5b6675", "font-style=\"italic\"");
  }

  void WriteBox(const GraphNode& node, const Box& box, const LayoutBox& place) {
    const Style style = StyleOf(node.look);
    const Point& at = place.middle;
    const double left = at.x - place.width / 2, top = at.y - place.height / 2;
    const std::string paint = " fill=\"" + std::string(style.fill) + "\" stroke=\"" + std::string(style.stroke) + "\"";
    if (node.look == Look::kBranch) {
      out_ += "<path d=\"M" + At({at.x, top}) + "L" + At({left + place.width, at.y}) + "L" +
              At({at.x, top + place.height}) + "L" + At({left, at.y}) + "z\"" + paint + "/>\n";
    } else {
      const bool round = node.look == Look::kStart || node.look == Look::kEnd;
      out_ += "<rect x=\"" + Number(left) + "\" y=\"" + Number(top) + "\" width=\"" + Number(place.width) +
              "\" height=\"" + Number(place.height) + "\" rx=\"" + Number(round ? place.height / 2 : kCorner) + "\"" +
              paint + "/>\n";
    }
    const std::string_view ink = node.look == Look::kEnd ? "#ffffff" : "#1d2530";
    double line = at.y - static_cast<double>(box.title.size() + box.text.size()) * kLine / 2 + kLine - 5;
    for (const std::string& text : box.title) WriteText(text, at.x, std::exchange(line, line + kLine), ink, kBold);
    for (const std::string& text : box.text) WriteText(text, at.x, std::exchange(line, line + kLine), ink, {});
  }

  void WriteText(std::string_view text, double x, double y, std::string_view ink, std::string_view style) {
    out_ += "<text x=\"" + Number(x) + "\" y=\"" + Number(y) + "\" text-anchor=\"middle\" fill=\"" + std::string(ink) +
            "\"" + (style.empty() ? "" : " " + std::string(style)) + ">" + base::XmlEscape(text) + "</text>\n";
  }

  static std::string At(Point point) { return Number(point.x) + " " + Number(point.y); }

  static constexpr std::string_view kBold = "font-weight=\"600\"";

  const FlowGraph& graph_;
  Layout layout_;
  std::vector<Box> boxes_;
  std::string out_;
};

}  // namespace

std::string ToSvg(const FlowGraph& graph) { return SvgWriter(graph).Write(); }

}  // namespace frontdesk::flows
