// Beside Easemob's own desk (环信客服云, kefu): who has the word, told by the events of its sessions, and how a
// conversation is handed to it. Control travels in ext.weichat.
//
// Thread safety: pure functions. Sources: Easemob kefu, extended messages; the kefu web client.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/base/event.h"

namespace frontdesk::adapters::easemob {

inline constexpr char kKefuDesk[] = "Easemob kefu";

// Of a message that the kefu service number sent: its agents took the conversation (transferred to a queue, opened,
// transferred to another agent) or closed it. Nothing for other messages.
std::optional<base::DeskMoved> SessionMove(const nlohmann::json& payload);

// The user pressed kefu's own "transfer to a person".
bool IsTransferRequest(const nlohmann::json& payload);

}  // namespace frontdesk::adapters::easemob
