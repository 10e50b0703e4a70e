// What a pasted log tells: the version, the system, an error code, a stack trace.
//
// Thread safety: pure functions. Bounds: linear in the text (RE2), of which the first kMaxLogRead bytes are looked at.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace frontdesk::flows {

inline constexpr std::size_t kMaxLogRead = 256 << 10;
inline constexpr std::size_t kMaxTraceLines = 20;

// The keys that ReadLog may give, and that `prefill: {from: log.KEY}` may name.
inline constexpr std::string_view kLogKeys[] = {"version", "os", "error_code", "stack_trace"};

// True for what a program wrote: a stack trace, or several lines that begin with a time or a level. Prose is not one.
bool IsLog(std::string_view text);

// Only what was found.
std::map<std::string, std::string> ReadLog(std::string_view text);

}  // namespace frontdesk::flows
