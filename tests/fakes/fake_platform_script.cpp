#include "tests/fakes/fake_platform_script.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/yaml.h"

namespace frontdesk::fakes {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;
using nlohmann::json;

json ScalarJson(const YamlNode& node) {
  if (node.quoted) return node.scalar;
  if (const auto whole = base::AsInt(node)) return *whole;
  if (const auto number = base::AsNumber(node)) return *number;
  if (node.scalar == "true" || node.scalar == "false") return node.scalar == "true";
  return node.scalar;
}

json ToJsonValue(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull: return nullptr;
    case YamlNode::Kind::kScalar: return ScalarJson(node);
    case YamlNode::Kind::kList: {
      json list = json::array();
      for (const YamlNode& item : node.items) list.push_back(ToJsonValue(item));
      return list;
    }
    case YamlNode::Kind::kMap: {
      json object = json::object();
      for (const YamlNode::Entry& entry : node.entries) object[entry.key] = ToJsonValue(entry.value);
      return object;
    }
  }
  return nullptr;
}

std::map<std::string, std::string> ReadTexts(Fields& fields, std::string_view key) {
  std::map<std::string, std::string> texts;
  if (const YamlNode* node = fields.Get(key))
    for (const YamlNode::Entry& entry : node->entries) texts[entry.key] = entry.value.scalar;
  return texts;
}

ScriptedAnswer ReadAnswer(const YamlNode& node, ScriptedAnswer answer, Findings& findings) {
  Fields fields(node, "an answer", findings);
  answer.status = static_cast<int>(fields.Int("status", answer.status, 100, 599));
  for (auto& [name, value] : ReadTexts(fields, "headers")) answer.headers.emplace_back(name, value);
  if (const YamlNode* body = fields.Get("body")) {
    answer.json = true;
    answer.body = base::DumpJson(ToJsonValue(*body));
  }
  if (fields.Has("text")) {
    answer.json = false;
    answer.body = fields.Text("text");
  }
  fields.Finish();
  return answer;
}

DeliveryRule ReadDelivery(const YamlNode& node, Findings& findings) {
  Fields fields(node, "'delivers'", findings);
  DeliveryRule rule;
  rule.to = fields.RequiredText("to");
  rule.text = fields.RequiredText("text");
  rule.client_id = fields.Text("client_id");
  rule.deduplicates = fields.Bool("deduplicates", false);
  fields.Finish();
  return rule;
}

Route ReadRoute(const YamlNode& node, Findings& findings) {
  Fields fields(node, "a route", findings);
  Route route;
  route.path = fields.RequiredText("path");
  route.name = fields.Text("name", route.path);
  route.method = fields.Text("method");
  route.when = ReadTexts(fields, "when");
  const std::string who = fields.OneOf("authorization", {"open", "bearer", "issued"}, "open");
  if (who == "bearer") route.authorization = Route::Authorization::kAnyBearer;
  if (who == "issued") route.authorization = Route::Authorization::kIssuedBearer;
  if (const YamlNode* delivers = fields.Get("delivers")) route.delivers = ReadDelivery(*delivers, findings);
  if (const YamlNode* answer = fields.Get("answer")) route.answer = ReadAnswer(*answer, route.answer, findings);
  if (const YamlNode* answer = fields.Get("refusal")) route.refusal = ReadAnswer(*answer, route.refusal, findings);
  fields.Finish();
  return route;
}

std::vector<std::string> ReadFrames(Fields& fields, std::string_view key) {
  std::vector<std::string> frames;
  if (const YamlNode* list = fields.Get(key))
    for (const YamlNode& frame : list->items)
      frames.push_back(frame.IsScalar() ? frame.scalar : base::DumpJson(ToJsonValue(frame)));
  return frames;
}

SocketRoute ReadSocket(const YamlNode& node, Findings& findings) {
  Fields fields(node, "a socket", findings);
  SocketRoute socket;
  socket.path = fields.RequiredText("path");
  socket.name = fields.Text("name", socket.path);
  socket.hello = ReadFrames(fields, "hello");
  if (const YamlNode* replies = fields.Get("replies")) {
    for (const YamlNode& item : replies->items) {
      Fields reply(item, "a reply", findings);
      SocketRoute::Reply read;
      read.when = ReadTexts(reply, "when");
      read.send = ReadFrames(reply, "send");
      reply.Finish();
      socket.replies.push_back(std::move(read));
    }
  }
  fields.Finish();
  return socket;
}

std::string_view TakeSegment(std::string_view& rest) {
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
  return segment;
}

}  // namespace

base::Result<Script> ReadScript(std::string_view text, const std::string& path) {
  Findings findings;
  Script script;
  if (const auto root = base::ParseYaml(path, text, findings)) {
    Fields fields(*root, "the script", findings);
    script.name = fields.Text("platform", "fake");
    for (const auto& [name, start] : ReadTexts(fields, "counters")) script.counters[name] = std::stoll(start);
    if (const YamlNode* routes = fields.Get("routes"))
      for (const YamlNode& route : routes->items) script.routes.push_back(ReadRoute(route, findings));
    if (const YamlNode* sockets = fields.Get("sockets"))
      for (const YamlNode& socket : sockets->items) script.sockets.push_back(ReadSocket(socket, findings));
    fields.Finish();
  }
  if (!findings.HasErrors()) return script;
  std::string mistakes;
  for (const base::Finding& finding : findings.Sorted()) mistakes += ToString(finding) + "\n";
  return base::Fail(base::ErrorCode::kInvalid, mistakes, path);
}

std::optional<std::map<std::string, std::string>> MatchPath(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string> names;
  while (!pattern.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    if (wanted.size() > 3 && wanted.starts_with('{') && wanted.ends_with("*}")) {
      names[std::string(wanted.substr(1, wanted.size() - 3))] = path;
      return names;
    }
    if (path.empty() && !wanted.empty()) return std::nullopt;
    const std::string_view got = TakeSegment(path);
    if (wanted.size() > 2 && wanted.starts_with('{') && wanted.ends_with('}')) {
      if (got.empty()) return std::nullopt;
      names[std::string(wanted.substr(1, wanted.size() - 2))] = got;
    } else if (wanted != got) {
      return std::nullopt;
    }
  }
  if (!path.empty()) return std::nullopt;
  return names;
}

}  // namespace frontdesk::fakes
