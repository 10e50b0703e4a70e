#include "adapters/matrix/said_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/matrix/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxFileName = 120;  // graphemes
constexpr std::string_view kScheme = "mxc://";
constexpr std::array<std::string_view, 4> kFileKinds = {"m.file", "m.image", "m.audio", "m.video"};

bool IsFile(const std::string& kind) {
  return std::find(kFileKinds.begin(), kFileKinds.end(), kind) != kFileKinds.end();
}

std::string CleanName(std::string_view given) {
  std::string name = base::CleanUtf8(given);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return name.empty() ? "file" : base::Shorten(name, kMaxFileName);
}

// "mxc://server/id" as both of its names; nothing for what is none.
std::optional<std::pair<std::string, std::string>> MediaOf(std::string_view url) {
  if (!url.starts_with(kScheme) || !IsPlain(url)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  const auto slash = url.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == url.size()) return std::nullopt;
  const std::string_view id = url.substr(slash + 1);
  if (id.find_first_of("/?#") != std::string_view::npos) return std::nullopt;
  return std::pair(std::string(url.substr(0, slash)), std::string(id));
}

base::SentFiles FileIn(const json& content, std::string text) {
  const json& info = ObjectAt(content, "info");
  const std::string named = TextAt(content, "filename");
  base::FileRef file;
  file.name = CleanName(named.empty() ? TextAt(content, "body") : named);
  file.type = base::CleanUtf8(TextAt(info, "mimetype"));
  file.size = std::max(0LL, base::IntAt(info, "size"));
  file.remote = TextAt(content, "url");
  base::SentFiles sent;
  // The body is a caption only where the file has a name of its own.
  if (!named.empty() && named != TextAt(content, "body")) sent.caption = std::move(text);
  sent.voice = content.contains("org.matrix.msc3245.voice");
  sent.files.push_back(std::move(file));
  return sent;
}

}  // namespace

std::optional<base::EventBody> SaidWith(const json& content, std::string text) {
  const std::string kind = TextAt(content, "msgtype");
  if (IsFile(kind) && MediaOf(TextAt(content, "url"))) return FileIn(content, std::move(text));
  const bool words = kind == "m.text" || kind == "m.emote" || kind == "m.location" || IsFile(kind);
  if (!words || text.empty()) return std::nullopt;
  if (kind == "m.location")
    if (const std::string place = base::CleanUtf8(TextAt(content, "geo_uri")); !place.empty()) text += " " + place;
  return base::Said{std::move(text)};
}

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  const auto media = MediaOf(file.remote);
  if (!media) return Fail(ErrorCode::kForbidden, "The file is not on a homeserver.");
  if (!answers.empty()) return answers.front().body;
  Call call =
      Ask("GET", "/_matrix/client/v1/media/download/" + Percent(media->first) + "/" + Percent(media->second), env);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::matrix
