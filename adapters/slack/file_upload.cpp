#include "adapters/slack/file_upload.h"

#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/slack/talk.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

// The channel itself, or nothing for a person.
base::Result<Call> AskForPlace(const std::string& name, const base::FileRef& file, const Sending& sending, Env env) {
  if (!sending.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
  TRY(const std::string bytes, sending.read_file(file));
  if (bytes.size() > kMaxUpload) return Fail(ErrorCode::kTooLarge, "Slack takes files of at most 1 GB: " + name);
  return GetMethod("files.getUploadURLExternal",
                   "filename=" + base::PercentEncode(name) + "&length=" + std::to_string(bytes.size()), env);
}

// No token goes there: the address is the permission.
base::Result<Call> Upload(const json& place, const base::FileRef& file, const Sending& sending, Env env) {
  const std::string url = TextAt(place, "upload_url");
  if (!IsOnHost(url, env.settings.Text("api_base")))
    return Fail(ErrorCode::kInvalid, "Slack's place for the file is not on Slack.");
  TRY(std::string bytes, sending.read_file(file));
  Call call;
  call.url = url;
  call.headers = {{"Content-Type", "application/octet-stream"}};
  call.body = std::move(bytes);
  call.delivers = false;
  return call;
}

Call Complete(const json& place, const std::string& name, const std::string& channel, const std::string& thread,
              Env env) {
  json body = {{"files", json::array({{{"id", TextAt(place, "file_id")}, {"title", name}}})}, {"channel_id", channel}};
  if (!thread.empty()) body["thread_ts"] = thread;
  return PostJson("files.completeUploadExternal", body, env);
}

}  // namespace

base::Result<Step> NextOfFile(const base::FileRef& file, const Sending& sending, const std::string& thread, Env env) {
  std::span<const HttpAnswer> answers = sending.answers;
  std::string channel = ChannelOf(sending.address);
  if (channel.empty()) {
    if (answers.empty()) return OpenTalk(sending.address, env);
    TRY(channel, TalkIn(answers.front()));
    answers = answers.subspan(1);
  }
  std::string name = common::InertText(file.name);
  if (name.empty()) name = "file";
  if (answers.empty()) {
    TRY(Call call, AskForPlace(name, file, sending, env));
    return call;
  }
  TRY(const json place, OkAnswer(answers.front()));
  if (TextAt(place, "file_id").empty()) return Fail(ErrorCode::kUnavailable, "The place for the file has no id.");
  if (answers.size() > 1) return Complete(place, name, channel, thread, env);
  TRY(Call call, Upload(place, file, sending, env));
  return call;
}

}  // namespace frontdesk::adapters::slack
