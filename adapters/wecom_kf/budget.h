// How much may be said: five messages within 48 hours of the customer's last word. What is worth little gives way to
// what may still have to be said.
// https://developer.work.weixin.qq.com/document/path/94677
//
// Thread safety: pure functions and constants.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

inline constexpr int kMostMessages = 5;
inline constexpr base::Millis kReplyWindow = std::chrono::hours(48);

// The messages that may still go, from this message's first part on; kNoBudget where nothing is counted.
inline constexpr int kNoBudget = 1'000;
int LeftFor(const Sending& sending);

// How many of them the message may take: the bot keeps one for what comes after it.
int ShareOf(const base::Message& message, int left);

// Why a courtesy is not worth one of those that are left; "" when it is, or is no courtesy.
std::string WhySpared(const base::Message& message, int left);

}  // namespace frontdesk::adapters::wecom::kf
