// Files: WeCom keeps what members send, and what we send, for three days under a media id; a robot's users' files lie
// encrypted at an address of their own for five minutes.
// https://developer.work.weixin.qq.com/document/path/90253
//
// Thread safety: pure functions, and objects without state.
// Failure: kTooLarge for what WeCom does not take; kForbidden for a remote that is not ours to fetch.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

// "image", "video", "voice" or "file": how a file is uploaded and sent.
std::string_view MediaTypeOf(const base::FileRef& file);

// `url`: of the upload, without the type.
base::Result<Call> UploadCall(std::string url, std::string_view type, const base::FileRef& file, std::string_view bytes,
                              Env env);
// {"url": "https://..."}
std::string RemoteOfUrl(std::string_view url);

// What members sent to the application.
class MediaFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

// What was sent to the robot: from Tencent's storage or one of `media_hosts`, decrypted with the EncodingAESKey.
class RobotFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::wecom
