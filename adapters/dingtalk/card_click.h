// Interactive cards coming back: which button of which message was pressed, by whom, where.
//
// The platform names our card by the outTrackId that we gave it ("fd-42-1700000000000": the row, and when it was
// written, so that no other database of ours ever gave the same one), and tells what the template's button sends along:
// {"value", "label"}.
//
// Thread safety: pure functions. Source: DingTalk, 事件回调 of interactive cards.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr std::string_view kActionCallback = "actionCallback";

std::string CardIdOf(const Row& row);
bool IsCardId(std::string_view id);
// 0 for a card that is none of ours.
std::int64_t RowOf(std::string_view card_id);

// `delivery`: what tells two clicks on the same button apart: the frame's message id, or the time it was signed at.
Taken CardClick(const nlohmann::json& body, std::string_view delivery, Env env);

}  // namespace frontdesk::adapters::dingtalk
