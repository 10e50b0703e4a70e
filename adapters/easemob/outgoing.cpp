#include "adapters/easemob/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/common/split.h"
#include "adapters/easemob/account.h"
#include "adapters/easemob/callback_event.h"
#include "adapters/easemob/file_upload.h"
#include "adapters/easemob/message_body.h"
#include "adapters/easemob/rest_call.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::MessageKind;
using nlohmann::json;
using Unit = Capabilities::Unit;

constexpr std::size_t kMinPart = 300;       // bytes; below it no smaller part is tried
constexpr std::size_t kMaxMenuTitle = 300;  // bytes
constexpr char kTransferWord[] = "转人工 (asks for a person)";

struct Words {
  std::string text;
  std::string menu;  // its numbered lines, with the line break before them
};

// Bytes of the text inside a JSON string (RFC 8259 section 7); it is UTF-8.
std::size_t EscapedSize(std::string_view text) {
  std::size_t size = text.size();
  for (const char c : text) {
    const bool is_short = c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v');
    if (is_short) {
      ++size;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      size += 5;
    }
  }
  return size;
}

// The words in the parts that they are sent in.
struct Cut {
  std::vector<std::string> texts;
  bool with_buttons = true;  // beside the last
};

Words WordsOf(const base::Message& message) {
  base::Message bare = message;
  bare.buttons.clear();
  bare.files.clear();
  Words words{common::MessageText(bare, common::Markup::kPlain), {}};
  for (std::size_t i = 0; i < message.buttons.size(); ++i)
    words.menu += "\n" + std::to_string(i + 1) + ". " + message.buttons[i].label;
  if (words.text.empty() && !words.menu.empty()) words.menu.erase(0, 1);
  return words;
}

json ButtonsJson(const base::Message& message) {
  json list = json::array();
  for (const base::Button& button : message.buttons) list.push_back({{"label", button.label}, {"value", button.value}});
  return list;
}

json KefuMenu(const base::Message& message, const std::string& title) {
  json items = json::array();
  for (const base::Button& button : message.buttons) items.push_back({{"id", button.value}, {"name", button.label}});
  return {{"choice",
           {{"title", title.empty() || title.size() > kMaxMenuTitle ? "请选择 / Please choose" : title},
            {"items", std::move(items)}}}};
}

// Where a message goes: the call and the receiver.
struct Receiver {
  std::string_view path;
  std::string id;
};

Receiver ReceiverOf(std::string_view channel) {
  if (channel.starts_with(kGroupPrefix))
    return {"messages/chatgroups", std::string(channel.substr(kGroupPrefix.size()))};
  if (channel.starts_with(kRoomPrefix)) return {"messages/chatrooms", std::string(channel.substr(kRoomPrefix.size()))};
  return {"messages/users", std::string(channel)};
}

// What every client shows as a picture.
bool IsPicture(const base::FileRef& file) {
  return file.type == "image/png" || file.type == "image/jpeg" || file.type == "image/gif";
}

class Parts {
 public:
  Parts(const Sending& sending, Env env)
      : sending_(sending),
        message_(common::InertMessage(sending.message, env.settings.public_url)),
        env_(env),
        to_(ReceiverOf(sending.address.channel)) {}

  base::Result<Step> Next() const {
    const Words words = WordsOf(message_);
    const Cut cut = CutWords(words);
    std::size_t part = ThisPart();
    if (part < cut.texts.size()) return PostJson(to_.path, TextRequest(words, cut, part), env_);
    part -= cut.texts.size();
    if (part < message_.files.size()) return NextOfFile(message_.files[part]);
    part -= message_.files.size();
    if (part == 0 && HandsOver()) return PostJson("messages/users", TransferRequest(), env_);
    return Done{};
  }

 private:
  std::size_t ThisPart() const { return static_cast<std::size_t>(sending_.part); }

  json Ext(std::size_t part) const {
    json about = {{"kind", ToString(message_.kind)}, {"from", sending_.row.from}};
    if (!message_.subject.empty()) {
      about[message_.kind == MessageKind::kReceipt ? "ticket" : "subject"] = message_.subject;
    }
    if (!message_.author.empty()) about["author"] = message_.author;
    json ext = {{"bot", {{"mid", std::to_string(sending_.row.id) + "." + std::to_string(part)}}}};
    ext["frontdesk"] = std::move(about);
    if (message_.kind == MessageKind::kNotice) ext["em_ignore_notification"] = true;
    return ext;
  }

  std::string Request(const char* type, json body, json ext) const {
    return base::DumpJson({{"from", env_.settings.Text("bot")},
                           {"to", json::array({to_.id})},
                           {"type", type},
                           {"body", std::move(body)},
                           {"ext", std::move(ext)}});
  }

  // The last part carries the buttons.
  json LastExt(const Words& words, const std::string& last, std::size_t part) const {
    json ext = Ext(part);
    if (message_.buttons.empty()) return ext;
    ext["frontdesk"]["buttons"] = ButtonsJson(message_);
    if (last.size() >= words.menu.size()) {
      ext["frontdesk"]["cut"] =
          common::MeasureText(std::string_view(last).substr(0, last.size() - words.menu.size()), Unit::kUtf16);
    }
    if (env_.settings.Text("menus") == "kefu") ext["msgtype"] = KefuMenu(message_, words.text);
    return ext;
  }

  std::string TextRequest(const Words& words, const Cut& cut, std::size_t part) const {
    const bool has_buttons = cut.with_buttons && part + 1 == cut.texts.size();
    return Request("txt", {{"msg", cut.texts[part]}}, has_buttons ? LastExt(words, cut.texts[part], part) : Ext(part));
  }

  // Whether every request is under the limit; only one of them is made whole, since this is asked for every part.
  bool Fits(const Words& words, const Cut& cut) const {
    if (cut.texts.empty()) return true;
    const std::size_t limit = RequestLimit(env_.settings);
    const std::size_t last = cut.texts.size() - 1;
    const std::size_t around = Request("txt", {{"msg", ""}}, Ext(last)).size();
    return TextRequest(words, cut, last).size() <= limit &&
           std::all_of(cut.texts.begin(), cut.texts.end() - 1,
                       [&](const std::string& text) { return around + EscapedSize(text) <= limit; });
  }

  // The same for every part that is asked for, so that a message is never cut anew on its way. Escapes and buttons take
  // room, too: the parts become smaller until every request is under the limit; buttons that leave no room for words
  // stay as numbered lines only.
  Cut CutWords(const Words& words) const {
    Cut cut;
    for (const bool with_buttons : {true, false}) {
      for (std::size_t size = TextLimit(env_.settings); size >= kMinPart; size = size / 4 * 3) {
        cut = {common::SplitText(words.text + words.menu, {size, Unit::kBytes}), with_buttons};
        if (Fits(words, cut)) return cut;
      }
    }
    return cut;
  }

  base::Result<Step> NextOfFile(const base::FileRef& file) const {
    if (sending_.answers.empty()) {
      if (!sending_.read_file) return base::Fail(base::ErrorCode::kInternal, "This send cannot read files.");
      TRY(const std::string bytes, sending_.read_file(file));
      return UploadCall(file, bytes, env_);
    }
    TRY(const json body, UploadedBody(file, sending_.answers.back(), env_.settings));
    return PostJson(to_.path, Request(IsPicture(file) ? "img" : "file", body, Ext(ThisPart())), env_);
  }

  bool HandsOver() const {
    return message_.kind == MessageKind::kHandoff && env_.settings.Flag("kefu_handoff") && to_.path == "messages/users";
  }

  // To the service number in the user's name: that is how a session of kefu begins.
  std::string TransferRequest() const {
    std::string text = kTransferWord;
    for (const base::Fact& fact : message_.facts) text += "\n" + fact.label + ": " + fact.value;
    text = common::SplitText(text, {RequestLimit(env_.settings) / 2, Unit::kBytes}).front();
    json ext = Ext(ThisPart());
    ext["weichat"]["visitor"]["userNickname"] = to_.id;
    if (const std::string& queue = env_.settings.Text("kefu_queue"); !queue.empty())
      ext["weichat"]["queueName"] = queue;
    return base::DumpJson({{"from", to_.id},
                           {"to", json::array({env_.settings.Text("kefu")})},
                           {"type", "txt"},
                           {"body", {{"msg", text}}},
                           {"ext", std::move(ext)}});
  }

  const Sending& sending_;
  base::Message message_;
  Env env_;
  Receiver to_;
};

}  // namespace

base::Result<Step> NextStep(const Sending& sending, Env env) { return Parts(sending, env).Next(); }

}  // namespace frontdesk::adapters::easemob
