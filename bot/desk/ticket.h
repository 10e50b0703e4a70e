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
#include "bot/desk/change.h"
#include "bot/desk/service_level.h"
#include "bot/desk/ticket_state.h"

namespace frontdesk::desk {

// An article that was shown, and what the user said of it.
struct TriedArticle {
  std::string id;
  std::string title;
  std::string verdict;  // shown, confirmed, rejected
  bool operator==(const TriedArticle&) const = default;
};

// "relates to" #1002, "merged into" #1003, "tracked in" https://...
struct Link {
  std::string how;
  std::string target;
  std::int64_t conversation = 0;  // where the ticket is; 0 for addresses
  bool operator==(const Link&) const = default;
};

// How the ticket came to its queue, and whom the desk asks.
struct Routed {
  std::string rule;                 // empty: none matched; the reason stands in queue_reason
  std::vector<std::string> skills;  // that it needs
  std::string first;                // login of the agent to ask first
  std::string note;                 // the rule's word to agents
  std::string offered;              // login of the agent who was asked last
  std::string offer_reason;
  std::string passed_by;  // login of the agent who had it last: not asked again
};

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
  std::vector<std::string> sensitive;             // keys of `slots`
  std::vector<std::string> sensitive_files = {};  // ids of `files`
  std::vector<base::Fact> context;
  std::vector<TriedArticle> tried;
  std::vector<base::FileRef> files;
  base::TimePoint opened;
  base::TimePoint first_response_due;
  std::optional<base::TimePoint> resolution_due;
  std::optional<base::TimePoint> first_human_response;
  std::optional<base::TimePoint> resolved;
  std::optional<base::TimePoint> first_useful_response;  // a person's word that the user confirmed or answered
  std::string stage = {};                                // of the work: support, product, engineering, qa, verified
  std::string state_reason = {};
  std::optional<base::TimePoint> review = {};    // of the states that need one
  std::optional<base::TimePoint> expected = {};  // when it should be solved, as the user was told
  std::string fixed_in = {};
  std::vector<Link> links = {};
  std::int64_t merged_into = 0;
  std::int64_t incident = 0;
  int affected = 1;                          // people who share the problem
  std::vector<std::string> tags = {};        // of the taxonomy
  std::vector<base::Fact> tagged = {};       // why: key: the tag, label: type, urgency or tone, value: the rule
  std::vector<base::Fact> custom = {};       // fields of the workspace's own
  std::optional<base::TimePoint> told = {};  // the user's last word from us about it
  std::optional<base::TimePoint> snoozed_until = {};
  int score = 0;  // the user's, 1..5; 0: none yet
  std::string score_reason = {};
  // The clocks: see bot/desk/clock.h.
  std::optional<base::TimePoint> next_response_due = {};  // while the user waits for another answer
  std::int64_t clock_timer = 0;                           // that looks at them next
  base::TimePoint clock_looks = {};                       // when it does
  std::vector<std::string> noticed = {};                  // warnings and breaches that the desk was told of
  std::optional<base::TimePoint> asked_again = {};        // after the solution, whether it works
  std::vector<Change> history = {};                       // from the change rows; not in the JSON
  std::string level_by = {};                              // who set the tier by hand; empty: it is computed
  std::string effort = {};                                // to solve it: small, medium, large; empty: unknown
  std::string fit = {};  // with where the product is going: low, medium, high; empty: unknown
  Routed routed = {};
};

std::string ToJson(const Ticket& ticket);
base::Result<Ticket> TicketFromJson(std::string_view json);

// The level from the impact, unless a person chose it.
void SetServiceLevel(Ticket& ticket);

}  // namespace frontdesk::desk
