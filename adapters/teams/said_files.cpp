#include "adapters/teams/said_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::string_view kDownload = "application/vnd.microsoft.teams.file.download.info";
constexpr std::size_t kMaxFileName = 120;  // graphemes
constexpr std::size_t kMaxUrl = 4'000;

std::string CleanName(const std::string& told, std::string_view fallback) {
  std::string name = base::CleanUtf8(told);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return name.empty() ? std::string(fallback) : base::Shorten(name, kMaxFileName);
}

std::optional<base::FileRef> FileOf(const json& attachment) {
  const std::string type = base::AsciiLower(TextAt(attachment, "contentType"));
  base::FileRef file;
  if (type == kDownload) {
    const std::string url = TextAt(ObjectAt(attachment, "content"), "downloadUrl");
    file.name = CleanName(TextAt(attachment, "name"), "file");
    file.remote = base::DumpJson({{"url", url}});
    return url.empty() || url.size() > kMaxUrl ? std::nullopt : std::optional(file);
  }
  if (!type.starts_with("image/")) return std::nullopt;
  const std::string url = TextAt(attachment, "contentUrl");
  file.name = CleanName(TextAt(attachment, "name"), "image");
  if (type != "image/*") file.type = type;
  file.remote = base::DumpJson({{"url", url}, {"bearer", true}});
  return url.empty() || url.size() > kMaxUrl ? std::nullopt : std::optional(file);
}

}  // namespace

std::optional<base::EventBody> SaidWith(const json& activity, std::string text) {
  base::SentFiles sent;
  for (const json& attachment : ListAt(activity, "attachments")) {
    if (!attachment.is_object() || sent.files.size() >= kMaxFiles) continue;
    if (auto file = FileOf(attachment)) sent.files.push_back(std::move(*file));
  }
  const bool empty = base::Trim(text).empty();
  if (sent.files.empty() && empty) return std::nullopt;
  if (sent.files.empty()) return base::Said{std::move(text)};
  sent.caption = empty ? std::string() : std::move(text);
  return sent;
}

bool IsDriveUrl(std::string_view url) {
  constexpr std::string_view kHttps = "https://";
  if (!url.starts_with(kHttps)) return false;
  url.remove_prefix(kHttps.size());
  const std::string host = base::AsciiLower(url.substr(0, url.find_first_of("/?#\\")));
  if (host.find_first_of("@:") != std::string::npos) return false;
  return host.ends_with(".sharepoint.com") || host.ends_with(".sharepoint.us") || host.ends_with(".sharepoint-mil.us");
}

base::Result<std::variant<Call, std::string>> SaidFiles::Next(const base::FileRef& file,
                                                              std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) return answers.front().body;
  const auto remote = base::ParseJson(file.remote);
  if (!remote || !remote->is_object()) return Fail(ErrorCode::kForbidden, "The file is no file of a message.");
  const std::string url = TextAt(*remote, "url");
  Call call;
  call.method = "GET";
  call.delivers = false;
  if (!base::BoolAt(*remote, "bearer")) {
    if (!IsDriveUrl(url)) return Fail(ErrorCode::kForbidden, "The file is not on a host of Teams.");
    call.url = Called(env.settings, url);
    return call;
  }
  if (!IsServiceUrl(env.settings, url)) return Fail(ErrorCode::kForbidden, "The picture is not on a host of Teams.");
  call.url = Called(env.settings, url);
  if (!IsEmulated(env.settings)) call.headers = {{"Authorization", "Bearer " + std::string(env.token)}};
  return call;
}

}  // namespace frontdesk::adapters::teams
