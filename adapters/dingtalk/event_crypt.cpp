#include "adapters/dingtalk/event_crypt.h"

#include "adapters/common/wx_crypt.h"
#include "bot/base/crypto.h"

namespace frontdesk::adapters::dingtalk {

namespace {

std::string SignatureOf(const EventKeys& keys, const SealedEvent& event) {
  return common::WxSignature(keys.token.Reveal(), event.timestamp, event.nonce, event.encrypt);
}

}  // namespace

base::Result<std::string> OpenEvent(const EventKeys& keys, const SealedEvent& event) {
  if (keys.token.empty() || !base::ConstantTimeEquals(SignatureOf(keys, event), event.signature)) {
    return base::Fail(base::ErrorCode::kUnauthenticated,
                      "the signature does not fit: compare event_token with the console");
  }
  TRY(const std::string key, common::WxKey(keys.aes_key.Reveal()));
  return common::WxDecrypt(key, event.encrypt, keys.owner);
}

base::Result<SealedEvent> SealEvent(const EventKeys& keys, std::string_view words, std::string timestamp,
                                    std::string nonce, std::string_view random) {
  TRY(const std::string key, common::WxKey(keys.aes_key.Reveal()));
  TRY(std::string encrypt, common::WxEncrypt(key, words, keys.owner, random.substr(0, common::kWxRandom)));
  SealedEvent event{{}, std::move(timestamp), std::move(nonce), std::move(encrypt)};
  event.signature = SignatureOf(keys, event);
  return event;
}

}  // namespace frontdesk::adapters::dingtalk
