// Pictures, voice and videos: WeChat keeps them for three days under a media id, and takes no other files.
//
// Thread safety: pure functions, and an object without state.
// Failure: kInvalid and kTooLarge for what WeChat does not take; kForbidden for a remote that is not ours to fetch.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

// "image", "voice" or "video"; "" for what WeChat cannot carry.
std::string_view MediaTypeOf(const base::FileRef& file);

base::Result<Call> UploadCall(std::string_view type, const base::FileRef& file, std::string_view bytes, Env env);

class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::wechat_oa
