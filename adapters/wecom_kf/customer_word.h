// One item of the list: what a customer said, or what happened to their session.
// https://developer.work.weixin.qq.com/document/path/94670
//
// Thread safety: pure functions. Failure: none; what cannot be read or is not for us gives no event.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

// As the word of another desk that has a conversation.
inline constexpr std::string_view kDeskName = "微信客服";

// Nothing for what was sent before `since`.
std::vector<base::Event> EventsOf(const nlohmann::json& item, base::TimePoint since, Env env);

// A menu's rows come back with their id: "fd/" and the button's value.
std::string MenuId(std::string_view value);
// "" when the row is not one of ours.
std::string ValueOfMenuId(std::string_view id);

// The way back that a welcome opens: a code that is good once, for the greeting that answers this event.
struct Welcome {
  std::string code;
  std::string event;
};
std::string WordsOf(const Welcome& welcome);
// Without a code for other words.
Welcome WelcomeIn(std::string_view path_words);

// The service account that a conversation goes through is its thread; without one it is the first.
base::Address AddressOf(std::string_view customer, std::string_view account, const Settings& settings);
std::string AccountOf(const base::Address& address, const Settings& settings);

}  // namespace frontdesk::adapters::wecom::kf
