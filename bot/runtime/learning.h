// The learning report of a workspace's store, and its JSON: what `gaps --json` prints and the console shows.
//
// Ownership: borrows everything. Threads: any where reading the store is allowed; less than a second of CPU with as
// many facts as are read. Failure: the store's errors.
#pragma once

#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/result.h"
#include "bot/core/learning.h"
#include "bot/store/retention.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

inline constexpr int kLearningDays = 30;
inline constexpr int kMostLearningDays = store::kFactsKept / std::chrono::hours(24);

// `days` back from `now`.
base::Result<core::LearningReport> LearningOf(store::Store& store, const knowledge::Index& knowledge,
                                              base::TimePoint now, int days);

// What an agent wrote, without secrets and addresses of people.
struct AgentReply {
  store::Id row = 0;
  std::string by;
  std::string text;
};
// Those of the rows that are an agent's words to a user; others are passed over.
base::Result<std::vector<AgentReply>> RepliesIn(store::Store& store, const std::vector<store::Id>& rows);

// The report as JSON, with the replies of each gap.
base::Result<std::string> LearningJson(store::Store& store, const core::LearningReport& report);

}  // namespace frontdesk::runtime
