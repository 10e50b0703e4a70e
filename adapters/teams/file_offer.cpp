#include "adapters/teams/file_offer.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/teams/account.h"
#include "adapters/teams/activity.h"
#include "adapters/teams/said_files.h"
#include "adapters/teams/wire.h"
#include "adapters/teams/words.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::string_view kConsentCard = "application/vnd.microsoft.teams.card.file.consent";
constexpr std::string_view kInfoCard = "application/vnd.microsoft.teams.card.file.info";
constexpr std::size_t kMaxInline = 15'000;  // bytes of a picture inside a message of 28 KB
constexpr std::size_t kMaxName = 120;       // graphemes
constexpr std::size_t kMaxUrl = 8'000;

std::string NameOf(const base::FileRef& file) {
  std::string name = base::Shorten(common::InertText(file.name), kMaxName);
  std::replace(name.begin(), name.end(), '\n', ' ');
  return name.empty() ? "file" : name;
}

std::string ProofOf(std::string_view file, std::int64_t row, std::string_view channel, const Settings& settings) {
  const std::string text = "file\n" + std::string(channel) + "\n" + std::to_string(row) + "\n" + std::string(file);
  return base::Base64UrlEncode(base::HmacSha256(settings.SecretOf("path_secret").Reveal(), text)).substr(0, 22);
}

bool IsPicture(const base::FileRef& file) {
  return file.type == "image/png" || file.type == "image/jpeg" || file.type == "image/gif";
}

json Offer(const base::FileRef& file, std::size_t size, const Sending& sending, const Settings& settings) {
  const json context = {{"row", std::to_string(sending.row.id)},
                        {"file", file.id},
                        {"proof", ProofOf(file.id, sending.row.id, sending.address.channel, settings)}};
  const std::string name = NameOf(file);
  return {
      {"type", "message"},
      {"summary", name},
      {"attachments",
       {{{"contentType", kConsentCard},
         {"name", name},
         {"content",
          {{"description", name}, {"sizeInBytes", size}, {"acceptContext", context}, {"declineContext", context}}}}}}};
}

std::int64_t RowOf(const std::string& digits) {
  std::int64_t row = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), row);
  return end.ec == std::errc{} && end.ptr == digits.data() + digits.size() && row > 0 ? row : 0;
}

// Where the calls go is kept with what they do.
json StepOf(const char* what, const json& activity, const Settings& settings) {
  const Place place = PlaceOf(activity, settings);
  return {{"do", what}, {"channel", place.address.channel}, {"service", TextAt(activity, "serviceUrl")}};
}

base::Result<Call> Upload(const json& step, const base::Message* about,
                          const std::function<base::Result<std::string>(const base::FileRef&)>& read_file, Env env) {
  if (about == nullptr || !read_file) return Fail(ErrorCode::kNotFound, "the file is no longer known");
  const std::string id = TextAt(step, "file"), url = TextAt(step, "url");
  const auto file = std::find_if(about->files.begin(), about->files.end(), [&](const auto& f) { return f.id == id; });
  if (file == about->files.end()) return Fail(ErrorCode::kNotFound, "the message has no such file");
  if (!IsDriveUrl(url)) return Fail(ErrorCode::kForbidden, "the place for the file is not on a host of Teams");
  TRY(std::string bytes, read_file(*file));
  const std::string size = std::to_string(bytes.size());
  Call call;
  call.method = "PUT";
  call.url = Called(env.settings, url);
  call.headers = {{"Content-Type", "application/octet-stream"},
                  {"Content-Range", "bytes 0-" + std::to_string(bytes.empty() ? 0 : bytes.size() - 1) + "/" + size}};
  call.body = std::move(bytes);
  call.delivers = false;
  return call;
}

}  // namespace

base::Result<json> OfferFile(const base::FileRef& file, const Sending& sending, const Settings& settings) {
  if (!sending.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
  TRY(const std::string bytes, sending.read_file(file));
  if (bytes.empty()) return Fail(ErrorCode::kInvalid, "Teams takes no empty files: " + file.name);
  const bool direct = !sending.address.channel.starts_with("19:");
  if (direct) return Offer(file, bytes.size(), sending, settings);
  if (!IsPicture(file) || bytes.size() > kMaxInline)
    return Fail(ErrorCode::kInvalid, "Outside of the personal chat Teams takes only small pictures from a bot: " +
                                         file.name + "; send a link");
  return json{{"type", "message"},
              {"attachments",
               {{{"contentType", file.type},
                 {"contentUrl", "data:" + file.type + ";base64," + base::Base64Encode(bytes)},
                 {"name", NameOf(file)}}}}};
}

Taken TakeConsent(const json& activity, Env env) {
  const json& value = ObjectAt(activity, "value");
  const json& context = ObjectAt(value, "context");
  const Place place = PlaceOf(activity, env.settings);
  const std::int64_t row = RowOf(TextAt(context, "row"));
  const std::string file = TextAt(context, "file");
  const std::string proof = ProofOf(file, row, place.address.channel, env.settings);
  if (row == 0 || !base::ConstantTimeEquals(TextAt(context, "proof"), proof)) return {};
  Taken taken;
  const json& info = ObjectAt(value, "uploadInfo");
  if (TextAt(value, "action") == "accept" && TextAt(info, "uploadUrl").size() <= kMaxUrl) {
    json upload = StepOf("upload", activity, env.settings);
    upload["file"] = file;
    upload["url"] = TextAt(info, "uploadUrl");
    taken.after.emplace_back(base::DumpJson(upload), row);
    json show = StepOf("show", activity, env.settings);
    show["name"] = TextAt(info, "name");
    show["url"] = TextAt(info, "contentUrl");
    show["id"] = TextAt(info, "uniqueId");
    show["type"] = TextAt(info, "fileType");
    taken.after.emplace_back(base::DumpJson(show), row);
  }
  // So that nobody answers the offer twice.
  if (const std::string offer = TextAt(activity, "replyToId"); IsId(offer)) {
    json remove = StepOf("remove", activity, env.settings);
    remove["activity"] = offer;
    taken.after.emplace_back(base::DumpJson(remove), row);
  }
  return taken;
}

base::Result<Call> CallAfterConsent(std::string_view words, const base::Message* about,
                                    const std::function<base::Result<std::string>(const base::FileRef&)>& read_file,
                                    Env env) {
  TRY(const json step, base::ParseJson(words));
  if (!step.is_object()) return Fail(ErrorCode::kInvalid, "nothing that is done after a consent");
  const std::string what = TextAt(step, "do");
  if (what == "upload") return Upload(step, about, read_file, env);
  const base::Address address{env.settings.account, TextAt(step, "channel"), {}};
  const base::ReplyPath path{TextAt(step, "service")};
  const std::string service = ServiceOf(env.settings, &path);
  if (!IsId(address.channel)) return Fail(ErrorCode::kInvalid, "That is no conversation of Teams.");
  if (what == "remove") {
    Call call = ConnectorCall(
        "DELETE", service, ConversationPath(address) + "/activities/" + base::PercentEncode(TextAt(step, "activity")),
        json::object(), env);
    call.body.clear();
    call.delivers = false;
    return call;
  }
  const json info = {{"type", "message"},
                     {"attachments",
                      {{{"contentType", kInfoCard},
                        {"name", TextAt(step, "name")},
                        {"contentUrl", TextAt(step, "url")},
                        {"content", {{"uniqueId", TextAt(step, "id")}, {"fileType", TextAt(step, "type")}}}}}}};
  Call call = ConnectorCall("POST", service, ConversationPath(address) + "/activities", info, env);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::teams
