// Text in an address: what RFC 3986 section 2.3 does not leave unreserved is percent-encoded.
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::base {

std::string PercentEncode(std::string_view text);

}  // namespace frontdesk::base
