// YAML as plain values that remember where they stood, read with bounds: at most 1 MiB a file, depth 32, 100,000
// nodes; anchors, aliases, tags and several documents in a file are refused, a duplicate key is an error.
//
// `Fields` reads one mapping: it converts values, reports wrong types, and at the end reports every key that nobody
// asked for, with "did you mean". Nothing here throws.
//
// Thread safety: plain values; a Fields object belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/finding.h"

namespace frontdesk::base {

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  std::string scalar;
  bool quoted = false;  // a quoted scalar is always text
  std::vector<YamlNode> items;
  struct Entry;
  std::vector<Entry> entries;  // in file order
  Place place;

  bool IsNull() const { return kind == Kind::kNull; }
  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsList() const { return kind == Kind::kList; }
  bool IsMap() const { return kind == Kind::kMap; }
  const YamlNode* Find(std::string_view key) const;  // null when absent or not a mapping
};

struct YamlNode::Entry {
  std::string key;
  Place key_place;
  YamlNode value;
};

// The document's root; nullopt after an error, which is in `findings`. An empty file is a null node.
// `first_line` shifts the places, for YAML inside another file (front matter).
std::optional<YamlNode> ParseYaml(const std::string& path, std::string_view text, Findings& findings,
                                  int first_line = 1);

std::optional<bool> AsBool(const YamlNode& node);         // true/false/yes/no/on/off
std::optional<std::int64_t> AsInt(const YamlNode& node);  // decimal
std::optional<double> AsNumber(const YamlNode& node);
std::optional<std::int64_t> AsBytes(const YamlNode& node);  // "20MB", "512 KB", "1048576"
std::string_view KindName(const YamlNode& node);            // "a list", "a mapping", "text", "nothing"

// Reads one mapping key by key. Every getter marks its key as known; Finish() reports the others.
class Fields {
 public:
  // A node that is not a mapping is reported, with `fix`; the object then behaves as if it were empty.
  Fields(const YamlNode& node, std::string_view what, Findings& findings, std::string fix = {});

  const YamlNode* Get(std::string_view key);      // null when absent
  const YamlNode* Require(std::string_view key);  // reports when absent
  bool Has(std::string_view key) const { return node_.Find(key) != nullptr; }

  std::string Text(std::string_view key, std::string fallback = {});
  std::string RequiredText(std::string_view key);
  bool Bool(std::string_view key, bool fallback);
  std::int64_t Int(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
  std::int64_t Bytes(std::string_view key, std::int64_t fallback);
  // A single text stands for a list of one.
  std::vector<std::string> Texts(std::string_view key);
  // One of `allowed`; reports others with "did you mean".
  std::string OneOf(std::string_view key, const std::vector<std::string_view>& allowed, std::string fallback);

  Place PlaceOf(std::string_view key) const;  // the value's place, or the mapping's
  const Place& place() const { return node_.place; }
  // Reports every key that was never asked for.
  void Finish();

 private:
  const YamlNode& node_;
  std::string what_;  // "an ask step", for messages
  Findings& findings_;
  std::vector<std::string> known_;
};

}  // namespace frontdesk::base
