#include "adapters/wecom/media.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_crypt.h"
#include "adapters/common/wx_media.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/error_code.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kLeast = 6;  // bytes: WeCom takes more than five
constexpr std::size_t kMostPicture = 10 << 20;
constexpr std::size_t kMostVoice = 2 << 20;
constexpr std::size_t kMostFile = 20 << 20;
constexpr std::size_t kMaxUrl = 2048;

// Where Tencent's platforms keep files that members send to a robot.
constexpr std::string_view kStorage[] = {".myqcloud.com", ".weixin.qq.com", ".qpic.cn"};

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

std::string RemoteText(const base::FileRef& file, std::string_view key) {
  const auto remote = base::ParseJson(file.remote);
  return remote && remote->is_object() ? base::TextAt(*remote, key) : std::string();
}

}  // namespace

std::string_view MediaTypeOf(const base::FileRef& file) {
  if (file.type == "image/png" || file.type == "image/jpeg") return "image";
  if (file.type == "video/mp4") return "video";
  if (file.type == "audio/amr") return "voice";
  return "file";
}

base::Result<Call> UploadCall(std::string url, std::string_view type, const base::FileRef& file, std::string_view bytes,
                              Env env) {
  const std::size_t most = type == "file" ? kMostFile : type == "voice" ? kMostVoice : kMostPicture;
  if (bytes.size() > most) {
    return Fail(ErrorCode::kTooLarge,
                "WeCom takes no more than " + std::to_string(most >> 20) + " MB of this kind: " + file.name);
  }
  if (bytes.size() < kLeast) return Fail(ErrorCode::kInvalid, "WeCom takes no file this small: " + file.name);
  return common::WxUploadCall(std::move(url) + "&type=" + std::string(type), file, bytes, env);
}

std::string RemoteOfUrl(std::string_view url) { return base::DumpJson({{"url", std::string(url)}}); }

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) {
    if (!common::IsWxFailure(answers.back())) return answers.back().body;
    TRY_STATUS(ProblemOf(answers.back()));
  }
  const std::string id = common::WxMediaIdIn(file);
  if (id.empty()) return Fail(ErrorCode::kForbidden, "The file is not a medium of this account.");
  return common::WxFetchCall(ApiUrlWithToken(env, "media/get?media_id=" + base::PercentEncode(id)));
}

base::Result<std::variant<Call, std::string>> RobotFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) {
    TRY(const std::string key, common::WxKey(env.settings.SecretOf("aes_key").Reveal()));
    auto bytes = common::WxDecryptFile(key, answers.back().body);
    if (!bytes) return Fail(ErrorCode::kInvalid, "the file cannot be decrypted: " + bytes.error().message);
    return std::move(*bytes);
  }
  const std::string url = RemoteText(file, "url");
  const std::string host = HostOf(url);
  if (host.empty() || !IsStorage(host, env.settings))
    return Fail(ErrorCode::kForbidden, "The file is not on a media host of this account.");
  return common::WxFetchCall(url);
}

}  // namespace frontdesk::adapters::wecom
