// How large a file may be, by its kind.
//
// Thread safety: plain values and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/yaml.h"

namespace frontdesk::runtime {

// The server reads nothing larger, whatever the workspace says: a request's bytes are held in memory.
inline constexpr std::size_t kMaxUploadBytes = 50 << 20;

// limits: {files: {image: 10MB, video: 50MB, audio: 20MB, other: 20MB}}
struct FileLimits {
  std::int64_t image = 10 << 20;
  std::int64_t video = 50 << 20;
  std::int64_t audio = 20 << 20;
  std::int64_t other = 20 << 20;
};

// Of the mapping `limits`.
FileLimits ReadFileLimits(base::Fields& limits, base::Findings& findings);

// `type` as SniffType says it.
std::int64_t LimitOf(const FileLimits& limits, std::string_view type);
// "A picture may have at most 10 MB."
std::string TooLargeText(const FileLimits& limits, std::string_view type);

}  // namespace frontdesk::runtime
