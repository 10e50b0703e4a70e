#include "adapters/dingtalk/robot_body.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxExtension = 8;

std::string SaysUrl(const std::string& words) {
  return "dtmd://dingtalkclient/sendMessage?content=" + base::PercentEncode(words);
}

// "pdf" of "报告.PDF"; "file" without one.
std::string ExtensionOf(const std::string& name) {
  const auto dot = name.rfind('.');
  const std::string extension = dot == std::string::npos ? std::string() : base::AsciiLower(name.substr(dot + 1));
  const bool fits = !extension.empty() && extension.size() <= kMaxExtension &&
                    std::all_of(extension.begin(), extension.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return fits ? extension : "file";
}

}  // namespace

json SessionBody(const RobotText& words) {
  json body = {{"title", words.title}, {"text", words.text}};
  if (words.buttons.empty()) return {{"msgtype", "markdown"}, {"markdown", std::move(body)}};
  body["btnOrientation"] = "0";
  body["btns"] = json::array();
  for (const SayButton& button : words.buttons)
    body["btns"].push_back({{"title", button.label}, {"actionURL", SaysUrl(button.says)}});
  return {{"msgtype", "actionCard"}, {"actionCard", std::move(body)}};
}

RobotParameter ParameterOf(const RobotText& words) {
  json parameter = {{"title", words.title}, {"text", words.text}};
  if (words.buttons.empty()) return {"sampleMarkdown", base::DumpJson(parameter)};
  if (words.buttons.size() == 1) {
    parameter["singleTitle"] = words.buttons.front().label;
    parameter["singleURL"] = SaysUrl(words.buttons.front().says);
    return {"sampleActionCard", base::DumpJson(parameter)};
  }
  for (std::size_t i = 0; i < words.buttons.size(); ++i) {
    parameter["actionTitle" + std::to_string(i + 1)] = words.buttons[i].label;
    parameter["actionURL" + std::to_string(i + 1)] = SaysUrl(words.buttons[i].says);
  }
  return {"sampleActionCard" + std::to_string(words.buttons.size()), base::DumpJson(parameter)};
}

RobotParameter PictureParameter(const std::string& media_id) {
  return {"sampleImageMsg", base::DumpJson({{"photoURL", media_id}})};
}

RobotParameter FileParameter(const std::string& media_id, const std::string& name) {
  return {"sampleFile", base::DumpJson({{"mediaId", media_id}, {"fileName", name}, {"fileType", ExtensionOf(name)}})};
}

Call ApiCall(const char* method, std::string_view path, const json& body, Env env) {
  Call call;
  call.method = method;
  call.url = ApiUrl(env.settings, path);
  call.headers = {{"Content-Type", "application/json"}, {"x-acs-dingtalk-access-token", std::string(env.token)}};
  call.body = base::DumpJson(body);
  return call;
}

base::Result<Call> PushCall(const std::string& channel, const RobotParameter& message, Env env) {
  json body = {{"robotCode", RobotCode(env.settings)}, {"msgKey", message.key}, {"msgParam", message.parameter}};
  if (IsGroup(channel)) {
    body["openConversationId"] = ConversationOf(channel);
    return ApiCall("POST", "/v1.0/robot/groupMessages/send", body, env);
  }
  if (IsOutsider(channel)) {
    return base::Fail(base::ErrorCode::kForbidden,
                      "DingTalk lets a robot write to people outside of the organisation only for a while after their "
                      "last word, and no files.");
  }
  body["userIds"] = json::array({channel});
  return ApiCall("POST", "/v1.0/robot/oToMessages/batchSend", body, env);
}

}  // namespace frontdesk::adapters::dingtalk
