#include "knowledge/normalize.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "bot/base/text.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

namespace {

constexpr bool IsIdeograph(char32_t point) { return point >= 0x3400 && point <= 0x9FFF; }
constexpr bool IsFullWidth(char32_t point) { return point >= 0xFF01 && point <= 0xFF5E; }
// Punctuation that NFKC either leaves alone or maps to something that is no letter either.
constexpr bool IsPlainPunctuation(char32_t point) {
  return (point >= 0x2010 && point <= 0x2027) || (point >= 0x3000 && point <= 0x303F);
}

// Nearly all support text is made of these; for the rest utf8proc does the whole job.
bool IsSimple(const std::vector<char32_t>& points) {
  for (const char32_t point : points) {
    if (point >= 0x80 && !IsIdeograph(point) && !IsFullWidth(point) && !IsPlainPunctuation(point)) return false;
  }
  return true;
}

char32_t LowerAscii(char32_t point) { return point >= 'A' && point <= 'Z' ? point + 32 : point; }

char32_t FoldSimple(char32_t point) {
  if (IsFullWidth(point)) point -= 0xFEE0;
  if (point == 0x2018 || point == 0x2019) return '\'';
  if (point < 0x20) return ' ';
  return LowerAscii(point);
}

std::vector<char32_t> FoldUnicode(std::string_view utf8) {
  const std::string clean = base::CleanUtf8(utf8);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                 static_cast<utf8proc_ssize_t>(clean.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(mapped, std::free);
  if (size < 0) return base::ToCodePoints(clean);
  return base::ToCodePoints({reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)});
}

bool IsMentionLetter(char32_t point) { return IsWordLetter(point) || point == '_' || point == '-'; }

// "@relay how do I ..." addresses the bot; "@duck.com" is what the person asks about.
std::size_t MentionEnd(const std::u32string& text, std::size_t at) {
  if (text[at] != '@' || (at > 0 && text[at - 1] != ' ')) return at;
  std::size_t end = at + 1;
  while (end < text.size() && IsMentionLetter(text[end])) ++end;
  if (end == at + 1) return at;
  return end == text.size() || text[end] == ' ' || text[end] == ',' || text[end] == ':' ? end : at;
}

void DropMentions(std::u32string& text) {
  for (std::size_t at = text.find('@'); at != std::u32string::npos; at = text.find('@', at + 1)) {
    const std::size_t end = MentionEnd(text, at);
    for (std::size_t i = at; i < end; ++i) text[i] = ' ';
  }
}

}  // namespace

Characters::Characters(std::string_view table) {
  for (const std::string& line : base::SplitLines(table)) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    const auto from = base::ToCodePoints(std::string_view(line).substr(0, tab));
    const auto to = base::ToCodePoints(std::string_view(line).substr(tab + 1));
    if (from.size() != 1 || to.empty() || from[0] < kFirst || from[0] > kLast || to[0] > 0xFFFF) continue;
    if (simplified_.empty()) simplified_.resize(kLast - kFirst + 1);
    simplified_[from[0] - kFirst] = static_cast<char16_t>(to[0]);
  }
}

std::string_view Head(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

std::u32string Normalize(std::string_view utf8, const Characters& characters) {
  std::vector<char32_t> points = base::ToCodePoints(utf8);
  const bool simple = IsSimple(points);
  if (!simple) points = FoldUnicode(utf8);
  std::u32string text;
  text.reserve(points.size());
  for (const char32_t point : points) text += characters.Simplified(FoldSimple(point));
  DropMentions(text);
  return text;
}

}  // namespace frontdesk::knowledge
