// A body of application/x-www-form-urlencoded, as slash commands and clicks come.
//
// Thread safety: a pure function. Bounds: `most` fields; what comes behind them is not read. Failure: none; what is no
// escape stands for itself.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::adapters::common {

// Names and values in their order, each as often as it comes; they need not be UTF-8.
std::vector<std::pair<std::string, std::string>> FormFields(std::string_view body, std::size_t most);

}  // namespace frontdesk::adapters::common
