#include "adapters/easemob/media_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/easemob/rest_call.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::Fail;

constexpr std::size_t kMaxFileId = 64;
constexpr std::size_t kMaxSecret = 128;

bool IsWord(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

// "https://a1.easemob.com" of an address, in lower case.
std::string OriginOf(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return base::AsciiLower(url.substr(0, url.find('/', scheme + 3)));
}

bool IsMediaOrigin(const std::string& origin, const Settings& settings) {
  if (origin == OriginOf(settings.Text("api_base"))) return true;
  const auto& hosts = settings.List("media_hosts");
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& host) { return origin == "https://" + base::AsciiLower(host); });
}

// The file's id when the address is one of the app's files, else "".
std::string_view FileIdOf(std::string_view url, const std::string& origin, const Settings& settings) {
  const std::string folder = "/" + settings.Text("org") + "/" + settings.Text("app") + "/chatfiles/";
  const std::string_view path = url.substr(origin.size());
  if (base::AsciiLower(path.substr(0, folder.size())) != base::AsciiLower(folder)) return {};
  const std::string_view id = path.substr(folder.size());
  return IsFileId(id) ? id : std::string_view();
}

}  // namespace

bool IsFileId(std::string_view id) { return IsWord(id, kMaxFileId); }

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) return answers.front().body;
  const auto remote = base::ParseJson(file.remote);
  const std::string url = remote && remote->is_object() ? base::TextAt(*remote, "url") : std::string();
  const std::string origin = OriginOf(url);
  if (origin.empty() || !IsMediaOrigin(origin, env.settings) || FileIdOf(url, origin, env.settings).empty()) {
    return Fail(base::ErrorCode::kForbidden, "The file is not on a media host of this account.");
  }
  Call call;
  call.method = "GET";
  call.url = url;
  call.headers = {{"Authorization", "Bearer " + std::string(env.token)}, {"Accept", "application/octet-stream"}};
  const std::string secret = base::TextAt(*remote, "secret");
  if (IsWord(secret, kMaxSecret)) call.headers.emplace_back("share-secret", secret);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::easemob
