#include "adapters/mattermost/media_file.h"

#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/mattermost/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

// As browsers write it (the HTML standard's multipart/form-data).
std::string QuotedName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r' || c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  const auto remote = base::ParseJson(file.remote);
  const std::string id = remote && remote->is_object() ? base::TextAt(*remote, "id") : std::string();
  if (!IsId(id)) return Fail(ErrorCode::kForbidden, "The file is not on the Mattermost server.");
  if (!answers.empty()) return answers.front().body;
  return Get("/files/" + id, env);
}

base::Result<Call> UploadCall(const base::FileRef& file, const std::string& channel, const Sending& sending, Env env) {
  if (!sending.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
  TRY(const std::string bytes, sending.read_file(file));
  std::string name = common::InertText(file.name);
  if (name.empty()) name = "file";
  std::string boundary;
  do {
    boundary = "frontdesk-" + base::HexEncode(base::Sha256(bytes + boundary)).substr(0, 32);
  } while (bytes.find(boundary) != std::string::npos);
  const std::string type = file.type.empty() ? "application/octet-stream" : file.type;
  Call call;
  call.url = ApiUrl(env.settings, "/files");
  call.headers = {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()},
                  {"Content-Type", "multipart/form-data; boundary=" + boundary}};
  call.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"channel_id\"\r\n\r\n" + channel + "\r\n--" +
              boundary + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + QuotedName(name) +
              "\"\r\nContent-Type: " + QuotedName(type) + "\r\n\r\n" + bytes + "\r\n--" + boundary + "--\r\n";
  call.delivers = false;
  return call;
}

base::Result<std::string> UploadedId(const HttpAnswer& answer) {
  TRY(const json told, AnswerOf(answer));
  for (const json& one : ListAt(told, "file_infos"))
    if (one.is_object() && IsId(base::TextAt(one, "id"))) return base::TextAt(one, "id");
  return Fail(ErrorCode::kUnavailable, "The file that was sent up has no id.");
}

}  // namespace frontdesk::adapters::mattermost
