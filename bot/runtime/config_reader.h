// The parts that the reader of frontdesk.yaml is made of. Not for others: they call ReadConfig of config.h.
//
// Thread safety: pure functions. Failure: findings; the values are then their defaults.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/yaml.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxNameBytes = 40;
inline constexpr std::size_t kMaxGreetingBytes = 2'000;

// Names of accounts and queues: lower-case letters, digits and '-'. Reports others.
bool CheckName(const base::YamlNode::Entry& entry, std::string_view what, base::Findings& findings);

// Whether 'zone' names one of the IANA database. Reports others.
bool CheckZone(const base::Fields& fields, const std::string& zone, base::Findings& findings);

// A key that the design knows and this version does not serve: reported when it is there.
void RefuseUnsupported(base::Fields& fields, std::string_view key, std::string_view fix, base::Findings& findings);

// One text for the first locale, or a mapping locale -> text.
std::map<std::string, std::string> ReadGreeting(base::Fields& fields, const std::vector<std::string>& locales,
                                                base::Findings& findings);

// "http" or "https", then a host and maybe a port; a path only where `path_allowed`. Empty when it is one, else why
// not.
std::string UrlProblem(std::string_view url, bool path_allowed);
// http:// on a machine other than this one.
bool IsOpenHttp(std::string_view url);

std::vector<Account> ReadAccounts(base::Fields& fields, const std::vector<std::string>& locales,
                                  base::Findings& findings);
// --- config_levels.cpp
// `desk: service_levels`; what is not said there is as built in.
desk::ServiceLevels ReadServiceLevels(base::Fields& desk, const std::vector<std::string>& locales,
                                      base::Findings& findings);
DeskConfig ReadDesk(base::Fields& fields, const std::vector<std::string>& locales, base::Findings& findings);
// --- config_fields.cpp
desk::CustomFields ReadCustomFields(base::Fields& desk, const std::vector<std::string>& locales,
                                    base::Findings& findings);

}  // namespace frontdesk::runtime
