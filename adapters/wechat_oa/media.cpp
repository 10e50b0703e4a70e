#include "adapters/wechat_oa/media.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_media.h"
#include "adapters/wechat_oa/account.h"
#include "adapters/wechat_oa/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMostPicture = 10 << 20;
constexpr std::size_t kMostVoice = 2 << 20;
constexpr std::size_t kMaxUrl = 2048;

// Where Tencent keeps videos.
constexpr std::string_view kStorage[] = {".qq.com", ".weixin.qq.com", ".qpic.cn"};

constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({{"image/png", "image"},
                                                                                      {"image/jpeg", "image"},
                                                                                      {"image/gif", "image"},
                                                                                      {"image/bmp", "image"},
                                                                                      {"audio/amr", "voice"},
                                                                                      {"audio/mpeg", "voice"},
                                                                                      {"video/mp4", "video"}});

// A video comes as the address that it lies at, which is told with http.
std::string VideoUrl(const HttpAnswer& answer) {
  if (!answer.Header("Content-Disposition").empty()) return {};
  const auto body = base::ParseJson(answer.body);
  std::string url = body && body->is_object() ? base::TextAt(*body, "video_url") : std::string();
  if (url.starts_with("http://")) url.insert(4, "s");
  return url;
}

bool IsStored(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme) || url.size() > kMaxUrl) return false;
  url.remove_prefix(kScheme.size());
  const std::string host = base::AsciiLower(url.substr(0, url.find_first_of("/?#")));
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-';
  });
  return plain && std::any_of(std::begin(kStorage), std::end(kStorage), [&](auto end) { return host.ends_with(end); });
}

}  // namespace

std::string_view MediaTypeOf(const base::FileRef& file) {
  const auto it = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& one) { return one.first == file.type; });
  return it == kTypes.end() ? std::string_view() : it->second;
}

base::Result<Call> UploadCall(std::string_view type, const base::FileRef& file, std::string_view bytes, Env env) {
  const std::size_t most = type == "voice" ? kMostVoice : kMostPicture;
  if (type.empty()) {
    return Fail(ErrorCode::kInvalid,
                "WeChat carries pictures, AMR and MP3 voice and MP4 videos, and no other files: " + file.name);
  }
  if (bytes.size() > most) {
    return Fail(ErrorCode::kTooLarge,
                "WeChat takes no more than " + std::to_string(most >> 20) + " MB of this kind: " + file.name);
  }
  const std::string path = "/cgi-bin/media/upload?type=" + std::string(type);
  return common::WxUploadCall(ApiUrlWithToken(env, path), file, bytes, env);
}

base::Result<std::variant<Call, std::string>> MediaFiles::Next(const base::FileRef& file,
                                                               std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) {
    if (common::IsWxFailure(answers.back())) TRY_STATUS(ProblemOf(answers.back()));
    const std::string url = answers.size() == 1 ? VideoUrl(answers.back()) : std::string();
    if (url.empty()) return answers.back().body;
    if (!IsStored(url)) return Fail(ErrorCode::kForbidden, "The video is not on a media host of WeChat.");
    return common::WxFetchCall(url);
  }
  const std::string id = common::WxMediaIdIn(file);
  if (id.empty()) return Fail(ErrorCode::kForbidden, "The file is not a medium of this account.");
  return common::WxFetchCall(ApiUrlWithToken(env, "/cgi-bin/media/get?media_id=" + base::PercentEncode(id)));
}

}  // namespace frontdesk::adapters::wechat_oa
