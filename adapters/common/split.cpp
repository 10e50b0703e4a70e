#include "adapters/common/split.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using Unit = Capabilities::Unit;

constexpr std::size_t kLeastLimit = 4;  // bytes of the longest UTF-8 sequence

// How good a place for a cut is.
enum Place { kNone, kWord, kSentence, kLine, kParagraph, kPlaces };

struct Point {
  char32_t value = 0;
  std::size_t bytes = 0;
};

Point PointAt(std::string_view text, std::size_t at) {
  if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) return {byte, 1};
  utf8proc_int32_t value = 0;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                      static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (bytes <= 0) return {0xFFFD, 1};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(bytes)};
}

std::size_t Measure(Point point, Unit unit) {
  if (unit == Unit::kBytes) return point.bytes;
  return unit == Unit::kUtf16 && point.value > 0xFFFF ? 2 : 1;
}

bool IsSpace(char32_t point) { return point == ' ' || point == '\t' || point == 0x3000 || point == 0xA0; }
bool IsLineEnd(char32_t point) { return point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029; }
bool IsCjkStop(char32_t point) {
  return point == U'。' || point == U'！' || point == U'？' || point == U'；' || point == U'…';
}
bool IsStop(char32_t point) { return point == '.' || point == '!' || point == '?' || IsCjkStop(point); }
// What stands behind a sentence's end, or never begins a line.
bool IsClosing(char32_t point) {
  switch (point) {
    case U'”':
    case U'’':
    case U'」':
    case U'』':
    case U'）':
    case U'】':
    case U'》':
    case U'〉':
    case U'，':
    case U'、':
    case U'：':
    case ',':
    case ':':
    case ';':
    case ')':
    case ']':
    case '}':
    case '"':
    case '\'': return true;
    default: return IsStop(point);
  }
}

// Whether nothing ever joins it to a neighbour of the same kind (UAX #29): spares the look-up for most of a text.
bool StandsAlone(char32_t point) { return (point >= ' ' && point < 0x7F) || (point >= 0x4E00 && point < 0xA000); }

// Reads a text point by point and says how good the place before the next one is.
class PlaceFinder {
 public:
  void Read(char32_t point) {
    if (IsLineEnd(point)) {
      if (point != '\n' || last_ != '\r') ++line_ends_;
    } else if (!IsSpace(point)) {
      line_ends_ = 0;
      behind_stop_ = IsStop(point) || (behind_stop_ && IsClosing(point));
      behind_cjk_stop_ = IsCjkStop(point) || (behind_cjk_stop_ && IsClosing(point));
    }
    last_ = point;
  }

  Place Before(char32_t next) const {
    if (IsLineEnd(last_)) return line_ends_ > 1 ? kParagraph : kLine;
    if (IsLineEnd(next) || IsSpace(next) || IsClosing(next)) return kNone;
    if (IsSpace(last_)) return behind_stop_ ? kSentence : kWord;
    if (behind_cjk_stop_) return kSentence;
    return base::IsCjk(last_) || base::IsCjk(next) ? kWord : kNone;
  }

 private:
  char32_t last_ = 0;
  int line_ends_ = 0;
  bool behind_stop_ = false, behind_cjk_stop_ = false;
};

// Whether a grapheme ends between the two; `state` is utf8proc's.
bool BreaksBetween(char32_t before, char32_t next, utf8proc_int32_t& state) {
  if (!StandsAlone(before) || !StandsAlone(next)) {
    return utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), static_cast<utf8proc_int32_t>(next),
                                            &state);
  }
  state = 0;
  return true;
}

// Where the first part of `text` ends; `limit` is in `unit`, at least kLeastLimit.
std::size_t FirstPart(std::string_view text, std::size_t limit, Unit unit) {
  struct Cut {
    std::size_t at = 0, size = 0;
  };
  std::array<Cut, kPlaces> cuts;
  PlaceFinder places;
  std::size_t at = 0, size = 0, grapheme = 0;
  utf8proc_int32_t state = 0;
  char32_t previous = 0;
  while (at < text.size()) {
    const Point point = PointAt(text, at);
    if (at > 0 && BreaksBetween(previous, point.value, state)) {
      grapheme = at;
      cuts[places.Before(point.value)] = {at, size};
    }
    size += Measure(point, unit);
    if (size > limit) break;
    at += point.bytes;
    places.Read(point.value);
    previous = point.value;
  }
  if (at == text.size()) return at;
  for (const Place place : {kParagraph, kLine, kSentence, kWord})
    if (cuts[place].size * 2 >= limit) return cuts[place].at;
  std::size_t last = 0;
  for (const Place place : {kParagraph, kLine, kSentence, kWord}) last = std::max(last, cuts[place].at);
  if (last > 0) return last;
  return grapheme > 0 ? grapheme : at;
}

}  // namespace

std::size_t MeasureText(std::string_view text, Unit unit) {
  if (unit == Unit::kBytes) return text.size();
  std::size_t size = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    size += Measure(point, unit);
    at += point.bytes;
  }
  return size;
}

std::vector<std::string> SplitText(std::string_view text, TextLimit limit) {
  std::vector<std::string> parts;
  const std::size_t size = limit.size == 0 ? text.size() : std::max(limit.size, kLeastLimit);
  while (!text.empty()) {
    const std::size_t end = FirstPart(text, size, limit.unit);
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

}  // namespace frontdesk::adapters::common
