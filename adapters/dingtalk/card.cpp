#include "adapters/dingtalk/card.h"

#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using nlohmann::json;

// All of them each time, so that a button that is no more goes away.
json Parameters(const CardWords& words) {
  json parameters = {{"title", words.title}, {"content", words.content}, {"status", ""}};
  for (std::size_t i = 0; i < kMostButtons; ++i) {
    const bool shown = i < words.buttons.size();
    parameters["button" + std::to_string(i + 1)] = shown ? words.buttons[i].label : std::string();
    parameters["value" + std::to_string(i + 1)] = shown ? words.buttons[i].value : std::string();
  }
  return {{"cardParamMap", std::move(parameters)}};
}

}  // namespace

Call CreateCardCall(const std::string& channel, const std::string& id, const CardWords& words, Env env) {
  const bool group = IsGroup(channel), stream = UsesStream(env.settings);
  json body = {{"cardTemplateId", env.settings.Text("card_template_id")},
               {"outTrackId", id},
               {"callbackType", stream ? "STREAM" : "HTTP"},
               {"cardData", Parameters(words)},
               {"userIdType", 1}};
  if (!stream) body["callbackRouteKey"] = env.settings.Text("card_route");
  const json space = {{"supportForward", false}, {"lastMessageI18n", {{"ZH_CN", words.title}, {"EN_US", words.title}}}};
  if (group) {
    body["openSpaceId"] = "dtv1.card//IM_GROUP." + std::string(ConversationOf(channel));
    body["imGroupOpenSpaceModel"] = space;
    body["imGroupOpenDeliverModel"] = {{"robotCode", RobotCode(env.settings)}};
  } else {
    body["openSpaceId"] = "dtv1.card//IM_ROBOT." + channel;
    body["imRobotOpenSpaceModel"] = space;
    body["imRobotOpenDeliverModel"] = {{"spaceType", "IM_ROBOT"}, {"robotCode", RobotCode(env.settings)}};
  }
  return ApiCall("POST", "/v1.0/card/instances/createAndDeliver", body, env);
}

Call UpdateCardCall(std::string_view id, const CardWords& words, Env env) {
  return ApiCall("PUT", "/v1.0/card/instances",
                 {{"outTrackId", std::string(id)},
                  {"cardData", Parameters(words)},
                  {"cardUpdateOptions", {{"updateCardDataByKey", true}}}},
                 env);
}

}  // namespace frontdesk::adapters::dingtalk
