// Reads one mapping by its declaration (declarations.h): which keys there are, which must stand, in which bounds. What
// is declared cannot be read otherwise, and what is not declared is reported as unknown even if a reader asks for it.
//
// Threads: an object belongs to one thread. Failure: everything wrong becomes a finding; the fallback is answered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/yaml.h"
#include "flows/declarations.h"

namespace frontdesk::flows {

class DeclaredFields {
 public:
  // `what` stands for the mapping's own word in findings when it is given.
  DeclaredFields(const base::YamlNode& node, const Mapping& mapping, base::Findings& findings,
                 std::string_view what = {});

  // An ask step of that type: reports the keys that do not fit it and those that it lacks. Unknown types fit anything.
  void FitTo(SlotType type);

  const base::YamlNode* Get(std::string_view key) { return fields_.Get(key); }  // null when absent
  bool Has(std::string_view key) const { return fields_.Has(key); }
  // There, and fit for the slot's type.
  bool Fits(std::string_view key) const;

  std::string Text(std::string_view key, std::string fallback = {});
  bool Flag(std::string_view key);
  std::int64_t Whole(std::string_view key, std::int64_t fallback);
  std::int64_t Bytes(std::string_view key, std::int64_t fallback);
  std::vector<std::string> Texts(std::string_view key);
  std::string OneOf(std::string_view key, std::string fallback);
  // The node of a required mapping, list or condition; reports and answers null when it is absent.
  const base::YamlNode* Require(std::string_view key) { return fields_.Require(key); }

  // A key that is not declared; null when absent.
  const base::YamlNode* Other(std::string_view key) const { return node_.Find(key); }

  base::Place PlaceOf(std::string_view key) const { return fields_.PlaceOf(key); }
  const base::Place& place() const { return fields_.place(); }
  // `key` was reported already: it is not unknown as well.
  void Excuse(std::string_view key) { excused_.emplace_back(key); }
  // Reports every key that is not declared.
  void Finish();

 private:
  const Field& Declared(std::string_view key) const;
  bool FitsType(const Field& field) const;

  const base::YamlNode& node_;
  const Mapping& mapping_;
  base::Findings& findings_;
  std::string what_;
  base::Fields fields_;
  std::optional<SlotType> type_;
  std::vector<std::string> excused_;
};

}  // namespace frontdesk::flows
