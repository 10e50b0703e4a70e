#include "adapters/easemob/message_body.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::EventBody;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxFields = 16;  // of a card; the platform allows no more
constexpr std::size_t kMaxKind = 32;
constexpr std::size_t kMaxFileName = 120;

// Control actions of ours; clients send other commands for typing marks and the like.
constexpr std::string_view kGiveContext = "frontdesk.context";
constexpr std::string_view kOpen = "frontdesk.open";

std::optional<EventBody> SaidOf(std::string text) {
  text = base::CleanUtf8(text);
  if (base::Trim(text).empty()) return std::nullopt;
  return base::Said{std::move(text)};
}

// A forwarded part of a chat: its text is a note for old clients, its summary is what the user means.
std::optional<EventBody> ForwardedOf(const json& body) {
  std::string text = TextAt(body, "title");
  const std::string summary = TextAt(body, "summary");
  if (!text.empty() && !summary.empty()) text += '\n';
  return SaidOf(text + summary);
}

// The last part of a path, without what a file system or a screen could take amiss.
std::string FileName(const json& body, std::string_view kind) {
  std::string name = base::CleanUtf8(TextAt(body, "filename"));
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  for (char& c : name)
    if (c == '\n' || c == '\t') c = ' ';
  return name.empty() ? std::string(kind) : base::Shorten(name, kMaxFileName);
}

std::optional<EventBody> FileOf(const json& body, std::string_view kind) {
  const std::string url = TextAt(body, "url");
  if (url.empty()) return std::nullopt;
  json remote = {{"url", url}};
  if (std::string secret = TextAt(body, "secret"); !secret.empty()) remote["secret"] = std::move(secret);
  base::FileRef file;
  file.name = FileName(body, kind);
  file.size = std::max(0LL, base::IntAt(body, "file_length"));
  file.remote = base::DumpJson(remote);
  return base::SentFiles{{std::move(file)}, {}, kind == "audio"};
}

// As the client wrote it, number or text.
std::string Coordinate(const json& body, std::string_view key) {
  const auto it = body.find(key);
  if (it == body.end()) return {};
  return it->is_number() ? it->dump() : TextAt(body, key);
}

std::optional<EventBody> PlaceOf(const json& body) {
  std::string text = TextAt(body, "addr");
  const std::string lat = Coordinate(body, "lat"), lng = Coordinate(body, "lng");
  if (!lat.empty() && !lng.empty()) {
    if (!text.empty()) text += ' ';
    text.append("(").append(lat).append(", ").append(lng).append(")");
  }
  return SaidOf(std::move(text));
}

void AddField(const std::string& key, const json& value, std::string& text) {
  if (!value.is_primitive() || value.is_null()) return;
  text += '\n';
  text.append(key).append(": ").append(value.is_string() ? value.get<std::string>() : value.dump());
}

// v2:customExts is an object; the older customExts is a list of objects.
std::optional<EventBody> CardOf(const json& body) {
  std::string text = "(" + base::Shorten(TextAt(body, "customEvent", "custom"), kMaxKind) + ")";
  std::size_t fields = 0;
  for (const auto& [key, value] : ObjectAt(body, "v2:customExts").items())
    if (++fields <= kMaxFields) AddField(key, value, text);
  const auto list = body.find("customExts");
  if (fields > 0 || list == body.end() || !list->is_array()) return SaidOf(std::move(text));
  for (const json& entry : *list) {
    if (!entry.is_object()) continue;
    for (const auto& [key, value] : entry.items())
      if (++fields <= kMaxFields) AddField(key, value, text);
  }
  return SaidOf(std::move(text));
}

std::optional<EventBody> CommandOf(const json& body, const json& ext) {
  const std::string action = TextAt(body, "action", TextAt(body, "msg"));
  if (action == kOpen) return base::Opened{};
  std::string context = ContextOf(ext);
  if (action != kGiveContext || context.empty()) return std::nullopt;
  return base::GaveContext{std::move(context)};
}

std::optional<EventBody> UnknownOf(const json& body, const std::string& kind) {
  if (auto said = SaidOf(TextAt(body, "msg"))) return said;
  if (kind.empty()) return std::nullopt;
  return base::Said{"(" + base::Shorten(base::CleanUtf8(kind), kMaxKind) + ")"};
}

}  // namespace

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

const json& BodyOf(const json& payload) {
  static const json kEmpty = json::object();
  const auto it = payload.find("bodies");
  const bool has = it != payload.end() && it->is_array() && !it->empty() && it->front().is_object();
  return has ? it->front() : kEmpty;
}

std::optional<EventBody> EventBodyOf(const json& payload) {
  const json& body = BodyOf(payload);
  const json& ext = ObjectAt(payload, "ext");
  const std::string kind = TextAt(body, "type");
  if (std::string choice = ChoiceOf(ext); !choice.empty()) {
    return base::Pressed{std::move(choice), TextAt(body, "msg")};
  }
  if (kind == "txt" && TextAt(body, "subType") == "sub_combine") return ForwardedOf(body);
  if (kind == "txt") return SaidOf(TextAt(body, "msg"));
  if (kind == "img") return FileOf(body, "image");
  if (kind == "audio" || kind == "video" || kind == "file") return FileOf(body, kind);
  if (kind == "loc") return PlaceOf(body);
  if (kind == "custom") return CardOf(body);
  if (kind == "cmd") return CommandOf(body, ext);
  return UnknownOf(body, kind);
}

std::string ContextOf(const json& ext) {
  const json& context = ObjectAt(ext, "frontdesk");
  if (context.empty()) return {};
  std::string text = base::DumpJson(context);
  return text.size() <= kMaxContext ? text : std::string();
}

std::string ChoiceOf(const json& ext) {
  std::string choice = TextAt(ObjectAt(ext, "bot"), "choice");
  if (choice.empty()) choice = TextAt(ObjectAt(ObjectAt(ext, "msgtype"), "choice"), "menuid");
  return choice.size() <= kMaxChoice ? choice : std::string();
}

}  // namespace frontdesk::adapters::easemob
