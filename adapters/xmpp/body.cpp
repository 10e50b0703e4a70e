#include "adapters/xmpp/body.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/xmpp/names.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::xmpp {
namespace {

std::size_t PositionOf(std::string_view text, std::size_t fallback) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && !text.empty() ? value : fallback;
}

// A letter or digit of ASCII, or any byte of another script: part of a word.
bool IsWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Where the name stands as a word of its own. In scripts without spaces a name may touch its neighbours.
std::optional<std::size_t> FindName(std::string_view text, std::string_view nick) {
  const std::string folded = base::AsciiLower(text), name = base::AsciiLower(nick);
  if (name.empty()) return std::nullopt;
  for (std::size_t at = folded.find(name); at != std::string::npos; at = folded.find(name, at + 1)) {
    const bool free_before = at == 0 || !IsWordByte(folded[at - 1]);
    const std::size_t end = at + name.size();
    const bool free_behind = end == folded.size() || !IsWordByte(folded[end]);
    if (free_before && free_behind) return at;
  }
  return std::nullopt;
}

}  // namespace

std::string BodyOf(const base::XmlElement& message) {
  const std::string_view body = message.ChildText("body");
  for (const base::XmlElement& child : message.children) {
    if (child.name != "fallback" || child.xmlns != kFallback || child.Attribute("for") != kReply) continue;
    const base::XmlElement* range = child.Child("body");
    std::vector<char32_t> points = base::ToCodePoints(body);
    const std::size_t start = range == nullptr ? 0 : std::min(PositionOf(range->Attribute("start"), 0), points.size());
    const std::size_t end =
        range == nullptr ? points.size() : std::min(PositionOf(range->Attribute("end"), points.size()), points.size());
    if (start < end) {
      points.erase(points.begin() + static_cast<std::ptrdiff_t>(start),
                   points.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return std::string(base::Trim(base::FromCodePoints(points)));
  }
  return std::string(base::Trim(body));
}

bool Names(std::string_view text, std::string_view nick) { return FindName(text, nick).has_value(); }

std::string WithoutName(std::string_view text, std::string_view nick) {
  const auto at = FindName(text, nick);
  if (!at || *at > 1 || (*at == 1 && text[0] != '@')) return std::string(text);
  std::string_view rest = text.substr(*at + nick.size());
  for (const std::string_view mark : {":", ",", "：", "，"}) {
    if (rest.starts_with(mark)) rest.remove_prefix(mark.size());
  }
  return std::string(base::Trim(rest));
}

}  // namespace frontdesk::adapters::xmpp
