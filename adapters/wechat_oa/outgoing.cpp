#include "adapters/wechat_oa/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/common/reply_budget.h"
#include "adapters/common/wx_media.h"
#include "adapters/common/wx_reply.h"
#include "adapters/wechat_oa/account.h"
#include "adapters/wechat_oa/callback.h"
#include "adapters/wechat_oa/callback_event.h"
#include "adapters/wechat_oa/media.h"
#include "adapters/wechat_oa/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using base::ErrorCode;
using base::Fail;
using common::WxCdata;
using nlohmann::json;

constexpr common::TextLimit kLimit = {kMostText, Capabilities::Unit::kBytes};
constexpr std::string_view kTag = "<a href=";
constexpr std::string_view kZeroWidth = "\u200B";

// Buttons that can be told apart and found again, or none.
bool FitMenu(const std::vector<base::Button>& buttons, std::int64_t row) {
  std::set<std::string_view> labels;
  for (const base::Button& button : buttons) {
    labels.insert(button.label);
    if (button.label.empty() || MenuId(row, button.value).empty()) return false;
  }
  return !buttons.empty() && buttons.size() <= kMostButtons && labels.size() == buttons.size();
}

std::string NumberedText(const Menu& menu) {
  std::string text = menu.head;
  for (std::size_t i = 0; i < menu.buttons.size(); ++i)
    text += "\n" + std::to_string(i + 1) + ". " + menu.buttons[i].label;
  return text;
}

// Whether the text can stand above the choices: nobody has said that a menu shows links.
bool FitsHead(const std::string& text, const std::vector<base::Button>& buttons) {
  return !text.empty() && text.find(kTag) == std::string::npos && text.find(kZeroWidth) == std::string::npos &&
         NumberedText({text, buttons}).size() <= kMostText;
}

class OaMessage {
 public:
  OaMessage(const Sending& sending, Env env)
      : sending_(sending),
        env_(env),
        layout_(
            LayOut(sending.message, sending.row.id, env.settings.Text("buttons") != "text", env.settings.public_url)) {}

  base::Result<Step> Next() const {
    std::size_t part = static_cast<std::size_t>(sending_.part);
    const std::size_t files = sending_.message.files.size(), texts = layout_.texts.size();
    if (part >= texts + files + layout_.menu.size()) return NextTransfer(part - texts - files - layout_.menu.size());
    if (!IsOpenId(sending_.address.channel))
      return Fail(ErrorCode::kInvalid, "'" + sending_.address.channel + "' is not the OpenID of a follower.");
    TRY(auto spared, common::MayGo(sending_, env_.now,
                                   {"WeChat takes no more messages until the user speaks: the time is over.",
                                    "WeChat takes no more messages until the user speaks: all of them have gone."}));
    if (spared) return *std::move(spared);
    if (part < texts) return NextText(layout_.texts[part]);
    part -= texts;
    if (part < files) return NextFile(sending_.message.files[part]);
    return NextMenu(layout_.menu.front());
  }

 private:
  Answerable Open() const { return sending_.open == nullptr ? Answerable{} : HowToAnswer(sending_.open->body()); }
  bool Transfers() const {
    return env_.settings.Flag("transfer") && sending_.message.kind == base::MessageKind::kHandoff;
  }

  base::Result<Step> InReply(const Answerable& open, const char* kind, const std::string& content) const {
    const std::string xml = common::WxReplyXml(sending_.address.channel, open.account, kind, content, env_);
    TRY(HttpAnswer answer, ReplyAnswer(xml, env_));
    return InAnswer{std::move(answer)};
  }

  // The answer to a message is kept for the transfer where there may be one.
  base::Result<Step> NextText(const std::string& text) const {
    const bool passive = env_.settings.Flag("passive_replies") && !env_.settings.Flag("transfer");
    const Answerable open = passive ? Open() : Answerable{};
    if (open.words) return InReply(open, "text", "<Content>" + WxCdata(text) + "</Content>");
    return Send("text", {{"content", text}});
  }

  base::Result<Step> NextMenu(const Menu& menu) const {
    const bool refused = std::find(sending_.avoid.begin(), sending_.avoid.end(), kWithoutMenu) != sending_.avoid.end();
    if (refused) return NextText(NumberedText(menu));
    json list = json::array();
    for (const base::Button& button : menu.buttons)
      list.push_back({{"id", MenuId(sending_.row.id, button.value)}, {"content", button.label}});
    return Send("msgmenu", {{"head_content", menu.head}, {"list", std::move(list)}});
  }

  base::Result<Step> NextFile(const base::FileRef& file) const {
    const std::string type(MediaTypeOf(file));
    if (!sending_.answers.empty()) {
      TRY(std::string id, common::WxUploadedId(sending_.answers.back()));
      json content = {{"media_id", std::move(id)}};
      if (type == "video") content["title"] = file.name;
      return Send(type, std::move(content));
    }
    if (!sending_.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
    if (type.empty()) return UploadCall(type, file, {}, env_).map([](Call call) { return Step(std::move(call)); });
    TRY(const std::string bytes, sending_.read_file(file));
    TRY(Call upload, UploadCall(type, file, bytes, env_));
    return upload;
  }

  // To the account's own agents: as the answer to the message that asked, else to the one agent who is configured.
  base::Result<Step> NextTransfer(std::size_t step) const {
    if (step > 0 || !Transfers()) return Done{};
    const std::string& agent = env_.settings.Text("kf_account");
    if (const Answerable open = Open(); open.transfer) {
      const std::string to =
          agent.empty() ? "" : "<TransInfo><KfAccount>" + WxCdata(agent) + "</KfAccount></TransInfo>";
      return InReply(open, "transfer_customer_service", to);
    }
    if (agent.empty()) return Done{};
    return PostJson(ApiUrlWithToken(env_, "/customservice/kfsession/create"),
                    base::DumpJson({{"kf_account", agent}, {"openid", sending_.address.channel}}));
  }

  base::Result<Step> Send(const std::string& type, json content) const {
    const json body = {{"touser", sending_.address.channel}, {"msgtype", type}, {type, std::move(content)}};
    return PostJson(ApiUrlWithToken(env_, "/cgi-bin/message/custom/send"), base::DumpJson(body));
  }

  const Sending& sending_;
  const Env env_;
  const Layout layout_;
};

}  // namespace

Layout LayOut(const base::Message& message, std::int64_t row, bool menus, std::string_view public_url) {
  base::Message rest = common::InertMessage(message, public_url);
  rest.files.clear();
  Layout layout;
  if (!menus || !FitMenu(rest.buttons, row)) {
    layout.texts = common::MessageParts(rest, common::Markup::kWeChat, kLimit);
    return layout;
  }
  Menu menu{{}, std::exchange(rest.buttons, {})};
  layout.texts = common::MessageParts(rest, common::Markup::kWeChat, kLimit);
  if (!layout.texts.empty() && FitsHead(layout.texts.back(), menu.buttons)) {
    menu.head = std::move(layout.texts.back());
    layout.texts.pop_back();
  } else {
    menu.head = base::ToPlainText(base::TakeQuestion(rest));
    layout.texts = common::MessageParts(rest, common::Markup::kWeChat, kLimit);
    if (!FitsHead(menu.head, menu.buttons))
      menu.head = base::GuessLocale(base::ToPlainText(message.text)) == "en" ? "Please choose" : "请选择";
  }
  layout.menu.push_back(std::move(menu));
  return layout;
}

base::Result<Step> NextStep(const Sending& sending, Env env) { return OaMessage(sending, env).Next(); }

base::Result<Step> TypingStep(const TypingSign& sign, Env env) {
  const bool shut = sign.path != nullptr && sign.path->until != base::TimePoint{} && env.now > sign.path->until;
  if (!env.settings.Flag("typing") || shut || !IsOpenId(sign.address.channel)) return Done{};
  Call call =
      PostJson(ApiUrlWithToken(env, "/cgi-bin/message/custom/typing"),
               base::DumpJson({{"touser", sign.address.channel}, {"command", sign.on ? "Typing" : "CancelTyping"}}));
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::wechat_oa
