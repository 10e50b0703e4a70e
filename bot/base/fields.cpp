#include <algorithm>

#include "bot/base/yaml.h"

namespace frontdesk::base {

Fields::Fields(const YamlNode& node, std::string_view what, Findings& findings, std::string fix)
    : node_(node), what_(what), findings_(findings) {
  if (!node.IsMap()) {
    findings_.Error(node.place, what_ + " must be a mapping (key: value), but this is " + std::string(KindName(node)),
                    std::move(fix));
  }
}

const YamlNode* Fields::Get(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return node_.Find(key);
}

const YamlNode* Fields::Require(std::string_view key) {
  const YamlNode* value = Get(key);
  if (!value && node_.IsMap()) findings_.Error(node_.place, what_ + " lacks '" + std::string(key) + "'", "add it");
  return value;
}

std::string Fields::Text(std::string_view key, std::string fallback) {
  const YamlNode* value = Get(key);
  if (!value || value->IsNull()) return fallback;
  if (value->IsScalar()) return value->scalar;
  findings_.Error(value->place,
                  "'" + std::string(key) + "' must be text, but this is " + std::string(KindName(*value)));
  return fallback;
}

std::string Fields::RequiredText(std::string_view key) {
  const YamlNode* value = Require(key);
  if (!value) return {};
  if (value->IsScalar() && !value->scalar.empty()) return value->scalar;
  findings_.Error(value->place,
                  "'" + std::string(key) + "' must be text, but this is " + std::string(KindName(*value)));
  return {};
}

bool Fields::Bool(std::string_view key, bool fallback) {
  const YamlNode* value = Get(key);
  if (!value) return fallback;
  const auto read = AsBool(*value);
  if (!read) findings_.Error(value->place, "'" + std::string(key) + "' must be true or false");
  return read.value_or(fallback);
}

std::int64_t Fields::Int(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const YamlNode* value = Get(key);
  if (!value) return fallback;
  const auto read = AsInt(*value);
  if (read && *read >= least && *read <= most) return *read;
  findings_.Error(value->place, "'" + std::string(key) + "' must be a whole number from " + std::to_string(least) +
                                    " to " + std::to_string(most));
  return fallback;
}

std::int64_t Fields::Bytes(std::string_view key, std::int64_t fallback) {
  const YamlNode* value = Get(key);
  if (!value) return fallback;
  const auto read = AsBytes(*value);
  if (!read)
    findings_.Error(value->place, "'" + std::string(key) + "' must be a size",
                    "write 20MB, 512KB or a number of bytes");
  return read.value_or(fallback);
}

std::vector<std::string> Fields::Texts(std::string_view key) {
  const YamlNode* value = Get(key);
  if (!value || value->IsNull()) return {};
  if (value->IsScalar()) return {value->scalar};
  std::vector<std::string> texts;
  if (!value->IsList()) {
    findings_.Error(value->place,
                    "'" + std::string(key) + "' must be a list of texts, but this is " + std::string(KindName(*value)));
    return texts;
  }
  for (const YamlNode& item : value->items) {
    if (item.IsScalar())
      texts.push_back(item.scalar);
    else
      findings_.Error(
          item.place,
          "each entry of '" + std::string(key) + "' must be text, but this is " + std::string(KindName(item)),
          item.IsMap() ? "put text that holds ': ' in quotes" : "");
  }
  return texts;
}

std::string Fields::OneOf(std::string_view key, const std::vector<std::string_view>& allowed, std::string fallback) {
  const YamlNode* value = Get(key);
  if (!value) return fallback;
  if (value->IsScalar() && std::find(allowed.begin(), allowed.end(), value->scalar) != allowed.end()) {
    return value->scalar;
  }
  findings_.Error(value->place, "'" + std::string(key) + "' cannot be '" + value->scalar + "'",
                  DidYouMean(value->scalar, allowed));
  return fallback;
}

Place Fields::PlaceOf(std::string_view key) const {
  const YamlNode* value = node_.Find(key);
  return value ? value->place : node_.place;
}

void Fields::Finish() {
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const YamlNode::Entry& entry : node_.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    findings_.Error(entry.key_place, "unknown key '" + entry.key + "' in " + what_, DidYouMean(entry.key, known));
  }
}

}  // namespace frontdesk::base
