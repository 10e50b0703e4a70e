#include "adapters/easemob/file_upload.h"

#include <nlohmann/json.hpp>

#include "adapters/easemob/account.h"
#include "adapters/easemob/media_file.h"
#include "adapters/easemob/outgoing.h"
#include "adapters/easemob/rest_call.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kBoundaryBytes = 16;

// What would end the quoted name, or the line, is replaced.
std::string QuotableName(std::string name) {
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return name.empty() ? "file" : name;
}

std::string Form(const base::FileRef& file, std::string_view bytes, const std::string& boundary) {
  std::string form = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
  form += QuotableName(file.name) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
  form.append(bytes).append("\r\n--").append(boundary).append("--\r\n");
  return form;
}

}  // namespace

base::Result<Step> UploadCall(const base::FileRef& file, std::string_view bytes, Env env) {
  if (bytes.size() > kMaxUpload) {
    return Fail(ErrorCode::kTooLarge, "Easemob takes files of at most 10 MB: " + file.name);
  }
  const std::string boundary = "frontdesk-" + base::HexEncode(env.random.substr(0, kBoundaryBytes));
  Call call;
  call.url = ApiUrl(env.settings, "chatfiles");
  call.headers = ApiHeaders(env.token);
  call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + boundary);
  call.headers.emplace_back("restrict-access", "true");
  call.body = Form(file, bytes, boundary);
  call.delivers = false;
  return call;
}

base::Result<nlohmann::json> UploadedBody(const base::FileRef& file, const HttpAnswer& uploaded,
                                          const Settings& settings) {
  const auto answer = base::ParseJson(uploaded.body);
  const auto unreadable = [] { return Fail(ErrorCode::kUnavailable, "The upload's answer cannot be read."); };
  if (!answer || !answer->is_object()) return unreadable();
  const auto entities = answer->find("entities");
  if (entities == answer->end() || !entities->is_array() || entities->empty()) return unreadable();
  if (!entities->front().is_object()) return unreadable();
  const std::string uuid = base::TextAt(entities->front(), "uuid");
  if (!IsFileId(uuid)) return unreadable();
  nlohmann::json body = {{"url", ApiUrl(settings, "chatfiles/") + uuid}, {"filename", QuotableName(file.name)}};
  std::string secret = base::TextAt(entities->front(), "share-secret");
  if (!secret.empty()) body["secret"] = std::move(secret);
  return body;
}

}  // namespace frontdesk::adapters::easemob
