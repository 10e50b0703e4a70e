// Text in an address: what RFC 3986 section 2.3 does not leave unreserved is percent-encoded.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::base {

std::string PercentEncode(std::string_view text);
// What is no escape stands for itself, a '+' too.
std::string PercentDecode(std::string_view text);
// A name or a value of application/x-www-form-urlencoded, where '+' is a space.
std::string FormDecode(std::string_view text);

}  // namespace frontdesk::base
