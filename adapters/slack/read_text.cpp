#include "adapters/slack/read_text.h"

#include <array>
#include <utility>

#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

std::string Unescaped(std::string_view text) {
  constexpr auto kEntities = std::to_array<std::pair<std::string_view, char>>({
      {"&amp;", '&'},
      {"&lt;", '<'},
      {"&gt;", '>'},
  });
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    char c = text.front();
    std::size_t size = 1;
    for (const auto& [entity, means] : kEntities)
      if (text.starts_with(entity)) {
        c = means;
        size = entity.size();
      }
    out += c;
    text.remove_prefix(size);
  }
  return out;
}

// What the user typed, as a rule: Slack makes an address of "example.com".
std::string LinkWords(std::string_view address, std::string_view label) {
  const std::string href = Unescaped(address), words = Unescaped(label);
  if (words.empty()) return href.starts_with("mailto:") ? href.substr(7) : href;
  if (href.find(words) != std::string::npos || href == words) return words;
  return words + " (" + href + ")";
}

// "here", "subteam^S1|@team", "date^1767225600^{date}|today"
std::string SpecialWords(std::string_view what, std::string_view label) {
  if (what.starts_with("date^")) return Unescaped(label);
  if (what.starts_with("subteam^")) {
    const std::string name = Unescaped(label);
    if (name.starts_with('@')) return name;
    return "@" + (name.empty() ? std::string(what.substr(8)) : name);
  }
  return "@" + std::string(what);
}

// What stands between '<' and '>'.
std::string TokenWords(std::string_view token) {
  const auto bar = token.find('|');
  const std::string_view what = token.substr(0, bar);
  const std::string_view label = bar == std::string_view::npos ? std::string_view() : token.substr(bar + 1);
  if (what.starts_with('@')) return "@" + Unescaped(label.empty() ? what.substr(1) : label);
  if (what.starts_with('#')) return "#" + Unescaped(label.empty() ? what.substr(1) : label);
  if (what.starts_with('!')) return SpecialWords(what.substr(1), label);
  return LinkWords(what, label);
}

bool IsMentionOf(std::string_view token, std::string_view user) {
  if (user.empty() || !token.starts_with('@')) return false;
  token = token.substr(1, token.find('|') - 1);
  return token == user;
}

// Behind the bot's name: "@bot: hello", "@bot，你好".
void SkipAddressMark(std::string_view& rest) {
  for (const std::string_view mark : {":", ",", "：", "，", "、"})
    if (rest.starts_with(mark)) return rest.remove_prefix(mark.size());
}

}  // namespace

ReadWords ReadText(std::string_view text, std::string_view bot) {
  ReadWords read;
  while (!text.empty()) {
    const auto open = text.find('<');
    const auto close = open == std::string_view::npos ? open : text.find('>', open);
    read.text += Unescaped(text.substr(0, close == std::string_view::npos ? close : open));
    if (close == std::string_view::npos) break;
    const std::string_view token = text.substr(open + 1, close - open - 1);
    text.remove_prefix(close + 1);
    if (!IsMentionOf(token, bot)) {
      read.text += TokenWords(token);
      continue;
    }
    read.names_bot = true;
    SkipAddressMark(text);
    if ((read.text.empty() || read.text.back() == ' ') && text.starts_with(' ')) text.remove_prefix(1);
  }
  read.text = base::CleanUtf8(read.text);
  if (read.names_bot) read.text = base::Trim(read.text);
  return read;
}

}  // namespace frontdesk::adapters::slack
