#include "adapters/common/reply_budget.h"

#include <algorithm>

namespace frontdesk::adapters::common {

namespace {

// The fewest that must be left for a message of this kind to be worth one.
int WorthOneOf(base::MessageKind kind) {
  switch (kind) {
    case base::MessageKind::kGreeting:
    case base::MessageKind::kNotice: return kKeptForAnswers + 1;
    case base::MessageKind::kReceipt: return kKeptForAnswers;
    default: return 1;
  }
}

}  // namespace

std::optional<int> MessagesLeft(const Sending& sending) {
  if (sending.path == nullptr || sending.path->messages <= 0) return std::nullopt;
  return std::max(0, sending.path->messages - sending.sent_since);
}

base::Result<std::optional<Spared>> MayGo(const Sending& sending, base::TimePoint now, const BudgetWords& words) {
  const int least = WorthOneOf(sending.message.kind);
  const bool begun = sending.part > 0 || !sending.answers.empty();
  const std::optional<int> left = MessagesLeft(sending);
  if (left && *left < least && least > 1 && !begun)
    return Spared{"a courtesy, with " + std::to_string(*left) + " messages left until the user's next word"};
  if (sending.path != nullptr && sending.path->until != base::TimePoint{} && now > sending.path->until)
    return base::Fail(base::ErrorCode::kForbidden, words.shut);
  if (left && *left < 1) return base::Fail(base::ErrorCode::kForbidden, words.used);
  return std::nullopt;
}

}  // namespace frontdesk::adapters::common
