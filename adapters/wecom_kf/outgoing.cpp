#include "adapters/wecom_kf/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/error_code.h"
#include "adapters/wecom/media.h"
#include "adapters/wecom_kf/budget.h"
#include "adapters/wecom_kf/customer_word.h"
#include "adapters/wecom_kf/layout.h"
#include "adapters/wecom_kf/session.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr char kNoneLeft[] =
    "Five messages have gone since the customer's last word: WeChat takes no more until they write again.";
constexpr char kOnlyWelcome[] = "The customer has not written yet: WeChat takes nothing but the welcome.";

std::string WhoHasIt(const Learned& learned) {
  if (learned.state == State::kPool) return "The session waits in WeCom's pool for a servicer; we may not speak there.";
  if (learned.state == State::kEnded) return "The session has ended: WeChat takes nothing until the customer writes.";
  return "The session is with WeCom's servicer '" + learned.servicer + "'; we may not speak there.";
}

class KfMessage {
 public:
  KfMessage(const Sending& sending, Env env)
      : sending_(sending),
        env_(env),
        learned_(LearnedFrom(sending.answers)),
        left_(LeftFor(sending)),
        welcome_(sending.path != nullptr ? WelcomeIn(sending.path->words) : Welcome{}) {}

  base::Result<Step> Next() const {
    if (!sending_.replaces.empty()) return Fail(ErrorCode::kNotFound, "WeChat changes no message that was sent.");
    if (!welcome_.code.empty()) return NextOfWelcome();
    const bool fresh = sending_.part == 0 && sending_.answers.empty();
    if (fresh)
      if (std::string why = WhySpared(sending_.message, left_); !why.empty()) return Spared{std::move(why)};
    if (left_ == 0 && HandsOver()) return NextInNewState();
    const Layout layout = LayOut(sending_.message, ShareOf(sending_.message, left_), env_.settings.public_url);
    auto part = static_cast<std::size_t>(sending_.part);
    const std::size_t parts = layout.texts.size() + layout.files.size() + (layout.menu ? 1 : 0);
    if (part >= parts) return HandsOver() ? HandOver() : base::Result<Step>(Done{});
    if (sending_.part >= left_) return Fail(ErrorCode::kForbidden, kNoneLeft);
    if (part < layout.texts.size()) return Send("text", {{"content", layout.texts[part]}});
    part -= layout.texts.size();
    if (part < layout.files.size()) return NextFile(layout.files[part]);
    return Send("msgmenu", MenuJson(*layout.menu));
  }

 private:
  bool Avoids(std::string_view what) const { return std::ranges::find(sending_.avoid, what) != sending_.avoid.end(); }

  // "fd-41-1767225600-0": unique in the service account, so that WeCom refuses to show it twice; names the row.
  std::string MessageId() const { return TaskId(sending_.row) + "-" + std::to_string(sending_.part); }

  // One call, with the code that the customer's entering brought.
  base::Result<Step> NextOfWelcome() const {
    const bool answers_it =
        sending_.message.kind == base::MessageKind::kGreeting && sending_.row.event_id == welcome_.event;
    if (sending_.part > 0) return Done{};
    if (!answers_it || env_.now >= sending_.path->until) {
      if (std::string why = WhySpared(sending_.message, 0); !why.empty()) return Spared{kOnlyWelcome};
      return Fail(ErrorCode::kForbidden, kOnlyWelcome);
    }
    base::Message words = sending_.message;
    words.files.clear();
    return SendWith(welcome_.code, LayOut(words, 1, env_.settings.public_url));
  }

  base::Result<Step> SendWith(const std::string& code, const Layout& layout) const {
    json body = {{"code", code}, {"msgid", MessageId()}};
    if (layout.menu) {
      body["msgtype"] = "msgmenu";
      body["msgmenu"] = MenuJson(*layout.menu);
    } else if (!layout.texts.empty()) {
      body["msgtype"] = "text";
      body["text"] = {{"content", layout.texts.front()}};
    } else {
      return Done{};
    }
    return PostJson(ApiUrlWithToken(env_, "kf/send_msg_on_event"), base::DumpJson(body));
  }

  base::Result<Step> NextFile(const base::FileRef& file) const {
    const std::string_view type = MediaTypeOf(file);
    if (!learned_.media.empty()) return Send(std::string(type), {{"media_id", learned_.media}});
    if (!sending_.answers.empty() && !learned_.state && !learned_.moved)
      return Fail(ErrorCode::kUnavailable, "The upload's answer cannot be read.");
    if (!sending_.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
    TRY(const std::string bytes, sending_.read_file(file));
    TRY(Call upload, UploadCall(ApiUrlWithToken(env_, "media/upload"), type, file, bytes, env_));
    return upload;
  }

  base::Result<Step> Send(const std::string& type, json content) const {
    const base::Address& to = sending_.address;
    if (!IsMemberId(to.channel)) return Fail(ErrorCode::kInvalid, "'" + to.channel + "' is not the id of a customer.");
    if (Avoids(kSendRefused)) {
      if (!learned_.state) return AskState(to, env_);
      if (*learned_.state > State::kBot) return Fail(ErrorCode::kForbidden, WhoHasIt(learned_));
      if (learned_.state == State::kNew && !learned_.moved) return MoveTo(State::kBot, {}, to, env_);
    }
    const json body = {{"touser", to.channel},
                       {"open_kfid", AccountOf(to, env_.settings)},
                       {"msgid", MessageId()},
                       {"msgtype", type},
                       {type, std::move(content)}};
    return PostJson(ApiUrlWithToken(env_, "kf/send_msg"), base::DumpJson(body));
  }

  bool HandsOver() const {
    return sending_.message.kind == base::MessageKind::kHandoff && env_.settings.Text("handoff") != "desk";
  }

  // To the one servicer, else to the pool; what WeCom does not take stays with our desk, where the ticket waits, too.
  base::Result<Step> HandOver() const {
    if (learned_.moved) return Done{};
    if (Avoids(kServicerRefused) || Avoids(kPoolRefused)) {
      if (!learned_.state) return AskState(sending_.address, env_);
      if (*learned_.state > State::kBot || Avoids(kPoolRefused)) return Done{};
    }
    const bool to_servicer = env_.settings.Text("handoff") == "servicer" && !Avoids(kServicerRefused);
    return MoveTo(to_servicer ? State::kServicer : State::kPool, env_.settings.Text("servicer"), sending_.address,
                  env_);
  }

  // None of the five is left: the change of state brings a code for one more.
  base::Result<Step> NextInNewState() const {
    if (sending_.part > 0) return Done{};
    if (!learned_.moved) {
      TRY(Step step, HandOver());
      if (std::holds_alternative<Call>(step)) return step;
      return Fail(ErrorCode::kForbidden, kNoneLeft);
    }
    if (learned_.code.empty()) return Fail(ErrorCode::kForbidden, kNoneLeft);
    base::Message words = sending_.message;
    words.files.clear();
    words.buttons.clear();
    return SendWith(learned_.code, LayOut(words, 1, env_.settings.public_url));
  }

  const Sending& sending_;
  const Env env_;
  const Learned learned_;
  const int left_;
  const Welcome welcome_;
};

// The session is not where we thought.
bool IsStateRefused(long long code) { return code == 95013 || code == 95014 || code == 95016 || code == 95018; }

}  // namespace

base::Result<Step> NextOfKf(const Sending& sending, Env env) { return KfMessage(sending, env).Next(); }

SendResult OutcomeOfKf(const Call& call, const CallResult& result) {
  SendResult outcome = OutcomeOf(call, result);
  if (outcome.kind != SendResult::Kind::kRejected || !result.answer) return outcome;
  if (IsStateRefused(ReadAnswer(*result.answer).code.value_or(0))) outcome.avoid = RefusedWord(call);
  return outcome;
}

}  // namespace frontdesk::adapters::wecom::kf
