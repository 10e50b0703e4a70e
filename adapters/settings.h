// One account as it is configured, and how an adapter says which keys it takes.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/secret.h"

namespace frontdesk::adapters {

// A key of an account in frontdesk.yaml.
struct SettingField {
  enum class Kind {
    kText,
    kSecret,  // env:NAME or file:PATH
    kUrl,     // https://..., without a final '/'; http:// is a warning
    kNumber,
    kFlag,
    kChoice,  // one of `choices`, separated by '|'
    kList,    // of texts
  };
  std::string_view name;
  Kind kind = Kind::kText;
  bool required = false;
  // Two accounts of a type may not agree in all of these: both would hear, and answer, the same messages. At least one
  // that was written, and is no fallback, must say so.
  bool identity = false;
  std::string_view fallback = {};
  std::string_view choices = {};
  std::string_view hint = {};  // what to write, for whoever left it out or got it wrong: "write org: acme, ..."
};

// What the file says under the names that the adapter declares, form checked, fallbacks filled in.
struct Settings {
  std::string account;
  std::string public_url;  // of this server, without a final '/'; may be empty
  std::map<std::string, std::string, std::less<>> values;
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  std::map<std::string, base::Secret, std::less<>> secrets;

  // "" or empty when it was not given.
  const std::string& Text(std::string_view name) const;
  std::int64_t Number(std::string_view name) const;  // 0 when not given
  bool Flag(std::string_view name) const;
  const std::vector<std::string>& List(std::string_view name) const;
  const base::Secret& SecretOf(std::string_view name) const;
};

}  // namespace frontdesk::adapters
