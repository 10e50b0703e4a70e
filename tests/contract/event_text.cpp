#include "tests/contract/event_text.h"

#include <nlohmann/json.hpp>

namespace frontdesk::contract {

namespace {

using nlohmann::json;

// JSON when it is, else the text itself.
json Read(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() || !value.is_structured() ? json(text) : value;
}

json Without(json object) {
  for (auto it = object.begin(); it != object.end();) {
    const bool empty = it->is_null() || *it == json("") || *it == json(false) || (it->is_structured() && it->empty());
    it = empty && it.key() != "elsewhere" ? object.erase(it) : std::next(it);
  }
  return object;
}

struct BodyJson {
  json operator()(const base::Said& said) const { return {{"kind", "said"}, {"text", said.text}}; }
  json operator()(const base::Pressed& pressed) const {
    json value = {{"kind", "pressed"}, {"value", pressed.value}, {"label", pressed.label}};
    if (pressed.row != 0) value["row"] = pressed.row;
    return value;
  }
  json operator()(const base::SentFiles& sent) const {
    json files = json::array();
    for (const base::FileRef& file : sent.files) {
      json one = Without({{"id", file.id}, {"name", file.name}, {"type", file.type}, {"remote", Read(file.remote)}});
      if (file.size != 0) one["size"] = file.size;
      files.push_back(one);
    }
    return {{"kind", "files"}, {"files", files}, {"text", sent.caption}, {"voice", sent.voice}};
  }
  json operator()(const base::FilledForm& filled) const {
    json values = json::object();
    for (const base::Fact& field : filled.values) values[field.key] = field.value;
    return {{"kind", "form"}, {"values", values}};
  }
  json operator()(const base::GaveContext& gave) const { return {{"kind", "context"}, {"context", Read(gave.json)}}; }
  json operator()(const base::Opened&) const { return {{"kind", "opened"}}; }
  json operator()(const base::Edited& edited) const {
    return {{"kind", "edited"}, {"message", edited.message}, {"text", edited.text}};
  }
  json operator()(const base::Deleted& deleted) const { return {{"kind", "deleted"}, {"message", deleted.message}}; }
  json operator()(const base::Reacted& reacted) const {
    return {
        {"kind", "reacted"}, {"message", reacted.message}, {"sign", reacted.sign}, {"taken_back", reacted.taken_back}};
  }
  json operator()(const base::DeskMoved& moved) const {
    return {{"kind", "desk"}, {"elsewhere", moved.elsewhere}, {"desk", moved.desk}, {"agent", moved.agent}};
  }
  json operator()(const base::Posted& posted) const {
    json facts = json::array();
    for (const base::Fact& fact : posted.facts)
      facts.push_back({{"key", fact.key}, {"label", fact.label}, {"value", fact.value}});
    return {{"kind", "posted"},  {"source", posted.source}, {"title", posted.title},    {"text", posted.text},
            {"url", posted.url}, {"facts", facts},          {"receipt", posted.receipt}};
  }
  // Adapters make no other kinds.
  template <typename Other>
  json operator()(const Other&) const {
    return {{"kind", "not for an adapter to make"}};
  }
};

}  // namespace

json EventJson(const base::Event& event) {
  json value = std::visit(BodyJson{}, event.body);
  value["id"] = event.id;
  value["channel"] = event.address.channel;
  value["thread"] = event.address.thread;
  value["author"] = event.author.id;
  value["name"] = event.author.name;
  value["locale"] = event.locale;
  value["verified"] = event.author.verified;
  value["bot"] = event.author.is_bot;
  value["only_in_talk"] = event.only_in_talk;
  if (!event.context.empty()) value["context"] = Read(event.context);
  return Without(std::move(value));
}

json OutcomeJson(const Entry& entry, const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kEvents: {
      json events = json::array();
      for (const base::Event& event : outcome.events) events.push_back(EventJson(event));
      return {{"events", events}};
    }
    case Outcome::Kind::kAnswer:
      return {{"answer", {{"status", outcome.answer.status}, {"body", outcome.answer.body}}}};
    case Outcome::Kind::kRefused: return {{"refused", AdapterOf(entry).capabilities().refusal_status}};
    case Outcome::Kind::kInvalid: return {{"invalid", outcome.error.code == base::ErrorCode::kTooLarge ? 413 : 400}};
  }
  return {};
}

json Expected(json file) {
  for (const char* key : {"at", "account", "comment"}) file.erase(key);
  if (!file.contains("events")) return file;
  for (json& event : file["events"]) {
    for (json& one : event.contains("files") ? event["files"] : json::array()) {
      if (one.contains("remote") && one["remote"].is_string()) one["remote"] = Read(one["remote"].get<std::string>());
      one = Without(std::move(one));
    }
    event = Without(std::move(event));
  }
  return file;
}

}  // namespace frontdesk::contract
