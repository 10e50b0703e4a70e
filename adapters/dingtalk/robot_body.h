// One message of the robot, in the words of the two ways out: a session's address takes {"msgtype", ...}, the API a
// msgKey and a msgParam, which is JSON written down as a text.
//
// Buttons of an action card only open addresses; a dtmd:// address makes the client say something in the user's name,
// and the bot hears the button's words as if they were typed.
//
// Thread safety: pure functions. Source: DingTalk, 机器人回复/发送消息 and 消息类型与数据格式.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr std::size_t kMostButtons = 5;         // of an action card, and of the card template
inline constexpr std::size_t kMostParameter = 15'000;  // bytes of msgParam

struct SayButton {
  std::string label;
  std::string says;  // in the user's name
};
struct RobotText {
  std::string title;                    // in the list of conversations and in notifications
  std::string text;                     // Markdown
  std::vector<SayButton> buttons = {};  // at most kMostButtons
};

// For a session's address.
nlohmann::json SessionBody(const RobotText& words);

// For the API.
struct RobotParameter {
  std::string key;
  std::string parameter;
};
RobotParameter ParameterOf(const RobotText& words);
RobotParameter PictureParameter(const std::string& media_id);
RobotParameter FileParameter(const std::string& media_id, const std::string& name);

// The call that brings it to a person or a group. kForbidden for somebody outside of the organisation.
base::Result<Call> PushCall(const std::string& channel, const RobotParameter& message, Env env);

// With the token and as JSON.
Call ApiCall(const char* method, std::string_view path, const nlohmann::json& body, Env env);

}  // namespace frontdesk::adapters::dingtalk
