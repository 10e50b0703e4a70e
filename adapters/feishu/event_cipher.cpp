#include "adapters/feishu/event_cipher.h"

#include <openssl/evp.h>

#include <memory>

#include "bot/base/crypto.h"

namespace frontdesk::adapters::feishu {

namespace {

constexpr std::size_t kBlock = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&::EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

base::Result<std::string> Unreadable() {
  return base::Fail(base::ErrorCode::kUnauthenticated, "The event is not encrypted with this account's Encrypt Key.");
}

}  // namespace

base::Result<std::string> DecryptEvent(std::string_view encrypt, const base::Secret& key) {
  const auto raw = base::Base64Decode(encrypt);
  if (!raw || key.empty() || raw->size() < 2 * kBlock || raw->size() % kBlock != 0) return Unreadable();
  const std::string aes = base::Sha256(key.Reveal());
  const std::string_view cipher = std::string_view(*raw).substr(kBlock);
  std::string plain(cipher.size() + kBlock, '\0');
  const Context context(::EVP_CIPHER_CTX_new(), &::EVP_CIPHER_CTX_free);
  int size = 0, rest = 0;
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  const bool done =
      context && ::EVP_DecryptInit_ex(context.get(), ::EVP_aes_256_cbc(), nullptr, Bytes(aes), Bytes(*raw)) == 1 &&
      ::EVP_DecryptUpdate(context.get(), out, &size, Bytes(cipher), static_cast<int>(cipher.size())) == 1 &&
      ::EVP_DecryptFinal_ex(context.get(), out + size, &rest) == 1;
  if (!done || size + rest == 0) return Unreadable();
  plain.resize(static_cast<std::size_t>(size + rest));
  return plain;
}

std::string EventSignature(std::string_view timestamp, std::string_view nonce, const base::Secret& key,
                           std::string_view body) {
  std::string signed_text(timestamp);
  signed_text.append(nonce).append(key.Reveal()).append(body);
  return base::HexEncode(base::Sha256(signed_text));
}

}  // namespace frontdesk::adapters::feishu
