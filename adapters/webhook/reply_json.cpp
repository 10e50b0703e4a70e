#include "adapters/webhook/reply_json.h"

#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/webhook/reading.h"
#include "bot/base/json.h"
#include "bot/base/message_json.h"

namespace frontdesk::adapters::webhook {

namespace {

using base::Message;
using nlohmann::json;

constexpr std::size_t kReplyIdDigits = 32;

void PutText(json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

// The words alone: what stands around them has members of its own.
std::string WordsOf(const Message& message) {
  Message words;
  words.text = message.text;
  return common::MessageText(words, common::Markup::kCommonMark);
}

json UiOf(const Message& message) {
  json ui = json::object();
  for (const base::Button& button : message.buttons)
    ui["buttons"].push_back({{"label", button.label}, {"value", button.value}});
  if (!message.facts.empty()) ui["facts"] = base::FactsJson(message.facts);
  PutText(ui, "input", message.input);
  return ui;
}

json FilesOf(const Message& message, const Settings& settings) {
  json files = json::array();
  for (const base::FileRef& file : message.files) {
    files.push_back({{"name", file.name},
                     {"type", file.type},
                     {"size", file.size},
                     {"url", settings.public_url + FilePath(settings, file)}});
  }
  return files;
}

}  // namespace

std::string ReplyId(const base::Address& address, const Row& row) {
  std::string text = address.account;
  for (const std::string& part :
       {address.channel, address.thread, std::to_string(row.id), std::to_string(base::ToMillis(row.at))})
    text.append("\n").append(part);
  return "msg_" + base::HexEncode(base::Sha256(text)).substr(0, kReplyIdDigits);
}

json ReplyJson(const base::Address& address, const Row& row, const Message& message, const Settings& settings) {
  const Message inert = common::InertMessage(message, settings.public_url);
  json reply = {{"conversation_id", address.channel},
                {"message_id", ReplyId(address, row)},
                {"at", base::FormatUtc(row.at)},
                {"kind", base::ToString(inert.kind)},
                {"from", row.from == "agent" ? "agent" : "bot"},
                {"text", WordsOf(inert)},
                {"plain", common::BreakMentions(common::MessageText(inert, common::Markup::kPlain))}};
  PutText(reply, "thread_id", address.thread);
  PutText(reply, "author", inert.author);
  PutText(reply, "subject", inert.subject);
  if (json ui = UiOf(inert); !ui.empty()) reply["ui"] = std::move(ui);
  if (!inert.files.empty()) reply["files"] = FilesOf(inert, settings);
  if (inert.source.empty()) return reply;
  PutText(reply["source"], "title", inert.source);
  PutText(reply["source"], "url", inert.source_href);
  return reply;
}

std::string CallbackBody(const base::Address& address, const Row& row, const Message& message,
                         const Settings& settings) {
  return base::DumpJson({{"type", "reply.created"},
                         {"timestamp", base::FormatUtc(row.at)},
                         {"data", ReplyJson(address, row, message, settings)}});
}

}  // namespace frontdesk::adapters::webhook
