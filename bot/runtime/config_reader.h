// The parts that the reader of frontdesk.yaml is made of. Not for others: they call ReadConfig of config.h.
//
// Thread safety: pure functions. Failure: findings; the values are then their defaults.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/yaml.h"
#include "bot/runtime/account_settings.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxNameBytes = 40;
inline constexpr std::size_t kMaxGreetingBytes = 2'000;

// Names of accounts and queues: lower-case letters, digits and '-'. Reports others.
bool CheckName(const base::YamlNode::Entry& entry, std::string_view what, base::Findings& findings);

// Whether 'zone' names one of the IANA database. Reports others.
bool CheckZone(const base::Fields& fields, const std::string& zone, base::Findings& findings);

// One text for the first locale, or a mapping locale -> text.
std::map<std::string, std::string> ReadGreeting(base::Fields& fields, const std::vector<std::string>& locales,
                                                base::Findings& findings);

// "http" or "https", then a host and maybe a port; a path only where `path_allowed`. Empty when it is one, else why
// not.
std::string UrlProblem(std::string_view url, bool path_allowed);
// http:// on a machine other than this one.
bool IsOpenHttp(std::string_view url);

std::vector<Account> ReadAccounts(base::Fields& fields, const std::vector<std::string>& locales,
                                  const SecretSource& secrets, base::Findings& findings);
DeskConfig ReadDesk(base::Fields& fields, const std::vector<Account>& accounts, const std::vector<std::string>& locales,
                    base::Findings& findings);

// --- config_levels.cpp
// `desk: service_levels`; what is not said there is as built in.
desk::ServiceLevels ReadServiceLevels(base::Fields& desk, const std::vector<std::string>& locales,
                                      base::Findings& findings);
// --- config_fields.cpp
desk::CustomFields ReadCustomFields(base::Fields& desk, const std::vector<std::string>& locales,
                                    base::Findings& findings);
// --- config_people.cpp
// Of an account: accounts with one word have the same users. Empty when it is not said.
std::string ReadIdentity(base::Fields& fields, base::Findings& findings);
// The attributes that flows may read: the usual ones, and those that the workspace names.
std::vector<std::string> ReadAttributeNames(base::Fields& fields, base::Findings& findings);
// Of 'limits'.
store::Keep ReadKeep(base::Fields& limits, base::Findings& findings);
// --- config_brakes.cpp: of `limits`.
core::Brakes ReadBrakes(base::Fields& limits, base::Findings& findings);

using Calendars = std::map<std::string, desk::Calendar>;

// What the desk's rules name of the rest of the file.
struct DeskNames {
  std::vector<std::string> queues, locales, accounts;
};

// --- config_routing.cpp: each reads one key of `desk`. `named` gets what a rule names of the taxonomy.
std::vector<desk::RoutingRule> ReadRouting(base::Fields& desk, const DeskNames& names, const Calendars& calendars,
                                           TaxonomyNames& named, base::Findings& findings);
// Of one queue: skills, overflow, assign.
desk::QueueRules ReadQueueRules(base::Fields& fields, const std::string& queue, base::Findings& findings);
// That an overflow goes to a queue that there is, and not in a circle.
void CheckOverflow(const base::YamlNode& queues, const std::map<std::string, desk::QueueRules>& rules,
                   base::Findings& findings);
std::map<std::string, desk::Hours> ReadRoster(base::Fields& desk, const Calendars& calendars, base::Findings& findings);
desk::Timeouts ReadTimeouts(base::Fields& desk, base::Findings& findings);
// A time of at most 30 days, or 0 for never.
base::Millis ReadLimit(base::Fields& fields, std::string_view key, base::Millis fallback, base::Findings& findings);

}  // namespace frontdesk::runtime
