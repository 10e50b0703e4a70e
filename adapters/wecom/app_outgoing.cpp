#include "adapters/wecom/app_outgoing.h"

#include <nlohmann/json.hpp>

#include "adapters/common/wx_media.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/app_event.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/error_code.h"
#include "adapters/wecom/media.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

Style StyleOf(Env env) {
  return {common::Markup::kPlain, {kMostText, Capabilities::Unit::kBytes}, env.settings.Text("buttons") != "text"};
}

class AppMessage {
 public:
  AppMessage(const Sending& sending, Env env) : sending_(sending), env_(env) {}

  base::Result<Step> Next() const {
    const Layout layout = LayOut(sending_.message, StyleOf(env_), env_.settings.public_url);
    auto part = static_cast<std::size_t>(sending_.part);
    if (part < layout.texts.size()) return NextText(layout.texts[part]);
    part -= layout.texts.size();
    if (part < sending_.message.files.size()) return NextFile(sending_.message.files[part]);
    part -= sending_.message.files.size();
    if (part == 0 && layout.card) return Send("template_card", CardJson(*layout.card, TaskId(sending_.row)));
    return Done{};
  }

  // Buttons give way to words, or to other buttons; nothing else of a message can be changed.
  base::Result<Step> Change() const {
    if (sending_.part > 0) return Done{};
    const Layout layout = LayOut(sending_.message, StyleOf(env_), env_.settings.public_url);
    if (!layout.card && IsOpenClick()) {
      TRY(HttpAnswer answer,
          Sealed("update_button", "<Button><ReplaceName>" + common::WxCdata(ReplacedName(sending_.message)) +
                                      "</ReplaceName></Button>"));
      return InAnswer{std::move(answer)};
    }
    if (!sending_.answers.empty() && ReadAnswer(sending_.answers.back()).code == 0) return Done{};
    const std::vector<std::string> codes = ResponseCodes();
    if (sending_.answers.size() >= codes.size())
      return Fail(ErrorCode::kNotFound, "WeCom gives no code to change this message with.");
    json body = {{"userids", json::array({sending_.address.channel})},
                 {"agentid", env_.settings.Number("agent_id")},
                 {"response_code", codes[sending_.answers.size()]}};
    if (layout.card) {
      body["template_card"] = CardJson(*layout.card, TaskId(sending_.row));
    } else {
      body["button"] = {{"replace_name", ReplacedName(sending_.message)}};
    }
    Call call = PostJson(ApiUrlWithToken(env_, kCardChange), base::DumpJson(body));
    call.delivers = false;
    return call;
  }

 private:
  bool PassiveReplies() const { return env_.settings.Flag("passive_replies"); }

  Answerable Open() const {
    if (sending_.open == nullptr) return Answerable::kNo;
    const auto xml = base::ReadXml(sending_.open->body(), kMaxCallback);
    return xml ? HowToAnswer(*xml) : Answerable::kNo;
  }
  bool IsOpenClick() const { return PassiveReplies() && Open() == Answerable::kButton; }

  base::Result<HttpAnswer> Sealed(const std::string& kind, const std::string& content) const {
    const std::string& corp = env_.settings.Text("corp_id");
    const std::string xml = common::WxReplyXml(sending_.address.channel, corp, kind, content, env_);
    return SealedAnswer(xml, Wrapping::kXml, corp, env_);
  }

  // The first words may go in the answer to what they reply to.
  base::Result<Step> NextText(const std::string& text) const {
    if (PassiveReplies() && sending_.answers.empty() && Open() == Answerable::kWords) {
      TRY(HttpAnswer answer, Sealed("text", "<Content>" + common::WxCdata(text) + "</Content>"));
      return InAnswer{std::move(answer)};
    }
    return Send("text", {{"content", text}});
  }

  base::Result<Step> NextFile(const base::FileRef& file) const {
    const std::string_view type = MediaTypeOf(file);
    if (!sending_.answers.empty()) {
      TRY(std::string id, common::WxUploadedId(sending_.answers.back()));
      return Send(std::string(type), {{"media_id", std::move(id)}});
    }
    if (!sending_.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
    TRY(const std::string bytes, sending_.read_file(file));
    TRY(Call upload, UploadCall(ApiUrlWithToken(env_, "media/upload"), type, file, bytes, env_));
    return upload;
  }

  base::Result<Step> Send(const std::string& type, json content) const {
    if (!IsMemberId(sending_.address.channel))
      return Fail(ErrorCode::kInvalid, "'" + sending_.address.channel + "' is not the id of a member.");
    const json body = {{"touser", sending_.address.channel},
                       {"agentid", env_.settings.Number("agent_id")},
                       {"msgtype", type},
                       {type, std::move(content)}};
    return PostJson(ApiUrlWithToken(env_, "message/send"), base::DumpJson(body));
  }

  // Of the last click on this card, and the one that came when it was sent; each is good once, and nobody tells which
  // are used up.
  std::vector<std::string> ResponseCodes() const {
    std::vector<std::string> codes;
    if (sending_.path != nullptr) codes.push_back(ResponseCodeIn(sending_.path->words, sending_.row.id));
    if (const auto space = sending_.replaces.find(' '); space != std::string_view::npos)
      codes.emplace_back(sending_.replaces.substr(space + 1));
    std::erase(codes, std::string());
    return codes;
  }

  const Sending& sending_;
  const Env env_;
};

}  // namespace

base::Result<Step> NextOfApp(const Sending& sending, Env env) {
  const AppMessage message(sending, env);
  return sending.replaces.empty() ? message.Next() : message.Change();
}

}  // namespace frontdesk::adapters::wecom
