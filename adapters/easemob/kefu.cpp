#include "adapters/easemob/kefu.h"

#include <nlohmann/json.hpp>

#include "adapters/easemob/message_body.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::TextAt;

bool IsTaken(const std::string& event) {
  return event == "ServiceSessionOpenedEvent" || event == "ServiceSessionTransferedEvent" ||
         event == "ServiceSessionTransferedToAgentQueueEvent";
}

}  // namespace

std::optional<base::DeskMoved> SessionMove(const nlohmann::json& payload) {
  const nlohmann::json& weichat = ObjectAt(ObjectAt(payload, "ext"), "weichat");
  const std::string event = TextAt(ObjectAt(weichat, "event"), "eventName");
  if (event == "ServiceSessionClosedEvent") return base::DeskMoved{false, kKefuDesk, {}};
  if (!IsTaken(event)) return std::nullopt;
  return base::DeskMoved{true, kKefuDesk, TextAt(ObjectAt(weichat, "agent"), "userNickname")};
}

bool IsTransferRequest(const nlohmann::json& payload) {
  const nlohmann::json& body = BodyOf(payload);
  return TextAt(body, "type") == "cmd" && TextAt(body, "action", TextAt(body, "msg")) == "TransferToKf";
}

}  // namespace frontdesk::adapters::easemob
