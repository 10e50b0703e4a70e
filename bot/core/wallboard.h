// The desk as it is now: who waits where and since when, what each agent holds, how long it lately took until a person
// came. Filled from the store at the start, then kept up from what is committed; never asks the store per decision.
//
// Ownership: borrows the store. Threads: any; Hear() in the order of commits.
// Failure: Fill and ReadAgents pass the store's errors on; what was known before stays.
// Bounds: an entry for each open conversation of the board, kPickupsKept waits for each queue.
#pragma once

#include <memory>

#include "bot/core/feed.h"
#include "bot/desk/snapshot.h"

namespace frontdesk::core {

inline constexpr int kMaxOpenLines = 1'000'000;
inline constexpr std::size_t kPickupsKept = 20;
// Fewer tell nothing.
inline constexpr std::size_t kPickupsNeeded = 3;

class Wallboard {
 public:
  explicit Wallboard(store::Store& store);
  ~Wallboard();

  base::Status Fill(base::TimePoint now);
  // Agents may be changed by other programs: again from time to time.
  base::Status ReadAgents();
  void Hear(const Change& change);
  // `conversation` is the one that the decision is about; what is known of the person is not in it.
  desk::Snapshot Look(store::Id conversation) const;

 private:
  class Lines;
  store::Store& store_;
  std::unique_ptr<Lines> lines_;
};

}  // namespace frontdesk::core
