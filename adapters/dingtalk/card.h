// Interactive cards: a message with buttons that come back as clicks, and that can be made to read otherwise.
//
// The template (card_template_id) is the admin's, made in the card builder with these variables, all of them texts:
// title, content (Markdown), status, and for each of five buttons button1..button5 (its words; hidden when empty) and
// value1..value5 (what its click sends back as "value").
//
// Thread safety: pure functions. Source: DingTalk, 创建并投放卡片, 更新卡片.
#pragma once

#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/dingtalk/robot_body.h"

namespace frontdesk::adapters::dingtalk {

struct CardWords {
  std::string title;
  std::string content;
  std::vector<base::Button> buttons;  // at most kMostButtons
};

// `id`: CardIdOf the row. The channel is no outsider's.
Call CreateCardCall(const std::string& channel, const std::string& id, const CardWords& words, Env env);
Call UpdateCardCall(std::string_view id, const CardWords& words, Env env);

}  // namespace frontdesk::adapters::dingtalk
