#include "bot/core/effect.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/core/event_json.h"

namespace frontdesk::core {

using base::TextAt;

std::string FetchJson(const base::FileRef& file, store::Id keep_for) {
  nlohmann::json value = {{"effect", "fetch"}, {"id", file.id},     {"name", file.name},
                          {"type", file.type}, {"size", file.size}, {"remote", file.remote}};
  if (keep_for != 0) value["keep_for"] = keep_for;
  return base::DumpJson(value);
}

base::Result<base::FileRef> FetchFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "fetch") {
    return base::Fail(base::ErrorCode::kInvalid, "not a file to fetch");
  }
  return base::FileRef{TextAt(value, "id"), TextAt(value, "name"), TextAt(value, "type"), base::IntAt(value, "size"),
                       TextAt(value, "remote")};
}

store::Id KeptFor(std::string_view payload) {
  const auto value = base::ParseJson(payload);
  return value && value->is_object() ? base::IntAt(*value, "keep_for") : 0;
}

std::string LookupJson(const flows::LookupRequest& request) {
  nlohmann::json headers = nlohmann::json::array();
  for (const auto& [name, value] : request.headers) headers.push_back({{"name", name}, {"value", value}});
  return base::DumpJson({{"effect", "lookup"},
                         {"post", request.post},
                         {"url", request.url},
                         {"headers", std::move(headers)},
                         {"body", request.body},
                         {"timeout", request.timeout.count()},
                         {"max_size", request.max_size}});
}

base::Result<flows::LookupRequest> LookupFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "lookup") {
    return base::Fail(base::ErrorCode::kInvalid, "not a lookup");
  }
  flows::LookupRequest request;
  request.post = base::BoolAt(value, "post");
  request.url = TextAt(value, "url");
  if (const auto headers = value.find("headers"); headers != value.end() && headers->is_array()) {
    for (const nlohmann::json& header : *headers)
      request.headers.emplace_back(TextAt(header, "name"), TextAt(header, "value"));
  }
  request.body = TextAt(value, "body");
  request.timeout = base::Millis(base::IntAt(value, "timeout"));
  request.max_size = base::IntAt(value, "max_size");
  return request;
}

std::string UpdateJson(const MessageUpdate& update) {
  return base::DumpJson({{"effect", "update"},
                         {"row", update.row},
                         {"event", update.event_id},
                         {"message", update.message},
                         {"value", update.chosen.value},
                         {"label", update.chosen.label}});
}

base::Result<MessageUpdate> UpdateFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "update") {
    return base::Fail(base::ErrorCode::kInvalid, "nothing to update");
  }
  return MessageUpdate{base::IntAt(value, "row"),
                       TextAt(value, "event"),
                       TextAt(value, "message"),
                       {TextAt(value, "label"), TextAt(value, "value")}};
}

base::Result<base::Message> WithChoice(base::Message message, const base::Button& chosen) {
  const bool stays = message.kind == base::MessageKind::kGreeting || message.input == "multi" || !message.form.empty();
  if (stays || message.buttons.empty()) return base::Fail(base::ErrorCode::kNotFound, "its buttons stay");
  std::string label = chosen.label;
  for (const base::Button& button : message.buttons)
    if (button.value == chosen.value) label = button.label;
  message.buttons.clear();
  message.asks = false;
  base::Append(message.text, base::PlainRichText("✓ " + label));
  return message;
}

std::string ProfileJson(std::string_view user) {
  return base::DumpJson({{"effect", "profile"}, {"user", std::string(user)}});
}

base::Result<std::string> ProfileFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "profile") {
    return base::Fail(base::ErrorCode::kInvalid, "nobody to ask about");
  }
  return TextAt(value, "user");
}

std::string RelayJson(const Relay& relay) {
  nlohmann::json value = {{"effect", "relay"}, {"conversation", relay.conversation}, {"event", ToJson(relay.event)}};
  if (relay.watch != 0) value["watch"] = relay.watch;
  return base::DumpJson(value);
}

base::Result<Relay> RelayFromJson(std::string_view payload) {
  TRY(const nlohmann::json value, base::ParseJson(payload));
  if (!value.is_object() || TextAt(value, "effect") != "relay") {
    return base::Fail(base::ErrorCode::kInvalid, "nothing to relay");
  }
  Relay relay;
  relay.conversation = base::IntAt(value, "conversation");
  relay.watch = base::IntAt(value, "watch");
  TRY(relay.event, EventFromJson(TextAt(value, "event")));
  return relay;
}

std::string RelayEventId(store::Id row) { return "relay:" + std::to_string(row); }

base::Status TellDelivery(Relay& relay, store::Store& store) {
  auto* news = std::get_if<base::Relayed>(&relay.event.body);
  if (relay.watch == 0 || news == nullptr) return {};
  TRY(const store::TranscriptRow row, store.LoadTranscriptRow(relay.watch));
  TRY(const std::string platform_id, store.PlatformIdOf(relay.watch));
  TRY(nlohmann::json told, base::ParseJson(news->json));
  told["delivery"] = store::ToString(row.delivery);
  told["platform_id"] = platform_id;
  news->json = base::DumpJson(told);
  relay.watch = 0;
  return {};
}

}  // namespace frontdesk::core
