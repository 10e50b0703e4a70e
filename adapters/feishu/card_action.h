// A click on a card of ours, and what is answered to it.
//
// A button's value comes back as we wrote it (`ButtonValue`): the message whose button it was, where that was said, and
// what the button means. A form's button tells its fields too, because what was left empty is not sent.
//
// A click waits for the changed card when one will come: a choice is shown in place of the buttons. A form that was
// sent is answered with a toast at once, and its card is changed by a call. Buttons of the desk change their card from
// another conversation, so that nothing is waited for.
//
// Thread safety: pure functions. Source: Feishu, card.action.trigger.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/event.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::string_view kClickEvent = "card.action.trigger";

struct ButtonValue {
  std::int64_t row = 0;
  std::string thread;
  std::string value;
  std::string label;
  std::vector<std::string> fields;  // of a form
};
nlohmann::json ToJson(const ButtonValue& value);

struct Click {
  std::string id;  // of the event
  std::string user;
  std::string chat;
  std::string message;
  ButtonValue button;
  bool is_form = false;
  std::vector<base::Fact> filled;
};

// Nothing for another event, and for a card that is none of ours.
std::optional<Click> ClickIn(std::string_view body);

base::EventBody BodyOf(const Click& click);

// Whether the changed card goes into the answer.
bool WaitsForCard(const Click& click);

// {"toast": ...}, or {} when there is nothing to say.
nlohmann::json ToastFor(const Click& click, const base::Status& outcome);

}  // namespace frontdesk::adapters::feishu
