// The body of POST /web/<account>/events as an event of ours.
//
// Thread safety: pure functions. Failure: kInvalid or kTooLarge, with a sentence that says what is expected.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::web {

inline constexpr std::size_t kMaxEventBody = 128 << 10;  // 16 KiB of text may be written as escapes
inline constexpr std::size_t kMaxTextBytes = 16 << 10;
inline constexpr std::size_t kMaxContextBytes = 16 << 10;
inline constexpr std::size_t kMaxClientId = 64;
inline constexpr std::size_t kMaxButtonBytes = 1 << 10;
inline constexpr std::size_t kMaxFormFields = 50;
inline constexpr std::size_t kMaxFilesAtOnce = 10;
inline constexpr std::size_t kMaxLocaleBytes = 35;

// 1 to 64 visible ASCII characters.
bool IsClientId(std::string_view id);

// Files have only their ids: whoever knows the uploads fills in the rest.
base::Result<base::Event> EventFromBody(std::string_view body, std::string_view account, const std::string& visitor,
                                        base::TimePoint now);

}  // namespace frontdesk::adapters::web
