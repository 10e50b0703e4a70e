// The query of an address.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::adapters::common {

// The value of a parameter, percent-decoded ('+' is itself); "" without one, when it comes twice, or when it is longer
// than 4 KiB.
std::string QueryValue(std::string_view query, std::string_view name);

}  // namespace frontdesk::adapters::common
