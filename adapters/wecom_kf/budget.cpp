#include "adapters/wecom_kf/budget.h"

#include <algorithm>

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::MessageKind;

// A greeting leaves two messages for the answer, a notice three for the person who has come, a receipt one.
constexpr int kLeftByGreeting = 2;
constexpr int kLeftByNotice = 3;
constexpr int kLeftByReceipt = 1;

// News that could not be brought another way name their reason as a subject, and choices are more than a courtesy.
bool IsPlainNotice(const base::Message& message) {
  return message.kind == MessageKind::kNotice && message.subject.empty() && message.buttons.empty() &&
         message.files.empty();
}

}  // namespace

int LeftFor(const Sending& sending) {
  if (sending.path == nullptr || sending.path->messages <= 0) return kNoBudget;
  return std::max(0, sending.path->messages - (sending.sent_since - sending.part));
}

int ShareOf(const base::Message& message, int left) {
  return message.kind == MessageKind::kAgent ? left : std::max(1, left - 1);
}

std::string WhySpared(const base::Message& message, int left) {
  int leaves = -1;
  if (message.kind == MessageKind::kGreeting) leaves = kLeftByGreeting;
  if (IsPlainNotice(message)) leaves = kLeftByNotice;
  if (message.kind == MessageKind::kReceipt) leaves = kLeftByReceipt;
  if (leaves < 0 || left > leaves) return {};
  return "WeChat takes " + std::to_string(left) + " more messages before the customer's next word";
}

}  // namespace frontdesk::adapters::wecom::kf
