#include "adapters/slack/media_file.h"

#include <nlohmann/json.hpp>

#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;

base::Result<std::variant<Call, std::string>> Download(const std::string& url, Env env) {
  if (!IsOnHost(url, env.settings.Text("api_base")))
    return Fail(ErrorCode::kForbidden, "The file is not on a host of Slack.");
  Call call;
  call.method = "GET";
  call.url = url;
  call.headers = {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()}};
  call.delivers = false;
  return call;
}

// Without a right to it Slack answers with the page to sign in, as if all was well.
base::Result<std::variant<Call, std::string>> BytesOf(const HttpAnswer& answer, const base::FileRef& file) {
  const std::string type = base::AsciiLower(answer.Header("Content-Type"));
  if (type.starts_with("text/html") && !file.type.starts_with("text/html"))
    return Fail(ErrorCode::kForbidden, "Slack shows a page in place of the file: the app needs the scope files:read.");
  return answer.body;
}

}  // namespace

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  const auto remote = base::ParseJson(file.remote);
  if (!remote || !remote->is_object()) return Fail(ErrorCode::kForbidden, "The file is not on Slack.");
  const std::string url = TextAt(*remote, "url"), id = TextAt(*remote, "id");
  if (!url.empty()) {
    if (answers.empty()) return Download(url, env);
    return BytesOf(answers.front(), file);
  }
  if (id.empty()) return Fail(ErrorCode::kForbidden, "The file has no address.");
  if (answers.empty()) return GetMethod("files.info", "file=" + base::PercentEncode(id), env);
  if (answers.size() > 1) return BytesOf(answers.back(), file);
  TRY(const nlohmann::json info, OkAnswer(answers.front()));
  return Download(TextAt(ObjectAt(info, "file"), "url_private_download"), env);
}

}  // namespace frontdesk::adapters::slack
