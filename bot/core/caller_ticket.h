// A ticket that an agent opens for somebody who is not in a chat: a call, a letter, a review, a post. The agent reads
// the questions of a flow aloud and enters the answers; the flow takes them exactly as it would from a user.
//
// The report comes as news of the kind "desk:ticket" to a conversation of its own under the desk's own account, which
// no platform serves: what is said there reaches nobody, and agents see that.
//
// Thread safety: as the Draft; plain values. Failure: kInvalid with the question whose answer does not fit.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/draft.h"

namespace frontdesk::core {

inline constexpr std::string_view kCallerNews = "desk:ticket";
inline constexpr std::size_t kMaxCallerAnswers = 100;

struct CallerReport {
  std::string agent, agent_display;
  std::string source;  // phone, e-mail, review, forum, social
  std::string contact;
  std::string locale;
  std::string flow;  // empty: title and words alone
  std::string title, words;
  std::string category, component, impact, scope, workaround;
  std::vector<std::pair<std::string, std::string>> answers;  // slot -> as entered
  std::vector<std::pair<std::string, std::string>> custom;   // fields of the workspace's own
};

// The sources there are.
const std::vector<std::string_view>& CallerSources();

std::string ToJson(const CallerReport& report);
// kInvalid when it is no payload of ToJson.
base::Result<CallerReport> CallerReportFrom(std::string_view json);

base::Status OpenForCaller(Draft& draft, const std::string& json);

}  // namespace frontdesk::core
