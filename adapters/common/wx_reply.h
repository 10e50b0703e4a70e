// What WeCom's and WeChat's callbacks have in common beside the cipher: the time in the query, and replies in XML.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::common {

inline constexpr std::size_t kWxMaxCallback = 256 << 10;

// Whether a time in seconds is within `window` seconds of ours; 0: any time, in digits.
bool WxIsInTime(std::string_view timestamp, std::int64_t window, base::TimePoint now);

// "<![CDATA[...]]>", whatever stands in the text.
std::string WxCdata(std::string_view text);

// <xml> with the receiver, the sender, the time and the kind of message, and `content`, which is XML.
std::string WxReplyXml(std::string_view to, std::string_view from, std::string_view kind, std::string_view content,
                       Env env);

struct WxSealed {
  std::string encrypted;
  std::string signature;
  std::string timestamp;
  std::string nonce;
};
// The message under the settings `token` and `aes_key` of the account.
base::Result<WxSealed> WxSeal(std::string_view message, std::string_view receiver, Env env);
HttpAnswer WxSealedXml(const WxSealed& sealed);

}  // namespace frontdesk::adapters::common
