// What people say and do in an official account, as XML, and whether the answer to it may carry a reply.
//
// Thread safety: pure functions. Failure: kInvalid for what is no message of WeChat; what is not for us gives no event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

inline constexpr char kWechatDesk[] = "微信客服";

// WeChat's rule: five messages in 48 hours after a message, three in a minute after a click, a scan or a follow.
inline constexpr base::Millis kMessageWindow = std::chrono::hours(48);
inline constexpr int kMessageReplies = 5;
inline constexpr base::Millis kClickWindow = std::chrono::minutes(1);
inline constexpr int kClickReplies = 3;

base::Result<Parsed> ParseCallback(std::string_view xml, Env env);

// What the answer to a callback can be.
struct Answerable {
  bool words = false;     // a text
  bool transfer = false;  // a message (no event): it may be given to the account's own agents
  std::string account;    // ToUserName, which a reply comes from
};
Answerable HowToAnswer(std::string_view xml);

// The id of a menu's entry, which names the message's row and carries the button's value; "" when it would be too long.
std::string MenuId(std::int64_t row, std::string_view value);

}  // namespace frontdesk::adapters::wechat_oa
