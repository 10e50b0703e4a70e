#include "adapters/slack/modal.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/slack/blocks.h"
#include "adapters/slack/wire.h"
#include "adapters/slack/words.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using base::FormField;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxInputs = 100;
constexpr std::size_t kMaxInputLabel = 2'000;
constexpr std::size_t kMaxPlaceholder = 150;
constexpr std::size_t kFewOptions = 10;  // that are all seen at once
constexpr std::size_t kMaxError = 300;
constexpr std::size_t kMaxAnswer = 16 << 10;  // bytes of one answer that is taken back
constexpr char kAnswer[] = "answer";          // action_id

bool HasMenu(const FormField& field) {
  return !field.options.empty() && field.options.size() <= kMaxOptions &&
         std::all_of(field.options.begin(), field.options.end(), [](const base::Button& option) {
           return !option.value.empty() && option.value.size() <= kMaxOptionValue;
         });
}

json Element(const FormField& field, const Words& words) {
  json element = {{"action_id", kAnswer}};
  const bool menu = HasMenu(field), few = field.options.size() <= kFewOptions;
  if (menu) element["options"] = OptionsJson(field.options);
  if (menu && field.input == "multi") {
    element["type"] = few ? "checkboxes" : "multi_static_select";
  } else if (menu) {
    element["type"] = few ? "radio_buttons" : "static_select";
  } else if (field.input == "date") {
    element["type"] = "datepicker";
  } else {
    element["type"] = "plain_text_input";
    element["multiline"] = field.input == "longtext" || field.input == "log";
  }
  if (menu && !few) element["placeholder"] = PlainText(words.choose, kMaxPlaceholder);
  return element;
}

// Options that no menu holds are named, so that one can be typed.
std::string HintOf(const FormField& field) {
  std::string hint = field.error;
  const auto add = [&hint](const std::string& line) {
    if (!line.empty()) hint += (hint.empty() ? "" : "\n") + line;
  };
  add(field.hint);
  if (!field.options.empty() && !HasMenu(field))
    for (const base::Button& option : field.options) add(option.label);
  return hint;
}

json InputBlock(const FormField& field, const Words& words) {
  json block = {{"type", "input"},
                {"block_id", field.name},
                {"label", PlainText(common::InertText(field.label), kMaxInputLabel)},
                {"element", Element(field, words)},
                {"optional", !field.required}};
  if (const std::string hint = HintOf(field); !hint.empty())
    block["hint"] = PlainText(common::InertText(hint), kMaxInputLabel);
  return block;
}

json ViewOf(const json& place, const base::Message* about) {
  const bool open = about != nullptr && CanShow(about->form);
  std::string asked;
  for (const FormField& field : open ? about->form : std::vector<FormField>()) asked += field.label + " ";
  if (about != nullptr && !open) asked = base::ToPlainText(about->text);
  const Words& words = WordsIn(base::GuessLocale(asked));
  json view = {{"type", "modal"},
               {"callback_id", kFormView},
               {"title", PlainText(words.title, kMaxTitle)},
               {"close", PlainText(words.cancel, kMaxTitle)},
               {"blocks", json::array()}};
  if (!open) {
    view["blocks"].push_back({{"type", "section"}, {"text", PlainText(words.too_late, kMaxSection)}});
    return view;
  }
  view["submit"] = PlainText(words.send, kMaxTitle);
  view["private_metadata"] = base::DumpJson(place);
  for (const FormField& field : about->form) view["blocks"].push_back(InputBlock(field, words));
  return view;
}

// By the kind of its element.
std::string AnswerIn(const json& element) {
  if (const json& one = ObjectAt(element, "selected_option"); !one.empty()) return TextAt(one, "value");
  std::string answer = TextAt(element, "value", TextAt(element, "selected_date"));
  for (const json& one : ListAt(element, "selected_options"))
    if (one.is_object()) answer += (answer.empty() ? "" : ",") + TextAt(one, "value");
  return answer.size() > kMaxAnswer ? std::string() : answer;
}

const json& ValuesOf(const json& view) { return ObjectAt(ObjectAt(view, "state"), "values"); }

}  // namespace

bool CanShow(const std::vector<FormField>& form) {
  return !form.empty() && form.size() <= kMaxInputs &&
         std::all_of(form.begin(), form.end(), [](const FormField& field) {
           return !field.name.empty() && field.name.size() <= kMaxId && !field.label.empty();
         });
}

std::string OpenWords(const std::string& trigger, const base::Address& address, const base::ReplyPath& path) {
  json words = {{"trigger", trigger}, {"channel", address.channel}};
  if (!address.thread.empty()) words["thread"] = address.thread;
  if (!path.words.empty()) words["path"] = path.words;
  return base::DumpJson(words);
}

base::Result<Call> OpenCall(std::string_view words, const base::Message* about, Env env) {
  TRY(json place, base::ParseJson(words));
  if (!place.is_object() || TextAt(place, "trigger").empty()) return Fail(ErrorCode::kInvalid, "no trigger of a form");
  const std::string trigger = TextAt(place, "trigger");
  place.erase("trigger");
  Call call = PostJson("views.open", {{"trigger_id", trigger}, {"view", ViewOf(place, about)}}, env);
  call.delivers = false;
  return call;
}

std::optional<FormPlace> OpenedFrom(const json& view, const Settings& settings) {
  const auto place = base::ParseJson(TextAt(view, "private_metadata"));
  if (!place || !place->is_object() || !IsId(TextAt(*place, "channel"))) return std::nullopt;
  return FormPlace{{settings.account, TextAt(*place, "channel"), TextAt(*place, "thread")}, {TextAt(*place, "path")}};
}

base::FilledForm FilledOf(const json& view) {
  base::FilledForm filled;
  for (const auto& [name, block] : ValuesOf(view).items())
    if (filled.values.size() < kMaxInputs) filled.values.push_back({name, {}, AnswerIn(ObjectAt(block, kAnswer))});
  return filled;
}

std::optional<std::string> ErrorsAnswer(const std::vector<FormField>& form, const json& view) {
  const json& values = ValuesOf(view);
  json errors = json::object();
  for (const FormField& field : form) {
    if (!values.contains(field.name)) return std::nullopt;
    if (!field.error.empty()) errors[field.name] = Fit(common::InertText(field.error), kMaxError);
  }
  if (errors.empty()) return std::nullopt;
  return base::DumpJson({{"response_action", "errors"}, {"errors", std::move(errors)}});
}

}  // namespace frontdesk::adapters::slack
