// Long text in parts that a platform takes, cut where a reader would cut it.
//
// Thread safety: pure functions. Bounds: linear in the text. Failure: none; text that is not UTF-8 is cut between its
// bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::common {

// How much text one message holds.
struct TextLimit {
  std::size_t size = 0;  // 0: any amount; sizes under 4 count as 4, which any character fits into
  Capabilities::Unit unit = Capabilities::Unit::kBytes;
};

inline TextLimit MessageLimit(const Capabilities& can) { return {can.message_limit, can.unit}; }

std::size_t MeasureText(std::string_view text, Capabilities::Unit unit);

// The parts, which together are exactly `text`; none is empty, and "" has none. Each is cut in its second half behind a
// paragraph, else a line, else a sentence, else a word; else behind the last word there is, else between graphemes
// (Unicode UAX #29), and only inside a grapheme that no part can hold between its code points.
std::vector<std::string> SplitText(std::string_view text, TextLimit limit);

}  // namespace frontdesk::adapters::common
