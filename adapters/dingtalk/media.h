// Files, both ways.
//
// In: a downloadCode becomes an address by a call with our token; the address is called without it, on the platform's
// hosts only (account.h). Out: an upload, whose media_id goes into a message of its own.
//
// Thread safety: no state. Failure: kTooLarge over 20 MB; kForbidden for another host.
// Sources: DingTalk, 下载机器人接收消息的文件内容, 上传媒体文件.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr std::size_t kMaxUpload = 20 << 20;

class ReceivedFiles final : public FileSource {
 public:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
  bool RefusesToken(const HttpAnswer& answer) const override;
};

// What every client shows as a picture.
bool IsPicture(const base::FileRef& file);

// Delivers nothing yet. The boundary is made of env.random.
base::Result<Call> UploadCall(const base::FileRef& file, std::string_view bytes, Env env);
base::Result<std::string> MediaIdIn(const HttpAnswer& uploaded);

}  // namespace frontdesk::adapters::dingtalk
