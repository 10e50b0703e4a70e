#include "adapters/feishu/mentions.h"

#include <nlohmann/json.hpp>

#include "adapters/feishu/feishu_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxMentions = 100;
constexpr std::size_t kMaxName = 60;  // graphemes
constexpr std::string_view kKey = "@_user_";

bool IsBot(const json& mention, const Settings& settings, bool first) {
  const std::string& bot = settings.Text("bot");
  if (!bot.empty()) return OpenIdOf(MemberOf(mention, "id")) == bot;
  const std::string kind = base::TextAt(mention, "mentioned_type");
  return kind.empty() ? first : kind == "bot";
}

// The length of a key at the beginning of the text: "@_user_1" is none of "@_user_10".
std::size_t KeySize(std::string_view text) {
  if (!text.starts_with(kKey)) return 0;
  const std::size_t end = text.find_first_not_of("0123456789", kKey.size());
  const std::size_t size = end == std::string_view::npos ? text.size() : end;
  return size == kKey.size() ? 0 : size;
}

}  // namespace

Mentions::Mentions(const json& message, const Settings& settings) {
  const auto list = message.find("mentions");
  if (list == message.end() || !list->is_array()) return;
  for (const json& mention : *list) {
    if (!mention.is_object() || names_.size() >= kMaxMentions) continue;
    const bool bot = IsBot(mention, settings, names_.empty());
    names_bot_ = names_bot_ || bot;
    const std::string name = base::Shorten(base::CleanUtf8(base::TextAt(mention, "name")), kMaxName);
    names_.emplace(base::TextAt(mention, "key"), bot ? std::string() : "@" + name);
  }
}

std::string Mentions::Shown(std::string_view key) const {
  const auto it = names_.find(key);
  return it == names_.end() ? std::string(key) : it->second;
}

std::string Mentions::Replaced(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = KeySize(text.substr(at));
    if (size == 0) {
      out += text[at++];
      continue;
    }
    const std::string shown = Shown(text.substr(at, size));
    out += shown;
    at += size;
    // The space that stood behind the bot's name goes with it.
    const bool gap = out.empty() || out.back() == ' ' || out.back() == '\n';
    if (shown.empty() && gap && at < text.size() && text[at] == ' ') ++at;
  }
  return out;
}

}  // namespace frontdesk::adapters::feishu
