#include "adapters/common/wx_reply.h"

#include <charconv>

#include "adapters/common/wx_crypt.h"
#include "bot/base/crypto.h"

namespace frontdesk::adapters::common {

namespace {

constexpr std::size_t kNonceBytes = 8;

std::string Seconds(base::TimePoint at) { return std::to_string(base::ToMillis(at) / 1'000); }

}  // namespace

bool WxIsInTime(std::string_view timestamp, std::int64_t window, base::TimePoint at) {
  std::int64_t seconds = 0;
  const auto end = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (end.ec != std::errc{} || end.ptr != timestamp.data() + timestamp.size() || seconds < 0) return false;
  const std::int64_t now = base::ToMillis(at) / 1'000;
  return window == 0 || (seconds >= now - window && seconds <= now + window);
}

std::string WxCdata(std::string_view text) {
  std::string out = "<![CDATA[";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("]]>", at);
    if (end == std::string_view::npos) {
      out += text.substr(at);
      break;
    }
    out.append(text.substr(at, end - at)).append("]]]]><![CDATA[>");
    at = end + 3;
  }
  return out + "]]>";
}

std::string WxReplyXml(std::string_view to, std::string_view from, std::string_view kind, std::string_view content,
                       Env env) {
  return "<xml><ToUserName>" + WxCdata(to) + "</ToUserName><FromUserName>" + WxCdata(from) +
         "</FromUserName><CreateTime>" + Seconds(env.now) + "</CreateTime><MsgType>" + WxCdata(kind) + "</MsgType>" +
         std::string(content) + "</xml>";
}

base::Result<WxSealed> WxSeal(std::string_view message, std::string_view receiver, Env env) {
  if (env.random.size() < kWxRandom + kNonceBytes)
    return base::Fail(base::ErrorCode::kInternal, "there are no random bytes");
  TRY(const std::string key, WxKey(env.settings.SecretOf("aes_key").Reveal()));
  WxSealed sealed;
  TRY(sealed.encrypted, WxEncrypt(key, message, receiver, env.random));
  sealed.timestamp = Seconds(env.now);
  sealed.nonce = base::HexEncode(env.random.substr(kWxRandom, kNonceBytes));
  sealed.signature =
      WxSignature(env.settings.SecretOf("token").Reveal(), sealed.timestamp, sealed.nonce, sealed.encrypted);
  return sealed;
}

HttpAnswer WxSealedXml(const WxSealed& sealed) {
  return {200,
          {{"Content-Type", "application/xml"}},
          "<xml><Encrypt><![CDATA[" + sealed.encrypted + "]]></Encrypt><MsgSignature><![CDATA[" + sealed.signature +
              "]]></MsgSignature><TimeStamp>" + sealed.timestamp + "</TimeStamp><Nonce><![CDATA[" + sealed.nonce +
              "]]></Nonce></xml>"};
}

}  // namespace frontdesk::adapters::common
