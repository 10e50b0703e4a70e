// Machine-made mistakes: in each shipped YAML file every key is deleted, renamed, duplicated and given a value of
// another kind. The result is valid, or an error says so, on that very line where the line is still there.
#include <gtest/gtest.h>

#include <algorithm>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "bot/runtime/workspace.h"
#include "flows/loader.h"

namespace frontdesk::runtime {
namespace {

using base::YamlNode;

bool IsPlain(const YamlNode& node) {
  const std::string& text = node.scalar;
  return !node.quoted && !text.empty() && text.find_first_of("\n\"'{}[]#&*!|>%@`") == std::string::npos &&
         text.find(": ") == std::string::npos && !text.ends_with(':') && text.front() != '-' && text.front() != '?';
}

std::string ScalarText(const YamlNode& node) {
  if (node.IsNull()) return "null";
  return IsPlain(node) ? node.scalar : base::JsonQuote(node.scalar);
}

// Writes a tree with one entry a line, and remembers on which lines the marked entry stands.
class YamlWriter {
 public:
  explicit YamlWriter(const YamlNode::Entry* marked) : marked_(marked) {}
  std::string text;
  int marked_line = 0;
  int marked_end = 0;

  void Write(const YamlNode& node, std::size_t indent) {
    if (node.IsMap()) {
      for (const YamlNode::Entry& entry : node.entries) WriteEntry(entry, indent);
    } else {
      for (const YamlNode& item : node.items) {
        text += std::string(indent, ' ') + "-";
        WriteValue(item, indent);
      }
    }
  }

 private:
  void WriteEntry(const YamlNode::Entry& entry, std::size_t indent) {
    const int before = Lines();
    text += std::string(indent, ' ') + base::JsonQuote(entry.key) + ":";
    WriteValue(entry.value, indent);
    if (&entry != marked_) return;
    marked_line = before + 1;
    marked_end = Lines();
  }

  int Lines() const { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

  void WriteValue(const YamlNode& node, std::size_t indent) {
    const bool empty = node.items.empty() && node.entries.empty();
    if (node.IsMap() && empty) {
      text += " {}\n";
    } else if (node.IsList() && empty) {
      text += " []\n";
    } else if (node.IsMap() || node.IsList()) {
      text += "\n";
      Write(node, indent + 2);
    } else {
      text += " " + ScalarText(node) + "\n";
    }
  }

  const YamlNode::Entry* marked_;
};

struct Spot {
  YamlNode* parent = nullptr;
  std::size_t index = 0;
};

void CollectSpots(YamlNode& node, std::vector<Spot>& spots) {
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    spots.push_back({&node, i});
    CollectSpots(node.entries[i].value, spots);
  }
  for (YamlNode& item : node.items) CollectSpots(item, spots);
}

enum class Mutation { kNone, kDelete, kRename, kDuplicate, kRetype };

YamlNode OtherKind(const YamlNode& node) {
  YamlNode other;
  if (node.IsScalar() || node.IsNull()) {
    other.kind = YamlNode::Kind::kMap;
    YamlNode value;
    value.kind = YamlNode::Kind::kScalar;
    value.scalar = "y";
    other.entries.push_back({"x", {}, value});
  } else {
    other.kind = YamlNode::Kind::kScalar;
    other.scalar = "text";
  }
  return other;
}

struct Mutant {
  std::string text;
  std::string key;
  int line = 0;  // of the mutated entry; 0 when it is gone
  int end = 0;   // the last line of its value
};

Mutant Mutate(YamlNode tree, std::size_t n, Mutation mutation) {
  std::vector<Spot> spots;
  CollectSpots(tree, spots);
  auto& entries = spots[n].parent->entries;
  const std::size_t index = spots[n].index;
  Mutant mutant;
  mutant.key = entries[index].key;
  const YamlNode::Entry* marked = nullptr;
  switch (mutation) {
    case Mutation::kNone: break;
    case Mutation::kDelete: entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index)); break;
    case Mutation::kRename:
      entries[index].key += "x";
      marked = &entries[index];
      break;
    case Mutation::kDuplicate: {
      const YamlNode::Entry copy = entries[index];
      entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(index) + 1, copy);
      marked = &entries[index + 1];
      break;
    }
    case Mutation::kRetype:
      entries[index].value = OtherKind(entries[index].value);
      marked = &entries[index];
      break;
  }
  YamlWriter writer(marked);
  writer.Write(tree, 0);
  mutant.text = std::move(writer.text);
  mutant.line = writer.marked_line;
  mutant.end = writer.marked_end;
  return mutant;
}

const char* Name(Mutation mutation) {
  constexpr const char* kNames[] = {"untouched", "deleted", "renamed", "duplicated", "of another kind"};
  return kNames[static_cast<int>(mutation)];
}

// "flows/bug-report.zh.yaml" -> "flows/bug-report."
std::string Family(const std::string& path) { return path.substr(0, path.find('.') + 1); }

// A flow with its translation, one of the two replaced, or the configuration; articles play no part here.
base::Findings FindingsWith(const std::string& path, const std::string& text) {
  static const base::SourceFiles shipped = ShippedWorkspace();
  base::Findings findings;
  if (path == kConfigFile) {
    ReadConfig({path, text}, "/srv/desk", findings);
    return findings;
  }
  if (path == desk::kTaxonomyFile) {
    desk::ReadTaxonomy({path, text}, {"en", "zh"}, findings);
    return findings;
  }
  base::SourceFiles files;
  for (const base::SourceFile& file : shipped)
    if (file.path.starts_with(Family(path))) files.push_back(file.path == path ? base::SourceFile{path, text} : file);
  flows::LoadFlows(files, {.locales = {"en", "zh"}, .queues = {"general"}}, findings);
  return findings;
}

void CheckMutant(const std::string& path, const Mutant& mutant, Mutation mutation) {
  const base::Findings findings = FindingsWith(path, mutant.text);
  if (!findings.HasErrors()) return;
  bool on_line = false, placed = true;
  std::string all;
  for (const base::Finding& finding : findings.Sorted()) {
    if (finding.severity != base::Severity::kError) continue;
    all += base::ToString(finding) + "\n";
    placed = placed && finding.place.line > 0;
    on_line = on_line ||
              (finding.place.path == path && finding.place.line >= mutant.line && finding.place.line <= mutant.end);
  }
  EXPECT_TRUE(placed) << path << ": '" << mutant.key << "' " << Name(mutation) << "\n" << all;
  if (mutant.line > 0) {
    // A name that is gone may be missed where it is used.
    EXPECT_TRUE(on_line || all.find("'" + mutant.key + "'") != std::string::npos)
        << path << ":" << mutant.line << ": '" << mutant.key << "' " << Name(mutation) << "\n"
        << all;
  }
}

void CheckFile(const base::SourceFile& file) {
  base::Findings findings;
  const auto tree = base::ParseYaml(file.path, file.text, findings);
  ASSERT_TRUE(tree);
  YamlNode counted = *tree;
  std::vector<Spot> spots;
  CollectSpots(counted, spots);
  ASSERT_FALSE(FindingsWith(file.path, Mutate(*tree, 0, Mutation::kNone).text).HasErrors()) << file.path;
  for (std::size_t n = 0; n < spots.size(); ++n)
    for (const Mutation mutation : {Mutation::kDelete, Mutation::kRename, Mutation::kDuplicate, Mutation::kRetype})
      CheckMutant(file.path, Mutate(*tree, n, mutation), mutation);
}

TEST(ShippedYaml, IsValidOrPointsToTheMistakeWhateverKeyIsSpoiled) {
  int files = 0;
  for (const base::SourceFile& file : ShippedWorkspace()) {
    if (!file.path.ends_with(".yaml")) continue;
    ++files;
    CheckFile(file);
  }
  EXPECT_GE(files, 7);
}

}  // namespace
}  // namespace frontdesk::runtime
