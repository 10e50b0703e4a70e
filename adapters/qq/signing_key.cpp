#include "adapters/qq/signing_key.h"

#include <openssl/evp.h>

#include <memory>

namespace frontdesk::adapters::qq {

namespace {

constexpr std::size_t kSeed = 32;
constexpr std::size_t kSignature = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Key KeyOf(std::string_view seed) {
  return {seed.size() == kSeed ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), kSeed) : nullptr,
          EVP_PKEY_free};
}

}  // namespace

std::string SeedOf(std::string_view secret) {
  std::string seed;
  while (!secret.empty() && seed.size() < kSeed) seed += secret;
  seed.resize(seed.empty() ? 0 : kSeed);
  return seed;
}

std::string PublicKeyOf(std::string_view seed) {
  const Key key = KeyOf(seed);
  unsigned char bytes[kSeed];
  std::size_t size = sizeof bytes;
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes, &size) != 1) return {};
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string Sign(std::string_view seed, std::string_view message) {
  const Key key = KeyOf(seed);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  unsigned char bytes[kSignature];
  std::size_t size = sizeof bytes;
  const bool done = key && context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestSign(context.get(), bytes, &size, Bytes(message), message.size()) == 1;
  return done ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
}

}  // namespace frontdesk::adapters::qq
