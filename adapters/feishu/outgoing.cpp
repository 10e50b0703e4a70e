#include "adapters/feishu/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/feishu/account.h"
#include "adapters/feishu/api_call.h"
#include "adapters/feishu/callback_proof.h"
#include "adapters/feishu/card.h"
#include "adapters/feishu/message_file.h"
#include "adapters/feishu/send_outcome.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::Block;
using base::Fail;
using base::Message;
using base::Span;
using nlohmann::json;

constexpr std::size_t kUuidDigits = 32;

// One message of the platform.
struct Shown {
  std::string type;
  std::string content;
};

bool IsPlain(const Message& message) {
  const auto plain = [](const Block& block) {
    return block.kind == Block::Kind::kParagraph &&
           std::all_of(block.spans.begin(), block.spans.end(),
                       [](const Span& s) { return s.kind == Span::Kind::kText; });
  };
  return message.buttons.empty() && message.facts.empty() && message.form.empty() && message.source_href.empty() &&
         std::all_of(message.text.blocks.begin(), message.text.blocks.end(), plain);
}

// Lines in which nothing is markup.
Shown Literal(const std::string& text) {
  json lines = json::array();
  for (const std::string& line : base::SplitLines(text)) lines.push_back({{{"tag", "text"}, {"text", line}}});
  return {"post", base::DumpJson({{"zh_cn", {{"content", std::move(lines)}}}})};
}

std::vector<Shown> AsLines(const Message& message, Env env) {
  Capabilities can = FeishuCapabilities();
  can.buttons = 0;
  can.cards = false;
  std::vector<Shown> shown;
  for (const std::string& part : common::Degrade(message, can, common::Markup::kPlain, env.settings.public_url).parts)
    shown.push_back(Literal(part));
  return shown;
}

// The words end with the form's first question, for those who see no form.
void DropQuestion(Message& message) {
  auto& blocks = message.text.blocks;
  if (blocks.empty() || base::ToPlainText(base::RichText{{blocks.back()}}) != message.form.front().label) return;
  blocks.pop_back();
  message.asks = false;
}

std::vector<Shown> AsCards(const Message& given, const CardOwner& owner, Env env) {
  Message message = given;
  std::vector<base::FormField> form;
  if (FitsForm(message.form)) {
    form = common::InertMessage(message, env.settings.public_url).form;
    message.buttons.clear();
    DropQuestion(message);
  }
  const auto parts = common::Degrade(message, FeishuCapabilities(), common::Markup::kLark, env.settings.public_url);
  const bool zh = IsChinese(env.settings);
  std::vector<Shown> shown;
  for (std::size_t i = 0; i + 1 < parts.parts.size(); ++i)
    shown.push_back({"interactive", base::DumpJson(CardOf({parts.parts[i], {}, {}, {}}, owner, zh))});
  const std::string last = parts.parts.empty() ? std::string() : parts.parts.back();
  if (last.empty() && parts.facts.empty() && parts.buttons.empty() && form.empty()) return shown;
  shown.push_back({"interactive", base::DumpJson(CardOf({last, parts.facts, parts.buttons, form}, owner, zh))});
  return shown;
}

bool Fits(const std::vector<Shown>& shown) {
  return std::all_of(shown.begin(), shown.end(), [](const Shown& one) { return one.content.size() <= kMaxCard; });
}

class Parts {
 public:
  Parts(const Sending& sending, Env env) : sending_(sending), env_(env) {}

  base::Result<Step> Next() const {
    if (!IsId(sending_.address.channel) || (!thread().empty() && !IsId(thread())))
      return Fail(base::ErrorCode::kForbidden, "'" + sending_.address.channel + "' is no chat of Feishu.");
    if (!sending_.replaces.empty()) return Change();
    const std::vector<Shown> shown = WordsShown();
    const auto part = static_cast<std::size_t>(sending_.part);
    if (part < shown.size()) return Deliver(shown[part]);
    const std::size_t file = part - shown.size();
    if (file < sending_.message.files.size()) return NextOfFile(sending_.message.files[file]);
    return Done{};
  }

 private:
  const std::string& thread() const { return sending_.address.thread; }
  CardOwner owner() const { return {sending_.row.id, thread()}; }
  bool Avoids(std::string_view what) const { return std::ranges::find(sending_.avoid, what) != sending_.avoid.end(); }

  // The same for every part that is asked for, so that a message is never cut anew on its way.
  std::vector<Shown> WordsShown() const {
    if (IsPlain(sending_.message) || Avoids(kAvoidCard)) return AsLines(sending_.message, env_);
    std::vector<Shown> cards = AsCards(sending_.message, owner(), env_);
    return Fits(cards) ? std::move(cards) : AsLines(sending_.message, env_);
  }

  std::string Uuid() const {
    std::string of = env_.settings.Text("app_id") + "\n" + sending_.address.channel + "\n" + thread() + "\n" +
                     std::to_string(sending_.row.id) + "\n" + std::to_string(base::ToMillis(sending_.row.at)) + "\n" +
                     std::to_string(sending_.part);
    for (const std::string& word : sending_.avoid) of += "\n" + word;
    return "fd-" + base::HexEncode(base::Sha256(of)).substr(0, kUuidDigits);
  }

  Call Deliver(const Shown& shown) const {
    json body = {{"msg_type", shown.type}, {"content", shown.content}, {"uuid", Uuid()}};
    if (!thread().empty() && !Avoids(kAvoidThread)) {
      body["reply_in_thread"] = true;
      return JsonCall("POST", "/open-apis/im/v1/messages/" + thread() + "/reply", base::DumpJson(body), env_);
    }
    const std::string& to = sending_.address.channel;
    body["receive_id"] = to;
    const char* kind = to.starts_with("ou_") ? "open_id" : "chat_id";
    return JsonCall("POST", std::string("/open-apis/im/v1/messages?receive_id_type=") + kind, base::DumpJson(body),
                    env_);
  }

  // The last card reads otherwise: in the answer to a click that waits for it, else by a call.
  base::Result<Step> Change() const {
    if (sending_.part > 0) return Done{};
    const std::vector<Shown> cards = AsCards(sending_.message, owner(), env_);
    if (cards.empty() || cards.back().content.size() > kMaxCard)
      return Fail(base::ErrorCode::kTooLarge, "The changed card is too large.");
    if (sending_.open == nullptr) return ChangeCall(std::string(sending_.replaces), cards.back().content, env_);
    const auto card = base::ParseJson(cards.back().content);
    const json answer = {{"card", {{"type", "raw"}, {"data", card.value_or(json::object())}}}};
    return InAnswer{{200, {{"Content-Type", "application/json"}}, base::DumpJson(answer)}};
  }

  base::Result<Step> NextOfFile(const base::FileRef& file) const {
    if (sending_.answers.empty()) {
      if (!sending_.read_file) return Fail(base::ErrorCode::kInternal, "This send cannot read files.");
      TRY(const std::string bytes, sending_.read_file(file));
      TRY(Call upload, UploadCall(file, bytes, env_));
      return upload;
    }
    TRY(const ShownFile shown, ShownAfter(file, sending_.answers.back()));
    return Deliver({shown.type, shown.content});
  }

  static Call ChangeCall(const std::string& id, const std::string& content, Env env) {
    return JsonCall("PATCH", "/open-apis/im/v1/messages/" + id, base::DumpJson({{"content", content}}), env);
  }

  const Sending& sending_;
  Env env_;
};

}  // namespace

Capabilities FeishuCapabilities() {
  Capabilities can;
  can.retries_events = true;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(3);
  can.answer_wait = std::chrono::seconds(2);
  can.max_text = 32 << 10;
  can.knows_users = true;
  can.deduplicates_sends = true;
  can.message_limit = kMaxText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMaxButtons;
  can.button_label = kMaxLabel;
  can.cards = true;
  can.forms = true;
  can.threads = true;
  can.edits = true;
  can.files = true;
  can.sends_per_second = 16;  // the platform allows 1,000 a minute and 50 a second
  can.burst = 20;
  return can;
}

base::Result<Step> NextStep(const Sending& sending, Env env) { return Parts(sending, env).Next(); }

base::Result<Call> CloseForm(const Afterwards& asked, const base::Message* about, Env env) {
  if (about == nullptr || !IsId(asked.words)) return Fail(base::ErrorCode::kNotFound, "the form is none of ours");
  Message closed = *about;
  closed.form.clear();
  closed.buttons.clear();
  closed.asks = false;
  base::Append(closed.text, base::PlainRichText("✓"));
  const std::vector<Shown> cards = AsCards(closed, {asked.row, {}}, env);
  Call call = JsonCall("PATCH", "/open-apis/im/v1/messages/" + asked.words,
                       base::DumpJson({{"content", cards.back().content}}), env);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::feishu
