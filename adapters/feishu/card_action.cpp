#include "adapters/feishu/card_action.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/callback_proof.h"
#include "adapters/feishu/feishu_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxValue = 1 << 10;
constexpr std::size_t kMaxAnswer = 16 << 10;  // of one field
constexpr std::size_t kMaxFields = 50;
constexpr std::string_view kOfTheDesk = "desk:";

std::int64_t RowOf(const std::string& digits) {
  std::int64_t row = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), row);
  return end.ec == std::errc{} && end.ptr == digits.data() + digits.size() && row > 0 ? row : 0;
}

ButtonValue ReadValue(const json& value) {
  ButtonValue button{RowOf(TextAt(value, "row")),
                     TextAt(value, "thread"),
                     TextAt(value, "value"),
                     base::CleanUtf8(TextAt(value, "label")),
                     {}};
  if (!button.thread.empty() && !IsId(button.thread)) button.thread.clear();
  const auto fields = value.find("fields");
  if (fields == value.end() || !fields->is_array()) return button;
  for (const json& field : *fields)
    if (field.is_string() && button.fields.size() < kMaxFields) button.fields.push_back(field.get<std::string>());
  return button;
}

// Several options as "a,b".
std::string AnswerIn(const json& value) {
  std::string answer;
  if (value.is_string()) answer = value.get<std::string>();
  if (value.is_boolean()) answer = value.get<bool>() ? "yes" : "no";
  if (value.is_number_integer()) answer = std::to_string(value.get<std::int64_t>());
  if (value.is_array())
    for (const json& one : value)
      if (one.is_string() && answer.size() < kMaxAnswer) answer += (answer.empty() ? "" : ",") + one.get<std::string>();
  return answer.size() > kMaxAnswer ? std::string() : answer;
}

std::vector<base::Fact> FilledIn(const json& values, const std::vector<std::string>& fields) {
  std::vector<base::Fact> filled;
  for (const std::string& field : fields) {
    const auto value = values.find(field);
    filled.push_back({field, {}, value == values.end() ? std::string() : AnswerIn(*value)});
  }
  return filled;
}

json Toast(const char* type, const char* zh, const char* en) {
  return {{"toast", {{"type", type}, {"content", zh}, {"i18n", {{"zh_cn", zh}, {"en_us", en}}}}}};
}

}  // namespace

json ToJson(const ButtonValue& value) {
  json out = {{"row", std::to_string(value.row)}, {"value", value.value}, {"label", value.label}};
  if (!value.thread.empty()) out["thread"] = value.thread;
  if (!value.fields.empty()) out["fields"] = value.fields;
  return out;
}

std::optional<Click> ClickIn(std::string_view body) {
  const auto envelope = base::ParseJson(body, kMaxCallback);
  if (!envelope || !envelope->is_object()) return std::nullopt;
  const json& header = MemberOf(*envelope, "header");
  if (TextAt(header, "event_type") != kClickEvent) return std::nullopt;
  const json& event = MemberOf(*envelope, "event");
  const json& action = MemberOf(event, "action");
  const json& context = MemberOf(event, "context");
  Click click;
  click.id = TextAt(header, "event_id");
  click.user = OpenIdOf(MemberOf(event, "operator"));
  click.chat = TextAt(context, "open_chat_id");
  click.message = TextAt(context, "open_message_id");
  click.button = ReadValue(MemberOf(action, "value"));
  click.is_form = !click.button.fields.empty();
  if (click.is_form) click.filled = FilledIn(MemberOf(action, "form_value"), click.button.fields);
  // What was chosen in a list is the list's value.
  if (const std::string option = TextAt(action, "option"); !option.empty() && !click.is_form) {
    click.button.value = option;
    click.button.label.clear();
  }
  const bool means = click.is_form || (!click.button.value.empty() && click.button.value.size() <= kMaxValue);
  if (!means || !IsId(click.id) || !IsId(click.user) || !IsId(click.chat)) return std::nullopt;
  return click;
}

base::EventBody BodyOf(const Click& click) {
  if (click.is_form) return base::FilledForm{click.filled};
  return base::Pressed{click.button.value, click.button.label, click.button.row};
}

bool WaitsForCard(const Click& click) {
  return !click.is_form && click.button.row != 0 && !click.button.value.starts_with(kOfTheDesk);
}

json ToastFor(const Click& click, const base::Status& outcome) {
  if (!outcome)
    return Toast("error", "系统繁忙，请稍后再点一次", "That did not go through. Please try again in a moment.");
  if (click.is_form) return Toast("success", "已提交", "Sent");
  return json::object();
}

}  // namespace frontdesk::adapters::feishu
