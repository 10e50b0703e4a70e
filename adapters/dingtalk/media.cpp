#include "adapters/dingtalk/media.h"

#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/api_error.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;

constexpr std::size_t kBoundaryBytes = 16;
constexpr std::size_t kMaxAddress = 4'096;
constexpr std::size_t kMaxMediaId = 256;

Call AskForAddress(const std::string& code, Env env) {
  Call call;
  call.url = ApiUrl(env.settings, "/v1.0/robot/messageFiles/download");
  call.headers = {{"Content-Type", "application/json"}, {"x-acs-dingtalk-access-token", std::string(env.token)}};
  call.body = base::DumpJson({{"downloadCode", code}, {"robotCode", RobotCode(env.settings)}});
  call.delivers = false;
  return call;
}

// Stores of Alibaba Cloud are named with http:// at times, and answer https:// as well.
std::string Encrypted(std::string url, const Settings& settings) {
  constexpr std::string_view kOpen = "http://";
  if (url.starts_with(kOpen) && !IsMediaAddress(url, settings)) url.insert(4, "s");
  return url;
}

base::Result<Call> CallTo(const HttpAnswer& answer, Env env) {
  if (const auto error = ErrorIn(answer)) {
    const bool token = TroubleOf(*error) == Trouble::kToken;
    return Fail(token ? ErrorCode::kUnauthenticated : ErrorCode::kUnavailable, ReasonOf(answer));
  }
  const auto body = base::ParseJson(answer.body);
  std::string url = body && body->is_object() ? TextAt(*body, "downloadUrl") : std::string();
  if (url.empty() || url.size() > kMaxAddress) return Fail(ErrorCode::kUnavailable, "The file has no address yet.");
  url = Encrypted(std::move(url), env.settings);
  if (!IsMediaAddress(url, env.settings))
    return Fail(ErrorCode::kForbidden, "The file is not on a media host of this account.");
  Call call;
  call.method = "GET";
  call.url = std::move(url);  // signed for exactly these headers: none
  call.delivers = false;
  return call;
}

// What would end the quoted name, or the line, is replaced.
std::string QuotableName(std::string name) {
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return name.empty() ? "file" : name;
}

}  // namespace

base::Result<std::variant<Call, std::string>> ReceivedFiles::Next(const base::FileRef& file,
                                                                  std::span<const HttpAnswer> answers, Env env) const {
  if (answers.size() > 1) return answers.back().body;
  if (answers.size() == 1) {
    TRY(Call call, CallTo(answers.front(), env));
    return call;
  }
  const auto remote = base::ParseJson(file.remote);
  const std::string code = remote && remote->is_object() ? TextAt(*remote, "code") : std::string();
  if (code.empty()) return Fail(ErrorCode::kForbidden, "The file has no downloadCode.");
  return AskForAddress(code, env);
}

bool ReceivedFiles::RefusesToken(const HttpAnswer& answer) const {
  const auto error = ErrorIn(answer);
  return answer.status == 401 || (error && TroubleOf(*error) == Trouble::kToken);
}

bool IsPicture(const base::FileRef& file) {
  return file.type == "image/png" || file.type == "image/jpeg" || file.type == "image/gif";
}

base::Result<Call> UploadCall(const base::FileRef& file, std::string_view bytes, Env env) {
  if (bytes.size() > kMaxUpload)
    return Fail(ErrorCode::kTooLarge, "DingTalk takes files of at most 20 MB: " + file.name);
  const std::string boundary = "frontdesk-" + base::HexEncode(env.random.substr(0, kBoundaryBytes));
  Call call;
  call.url = OldApiUrl(env.settings, "/media/upload", env.token) + "&type=" + (IsPicture(file) ? "image" : "file");
  call.headers = {{"Content-Type", "multipart/form-data; boundary=" + boundary}};
  call.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" +
              QuotableName(file.name) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
  call.body.append(bytes).append("\r\n--").append(boundary).append("--\r\n");
  call.delivers = false;
  return call;
}

base::Result<std::string> MediaIdIn(const HttpAnswer& uploaded) {
  const auto body = base::ParseJson(uploaded.body);
  std::string id = body && body->is_object() ? TextAt(*body, "media_id") : std::string();
  if (id.empty() || id.size() > kMaxMediaId)
    return Fail(ErrorCode::kUnavailable, "The upload's answer cannot be read.");
  return id;
}

}  // namespace frontdesk::adapters::dingtalk
