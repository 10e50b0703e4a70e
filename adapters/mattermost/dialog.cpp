#include "adapters/mattermost/dialog.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/mattermost/account.h"
#include "adapters/mattermost/press_token.h"
#include "adapters/mattermost/wire.h"
#include "adapters/mattermost/words.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::FormField;
using base::TextAt;
using nlohmann::json;

// Bytes, as the server counts them.
constexpr std::size_t kMaxFieldLabel = 24, kMaxFieldName = 300, kMaxHelp = 150, kMaxPlaceholder = 150;
constexpr int kMaxLine = 150, kMaxLines = 3'000;
constexpr std::size_t kMaxFields = 50;
constexpr std::size_t kFewOptions = 6;        // that are all seen at once
constexpr std::size_t kMaxAnswer = 16 << 10;  // bytes of one answer that is taken back

// What does not fit ends in "…".
std::string FitBytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::string out;
  for (const char32_t point : base::ToCodePoints(text)) {
    std::string more = out;
    base::AppendUtf8(point, more);
    if (more.size() > most - 3) break;
    out = std::move(more);
  }
  return out + "…";
}

bool HasMenu(const FormField& field) {
  return !field.options.empty() && field.options.size() <= kMaxOptions &&
         std::all_of(field.options.begin(), field.options.end(), [](const base::Button& option) {
           return !option.value.empty() && !option.label.empty() && option.value.find(',') == std::string::npos;
         });
}

// The whole question where the label is cut, what was wrong, the hint, and options that no menu holds.
std::string HelpOf(const FormField& field, bool whole_label) {
  std::string help = field.error;
  const auto add = [&help](const std::string& more) {
    if (!more.empty()) help += (help.empty() ? "" : " · ") + more;
  };
  if (!whole_label) add(field.label);
  add(field.hint);
  if (!HasMenu(field))
    for (const base::Button& option : field.options) add(option.label);
  return FitBytes(common::InertText(help), kMaxHelp);
}

json ElementOf(const FormField& field) {
  const std::string label = FitBytes(common::InertText(field.label), kMaxFieldLabel);
  json element = {{"name", field.name},
                  {"display_name", label},
                  {"help_text", HelpOf(field, label == field.label)},
                  {"optional", !field.required}};
  const bool menu = HasMenu(field), many = field.input == "multi";
  if (menu) {
    element["type"] = many || field.options.size() > kFewOptions ? "select" : "radio";
    if (many) element["multiselect"] = true;
    for (const base::Button& option : field.options)
      element["options"].push_back(
          {{"text", FitBytes(common::InertText(option.label), kMaxPlaceholder)}, {"value", option.value}});
    return element;
  }
  const bool lines = field.input == "longtext" || field.input == "log";
  element["type"] = lines ? "textarea" : "text";
  element["max_length"] = lines ? kMaxLines : kMaxLine;
  if (field.input == "date") element["placeholder"] = "YYYY-MM-DD";
  return element;
}

json DialogOf(const base::Message* about) {
  const bool open = about != nullptr && CanShow(about->form);
  std::string asked;
  for (const FormField& field : open ? about->form : std::vector<FormField>()) asked += field.label + " ";
  if (about != nullptr && !open) asked = base::ToPlainText(about->text);
  const Words& words = WordsIn(base::GuessLocale(asked));
  json dialog = {{"callback_id", "frontdesk"}, {"title", words.title}, {"elements", json::array()}};
  if (!open) {
    dialog["introduction_text"] = words.too_late;
    dialog["submit_label"] = words.understood;
    return dialog;
  }
  dialog["submit_label"] = words.send;
  for (const FormField& field : about->form) dialog["elements"].push_back(ElementOf(field));
  return dialog;
}

std::string AnswerIn(const json& value) {
  std::string answer;
  if (value.is_string()) answer = base::CleanUtf8(value.get<std::string>());
  if (value.is_boolean()) answer = value.get<bool>() ? "true" : "false";
  if (value.is_number_integer()) answer = std::to_string(value.get<long long>());
  for (const json& one : value.is_array() ? value : json::array())
    if (one.is_string()) answer += (answer.empty() ? "" : ",") + base::CleanUtf8(one.get<std::string>());
  return answer.size() > kMaxAnswer ? std::string() : answer;
}

}  // namespace

bool CanShow(const std::vector<FormField>& form) {
  return !form.empty() && form.size() <= kMaxFields &&
         std::all_of(form.begin(), form.end(), [](const FormField& field) {
           return !field.name.empty() && field.name.size() <= kMaxFieldName && !field.label.empty() &&
                  field.input != "file";
         });
}

std::string OpenWords(const std::string& trigger, const Place& place) {
  json words = {{"trigger", trigger}, {"channel", place.address.channel}};
  if (!place.address.thread.empty()) words["thread"] = place.address.thread;
  if (place.path) words["path"] = place.path->words;
  return base::DumpJson(words);
}

base::Result<Call> OpenCall(const Afterwards& asked, const base::Message* about, Env env) {
  TRY(const json words, base::ParseJson(asked.words));
  if (!words.is_object() || TextAt(words, "trigger").empty())
    return base::Fail(base::ErrorCode::kInvalid, "no trigger of a form");
  PressToken token;
  token.what = PressToken::What::kForm;
  token.row = asked.row;
  token.address = {env.settings.account, TextAt(words, "channel"), TextAt(words, "thread")};
  token.path = TextAt(words, "path");
  token.until = env.now + kPressable;
  json dialog = DialogOf(about);
  dialog["state"] = Seal(token, env.settings);
  dialog["notify_on_cancel"] = false;
  Call call = SendJson(
      "POST", "/actions/dialogs/open",
      {{"trigger_id", TextAt(words, "trigger")}, {"url", HookUrl(env.settings)}, {"dialog", std::move(dialog)}}, env);
  call.delivers = false;
  return call;
}

base::FilledForm FilledOf(const json& submission) {
  base::FilledForm filled;
  for (const auto& [name, value] : submission.items())
    if (filled.values.size() < kMaxFields) filled.values.push_back({base::CleanUtf8(name), {}, AnswerIn(value)});
  return filled;
}

std::optional<std::string> ErrorsAnswer(const std::vector<FormField>& form, const json& submission) {
  json errors = json::object();
  for (const FormField& field : form) {
    if (!submission.contains(field.name)) return std::nullopt;
    if (!field.error.empty()) errors[field.name] = common::InertText(field.error);
  }
  if (errors.empty()) return std::nullopt;
  return base::DumpJson({{"errors", std::move(errors)}});
}

}  // namespace frontdesk::adapters::mattermost
