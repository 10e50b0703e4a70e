#include "adapters/common/wx_media.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_answer.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::common {

namespace {

constexpr std::size_t kBoundaryBytes = 16;
constexpr std::size_t kMaxMediaId = 256;

// What would end the quoted name, or the line, is replaced.
std::string QuotableName(std::string name) {
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return name.empty() ? "file" : name;
}

}  // namespace

bool IsWxMediaId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxMediaId && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

Call WxUploadCall(std::string url, const base::FileRef& file, std::string_view bytes, Env env) {
  const std::string boundary = "frontdesk-" + base::HexEncode(env.random.substr(0, kBoundaryBytes));
  Call call;
  call.url = std::move(url);
  call.headers = {{"Accept", "application/json"}, {"Content-Type", "multipart/form-data; boundary=" + boundary}};
  call.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" +
              QuotableName(file.name) + "\"; filelength=" + std::to_string(bytes.size()) +
              "\r\nContent-Type: application/octet-stream\r\n\r\n";
  call.body.append(bytes).append("\r\n--").append(boundary).append("--\r\n");
  call.delivers = false;
  return call;
}

base::Result<std::string> WxUploadedId(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  std::string id = body && body->is_object() ? base::TextAt(*body, "media_id") : std::string();
  if (!IsWxMediaId(id)) return base::Fail(base::ErrorCode::kUnavailable, "The upload's answer cannot be read.");
  return id;
}

std::string WxRemoteOfMedia(std::string_view media_id) { return base::DumpJson({{"media_id", std::string(media_id)}}); }

std::string WxMediaIdIn(const base::FileRef& file) {
  const auto remote = base::ParseJson(file.remote);
  const std::string id = remote && remote->is_object() ? base::TextAt(*remote, "media_id") : std::string();
  return IsWxMediaId(id) ? id : std::string();
}

bool IsWxFailure(const HttpAnswer& answer) {
  return answer.Header("Content-Disposition").empty() && ReadWxAnswer(answer).code.value_or(0) != 0;
}

Call WxFetchCall(std::string url) {
  Call call;
  call.method = "GET";
  call.url = std::move(url);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::common
