#include "adapters/mattermost/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/account.h"
#include "adapters/mattermost/attachments.h"
#include "adapters/mattermost/hook.h"
#include "adapters/mattermost/media_file.h"
#include "adapters/mattermost/place.h"
#include "adapters/mattermost/post.h"
#include "adapters/mattermost/send_outcome.h"
#include "adapters/mattermost/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMarkDigits = 32;
constexpr char kMark[] = "frontdesk";  // in the props of our posts
constexpr int kLookedAt = 200;         // posts

// The steps of one part. Those that were taken before have left their answers, which are used up from the front.
class Part {
 public:
  Part(const Sending& sending, Env env) : sending_(sending), env_(env), answers_(sending.answers) {}

  base::Result<Step> Next() {
    const ShownIn where{sending_.row.id, sending_.address,
                        sending_.path == nullptr ? std::string() : sending_.path->words};
    const json shown = ShowMessage(sending_.message, where, env_);
    if (!sending_.replaces.empty()) return Change(shown);
    const auto part = static_cast<std::size_t>(sending_.part);
    const std::size_t begin = part < shown.size() ? 0 : (part - shown.size()) * kFilesInPost;
    if (part >= shown.size() && begin >= sending_.message.files.size()) return Done{};
    TRY(auto asked, FindTarget());
    if (asked) return std::move(*asked);
    TRY(asked, LookForIt());
    if (asked) return std::move(*asked);
    if (part < shown.size()) return Post(shown[part], json::array());
    TRY(asked, Upload(begin));
    if (asked) return std::move(*asked);
    return Post({{"message", ""}, {"attachments", json::array()}}, files_);
  }

 private:
  using Asked = base::Result<std::optional<Step>>;

  const HttpAnswer* TakeAnswer() {
    if (answers_.empty()) return nullptr;
    const HttpAnswer* answer = &answers_.front();
    answers_ = answers_.subspan(1);
    return answer;
  }

  // A talk with somebody who has never written is opened, for which we must know who we are.
  Asked FindTarget() {
    if (auto known = TargetOf(sending_.address, sending_.path, env_.settings)) {
      target_ = std::move(*known);
      if (std::ranges::find(sending_.avoid, kAvoidThread) != sending_.avoid.end()) target_.root.clear();
      return std::nullopt;
    }
    if (!IsId(sending_.address.channel)) return Fail(ErrorCode::kInvalid, "That is no channel of Mattermost.");
    const HttpAnswer* me = TakeAnswer();
    if (me == nullptr) return Get("/users/me", env_);
    const HttpAnswer* opened = TakeAnswer();
    if (opened == nullptr) {
      TRY(const Bot bot, BotOf(*me));
      Call open = SendJson("POST", "/channels/direct", json::array({bot.id, sending_.address.channel}), env_);
      open.delivers = false;
      return open;
    }
    TRY(const json channel, AnswerOf(*opened));
    target_ = {channel.is_object() ? TextAt(channel, "id") : std::string(), {}};
    if (!IsId(target_.channel)) return Fail(ErrorCode::kUnavailable, "The direct channel has no id.");
    return std::nullopt;
  }

  // Of this part, and the same for each of its tries.
  std::string Mark() const {
    std::string of = sending_.address.account + "\n" + sending_.address.channel + "\n" + sending_.address.thread +
                     "\n" + std::to_string(sending_.row.id) + "\n" + std::to_string(base::ToMillis(sending_.row.at)) +
                     "\n" + std::to_string(sending_.part);
    for (const std::string& word : sending_.avoid) of += "\n" + word;
    return "fd-" + base::HexEncode(base::Sha256(of)).substr(0, kMarkDigits);
  }

  Asked LookForIt() {
    if (env_.now - sending_.row.at < kTriesAreRemembered) return std::nullopt;
    const HttpAnswer* answer = TakeAnswer();
    if (answer == nullptr)
      return Get(
          "/channels/" + target_.channel + "/posts?skipFetchThreads=true&page=0&per_page=" + std::to_string(kLookedAt),
          env_);
    TRY(const json page, AnswerOf(*answer));
    const std::string mark = Mark();
    for (const auto& [id, post] : ObjectAt(page, "posts").items()) {
      if (!IsId(id) || TextAt(ObjectAt(post, "props"), kMark) != mark) continue;
      Call there = Get("/posts/" + id, env_);
      there.delivers = true;
      return there;
    }
    return std::nullopt;
  }

  Step Post(const json& shown, const json& files) const {
    const std::string mark = Mark();
    json body = {{"channel_id", target_.channel}, {"message", shown["message"]}, {"pending_post_id", mark}};
    if (!target_.root.empty()) body["root_id"] = target_.root;
    if (!files.empty()) body["file_ids"] = files;
    body["props"] = PropsOf(shown, mark);
    return SendJson("POST", "/posts", body, env_);
  }

  static json PropsOf(const json& shown, const std::string& mark) {
    json props = {{kMark, mark}};
    if (!shown["attachments"].empty()) props["attachments"] = shown["attachments"];
    return props;
  }

  Asked Upload(std::size_t begin) {
    const std::size_t end = std::min(begin + kFilesInPost, sending_.message.files.size());
    for (std::size_t i = begin; i < end; ++i) {
      const HttpAnswer* answer = TakeAnswer();
      if (answer == nullptr) {
        TRY(Call upload, UploadCall(sending_.message.files[i], target_.channel, sending_, env_));
        return upload;
      }
      TRY(std::string id, UploadedId(*answer));
      files_.push_back(std::move(id));
    }
    return std::nullopt;
  }

  // In the answer to the click on it, else by a call. `props` are always given: without them the buttons would stay.
  base::Result<Step> Change(const json& shown) const {
    if (sending_.part > 0 || shown.empty()) return Done{};
    if (!IsId(sending_.replaces)) return Fail(ErrorCode::kInvalid, "That is no post of Mattermost.");
    const json now = {{"message", shown.back()["message"]}, {"props", PropsOf(shown.back(), Mark())}};
    const bool pressed = sending_.open != nullptr && PressedPost(*sending_.open) == sending_.replaces;
    if (!pressed) return SendJson("PUT", "/posts/" + std::string(sending_.replaces) + "/patch", now, env_);
    return InAnswer{{200, {{"Content-Type", "application/json"}}, base::DumpJson({{"update", now}})},
                    true,
                    std::string(sending_.replaces)};
  }

  const Sending& sending_;
  Env env_;
  std::span<const HttpAnswer> answers_;
  Target target_;
  json files_ = json::array();
};

// The dialog stays open with what was wrong; else it closes, and the message goes its way.
std::optional<InAnswer> AnswerDialog(const Sending& sending) {
  const Headers headers = {{"Content-Type", "application/json"}};
  if (!PressedPost(*sending.open).empty()) return std::nullopt;
  auto errors = FormErrors(*sending.open, sending.message.form);
  if (!errors) return InAnswer{{200, headers, "{}"}, false};
  return InAnswer{{200, headers, std::move(*errors)}, true};
}

}  // namespace

base::Result<Step> NextStep(const Sending& sending, Env env) {
  if (sending.open != nullptr && sending.part == 0)
    if (auto answer = AnswerDialog(sending)) return std::move(*answer);
  return Part(sending, env).Next();
}

Step TypingStep(const TypingSign& sign, Env env) {
  const auto target = TargetOf(sign.address, sign.path, env.settings);
  // The sign fades by itself.
  if (!sign.on || !target) return Done{};
  json body = {{"channel_id", target->channel}};
  if (!target->root.empty()) body["parent_id"] = target->root;
  return SendJson("POST", "/users/me/typing", body, env);
}

}  // namespace frontdesk::adapters::mattermost
