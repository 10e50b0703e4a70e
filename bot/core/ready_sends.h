// What may be sent now: rows whose turn has come, by account, under each account's pace, so that one platform's trouble
// stays with it. No clock and no threads inside: the caller gives the time and holds the lock.
//
// Thread safety: none; the owner locks. Failure: none.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "bot/base/clock.h"
#include "bot/store/records.h"

namespace frontdesk::core {

// Names a queue of rows that go one after the other: a conversation's messages, its urgent words, or one effect.
struct LaneKey {
  store::Lane lane = store::Lane::kMessage;
  store::Id id = 0;  // of the conversation; of an effect the row's own
  auto operator<=>(const LaneKey&) const = default;
};

// How fast an account may send.
struct Pace {
  int at_once = 2;        // sends that may wait for their answers together
  double per_second = 0;  // 0: not bounded
  double burst = 1;       // that may go at once after a pause
};

class ReadySends {
 public:
  void Add(const std::string& account, const Pace& pace, LaneKey key);
  struct Next {
    std::optional<LaneKey> key;  // takes one of its account's places until Release
    std::string account;
    std::optional<base::TimePoint> look_again;  // when nothing may go now: the earliest time that something may
  };
  Next Take(base::TimePoint now);
  void Release(const std::string& account);
  // Nothing of this account before `until`.
  void Pause(const std::string& account, base::TimePoint until);
  std::size_t size() const;

 private:
  struct Account {
    Pace pace;
    std::deque<LaneKey> urgent;
    std::deque<LaneKey> others;
    int busy = 0;
    double allowance = 0;  // sends that may go now
    base::TimePoint counted;
    base::TimePoint paused_until;
  };
  static void Refill(Account& account, base::TimePoint now);
  static std::optional<base::TimePoint> BlockedUntil(const Account& account, base::TimePoint now);

  std::map<std::string, Account> accounts_;
  std::string last_;  // the account that was served last: the next one comes first
};

}  // namespace frontdesk::core
