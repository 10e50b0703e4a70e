#include "bot/core/event_json.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"

namespace frontdesk::core {

namespace {

using base::TextAt;
using nlohmann::json;

// Unlike elsewhere a parked event keeps where its files can be fetched.
json RemoteFilesJson(const std::vector<base::FileRef>& files) {
  json list = base::FilesJson(files);
  for (std::size_t i = 0; i < files.size(); ++i)
    if (!files[i].remote.empty()) list[i]["remote"] = files[i].remote;
  return list;
}

std::vector<base::FileRef> RemoteFilesAt(const json& value) {
  std::vector<base::FileRef> files = base::FilesAt(value, "files");
  for (std::size_t i = 0; i < files.size(); ++i) files[i].remote = TextAt(value["files"][i], "remote");
  return files;
}

struct BodyWriter {
  json operator()(const base::Said& b) const { return {{"type", "said"}, {"text", b.text}}; }
  json operator()(const base::Pressed& b) const {
    return {{"type", "pressed"}, {"value", b.value}, {"label", b.label}, {"row", b.row}};
  }
  json operator()(const base::SentFiles& b) const {
    return {{"type", "files"}, {"files", RemoteFilesJson(b.files)}, {"caption", b.caption}, {"voice", b.voice}};
  }
  json operator()(const base::GaveContext& b) const { return {{"type", "context"}, {"json", b.json}}; }
  json operator()(const base::Opened&) const { return {{"type", "opened"}}; }
  json operator()(const base::AgentActed& b) const {
    return {{"type", "agent"},    {"act", static_cast<int>(b.act)},
            {"agent", b.agent},   {"display", b.agent_display},
            {"text", b.text},     {"files", RemoteFilesJson(b.files)},
            {"ticket", b.ticket}, {"what", b.what},
            {"value", b.value},   {"said_in", {b.said_in.account, b.said_in.channel, b.said_in.thread}}};
  }
  json operator()(const base::Edited& b) const {
    return {{"type", "edited"}, {"message", b.message}, {"text", b.text}};
  }
  json operator()(const base::Deleted& b) const { return {{"type", "deleted"}, {"message", b.message}}; }
  json operator()(const base::Reacted& b) const {
    return {{"type", "reacted"}, {"message", b.message}, {"sign", b.sign}, {"taken_back", b.taken_back}};
  }
  json operator()(const base::DeskMoved& b) const {
    return {{"type", "desk"}, {"elsewhere", b.elsewhere}, {"desk", b.desk}, {"agent", b.agent}};
  }
  json operator()(const base::Posted& b) const {
    return {{"type", "posted"},    {"source", b.source}, {"title", b.title},
            {"text", b.text},      {"url", b.url},       {"facts", base::FactsJson(b.facts)},
            {"receipt", b.receipt}};
  }
  json operator()(const base::FilledForm& b) const { return {{"type", "form"}, {"values", base::FactsJson(b.values)}}; }
  json operator()(const base::LookedUp& b) const {
    return {{"type", "looked-up"}, {"lookup", b.lookup}, {"status", b.status}, {"body", b.body}};
  }
  json operator()(const base::Relayed& b) const { return {{"type", "relayed"}, {"kind", b.kind}, {"json", b.json}}; }
  json operator()(const base::TimerDue& b) const { return {{"type", "timer"}, {"timer", b.timer}, {"kind", b.kind}}; }
};

base::Address AddressAt(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_array() || it->size() != 3) return {};
  for (const json& part : *it)
    if (!part.is_string()) return {};
  return {(*it)[0].get<std::string>(), (*it)[1].get<std::string>(), (*it)[2].get<std::string>()};
}

base::Result<base::EventBody> BodyFrom(const json& value) {
  const std::string type = TextAt(value, "type");
  if (type == "said") return base::Said{TextAt(value, "text")};
  if (type == "pressed")
    return base::Pressed{TextAt(value, "value"), TextAt(value, "label"), base::IntAt(value, "row")};
  if (type == "files")
    return base::SentFiles{RemoteFilesAt(value), TextAt(value, "caption"), base::BoolAt(value, "voice")};
  if (type == "context") return base::GaveContext{TextAt(value, "json")};
  if (type == "opened") return base::Opened{};
  if (type == "timer") return base::TimerDue{base::IntAt(value, "timer"), TextAt(value, "kind")};
  if (type == "relayed") return base::Relayed{TextAt(value, "kind"), TextAt(value, "json")};
  if (type == "form") return base::FilledForm{base::FactsAt(value, "values")};
  if (type == "looked-up") {
    return base::LookedUp{base::IntAt(value, "lookup"), static_cast<int>(base::IntAt(value, "status")),
                          TextAt(value, "body")};
  }
  if (type == "edited") return base::Edited{TextAt(value, "message"), TextAt(value, "text")};
  if (type == "deleted") return base::Deleted{TextAt(value, "message")};
  if (type == "reacted")
    return base::Reacted{TextAt(value, "message"), TextAt(value, "sign"), base::BoolAt(value, "taken_back")};
  if (type == "desk") {
    return base::DeskMoved{base::BoolAt(value, "elsewhere"), TextAt(value, "desk"), TextAt(value, "agent")};
  }
  if (type == "posted") {
    return base::Posted{TextAt(value, "source"), TextAt(value, "title"),        TextAt(value, "text"),
                        TextAt(value, "url"),    base::FactsAt(value, "facts"), base::BoolAt(value, "receipt")};
  }
  if (type == "agent") {
    const auto act = base::IntAt(value, "act");
    if (act < 0 || act > static_cast<int>(base::AgentActed::Act::kUnlinkPerson)) {
      return base::Fail(base::ErrorCode::kInvalid, "unknown act of an agent");
    }
    return base::AgentActed{static_cast<base::AgentActed::Act>(act),
                            TextAt(value, "agent"),
                            TextAt(value, "display"),
                            TextAt(value, "text"),
                            RemoteFilesAt(value),
                            base::IntAt(value, "ticket"),
                            TextAt(value, "what"),
                            TextAt(value, "value"),
                            AddressAt(value, "said_in")};
  }
  return base::Fail(base::ErrorCode::kInvalid, "unknown kind of event '" + type + "'");
}

}  // namespace

json PathJson(const base::ReplyPath& path) {
  return {{"words", path.words}, {"until", base::ToMillis(path.until)}, {"messages", path.messages}};
}

base::ReplyPath PathAt(const json& object) {
  const auto it = object.find("path");
  if (it == object.end() || !it->is_object()) return {};
  return {TextAt(*it, "words"), base::FromMillis(base::IntAt(*it, "until")),
          static_cast<int>(base::IntAt(*it, "messages"))};
}

std::string ToJson(const base::Event& event) {
  json value = {{"id", event.id},
                {"account", event.address.account},
                {"channel", event.address.channel},
                {"thread", event.address.thread},
                {"author",
                 {{"id", event.author.id},
                  {"name", event.author.name},
                  {"bot", event.author.is_bot},
                  {"verified", event.author.verified},
                  {"user", event.author.user},
                  {"attributes", base::FactsJson(event.author.attributes)}}},
                {"locale", event.locale},
                {"at", base::ToMillis(event.at)},
                {"context", event.context},
                {"body", std::visit(BodyWriter{}, event.body)}};
  if (event.path) value["path"] = PathJson(*event.path);
  if (event.to_us) value["to_us"] = true;
  if (event.only_in_talk) value["only_in_talk"] = true;
  return base::DumpJson(value);
}

base::Result<base::Event> EventFromJson(std::string_view text) {
  TRY(const json value, base::ParseJson(text));
  if (!value.is_object() || !value.contains("body") || !value.contains("author")) {
    return base::Fail(base::ErrorCode::kInvalid, "not an event");
  }
  base::Event event;
  event.id = TextAt(value, "id");
  event.address = {TextAt(value, "account"), TextAt(value, "channel"), TextAt(value, "thread")};
  const json& author = value.at("author");
  event.author = {TextAt(author, "id"),        TextAt(author, "name"),
                  base::BoolAt(author, "bot"), base::BoolAt(author, "verified"),
                  TextAt(author, "user"),      base::FactsAt(author, "attributes")};
  event.locale = TextAt(value, "locale");
  event.at = base::FromMillis(base::IntAt(value, "at"));
  event.context = TextAt(value, "context");
  if (const auto path = value.find("path"); path != value.end() && path->is_object()) event.path = PathAt(value);
  event.to_us = base::BoolAt(value, "to_us");
  event.only_in_talk = base::BoolAt(value, "only_in_talk");
  TRY(event.body, BodyFrom(value.at("body")));
  return event;
}

}  // namespace frontdesk::core
