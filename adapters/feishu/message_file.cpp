#include "adapters/feishu/message_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/api_call.h"
#include "adapters/feishu/feishu_event.h"
#include "adapters/feishu/send_outcome.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kBoundaryBytes = 16;
constexpr std::size_t kLargestError = 4'096;

// What every client shows as a picture.
bool IsPicture(const base::FileRef& file, std::size_t size) {
  const bool type = file.type == "image/png" || file.type == "image/jpeg" || file.type == "image/gif" ||
                    file.type == "image/webp" || file.type == "image/bmp";
  return type && size <= kMaxImage;
}

// Videos and recordings too go as plain files: as "mp4" or "opus" they could not be shown as a file (230055).
std::string_view FileType(const base::FileRef& file) {
  const std::string name = base::AsciiLower(file.name);
  const auto ends = [&](std::string_view end) { return name.ends_with(end); };
  if (ends(".pdf")) return "pdf";
  if (ends(".doc") || ends(".docx")) return "doc";
  if (ends(".xls") || ends(".xlsx")) return "xls";
  if (ends(".ppt") || ends(".pptx")) return "ppt";
  return "stream";
}

// What would end the quoted name, or the line, is replaced.
std::string QuotableName(std::string name) {
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return name.empty() ? "file" : name;
}

class Form {
 public:
  explicit Form(std::string boundary) : boundary_(std::move(boundary)) {}

  void Add(std::string_view name, std::string_view value) {
    Begin(name);
    body_.append("\r\n\r\n").append(value).append("\r\n");
  }
  void AddFile(std::string_view name, const std::string& file_name, std::string_view bytes) {
    Begin(name);
    body_.append("; filename=\"").append(QuotableName(file_name));
    body_.append("\"\r\nContent-Type: application/octet-stream\r\n\r\n").append(bytes).append("\r\n");
  }
  std::string Take() && { return std::move(body_.append("--").append(boundary_).append("--\r\n")); }

 private:
  void Begin(std::string_view name) {
    body_.append("--").append(boundary_).append("\r\nContent-Disposition: form-data; name=\"");
    body_.append(name).append("\"");
  }

  std::string boundary_, body_;
};

// A failure comes as JSON where a file is expected; a user's file that is JSON comes with a name.
bool IsFailure(const HttpAnswer& answer) {
  return answer.Header("Content-Disposition").empty() && answer.body.size() <= kLargestError &&
         CodeOf(answer).value_or(0) != 0;
}

}  // namespace

std::string RemoteOf(const std::string& message, const std::string& key, FileKind kind) {
  return base::DumpJson({{"message", message}, {"key", key}, {"type", kind == FileKind::kImage ? "image" : "file"}});
}

base::Result<std::variant<Call, std::string>> MessageFiles::Next(const base::FileRef& file,
                                                                 std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) {
    const HttpAnswer& answer = answers.front();
    if (!IsFailure(answer)) return answer.body;
    const SendResult::Kind kind = OutcomeOf({.delivers = false}, {answer}).kind;
    if (kind == SendResult::Kind::kTokenRefused) return Fail(ErrorCode::kUnauthenticated, ReasonOf(answer));
    return Fail(kind == SendResult::Kind::kRetry ? ErrorCode::kUnavailable : ErrorCode::kNotFound, ReasonOf(answer));
  }
  const auto remote = base::ParseJson(file.remote);
  const json named = remote && remote->is_object() ? *remote : json::object();
  const std::string message = base::TextAt(named, "message"), key = base::TextAt(named, "key");
  if (!IsId(message) || !IsId(key)) return Fail(ErrorCode::kForbidden, "The file is no file of a message.");
  const std::string type = base::TextAt(named, "type") == "image" ? "image" : "file";
  return GetCall("/open-apis/im/v1/messages/" + message + "/resources/" + key + "?type=" + type, env);
}

bool MessageFiles::RefusesToken(const HttpAnswer& answer) const {
  return OutcomeOf({.delivers = false}, {answer}).kind == SendResult::Kind::kTokenRefused;
}

base::Result<Call> UploadCall(const base::FileRef& file, std::string_view bytes, Env env) {
  if (bytes.empty()) return Fail(ErrorCode::kInvalid, "Feishu takes no empty files: " + file.name);
  if (bytes.size() > kMaxUpload) return Fail(ErrorCode::kTooLarge, "Feishu takes files of at most 30 MB: " + file.name);
  const bool picture = IsPicture(file, bytes.size());
  const std::string boundary = "frontdesk-" + base::HexEncode(env.random.substr(0, kBoundaryBytes));
  Form form(boundary);
  if (picture) {
    form.Add("image_type", "message");
    form.AddFile("image", file.name, bytes);
  } else {
    form.Add("file_type", FileType(file));
    form.Add("file_name", QuotableName(file.name));
    form.AddFile("file", file.name, bytes);
  }
  Call call;
  call.url = ApiUrl(env.settings, picture ? "/open-apis/im/v1/images" : "/open-apis/im/v1/files");
  call.headers = ApiHeaders(env.token);
  call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + boundary);
  call.body = std::move(form).Take();
  call.delivers = false;
  return call;
}

base::Result<ShownFile> ShownAfter(const base::FileRef& file, const HttpAnswer& uploaded) {
  const auto answer = base::ParseJson(uploaded.body);
  const json given = answer && answer->is_object() ? MemberOf(*answer, "data") : json::object();
  for (const char* key : {"image_key", "file_key"}) {
    const std::string value = base::TextAt(given, key);
    if (!IsId(value)) continue;
    const bool image = std::string_view(key) == "image_key";
    return ShownFile{image ? "image" : "file", base::DumpJson({{key, value}})};
  }
  return Fail(ErrorCode::kUnavailable, "The answer to the upload of " + file.name + " names no key.");
}

}  // namespace frontdesk::adapters::feishu
