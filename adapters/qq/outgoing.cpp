#include "adapters/qq/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/common/reply_budget.h"
#include "adapters/qq/account.h"
#include "adapters/qq/callback_event.h"
#include "adapters/qq/place.h"
#include "adapters/qq/send_outcome.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::qq {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr common::TextLimit kLimit = {kMostText, Capabilities::Unit::kBytes};
constexpr std::size_t kMostButtons = 25;
constexpr std::size_t kRows = 5;
constexpr std::size_t kLabel = 20;          // graphemes
constexpr std::size_t kMostFile = 8 << 20;  // bytes, as the file goes inside the call
// Numbers of replies: 32 parts of a row, in 31 bits. A prime, as rows of one second are a power of two apart.
constexpr std::int64_t kRowsNumbered = 67'108'859, kPartsNumbered = 32;
constexpr std::string_view kAddress = "[链接]";

// 1 picture, 2 video, 3 voice; 0 for what QQ does not carry.
int FileTypeOf(const base::FileRef& file) {
  if (file.type == "image/png" || file.type == "image/jpeg") return 1;
  if (file.type == "video/mp4") return 2;
  return file.type == "audio/amr" || file.type == "audio/silk" ? 3 : 0;
}

// Addresses give way to a word for one.
std::string WithoutUrls(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find("http://"), text.find("https://"));
    if (at == std::string_view::npos) return out.append(text);
    const std::string_view url = common::LeadingUrl(text.substr(at));
    const std::size_t size = std::max<std::size_t>(url.size(), 7);
    out.append(text.substr(0, at)).append(kAddress);
    text.remove_prefix(std::min(text.size(), at + size));
  }
  return out;
}

base::Message WithoutUrls(base::Message message) {
  message.source_href.clear();
  for (base::Block& block : message.text.blocks)
    for (base::Span& span : block.spans) {
      span.kind = span.kind == base::Span::Kind::kLink ? base::Span::Kind::kText : span.kind;
      span.text = WithoutUrls(span.text);
    }
  for (base::Fact& fact : message.facts) fact.value = WithoutUrls(fact.value);
  return message;
}

class QqMessage {
 public:
  QqMessage(const Sending& sending, Env env) : sending_(sending), env_(env), place_(PlaceOf(sending.address.channel)) {}

  base::Result<Step> Next() const {
    base::Message rest = common::InertMessage(sending_.message, env_.settings.public_url);
    rest.files.clear();
    if (Avoids(kWithoutUrls)) rest = WithoutUrls(std::move(rest));
    const std::vector<base::Button> keyboard =
        FitKeyboard(rest.buttons) ? std::exchange(rest.buttons, {}) : std::vector<base::Button>();
    const auto parts = common::RichParts(rest, common::Markup::kQq, kLimit);
    std::size_t part = static_cast<std::size_t>(sending_.part);
    if (part >= parts.size() + sending_.message.files.size()) return Done{};
    if (!IsId(place_.id)) return Fail(ErrorCode::kInvalid, "'" + place_.id + "' is not an id of QQ.");
    TRY(auto spared, common::MayGo(sending_, env_.now,
                                   {"QQ takes no more messages until the user speaks: the time is over.",
                                    "QQ takes no more messages until the user speaks: all replies have gone."}));
    if (spared) return *std::move(spared);
    if (part >= parts.size()) return NextFile(sending_.message.files[part - parts.size()]);
    const bool last = part + 1 == parts.size();
    return last && !keyboard.empty() ? SendKeyboard(parts[part], keyboard) : SendText(parts[part].text);
  }

 private:
  bool Avoids(std::string_view what) const {
    return std::find(sending_.avoid.begin(), sending_.avoid.end(), what) != sending_.avoid.end();
  }
  bool InGuild() const { return FilesPath(place_).empty(); }

  bool FitKeyboard(const std::vector<base::Button>& buttons) const {
    if (env_.settings.Text("buttons") != "keyboard" || InGuild() || Avoids(kWithoutKeyboard)) return false;
    std::set<std::string> labels;
    for (const base::Button& button : buttons) labels.insert(base::Shorten(button.label, kLabel));
    return !buttons.empty() && buttons.size() <= kMostButtons && labels.size() == buttons.size();
  }

  // The event that this row came from, while it may still be answered: a second try then answers the same, and is known
  // for what it is. Else the newest that there is. None: QQ takes such messages no more, and says so.
  std::optional<Cause> Answered() const {
    const auto own = CauseIn(sending_.row.event_id);
    if (own && env_.now - sending_.row.at <= WindowOf(place_.kind)) return own;
    return sending_.path == nullptr ? std::nullopt : CauseIn(sending_.path->words);
  }

  base::Result<Step> Send(json body) const {
    if (const auto cause = Answered()) body[cause->event ? "event_id" : "msg_id"] = cause->id;
    if (!InGuild())
      body["msg_seq"] = sending_.row.id % kRowsNumbered * kPartsNumbered + sending_.part % kPartsNumbered + 1;
    return ApiCall("POST", MessagesPath(place_), base::DumpJson(body), env_);
  }

  base::Result<Step> SendText(std::string text) const {
    if (InGuild()) return Send({{"content", std::move(text)}});
    return Send({{"content", std::move(text)}, {"msg_type", 0}});
  }

  // Buttons hang under Markdown.
  base::Result<Step> SendKeyboard(const common::RichPart& part, const std::vector<base::Button>& buttons) const {
    base::Message words;
    words.text = part.blocks;
    const std::size_t in_row = (buttons.size() + kRows - 1) / kRows;
    json rows = json::array();
    for (std::size_t i = 0; i < buttons.size(); ++i) {
      if (i % in_row == 0) rows.push_back({{"buttons", json::array()}});
      rows.back()["buttons"].push_back(ButtonJson(buttons[i], i));
    }
    return Send({{"msg_type", 2},
                 {"markdown", {{"content", common::MessageText(words, common::Markup::kDingTalk)}}},
                 {"keyboard", {{"content", {{"rows", std::move(rows)}}}}}});
  }

  json ButtonJson(const base::Button& button, std::size_t index) const {
    const std::string label = base::Shorten(button.label, kLabel);
    return {{"id", ButtonId(sending_.row.id, index)},
            {"render_data", {{"label", label}, {"visited_label", "✓ " + label}, {"style", 1}}},
            {"action",
             {{"type", 1},
              {"permission", {{"type", 2}}},
              {"data", button.value},
              {"unsupport_tips", "请直接回复：" + label}}}};
  }

  base::Result<Step> NextFile(const base::FileRef& file) const {
    const int type = InGuild() ? 0 : FileTypeOf(file);
    if (type == 0) {
      return Fail(ErrorCode::kInvalid,
                  "QQ carries PNG and JPEG pictures, MP4 videos and voice, to people and groups only: " + file.name);
    }
    if (!sending_.answers.empty()) {
      const auto answer = base::ParseJson(sending_.answers.back().body);
      std::string info = answer && answer->is_object() ? base::TextAt(*answer, "file_info") : std::string();
      if (info.empty()) return Fail(ErrorCode::kUnavailable, "The upload's answer cannot be read.");
      return Send({{"content", " "}, {"msg_type", 7}, {"media", {{"file_info", std::move(info)}}}});
    }
    if (!sending_.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
    TRY(const std::string bytes, sending_.read_file(file));
    if (bytes.size() > kMostFile) return Fail(ErrorCode::kTooLarge, "QQ is sent no more than 8 MB: " + file.name);
    const json body = {{"file_type", type}, {"file_data", base::Base64Encode(bytes)}, {"srv_send_msg", false}};
    Call upload = ApiCall("POST", FilesPath(place_), base::DumpJson(body), env_);
    upload.delivers = false;
    return upload;
  }

  const Sending& sending_;
  const Env env_;
  const Place place_;
};

}  // namespace

base::Result<Step> NextStep(const Sending& sending, Env env) { return QqMessage(sending, env).Next(); }

}  // namespace frontdesk::adapters::qq
