#include "adapters/teams/read_text.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxMentions = 50;
constexpr std::size_t kLongestEntity = 10;
constexpr std::string_view kOpen = "<at>", kClose = "</at>";

// What "&name;" stands for; "" when nobody knows.
std::string EntityOf(std::string_view name) {
  constexpr auto kEntities = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}});
  for (const auto& [known, means] : kEntities)
    if (known == name) return std::string(means);
  if (!name.starts_with('#')) return {};
  const bool hex = name.starts_with("#x") || name.starts_with("#X");
  name.remove_prefix(hex ? 2 : 1);
  unsigned point = 0;
  const auto end = std::from_chars(name.data(), name.data() + name.size(), point, hex ? 16 : 10);
  const bool is_point = point > 0 && point < 0x110000 && (point < 0xD800 || point > 0xDFFF);
  if (name.empty() || end.ec != std::errc{} || end.ptr != name.data() + name.size() || !is_point) return {};
  std::string out;
  base::AppendUtf8(point, out);
  return out;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
    const bool near = end != std::string_view::npos && end - i <= kLongestEntity;
    const std::string means = near ? EntityOf(text.substr(i + 1, end - i - 1)) : std::string();
    if (means.empty()) {
      if (text[i] != '\r') out += text[i];
      continue;
    }
    out += means;
    i = end;
  }
  return out;
}

// No-break spaces that the client puts behind a mention, as spaces.
std::string PlainSpaces(std::string text) {
  constexpr std::string_view kNoBreak = "\u00A0";
  for (std::size_t at = 0; (at = text.find(kNoBreak, at)) != std::string::npos; ++at)
    text.replace(at, kNoBreak.size(), " ");
  return text;
}

// Each once, the first that is left.
void Replace(std::string& text, const std::string& mention, const std::string& by) {
  const auto at = text.find(mention);
  if (at == std::string::npos) return;
  std::size_t size = mention.size();
  const bool at_start = at == 0 || text[at - 1] == ' ';
  if (by.empty() && at_start && at + size < text.size() && text[at + size] == ' ') ++size;
  text.replace(at, size, by);
}

// Behind the bot's name: "@bot: hello", "@bot，你好".
void DropAddressMark(std::string& text) {
  for (const std::string_view mark : {":", ",", "：", "，", "、"})
    if (text.starts_with(mark)) {
      text.erase(0, mark.size());
      return;
    }
}

}  // namespace

ReadWords ReadText(const json& activity, std::string_view bot) {
  ReadWords read;
  std::string text = TextAt(activity, "text");
  std::size_t mentions = 0;
  bool first = false;
  for (const json& entity : ListAt(activity, "entities")) {
    if (!entity.is_object() || base::AsciiLower(TextAt(entity, "type")) != "mention") continue;
    if (++mentions > kMaxMentions) break;
    std::string written = TextAt(entity, "text");
    const json& who = ObjectAt(entity, "mentioned");
    const bool us = !bot.empty() && TextAt(who, "id") == bot;
    read.names_bot = read.names_bot || us;
    if (written.empty()) continue;
    first = first || (us && text.starts_with(written));
    std::string name = written;
    if (name.starts_with(kOpen) && name.ends_with(kClose))
      name = name.substr(kOpen.size(), name.size() - kOpen.size() - kClose.size());
    Replace(text, written, us ? std::string() : "@" + name);
  }
  if (first) DropAddressMark(text);
  read.text = base::CleanUtf8(PlainSpaces(Unescaped(text)));
  read.text = std::string(base::Trim(read.text));
  return read;
}

}  // namespace frontdesk::adapters::teams
