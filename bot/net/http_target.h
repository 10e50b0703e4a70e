// The request target, made harmless once and for all: one percent-decoding, no traversal, nothing a file system, a log
// or a second decoder could read differently.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::net {

struct HttpTarget {
  std::string path;   // decoded; "*" for the asterisk form
  std::string query;  // raw
};

// Origin form, the absolute form when its authority is `host`, and "*". Anything dubious is refused: "." and ".."
// segments raw or encoded, backslash, control characters, %00, %2F, '#', bytes that are not UTF-8, broken percent
// signs.
std::optional<HttpTarget> ParseHttpTarget(std::string_view target, std::string_view host);

// Decodes %XX; empty when a percent sign is not followed by two hex digits.
std::optional<std::string> PercentDecode(std::string_view text, bool plus_is_space);

}  // namespace frontdesk::net
