// Platforms that take only so many messages, and only for so long, after a user's word (ReplyPath): what may still go,
// and what is not worth one of the last.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::adapters::common {

// Kept for answers: a greeting or a notice takes none of the last so many, a receipt not the last one.
inline constexpr int kKeptForAnswers = 2;

// Words for agents, whose message it is that cannot go.
struct BudgetWords {
  std::string shut;  // the time is over
  std::string used;  // all messages have gone
};

// How many may still go; nothing: any number.
std::optional<int> MessagesLeft(const Sending& sending);

// Nothing: the part may go. Spared: it is a courtesy. Fails with kForbidden when it cannot be sent any more. A message
// that has begun is brought to its end as far as it goes.
base::Result<std::optional<Spared>> MayGo(const Sending& sending, base::TimePoint now, const BudgetWords& words);

}  // namespace frontdesk::adapters::common
