// A ticket: one problem of one person, from the report to the word that it is solved. Kept as JSON in the store's row.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/desk/calendar.h"
#include "bot/desk/service_level.h"

namespace frontdesk::desk {

// An article that was shown, and what the user said of it.
struct TriedArticle {
  std::string id;
  std::string title;
  std::string verdict;  // shown, confirmed, rejected
  bool operator==(const TriedArticle&) const = default;
};

enum class TicketState { kNew, kOpen, kWaitingForCustomer, kResolved, kClosed };

std::string_view ToString(TicketState state);
TicketState TicketStateFrom(std::string_view name);

struct Ticket {
  std::int64_t number = 0;
  std::int64_t version = 0;
  std::int64_t conversation = 0;
  std::int64_t person = 0;
  TicketState state = TicketState::kNew;
  std::string source;  // the account
  std::string flow;
  std::string title;
  std::string words;  // the user's own, verbatim
  Impact impact;
  ServiceLevel level;
  std::string queue;
  std::string queue_reason;
  std::string owner;
  std::vector<base::Fact> slots;
  std::vector<std::string> sensitive;  // keys of `slots`
  std::vector<base::Fact> context;
  std::vector<TriedArticle> tried;
  std::vector<base::FileRef> files;
  base::TimePoint opened;
  base::TimePoint first_response_due;
  std::optional<base::TimePoint> resolution_due;
  std::optional<base::TimePoint> first_human_response;
  std::optional<base::TimePoint> resolved;
};

std::string ToJson(const Ticket& ticket);
base::Result<Ticket> TicketFromJson(std::string_view json);

// Level and due times from the impact, counted from `ticket.opened`; while nobody serves the queue the clocks stand.
void SetServiceLevel(Ticket& ticket, const Hours& hours);
// The first-response clock from `now` on.
void StartFirstResponseClock(Ticket& ticket, const Hours& hours, base::TimePoint now);

}  // namespace frontdesk::desk
