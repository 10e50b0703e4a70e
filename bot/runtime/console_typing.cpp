// An agent is writing, or has stopped: the user sees it.
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/core/conversation.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/console_routes.h"

namespace frontdesk::runtime {

// {"on": true or false}. Who does not hold the conversation is writing for themselves.
void ConsoleRoutes::SayTyping(const SharedCall& call, const SignedIn& who) {
  const base::Status said = [&]() -> base::Status {
    TRY(const nlohmann::json body, base::ParseJson(call->request.body, kMaxConsoleBody));
    if (!body.is_object() || !body.contains("on") || !body["on"].is_boolean())
      return base::Fail(base::ErrorCode::kInvalid, "'on' must be true or false.");
    TRY(const store::Id id, ConversationIdOf(*call));
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    TRY(const core::Conversation conversation, core::FromRow(row));
    const bool holds =
        conversation.lease.speaker == desk::Speaker::kAgent && conversation.lease.holder == who.agent.name;
    if (holds) parts_.typing.Show(row, who.agent.display, body["on"].get<bool>());
    return {};
  }();
  call->reply.Send(said ? JsonResponse("{\"ok\":true}") : ErrorResponse(said.error()));
}

}  // namespace frontdesk::runtime
