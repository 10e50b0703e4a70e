// The envelope of an encrypted event: the one that WeCom and WeChat use (common/wx_crypt.h), signed with the event
// subscription's token and closed for an app. The signature covers everything.
//
// Thread safety: pure functions. Failure: kUnauthenticated for every reason; the message is for the log only.
// Source: DingTalk's own code for callbacks (open-dingtalk/DingTalk-Callback-Crypto).
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters::dingtalk {

struct EventKeys {
  const base::Secret& token;
  const base::Secret& aes_key;  // 43 characters
  std::string_view owner;       // the AppKey, or the CorpId
};

struct SealedEvent {
  std::string signature;  // lower-case hex
  std::string timestamp;  // milliseconds
  std::string nonce;
  std::string encrypt;  // base64
};

// The words within, once the signature fits.
base::Result<std::string> OpenEvent(const EventKeys& keys, const SealedEvent& event);

// `random`: 16 fresh bytes.
base::Result<SealedEvent> SealEvent(const EventKeys& keys, std::string_view words, std::string timestamp,
                                    std::string nonce, std::string_view random);

}  // namespace frontdesk::adapters::dingtalk
