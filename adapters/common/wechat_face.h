// WeChat's own faces by name. Its clients write them into the text, older ones as codes ("/::)"), which nobody could
// read elsewhere; newer ones as names ("[微笑]"), which stay.
//
// Thread safety: a pure function. Bounds: linear in the text. Failure: none.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::adapters::common {

// "好的/::)" becomes "好的[微笑]". A code inside an address or a path ("https://x/:v") is none.
std::string NameWechatFaces(std::string_view text);

}  // namespace frontdesk::adapters::common
