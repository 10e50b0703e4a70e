#include "adapters/dingtalk/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/card.h"
#include "adapters/dingtalk/card_click.h"
#include "adapters/dingtalk/media.h"
#include "adapters/dingtalk/robot_body.h"
#include "adapters/dingtalk/robot_message.h"
#include "adapters/dingtalk/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

constexpr std::size_t kTitle = 40;  // graphemes
constexpr char kNoTitle[] = "新消息";
constexpr char kChoose[] = "请选择：";
// A session that ends while the call is on its way would lose the message.
constexpr base::Millis kSessionMargin = std::chrono::seconds(60);

class Parts {
 public:
  Parts(const Sending& sending, const Capabilities& can, Env env)
      : sending_(sending), env_(env), channel_(sending.address.channel) {
    shown_ = common::Degrade(sending.message, can, common::Markup::kDingTalk, env.settings.public_url);
    if (!shown_.buttons.empty() && !HasCards() && !FitsActionCard()) ShowNumbers(can);
    if (shown_.parts.empty() && !shown_.buttons.empty()) shown_.parts = {kChoose};
  }

  base::Result<Step> Next() const {
    auto part = static_cast<std::size_t>(sending_.part);
    if (part < shown_.parts.size()) return NextOfText(part);
    part -= shown_.parts.size();
    if (part < sending_.message.files.size()) return NextOfFile(sending_.message.files[part]);
    return Done{};
  }

  // Only cards can be changed; the words of a message that was sent without one stay.
  base::Result<Step> Update() const {
    if (sending_.part > 0 || !IsCardId(sending_.replaces) || shown_.parts.empty()) return Done{};
    return UpdateCardCall(sending_.replaces, Words(), env_);
  }

 private:
  bool Avoids(std::string_view what) const { return std::ranges::find(sending_.avoid, what) != sending_.avoid.end(); }

  bool HasCards() const {
    return !env_.settings.Text("card_template_id").empty() && !IsOutsider(channel_) && !Avoids(kAvoidCard);
  }

  bool FitsActionCard() const {
    if (IsGroup(channel_)) return false;
    return ParameterOf(TextOf(shown_.parts.empty() ? kChoose : shown_.parts.back(), true)).parameter.size() <=
           kMostParameter;
  }

  void ShowNumbers(Capabilities can) {
    can.buttons = 0;
    shown_ = common::Degrade(sending_.message, can, common::Markup::kDingTalk, env_.settings.public_url);
  }

  std::string Title() const {
    const base::Message& message = sending_.message;
    if (!message.source.empty()) return base::Shorten(common::InertText(message.source), kTitle);
    const std::string text = common::InertText(base::ToPlainText(message.text));
    for (const std::string& line : base::SplitLines(text)) {
      if (base::Trim(line).empty()) continue;
      const bool named = message.kind == base::MessageKind::kAgent && !message.author.empty();
      return base::Shorten((named ? message.author + ": " : std::string()) + std::string(base::Trim(line)), kTitle);
    }
    return kNoTitle;
  }

  RobotText TextOf(const std::string& text, bool with_buttons) const {
    RobotText words{Title(), text};
    for (std::size_t i = 0; with_buttons && i < shown_.buttons.size(); ++i) {
      const std::string& label = shown_.buttons[i].label;
      // A label that was cut is not what the choice is called; its number is.
      const bool whole = label == common::InertText(sending_.message.buttons[i].label);
      words.buttons.push_back({label, whole ? label : std::to_string(i + 1)});
    }
    return words;
  }

  CardWords Words() const { return {Title(), shown_.parts.back(), shown_.buttons}; }

  base::Result<Step> NextOfText(std::size_t part) const {
    const bool last = part + 1 == shown_.parts.size();
    if (last && !shown_.buttons.empty() && HasCards())
      return CreateCardCall(channel_, CardIdOf(sending_.row), Words(), env_);
    const RobotText words = TextOf(shown_.parts[part], last);
    const auto session = SessionOf(sending_.path, env_.settings);
    if (session && env_.now + kSessionMargin < session->until && !Avoids(kAvoidSession)) {
      Call call;
      call.url = session->url;
      call.headers = {{"Content-Type", "application/json"}};
      call.body = base::DumpJson(SessionBody(words));
      return call;
    }
    TRY(Call call, PushCall(channel_, ParameterOf(words), env_));
    return call;
  }

  base::Result<Step> NextOfFile(const base::FileRef& file) const {
    if (sending_.answers.empty()) {
      if (IsOutsider(channel_)) return PushFile({}, {});
      if (!sending_.read_file) return base::Fail(base::ErrorCode::kInternal, "This send cannot read files.");
      TRY(const std::string bytes, sending_.read_file(file));
      TRY(Call call, UploadCall(file, bytes, env_));
      return call;
    }
    TRY(const std::string media_id, MediaIdIn(sending_.answers.back()));
    return PushFile(media_id, file);
  }

  base::Result<Step> PushFile(const std::string& media_id, const base::FileRef& file) const {
    const std::string name = common::InertText(file.name);
    TRY(Call call,
        PushCall(channel_, IsPicture(file) ? PictureParameter(media_id) : FileParameter(media_id, name), env_));
    return call;
  }

  const Sending& sending_;
  Env env_;
  const std::string& channel_;
  common::Degraded shown_;
};

}  // namespace

base::Result<Step> NextStep(const Sending& sending, const Capabilities& can, Env env) {
  const Parts parts(sending, can, env);
  return sending.replaces.empty() ? parts.Next() : parts.Update();
}

}  // namespace frontdesk::adapters::dingtalk
