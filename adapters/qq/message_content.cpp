#include "adapters/qq/message_content.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::qq {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxMentions = 50;
constexpr std::size_t kMaxFiles = 20;
constexpr std::size_t kMaxUrl = 4096;
constexpr std::size_t kMaxName = 100;  // graphemes

// Where Tencent keeps what people send.
constexpr std::string_view kStorage[] = {".qq.com", ".qq.com.cn", ".qpic.cn"};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; !from.empty() && (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

// The value of name="value" in a mark; "" without one.
std::string_view AttributeOf(std::string_view mark, std::string_view name) {
  const std::string key = std::string(name) + "=\"";
  const std::size_t begin = mark.find(key);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = mark.find('"', begin + key.size());
  return end == std::string_view::npos ? std::string_view() : mark.substr(begin + key.size(), end - begin - key.size());
}

// <faceType=1,faceId="13",ext="BASE64 of {"text":"呲牙"}">
std::string NameOfFace(std::string_view mark) {
  const auto bytes = base::Base64Decode(AttributeOf(mark, "ext"));
  const auto ext = bytes ? base::ParseJson(*bytes) : base::Result<json>(json());
  const std::string name = ext && ext->is_object() ? base::CleanUtf8(TextAt(*ext, "text")) : std::string();
  return name.empty() ? "[表情]" : "[表情: " + base::Shorten(name, kMaxName) + "]";
}

// Emoji of QQ's own, which come as marks.
std::string WithNamedFaces(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t begin = std::min(text.find("<faceType="), text.find("<emoji:"));
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('>', begin);
    if (end == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, begin)).append(NameOfFace(text.substr(begin, end - begin)));
    text.remove_prefix(end + 1);
  }
}

// The bot's own mention goes; others are by name.
void NameMentions(std::string& text, const json& d) {
  const auto mentions = d.find("mentions");
  if (mentions == d.end() || !mentions->is_array()) return;
  for (std::size_t i = 0; i < std::min(mentions->size(), kMaxMentions); ++i) {
    const json& one = (*mentions)[i];
    const std::string id = one.is_object() ? TextAt(one, "id") : std::string();
    if (id.empty()) continue;
    const std::string name = base::BoolAt(one, "bot") ? "" : "@" + base::CleanUtf8(TextAt(one, "username"));
    for (const char* open : {"<@!", "<@"}) ReplaceAll(text, open + id + ">", name);
  }
}

// The host of "https://host/path", in lower case; "" for any other address.
std::string HostOf(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme) || url.size() > kMaxUrl) return {};
  url.remove_prefix(kScheme.size());
  const std::string host = base::AsciiLower(url.substr(0, url.find_first_of("/?#")));
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-';
  });
  return plain ? host : std::string();
}

bool IsStorage(const std::string& host, const Settings& settings) {
  const auto& own = settings.List("media_hosts");
  return std::any_of(std::begin(kStorage), std::end(kStorage), [&](auto end) { return host.ends_with(end); }) ||
         std::any_of(own.begin(), own.end(), [&](const std::string& one) { return base::AsciiLower(one) == host; });
}

// Some are told without a scheme, or with the old one.
std::string SafeUrl(std::string url) {
  if (url.starts_with("http://")) return url.insert(4, "s");
  if (url.find("://") == std::string::npos && !url.empty()) return "https://" + url;
  return url;
}

}  // namespace

std::string WordsIn(const json& d, bool guild) {
  std::string text = base::CleanUtf8(TextAt(d, "content"));
  if (guild) NameMentions(text, d);
  text = WithNamedFaces(text);
  if (guild) {
    ReplaceAll(text, "&lt;", "<");
    ReplaceAll(text, "&gt;", ">");
    ReplaceAll(text, "&amp;", "&");
  }
  return text;
}

Attached FilesIn(const json& d) {
  Attached attached;
  const auto list = d.find("attachments");
  if (list == d.end() || !list->is_array()) return attached;
  bool voice = false;
  for (std::size_t i = 0; i < std::min(list->size(), kMaxFiles); ++i) {
    const json& one = (*list)[i];
    const std::string url = one.is_object() ? SafeUrl(TextAt(one, "url")) : std::string();
    if (url.empty() || url.size() > kMaxUrl) continue;
    const std::string type = TextAt(one, "content_type");
    const bool spoken = type == "voice" || type.starts_with("audio/");
    base::FileRef file;
    file.name = base::Shorten(base::CleanUtf8(TextAt(one, "filename")), kMaxName);
    if (file.name.empty()) file.name = spoken ? "voice.silk" : type.starts_with("image/") ? "image.jpg" : "file";
    file.remote = base::DumpJson({{"url", url}});
    voice = voice || spoken;
    attached.files.push_back(std::move(file));
  }
  attached.voice = voice && attached.files.size() == 1;
  return attached;
}

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) return answers.back().body;
  const auto remote = base::ParseJson(file.remote);
  const std::string url = remote && remote->is_object() ? TextAt(*remote, "url") : std::string();
  const std::string host = HostOf(url);
  if (host.empty() || !IsStorage(host, env.settings))
    return Fail(ErrorCode::kForbidden, "The file is not on a media host of QQ or of this account.");
  Call call;
  call.method = "GET";
  call.url = url;
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::qq
