// What frontdesk.yaml says about people: which accounts have the same users, what is known of them, and how long is
// kept what they said.
#include <algorithm>

#include "bot/core/person.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

constexpr int kMostDays = 36'500;
// Some platforms offer a message again for three days.
constexpr int kLeastEventDays = 3;
constexpr std::size_t kMaxAttributeName = 64;
// Of these the desk itself reads some; the others are what nearly every customer's server tells.
constexpr std::string_view kUsualAttributes[] = {"company", "email", "phone", "plan",
                                                 "role",    "since", "tier",  "time_zone"};

std::optional<std::chrono::hours> Days(base::Fields& fields, std::string_view key) {
  const std::int64_t days = fields.Int(key, 0, 1, kMostDays);
  return days > 0 ? std::optional(std::chrono::hours(24 * days)) : std::nullopt;
}

}  // namespace

std::string ReadIdentity(base::Fields& fields, base::Findings& findings) {
  const base::YamlNode* node = fields.Get("identity");
  if (!node || node->IsNull()) return {};
  base::YamlNode::Entry named{fields.Text("identity"), node->place, *node};
  return CheckName(named, "a group of users", findings) ? named.key : std::string();
}

std::vector<std::string> ReadAttributeNames(base::Fields& fields, base::Findings& findings) {
  std::vector<std::string> names(std::begin(kUsualAttributes), std::end(kUsualAttributes));
  const std::vector<std::string> own = fields.Texts("attributes");
  if (own.size() > core::kMaxAttributes)
    findings.Error(fields.PlaceOf("attributes"), "more than 40 attributes", "keep those that flows read");
  for (const std::string& name : own) {
    const bool fits = !name.empty() && name.size() <= kMaxAttributeName &&
                      std::none_of(name.begin(), name.end(), [](char c) { return c == ' ' || c == '{' || c == '}'; });
    if (!fits)
      findings.Error(fields.PlaceOf("attributes"), "'" + name + "' cannot be the name of an attribute",
                     "write it as your server does, without spaces");
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

store::Keep ReadKeep(base::Fields& limits, base::Findings& findings) {
  store::Keep keep;
  const base::YamlNode* node = limits.Get("keep");
  if (!node || node->IsNull()) return keep;
  base::Fields fields(*node, "'keep'", findings);
  if (!node->IsMap()) return keep;
  keep.transcripts = Days(fields, "transcripts");
  keep.files = Days(fields, "files");
  keep.tickets = Days(fields, "tickets");
  keep.facts = Days(fields, "facts").value_or(keep.facts);
  const auto usual = std::chrono::duration_cast<std::chrono::days>(keep.events).count();
  keep.events = std::chrono::hours(24 * fields.Int("events", usual, kLeastEventDays, kMostDays));
  fields.Finish();
  return keep;
}

}  // namespace frontdesk::runtime
