// The envelope of WeCom and WeChat callbacks (WXBizMsgCrypt): a text, in AES-256-CBC with a padding to 32 bytes, and a
// SHA-1 signature with the callback's Token. XML and JSON wrap the same envelope.
// https://developer.work.weixin.qq.com/document/path/90968
//
// Thread safety: pure functions. Failure: kUnauthenticated with what does not fit; whatever comes in, nothing throws.
// The signature is compared before anything is decrypted: by then whoever sent it knows the Token.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::adapters::common {

inline constexpr std::size_t kWxKeyText = 43;  // characters of an EncodingAESKey
inline constexpr std::size_t kWxRandom = 16;   // bytes before a message

// The 32 bytes of an EncodingAESKey; its last character has spare bits, which are passed over.
base::Result<std::string> WxKey(std::string_view encoding_aes_key);

// 40 hexadecimal digits, lower case.
std::string WxSignature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                        std::string_view encrypted);

// The message in base64 text of an envelope that is for `receiver` (a corp id or an app id; "" for a robot of one's
// own).
base::Result<std::string> WxDecrypt(std::string_view key, std::string_view encrypted, std::string_view receiver);
// `random`: kWxRandom fresh bytes.
base::Result<std::string> WxEncrypt(std::string_view key, std::string_view message, std::string_view receiver,
                                    std::string_view random);

// A file that a robot was sent: the same cipher and padding, without an envelope.
base::Result<std::string> WxDecryptFile(std::string_view key, std::string_view bytes);

}  // namespace frontdesk::adapters::common
