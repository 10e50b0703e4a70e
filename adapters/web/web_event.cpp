#include "adapters/web/web_event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/web/visitor_cookie.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::web {

namespace {

using base::ErrorCode;
using base::EventBody;
using base::Fail;
using base::Result;
using nlohmann::json;

bool IsAsciiAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A member that must be text; absent counts as empty.
Result<std::string> TextOf(const json& value, const char* key, std::size_t most, const char* too_large) {
  const auto it = value.find(key);
  if (it == value.end() || it->is_null()) return std::string();
  if (!it->is_string()) return Fail(ErrorCode::kInvalid, std::string("'") + key + "' must be text.");
  const auto& text = it->get_ref<const std::string&>();
  if (text.size() > most) return Fail(ErrorCode::kTooLarge, too_large);
  return text;
}

Result<EventBody> SaidOf(const json& value) {
  TRY(std::string text, TextOf(value, "text", kMaxTextBytes, "A message may have at most 16 KiB of text."));
  if (base::Trim(text).empty()) return Fail(ErrorCode::kInvalid, "A message needs 'text'.");
  return base::Said{std::move(text)};
}

Result<EventBody> PressedOf(const json& value) {
  TRY(std::string pressed, TextOf(value, "value", kMaxButtonBytes, "'value' may have at most 1 KiB."));
  TRY(std::string label, TextOf(value, "label", kMaxButtonBytes, "'label' may have at most 1 KiB."));
  if (pressed.empty()) return Fail(ErrorCode::kInvalid, "A press needs the button's 'value'.");
  return base::Pressed{std::move(pressed), std::move(label)};
}

Result<EventBody> FilesOf(const json& value) {
  TRY(std::string caption, TextOf(value, "text", kMaxTextBytes, "A caption may have at most 16 KiB of text."));
  const auto it = value.find("files");
  if (it == value.end() || !it->is_array() || it->empty()) {
    return Fail(ErrorCode::kInvalid, "'files' must be a list of the ids that POST /files gave.");
  }
  if (it->size() > kMaxFilesAtOnce) return Fail(ErrorCode::kTooLarge, "At most 10 files can be sent at once.");
  base::SentFiles sent{{}, std::move(caption)};
  for (const json& id : *it) {
    if (!id.is_string() || !IsClientId(id.get_ref<const std::string&>())) {
      return Fail(ErrorCode::kInvalid, "'files' must be a list of the ids that POST /files gave.");
    }
    sent.files.push_back({id.get<std::string>(), {}, {}, 0});
  }
  return sent;
}

Result<EventBody> ContextOf(const json& value) {
  const auto it = value.find("context");
  if (it == value.end() || !it->is_object()) return Fail(ErrorCode::kInvalid, "'context' must be an object.");
  std::string text = base::DumpJson(*it);
  if (text.size() > kMaxContextBytes) return Fail(ErrorCode::kTooLarge, "The context may have at most 16 KiB.");
  return base::GaveContext{std::move(text)};
}

// One answer: text, or the values of several options.
Result<std::string> AnswerOf(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return Fail(ErrorCode::kInvalid, "An answer in 'values' must be text or a list of texts.");
  std::string joined;
  for (const json& part : value) {
    if (!part.is_string()) return Fail(ErrorCode::kInvalid, "An answer in 'values' must be text or a list of texts.");
    joined += (joined.empty() ? "" : ",") + part.get<std::string>();
  }
  return joined;
}

Result<EventBody> FormOf(const json& value) {
  const auto it = value.find("values");
  if (it == value.end() || !it->is_object() || it->empty()) {
    return Fail(ErrorCode::kInvalid, "'values' must be an object of answers by name.");
  }
  if (it->size() > kMaxFormFields) return Fail(ErrorCode::kTooLarge, "A form may have at most 50 answers.");
  base::FilledForm filled;
  std::size_t bytes = 0;
  for (const auto& [name, answer] : it->items()) {
    TRY(std::string text, AnswerOf(answer));
    bytes += name.size() + text.size();
    if (bytes > kMaxTextBytes) return Fail(ErrorCode::kTooLarge, "A form may have at most 16 KiB of text.");
    filled.values.push_back({name, {}, std::move(text)});
  }
  return filled;
}

Result<EventBody> BodyOf(const json& value) {
  const std::string type = base::TextAt(value, "type");
  if (type == "message") return SaidOf(value);
  if (type == "press") return PressedOf(value);
  if (type == "form") return FormOf(value);
  if (type == "open") return EventBody(base::Opened{});
  if (type == "files") return FilesOf(value);
  if (type == "context") return ContextOf(value);
  return Fail(ErrorCode::kInvalid, "'type' must be open, message, press, form, files or context.");
}

// A hint only, so what is not a language tag is left out.
std::string LocaleOf(const json& value) {
  std::string locale = base::TextAt(value, "locale");
  const bool fits = locale.size() <= kMaxLocaleBytes &&
                    std::all_of(locale.begin(), locale.end(), [](char c) { return c == '-' || IsAsciiAlnum(c); });
  return fits ? locale : std::string();
}

}  // namespace

bool IsClientId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxClientId &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Result<base::Event> EventFromBody(std::string_view body, std::string_view account, const std::string& visitor,
                                  base::TimePoint now) {
  TRY(const json value, base::ParseJson(body, kMaxEventBody));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "An event must be a JSON object.");
  const std::string id = base::TextAt(value, "id");
  if (!IsClientId(id)) return Fail(ErrorCode::kInvalid, "'id' must have 1 to 64 visible ASCII characters.");
  base::Event event;
  TRY(event.body, BodyOf(value));
  event.id = visitor + ":" + id;
  event.address = {std::string(account), visitor, {}};
  event.author = {visitor, VisitorName(visitor), false, false};
  event.locale = LocaleOf(value);
  event.at = now;
  return event;
}

}  // namespace frontdesk::adapters::web
