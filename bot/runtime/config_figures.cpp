#include "bot/runtime/config_figures.h"

#include <algorithm>

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr std::size_t kMaxPointNames = 200;

// A factor and its points. `open`: any name may be given points, such as a component's; else only those that are there.
struct Group {
  const char* key;
  desk::Points& points;
  bool open = false;
};

void ReadGroup(const YamlNode& node, Group group, Findings& findings) {
  const std::string key = group.key;
  if (!node.IsMap()) {
    return findings.Error(node.place, "'" + key + "' must name values and their points",
                          "write " + key + ": {" + (group.open ? "name" : group.points.begin()->first) + ": 10}");
  }
  if (node.entries.size() > kMaxPointNames) findings.Error(node.place, "more than 200 values", "remove some");
  std::vector<std::string_view> known;
  for (const auto& [name, points] : group.points) known.push_back(name);
  for (const YamlNode::Entry& entry : node.entries) {
    if (!group.open && !group.points.contains(entry.key)) {
      findings.Error(entry.key_place, "'" + key + "' has no value '" + entry.key + "'",
                     base::DidYouMean(entry.key, known));
      continue;
    }
    const auto points = base::AsInt(entry.value);
    if (!points || *points < 0 || *points > desk::kMostScore) {
      findings.Error(entry.value.place, "points must be a whole number from 0 to 100", "write " + entry.key + ": 10");
      continue;
    }
    group.points[entry.key] = static_cast<int>(*points);
  }
}

void ReadFigure(Fields& fields, const char* key, const std::vector<Group>& groups, Findings& findings) {
  const YamlNode* node = fields.Get(key);
  if (node == nullptr || node->IsNull()) return;
  Fields figure(*node, "'" + std::string(key) + "'", findings,
                "write " + std::string(key) + ": {" + groups.front().key + ": {...}}");
  for (const Group& group : groups)
    if (const YamlNode* named = figure.Get(group.key); named != nullptr && !named->IsNull())
      ReadGroup(*named, group, findings);
  figure.Finish();
}

}  // namespace

void ReadFigures(Fields& fields, FigurePoints& points, Findings& findings) {
  desk::UrgencyPoints& urgency = points.urgency;
  ReadFigure(fields, "urgency",
             {{"tier", urgency.tier},
              {"clock", urgency.clock},
              {"tone", urgency.tone},
              {"words", urgency.words},
              {"waiting", urgency.waiting},
              {"customer", urgency.customer, true}},
             findings);
  desk::WeightPoints& weight = points.weight;
  ReadFigure(fields, "weight",
             {{"affected", weight.affected},
              {"depth", weight.depth},
              {"area", weight.area, true},
              {"effort", weight.effort},
              {"fit", weight.fit}},
             findings);
  const YamlNode* node = fields.Get("weight");
  const YamlNode* area = node == nullptr ? nullptr : node->Find("area");
  if (area == nullptr) return;
  for (const YamlNode::Entry& entry : area->entries) points.areas[entry.key] = entry.key_place;
}

void ReadFiguresFile(const base::SourceFile& file, FigurePoints& points, Findings& findings) {
  const auto root = base::ParseYaml(file.path, file.text, findings);
  if (!root) return;
  Fields fields(*root, "the file of points", findings, "write urgency: {...} and weight: {...}");
  ReadFigures(fields, points, findings);
  fields.Finish();
}

}  // namespace frontdesk::runtime
