// What is said to an intelligent robot, one to one or with a mention in a group chat, as JSON.
// https://developer.work.weixin.qq.com/document/path/100719 (messages), 101027 (events)
//
// Thread safety: pure functions. Failure: kInvalid for what is no message of WeCom; what is not for us gives no event.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

base::Result<Parsed> ParseRobotCallback(std::string_view text, Env env);

// What an answer in the same request can be.
enum class RobotAnswer {
  kNone,
  kReply,    // a stream, with a card beside it
  kWelcome,  // a text
  kCard,     // the card anew whose button was pressed
};
RobotAnswer RobotAnswerTo(std::string_view callback);

// How long, and for how many messages, one of its users may be answered: in the request, and once by its response_url.
inline constexpr base::Millis kRobotWindow = std::chrono::hours(1);
inline constexpr int kRobotMessages = 2;

// The response_url without its host: the way back goes to `api_base` and nowhere else. "" for other words.
std::string ResponseTarget(std::string_view path_words);

}  // namespace frontdesk::adapters::wecom
