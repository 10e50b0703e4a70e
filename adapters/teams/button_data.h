// What our buttons carry and bring back: `data` of a card's action. It is kept by the client, so that a proof stands
// beside it: nobody makes a button that we have not shown in this conversation.
//
// Thread safety: pure functions. Bounds: kMaxValue, kMaxAnswers, kMaxAnswer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/event.h"

namespace frontdesk::adapters::teams {

inline constexpr std::size_t kMaxAnswers = 50, kMaxAnswer = 16 << 10;

// Of what the message says: its row, the channel that it is shown in, and whether its buttons stay when one is pressed.
struct Shown {
  std::int64_t row = 0;
  std::string_view channel;
  bool stays = false;
};

// Of a button; `data` of its action.
nlohmann::json PressData(const base::Button& button, const Shown& shown, const Settings& settings);
// Of a list's button, and the values in the list (an input named kPick).
nlohmann::json PickData(const Shown& shown);
std::string PickValue(std::string_view value, const Shown& shown, const Settings& settings);
inline constexpr std::string_view kPick = "pick";

// Of a form's button: what comes back names the fields, as inputs that were left empty are not sent.
nlohmann::json FormData(const std::vector<base::FormField>& form, const Shown& shown, const Settings& settings);
// The input of a field.
std::string InputName(std::string_view field);

// Of the button that opens a form in a window: the form itself, so that it can be shown without asking anybody.
nlohmann::json OpenData(const std::vector<base::FormField>& form, const Shown& shown, const Settings& settings);
struct OpenedForm {
  Shown shown;
  std::vector<base::FormField> form;
};
std::optional<OpenedForm> OpenedIn(const nlohmann::json& data, std::string_view channel, const Settings& settings);

// What was pressed or filled in; nothing for data that is not ours.
struct Click {
  std::int64_t row = 0;
  bool is_form = false;
  bool stays = false;  // the card does not change
  base::Pressed pressed;
  base::FilledForm filled;
};
std::optional<Click> ClickIn(const nlohmann::json& data, std::string_view channel, const Settings& settings);

// What was entered into a field, to be shown again.
std::string EnteredIn(const nlohmann::json& data, std::string_view field);

}  // namespace frontdesk::adapters::teams
