#include "bot/base/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace frontdesk::base {

namespace {

constexpr std::uint64_t kScryptLogN = 15, kScryptR = 8, kScryptP = 1;
constexpr std::size_t kHashBytes = 32, kSaltBytes = 16;

std::string Scrypt(std::string_view password, std::string_view salt) {
  std::string hash(kHashBytes, '\0');
  const int ok = EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                                salt.size(), 1ULL << kScryptLogN, kScryptR, kScryptP, 64ULL << 20,
                                reinterpret_cast<unsigned char*>(hash.data()), hash.size());
  return ok == 1 ? hash : std::string();
}

}  // namespace

std::string SystemRandom::Bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

std::string Sha256(std::string_view bytes) {
  std::string digest(kHashBytes, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha256(),
             nullptr);
  return digest;
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  std::string code(kHashBytes, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), reinterpret_cast<unsigned char*>(code.data()), &size);
  return code;
}

bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string HexEncode(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string Base64Encode(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3), '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

// Through the other alphabet and back: what does not come out as it went in was not written as the RFC says.
Result<std::string> Base64Decode(std::string_view text) {
  std::string url(text);
  while (url.ends_with('=')) url.pop_back();
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  auto bytes = Base64UrlDecode(url);
  if (!bytes || Base64Encode(*bytes) != text) return Fail(ErrorCode::kInvalid, "not base64 text");
  return bytes;
}

bool VerifyEd25519(std::string_view public_key, std::string_view message, std::string_view signature) {
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
  const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(public_key), public_key.size()),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool ready = key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1;
  return ready &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

std::string Base64UrlEncode(std::string_view bytes) {
  std::string text = Base64Encode(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

Result<std::string> Base64UrlDecode(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z')
      value = c - 'A';
    else if (c >= 'a' && c <= 'z')
      value = c - 'a' + 26;
    else if (c >= '0' && c <= '9')
      value = c - '0' + 52;
    else if (c == '-')
      value = 62;
    else if (c == '_')
      value = 63;
    if (value < 0) return Fail(ErrorCode::kInvalid, "not base64url text");
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFF);
    }
  }
  if (text.size() % 4 == 1) return Fail(ErrorCode::kInvalid, "not base64url text");
  return bytes;
}

std::string RandomId(Random& random, std::size_t bytes) { return HexEncode(random.Bytes(bytes)); }

std::string RandomPassword(Random& random) {
  static constexpr std::string_view kConsonants = "bdfghjkmnprstvwz", kVowels = "aeiouaei";  // 16 and 8: no bias
  const std::string bytes = random.Bytes(20);
  std::string password;
  for (std::size_t i = 0; i < 16; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    password += i % 2 == 0 ? kConsonants[byte % 16] : kVowels[byte % 8];
    if (i % 4 == 3) password += '-';
  }
  for (std::size_t i = 16; i < 20; ++i) password += static_cast<char>('2' + static_cast<unsigned char>(bytes[i]) % 8);
  return password;
}

std::string HashPassword(Random& random, std::string_view password) {
  const std::string salt = random.Bytes(kSaltBytes);
  return "scrypt$15$8$1$" + Base64UrlEncode(salt) + "$" + Base64UrlEncode(Scrypt(password, salt));
}

bool VerifyPassword(std::string_view password, std::string_view hash) {
  static constexpr std::string_view kPrefix = "scrypt$15$8$1$";
  if (!hash.starts_with(kPrefix)) return false;
  hash.remove_prefix(kPrefix.size());
  const auto split = hash.find('$');
  if (split == std::string_view::npos) return false;
  const auto salt = Base64UrlDecode(hash.substr(0, split));
  const auto expected = Base64UrlDecode(hash.substr(split + 1));
  if (!salt || !expected || expected->size() != kHashBytes) return false;
  return ConstantTimeEquals(Scrypt(password, *salt), *expected);
}

}  // namespace frontdesk::base
