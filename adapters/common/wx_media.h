// Media of WeCom and WeChat: both keep what is sent for three days under a media id.
// https://developer.work.weixin.qq.com/document/path/90253
//
// Thread safety: pure functions. Failure: kUnavailable for an upload's answer that cannot be read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::common {

bool IsWxMediaId(std::string_view id);

// `url`: of the upload, with the type.
Call WxUploadCall(std::string url, const base::FileRef& file, std::string_view bytes, Env env);
// From the answer to the upload.
base::Result<std::string> WxUploadedId(const HttpAnswer& answer);

// {"media_id": "..."}, as FileRef::remote, and its id again; "" for other words.
std::string WxRemoteOfMedia(std::string_view media_id);
std::string WxMediaIdIn(const base::FileRef& file);

// Whether JSON came in place of the bytes that say what went wrong; a file has a name in its headers.
bool IsWxFailure(const HttpAnswer& answer);

Call WxFetchCall(std::string url);

}  // namespace frontdesk::adapters::common
