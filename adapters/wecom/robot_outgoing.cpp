#include "adapters/wecom/robot_outgoing.h"

#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/robot_event.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

// Cards are found again by their task, so that any text stands for one that was sent.
constexpr const char* kSentCard = "card";

class RobotMessage {
 public:
  RobotMessage(const Sending& sending, Env env) : sending_(sending), env_(env) {}

  base::Result<Step> Next() const {
    const RobotAnswer open = Open();
    const bool welcome = open == RobotAnswer::kWelcome;
    const Layout plain = LayOut(sending_.message, StyleOf(false, welcome), env_.settings.public_url);
    const Layout rich = LayOut(sending_.message, StyleOf(true, welcome), env_.settings.public_url);
    const bool has_card = rich.card && plain.texts.size() == 1;
    const std::size_t parts = has_card ? 1 : plain.texts.size();
    const auto part = static_cast<std::size_t>(sending_.part);
    if (part >= parts) return Done{};
    if (welcome) return Answer({{"msgtype", "text"}, {"text", {{"content", plain.texts.at(part)}}}});
    if (open == RobotAnswer::kReply) return Answer(has_card ? CardReply(rich) : Stream(plain.texts.at(part)));
    return ByUrl(has_card && rich.texts.empty()
                     ? OnlyCard(rich)
                     : json{{"msgtype", "markdown"}, {"markdown", {{"content", plain.texts.at(part)}}}});
  }

  base::Result<Step> Change() const {
    if (sending_.part > 0) return Done{};
    if (Open() != RobotAnswer::kCard)
      return Fail(ErrorCode::kNotFound, "A robot's card can be changed only while somebody presses it.");
    const Layout layout = LayOut(sending_.message, StyleOf(true, false), env_.settings.public_url);
    const json card = layout.card ? CardJson(*layout.card, TaskId(sending_.row))
                                  : ClosedCardJson(sending_.message, TaskId(sending_.row));
    return Answer({{"response_type", "update_template_card"}, {"template_card", card}});
  }

 private:
  Style StyleOf(bool cards, bool plain) const {
    return {plain ? common::Markup::kPlain : common::Markup::kCommonMark,
            {kMostMarkdown, Capabilities::Unit::kBytes},
            cards && env_.settings.Text("buttons") != "text",
            false};
  }
  RobotAnswer Open() const {
    return sending_.open == nullptr ? RobotAnswer::kNone : RobotAnswerTo(sending_.open->body());
  }

  json StreamOf(const std::string& text) const {
    return {{"id", TaskId(sending_.row) + "-" + std::to_string(sending_.part)}, {"finish", true}, {"content", text}};
  }
  json Stream(const std::string& text) const { return {{"msgtype", "stream"}, {"stream", StreamOf(text)}}; }
  json OnlyCard(const Layout& layout) const {
    return {{"msgtype", "template_card"}, {"template_card", CardJson(*layout.card, TaskId(sending_.row))}};
  }
  json CardReply(const Layout& layout) const {
    if (layout.texts.empty()) return OnlyCard(layout);
    return {{"msgtype", "stream_with_template_card"},
            {"stream", StreamOf(layout.texts.front())},
            {"template_card", CardJson(*layout.card, TaskId(sending_.row))}};
  }

  base::Result<Step> Answer(const json& body) const {
    TRY(HttpAnswer answer, SealedAnswer(base::DumpJson(body), Wrapping::kJson, "", env_));
    return InAnswer{std::move(answer), true, body.contains("template_card") ? kSentCard : ""};
  }

  base::Result<Step> ByUrl(const json& body) const {
    const std::string target = sending_.path ? ResponseTarget(sending_.path->words) : std::string();
    if (target.empty() || sending_.sent_since >= kRobotMessages) {
      return Fail(ErrorCode::kForbidden,
                  "The robot may answer only twice within an hour; it can speak again when the user has written.");
    }
    return PostJson(env_.settings.Text("api_base") + target, base::DumpJson(body));
  }

  const Sending& sending_;
  const Env env_;
};

}  // namespace

base::Result<Step> NextOfRobot(const Sending& sending, Env env) {
  const RobotMessage message(sending, env);
  return sending.replaces.empty() ? message.Next() : message.Change();
}

}  // namespace frontdesk::adapters::wecom
