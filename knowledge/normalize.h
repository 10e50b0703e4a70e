// One spelling for what people write in many: NFKC, lower case, straight apostrophes, simplified characters; emoji,
// control characters and an @mention of the bot fall away.
//
// Thread safety: Characters is immutable once read; pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

// Traditional to simplified, one to one.
class Characters {
 public:
  Characters() = default;
  // Lines of "traditional<TAB>simplified [variants]"; the first variant counts. Other lines are passed over.
  explicit Characters(std::string_view table);

  char32_t Simplified(char32_t point) const {
    if (point < kFirst || point - kFirst >= simplified_.size()) return point;
    const char16_t to = simplified_[point - kFirst];
    return to == 0 ? point : to;
  }
  bool empty() const { return simplified_.empty(); }

 private:
  static constexpr char32_t kFirst = 0x3400, kLast = 0x9FFF;
  std::vector<char16_t> simplified_;
};

// At most `most` bytes from the start; no character is cut in two.
std::string_view Head(std::string_view text, std::size_t most);

// Invalid UTF-8 becomes space.
std::u32string Normalize(std::string_view utf8, const Characters& characters);

}  // namespace frontdesk::knowledge
