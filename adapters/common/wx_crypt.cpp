#include "adapters/common/wx_crypt.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>

#include "bot/base/crypto.h"

namespace frontdesk::adapters::common {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kBlock = 16;    // of AES
constexpr std::size_t kPadding = 32;  // of the envelope
constexpr std::size_t kHead = kWxRandom + 4;
constexpr std::size_t kMaxBytes = 64U << 20;

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// AES-256-CBC without a padding of its own; the vector is the first half of the key.
base::Result<std::string> Cipher(bool encrypts, std::string_view key, std::string_view bytes) {
  if (key.size() != kKeyBytes) return Refuse("the AES key has not 32 bytes");
  if (bytes.size() % kBlock != 0 || bytes.size() > kMaxBytes) return Refuse("these are no whole blocks of AES");
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                EVP_CIPHER_CTX_free);
  std::string out(bytes.size() + kBlock, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int written = 0, rest = 0;
  const bool done =
      context &&
      EVP_CipherInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, Bytes(key), Bytes(key), encrypts ? 1 : 0) == 1 &&
      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
      EVP_CipherUpdate(context.get(), to, &written, Bytes(bytes), static_cast<int>(bytes.size())) == 1 &&
      EVP_CipherFinal_ex(context.get(), to + written, &rest) == 1;
  if (!done) return Fail(ErrorCode::kInternal, "AES-256-CBC failed");
  out.resize(static_cast<std::size_t>(written + rest));
  return out;
}

// Every byte of the padding says how long it is.
base::Result<std::string> Unpadded(std::string plain) {
  const std::size_t pad = plain.empty() ? 0 : static_cast<unsigned char>(plain.back());
  const auto says_so = [&](char c) { return static_cast<unsigned char>(c) == pad; };
  const bool fits = pad >= 1 && pad <= kPadding && pad <= plain.size() &&
                    std::all_of(plain.end() - static_cast<std::ptrdiff_t>(pad), plain.end(), says_so);
  if (!fits) return Refuse("the padding does not fit: compare the EncodingAESKey");
  plain.resize(plain.size() - pad);
  return plain;
}

std::string Padded(std::string plain) {
  const std::size_t pad = kPadding - plain.size() % kPadding;
  return plain.append(pad, static_cast<char>(pad));
}

}  // namespace

base::Result<std::string> WxKey(std::string_view encoding_aes_key) {
  const std::size_t last =
      encoding_aes_key.size() == kWxKeyText ? kBase64.find(encoding_aes_key.back()) : std::string_view::npos;
  if (last == std::string_view::npos) return Refuse("an EncodingAESKey has 43 letters and digits");
  std::string text(encoding_aes_key);
  text.back() = kBase64[last & ~std::size_t{3}];
  auto key = base::Base64Decode(text + "=");
  if (!key || key->size() != kKeyBytes) return Refuse("an EncodingAESKey has 43 letters and digits");
  return std::move(*key);
}

std::string WxSignature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                        std::string_view encrypted) {
  std::array<std::string_view, 4> parts = {token, timestamp, nonce, encrypted};
  std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string_view part : parts) text += part;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) return {};
  return base::HexEncode({reinterpret_cast<const char*>(digest.data()), size});
}

base::Result<std::string> WxDecrypt(std::string_view key, std::string_view encrypted, std::string_view receiver) {
  const auto bytes = base::Base64Decode(encrypted);
  if (!bytes || bytes->size() < kPadding) return Refuse("the encrypted text is no base64 text, or too short");
  TRY(std::string padded, Cipher(false, key, *bytes));
  TRY(std::string plain, Unpadded(std::move(padded)));
  if (plain.size() < kHead) return Refuse("the decrypted text is too short");
  std::uint64_t size = 0;
  for (std::size_t i = kWxRandom; i < kHead; ++i) size = size << 8 | static_cast<unsigned char>(plain[i]);
  if (size > plain.size() - kHead) return Refuse("the message says that it is longer than it is");
  const auto message = static_cast<std::size_t>(size);
  if (std::string_view(plain).substr(kHead + message) != receiver) return Refuse("the message is for somebody else");
  return plain.substr(kHead, message);
}

base::Result<std::string> WxEncrypt(std::string_view key, std::string_view message, std::string_view receiver,
                                    std::string_view random) {
  if (random.size() < kWxRandom || message.size() > std::numeric_limits<std::uint32_t>::max())
    return Fail(ErrorCode::kInternal, "there are not enough random bytes, or too long a message");
  std::string plain(random.substr(0, kWxRandom));
  for (int shift = 24; shift >= 0; shift -= 8) plain += static_cast<char>(message.size() >> shift & 0xFF);
  plain.append(message).append(receiver);
  TRY(const std::string bytes, Cipher(true, key, Padded(std::move(plain))));
  return base::Base64Encode(bytes);
}

base::Result<std::string> WxDecryptFile(std::string_view key, std::string_view bytes) {
  if (bytes.empty()) return Refuse("the file is empty");
  TRY(std::string padded, Cipher(false, key, bytes));
  return Unpadded(std::move(padded));
}

}  // namespace frontdesk::adapters::common
