// A YAML tree as text again, every key on a line of its own, and the changes that a slip of an editor makes to a key.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/base/yaml.h"

namespace frontdesk::base {

inline std::string QuotedYaml(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + "\"";
}

// Values of another kind, on one line.
inline constexpr char kListValue[] = "[[7]]";
inline constexpr char kMappingValue[] = "{seven: {of: 7}}";

// Writes the tree and calls `on_key` with each entry and its line.
class YamlWriter {
 public:
  explicit YamlWriter(std::function<void(const YamlNode::Entry&, int)> on_key = {}) : on_key_(std::move(on_key)) {}

  std::string Write(const YamlNode& root) {
    WriteNode(root, 0, true);
    return text_;
  }

 private:
  void WriteNode(const YamlNode& node, int depth, bool fresh_line) {
    if (node.IsMap() && !node.entries.empty()) return WriteMap(node, depth, fresh_line);
    if (node.IsList() && !node.items.empty()) return WriteList(node, depth, fresh_line);
    if (node.IsMap()) text_ += " {}";
    if (node.IsList()) text_ += " []";
    if (node.IsScalar())
      text_ += " " + (node.quoted || node.scalar.empty() ? QuotedYaml(node.scalar) : Plain(node.scalar));
    EndLine();
  }

  // Bare words stay bare, as a bare 3 or no means something else than a quoted one.
  static std::string Plain(const std::string& text) {
    if (text == kListValue || text == kMappingValue) return text;
    const bool bare = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-") ==
                          std::string::npos &&
                      text != "-" && text.front() != '-';
    return bare ? text : QuotedYaml(text);
  }

  void WriteMap(const YamlNode& map, int depth, bool fresh_line) {
    for (const auto& entry : map.entries) {
      if (!fresh_line) EndLine();
      fresh_line = true;
      if (!follows_dash_) text_ += std::string(static_cast<std::size_t>(depth) * 2, ' ');
      follows_dash_ = false;
      if (on_key_) on_key_(entry, line_);
      text_ += Plain(entry.key) + ":";
      WriteNode(entry.value, depth + 1, false);
    }
  }

  void WriteList(const YamlNode& list, int depth, bool fresh_line) {
    for (const auto& item : list.items) {
      if (!fresh_line) EndLine();
      fresh_line = true;
      text_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + "-";
      follows_dash_ = item.IsMap() && !item.entries.empty();
      if (follows_dash_) text_ += " ";
      WriteNode(item, depth + 1, follows_dash_);
    }
  }

  void EndLine() {
    text_ += "\n";
    ++line_;
  }

  std::function<void(const YamlNode::Entry&, int)> on_key_;
  std::string text_;
  int line_ = 1;
  bool follows_dash_ = false;
};

enum class Slip { kDeleted, kRenamed, kDuplicated, kRetyped };
inline constexpr Slip kSlips[] = {Slip::kDeleted, Slip::kRenamed, Slip::kDuplicated, Slip::kRetyped};

// The tree's text after one slip at its `at`-th key (in the order of the text).
struct Slipped {
  std::string text;
  int line = 0;  // of the key; of a deleted one, where it stood
  std::string key;
  std::vector<std::string> values;  // the scalars under it
};

class YamlSlips {
 public:
  explicit YamlSlips(YamlNode root) : root_(std::move(root)) {
    YamlWriter([this](const YamlNode::Entry& entry, int line) {
      keys_.push_back({"", line, entry.key, Scalars(entry.value)});
    }).Write(root_);
  }

  std::size_t keys() const { return keys_.size(); }

  Slipped Make(std::size_t at, Slip slip) const {
    YamlNode copy = root_;
    std::size_t left = at;
    Change(copy, left, slip);
    Slipped result = keys_[at];
    result.text = YamlWriter().Write(copy);
    return result;
  }

 private:
  // True once it is done.
  static bool Change(YamlNode& node, std::size_t& left, Slip slip) {
    for (YamlNode& item : node.items)
      if (Change(item, left, slip)) return true;
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      if (left == 0) {
        Damage(node, i, slip);
        return true;
      }
      --left;
      if (Change(node.entries[i].value, left, slip)) return true;
    }
    return false;
  }

  // A list, a mapping or a number, each in its turn.
  static YamlNode OfAnotherKind(const YamlNode& node, std::size_t turn) {
    YamlNode value;
    value.kind = YamlNode::Kind::kScalar;
    const bool list = turn % 3 == 0, mapping = turn % 3 == 1 && !node.IsMap();
    value.scalar = list ? kListValue : mapping ? kMappingValue : "7";
    return value;
  }

  static std::vector<std::string> Scalars(const YamlNode& node) {
    std::vector<std::string> scalars;
    if (node.IsScalar()) scalars.push_back(node.scalar);
    auto add = [&](const YamlNode& part) {
      for (std::string& scalar : Scalars(part)) scalars.push_back(std::move(scalar));
    };
    for (const YamlNode& item : node.items) add(item);
    for (const auto& entry : node.entries) add(entry.value);
    return scalars;
  }

  static void Damage(YamlNode& map, std::size_t i, Slip slip) {
    const auto at = map.entries.begin() + static_cast<std::ptrdiff_t>(i);
    switch (slip) {
      case Slip::kDeleted: map.entries.erase(at); break;
      case Slip::kRenamed: map.entries[i].key += "x"; break;
      case Slip::kDuplicated: map.entries.insert(at, map.entries[i]); break;
      case Slip::kRetyped: map.entries[i].value = OfAnotherKind(map.entries[i].value, i); break;
    }
  }

  YamlNode root_;
  std::vector<Slipped> keys_;
};

}  // namespace frontdesk::base
