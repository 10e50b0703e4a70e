#include "adapters/wecom/media.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_crypt.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/error_code.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kBoundaryBytes = 16;
constexpr std::size_t kLeast = 6;  // bytes: WeCom takes more than five
constexpr std::size_t kMostPicture = 10 << 20;
constexpr std::size_t kMostFile = 20 << 20;
constexpr std::size_t kMaxMediaId = 256;
constexpr std::size_t kMaxUrl = 2048;

// Where Tencent's platforms keep files that members send to a robot.
constexpr std::string_view kStorage[] = {".myqcloud.com", ".weixin.qq.com", ".qpic.cn"};

bool IsMediaId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxMediaId && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

// What would end the quoted name, or the line, is replaced.
std::string QuotableName(std::string name) {
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return name.empty() ? "file" : name;
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

std::string RemoteText(const base::FileRef& file, std::string_view key) {
  const auto remote = base::ParseJson(file.remote);
  return remote && remote->is_object() ? base::TextAt(*remote, key) : std::string();
}

Call Fetch(std::string url) {
  Call call;
  call.method = "GET";
  call.url = std::move(url);
  call.delivers = false;
  return call;
}

// A failure is JSON in place of the bytes; a file has a name in its headers.
bool IsFailure(const HttpAnswer& answer) {
  return answer.Header("Content-Disposition").empty() && ReadAnswer(answer).code.value_or(0) != 0;
}

}  // namespace

std::string_view MediaTypeOf(const base::FileRef& file) {
  if (file.type == "image/png" || file.type == "image/jpeg") return "image";
  if (file.type == "video/mp4") return "video";
  return "file";
}

base::Result<Call> UploadCall(std::string url, std::string_view type, const base::FileRef& file, std::string_view bytes,
                              Env env) {
  const std::size_t most = type == "file" ? kMostFile : kMostPicture;
  if (bytes.size() > most) {
    return Fail(ErrorCode::kTooLarge,
                "WeCom takes no more than " + std::to_string(most >> 20) + " MB of this kind: " + file.name);
  }
  if (bytes.size() < kLeast) return Fail(ErrorCode::kInvalid, "WeCom takes no file this small: " + file.name);
  const std::string boundary = "frontdesk-" + base::HexEncode(env.random.substr(0, kBoundaryBytes));
  Call call;
  call.url = std::move(url) + "&type=" + std::string(type);
  call.headers = {{"Accept", "application/json"}, {"Content-Type", "multipart/form-data; boundary=" + boundary}};
  call.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" +
              QuotableName(file.name) + "\"; filelength=" + std::to_string(bytes.size()) +
              "\r\nContent-Type: application/octet-stream\r\n\r\n";
  call.body.append(bytes).append("\r\n--").append(boundary).append("--\r\n");
  call.delivers = false;
  return call;
}

base::Result<std::string> UploadedId(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  std::string id = body && body->is_object() ? base::TextAt(*body, "media_id") : std::string();
  if (!IsMediaId(id)) return Fail(ErrorCode::kUnavailable, "The upload's answer cannot be read.");
  return id;
}

std::string RemoteOfMedia(std::string_view media_id) { return base::DumpJson({{"media_id", std::string(media_id)}}); }

std::string RemoteOfUrl(std::string_view url) { return base::DumpJson({{"url", std::string(url)}}); }

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) {
    if (!IsFailure(answers.back())) return answers.back().body;
    TRY_STATUS(ProblemOf(answers.back()));
  }
  const std::string id = RemoteText(file, "media_id");
  if (!IsMediaId(id)) return Fail(ErrorCode::kForbidden, "The file is not a medium of this account.");
  return Fetch(ApiUrlWithToken(env, "media/get?media_id=" + base::PercentEncode(id)));
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
  return Fetch(url);
}

}  // namespace frontdesk::adapters::wecom
