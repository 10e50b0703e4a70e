// The part of frontdesk.yaml that says where agents work beside the console: `desk: channels`, `desk: other`,
// `desk: unseen`, `agents`; and when many reports are one incident: `desk: incidents`.
//
// Thread safety: pure functions. Failure: findings; what is wrong is left out.
#pragma once

#include <vector>

#include "bot/base/yaml.h"
#include "bot/runtime/config.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxDeskChannels = 100;
inline constexpr std::size_t kMaxAgentNames = 1'000;

// `desk` is the mapping of that name; `queues` those that there are.
desk::Channels ReadDeskChannels(base::Fields& desk, const std::vector<Account>& accounts,
                                const std::vector<std::string>& locales, const std::vector<std::string>& queues,
                                base::Findings& findings);
// desk: incidents: {reports: 5, within: 60m, announce: [{account: chat, channel: lobby@rooms.example.com}]}
desk::IncidentPolicy ReadIncidents(base::Fields& desk, const std::vector<Account>& accounts, base::Findings& findings);
// agents: {kim: {slack: U123, xmpp: kim@example.com}}
void ReadAgentNames(base::Fields& top, const std::vector<Account>& accounts, desk::Channels& channels,
                    base::Findings& findings);

}  // namespace frontdesk::runtime
