#include "bot/base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace frontdesk::base {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// The next code point of `text` at `at`, or kReplacement and one byte for an invalid sequence.
char32_t NextPoint(std::string_view text, std::size_t& at, bool* valid = nullptr) {
  utf8proc_int32_t point = 0;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &point);
  if (used <= 0) {
    if (valid) *valid = false;
    ++at;
    return kReplacement;
  }
  at += static_cast<std::size_t>(used);
  return static_cast<char32_t>(point);
}

bool IsFinalPunctuation(char32_t point) {
  switch (point) {
    case '.':
    case '!':
    case '?':
    case U'。':
    case U'！':
    case U'？':
    case U'．':
    case U'…':
    case U'~':
    case U'～': return true;
    default: return false;
  }
}

bool IsSpace(char32_t point) {
  return point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0x3000 || point == 0xA0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  bool valid = true;
  for (std::size_t at = 0; at < text.size() && valid;) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    NextPoint(text, at, &valid);
  }
  return valid;
}

std::string CleanUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = NextPoint(text, at);
    const bool control = (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
    if (!control) AppendUtf8(point, out);
  }
  return out;
}

std::string FoldForMatch(std::string_view text) {
  const std::string clean = CleanUtf8(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                 static_cast<utf8proc_ssize_t>(clean.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(mapped, std::free);
  if (size < 0) return clean;
  std::vector<char32_t> points;
  const std::string_view folded(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  for (std::size_t at = 0; at < folded.size();) {
    char32_t point = NextPoint(folded, at);
    if (point == 0x2018 || point == 0x2019 || point == 0x02BC) point = '\'';
    if (IsSpace(point)) {
      if (!points.empty() && points.back() != ' ') points.push_back(' ');
    } else {
      points.push_back(point);
    }
  }
  while (!points.empty() && (points.back() == ' ' || IsFinalPunctuation(points.back()))) points.pop_back();
  return FromCodePoints(points);
}

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string AsciiLower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool StartsWithFolded(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }

std::vector<char32_t> ToCodePoints(std::string_view utf8) {
  std::vector<char32_t> points;
  points.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) points.push_back(NextPoint(utf8, at));
  return points;
}

std::string FromCodePoints(const std::vector<char32_t>& points) {
  std::string out;
  out.reserve(points.size());
  for (const char32_t point : points) AppendUtf8(point, out);
  return out;
}

void AppendUtf8(char32_t point, std::string& out) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(std::max<utf8proc_ssize_t>(0, size)));
}

std::size_t CountGraphemes(std::string_view text) {
  std::size_t count = 0;
  utf8proc_int32_t state = 0, previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = static_cast<utf8proc_int32_t>(NextPoint(text, at));
    if (count == 0 || utf8proc_grapheme_break_stateful(previous, point, &state)) ++count;
    previous = point;
  }
  return count;
}

std::string Shorten(std::string_view text, std::size_t graphemes) {
  std::size_t count = 0, cut = 0;
  utf8proc_int32_t state = 0, previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = at;
    const auto point = static_cast<utf8proc_int32_t>(NextPoint(text, at));
    if (count == 0 || utf8proc_grapheme_break_stateful(previous, point, &state)) {
      ++count;
      if (count == graphemes) cut = before;
      if (count > graphemes) return std::string(text.substr(0, cut)) + "…";
    }
    previous = point;
  }
  return std::string(text);
}

bool IsCjk(char32_t point) {
  return (point >= 0x3040 && point <= 0x30FF) || (point >= 0x3400 && point <= 0x9FFF) ||
         (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x323AF);
}

std::string GuessLocale(std::string_view text) {
  std::size_t cjk = 0, latin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = NextPoint(text, at);
    if (IsCjk(point))
      ++cjk;
    else if ((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z'))
      ++latin;
  }
  if (cjk + latin == 0) return {};
  // A Chinese character says about as much as three Latin letters.
  return cjk * 6 >= latin ? "zh" : "en";
}

std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  std::vector<std::size_t> before_last, last(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
      least = std::min(least, current[j]);
    }
    if (least > limit) return limit + 1;
    before_last = last;
    std::swap(last, current);
  }
  return std::min(last[b.size()], limit + 1);
}

}  // namespace frontdesk::base
