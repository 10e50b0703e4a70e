#include "bot/net/xmpp_sasl.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <ranges>

#include "bot/base/crypto.h"
#include "bot/base/text.h"

namespace frontdesk::net {
namespace {

using base::ErrorCode;

constexpr int kLeastIterations = 4096;  // RFC 7677 section 4
constexpr int kMostIterations = 1'000'000;
constexpr std::string_view kNoChannelBinding = "n,,";

std::string Hmac(const EVP_MD* hash, std::string_view key, std::string_view bytes) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  ::HMAC(hash, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
         bytes.size(), reinterpret_cast<unsigned char*>(code.data()), &size);
  code.resize(size);
  return code;
}

std::string Digest(const EVP_MD* hash, std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  ::EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, hash, nullptr);
  digest.resize(size);
  return digest;
}

std::string Stretch(const EVP_MD* hash, std::string_view password, std::string_view salt, int iterations) {
  std::string key(static_cast<std::size_t>(::EVP_MD_get_size(hash)), '\0');
  ::PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                      reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()), iterations,
                      hash, static_cast<int>(key.size()), reinterpret_cast<unsigned char*>(key.data()));
  return key;
}

std::string Xor(std::string a, std::string_view b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) a[i] = static_cast<char>(a[i] ^ b[i]);
  return a;
}

std::string EscapeName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '=') {
      out += "=3D";
    } else if (c == ',') {
      out += "=2C";
    } else {
      out += c;
    }
  }
  return out;
}

// SASLprep (RFC 4013) as far as passwords in use need it: NFKC, ignorable characters out, odd spaces to a plain one.
std::string Prepare(std::string_view text) {
  constexpr auto kOptions =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = ::utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

// The value of "k=value" among comma-separated fields, "" without one.
std::string_view FieldOf(std::string_view message, char key) {
  while (!message.empty()) {
    const std::string_view field = message.substr(0, message.find(','));
    if (field.size() >= 2 && field[0] == key && field[1] == '=') return field.substr(2);
    message.remove_prefix(std::min(field.size() + 1, message.size()));
  }
  return {};
}

}  // namespace

std::string ComponentHandshake(std::string_view stream_id, const base::Secret& secret) {
  return base::HexEncode(Digest(::EVP_sha1(), std::string(stream_id) + secret.Reveal()));
}

base::Result<Sasl> Sasl::Choose(const std::vector<std::string>& offered, bool encrypted, SaslUser user,
                                std::string nonce) {
  const auto offers = [&](std::string_view name) { return std::ranges::find(offered, name) != offered.end(); };
  Sasl sasl;
  sasl.user_ = std::move(user);
  sasl.nonce_ = std::move(nonce);
  if (offers("SCRAM-SHA-256")) {
    sasl.mechanism_ = "SCRAM-SHA-256";
    sasl.hash_ = Hash::kSha256;
  } else if (offers("SCRAM-SHA-1")) {
    sasl.mechanism_ = "SCRAM-SHA-1";
    sasl.hash_ = Hash::kSha1;
  } else if (offers("PLAIN") && encrypted) {
    sasl.mechanism_ = "PLAIN";
  } else {
    return base::Fail(ErrorCode::kForbidden,
                      "the server offers no login that is safe here; SCRAM-SHA-256, SCRAM-SHA-1, or PLAIN over TLS");
  }
  return sasl;
}

std::string Sasl::First() const {
  if (hash_ == Hash::kNone) {
    return std::string(1, '\0') + user_.name + std::string(1, '\0') + user_.password.Reveal();
  }
  return std::string(kNoChannelBinding) + "n=" + EscapeName(Prepare(user_.name)) + ",r=" + nonce_;
}

base::Result<std::string> Sasl::Answer(std::string_view challenge) {
  if (hash_ != Hash::kNone && expected_.empty()) return Prove(challenge);
  if (hash_ != Hash::kNone && !server_proven_) {
    TRY_STATUS(Finish(challenge));
    return std::string();
  }
  return base::Fail(ErrorCode::kUnauthenticated, "the server asks for more than its way of login has");
}

base::Result<std::string> Sasl::Prove(std::string_view server_first) {
  const EVP_MD* hash = hash_ == Hash::kSha256 ? ::EVP_sha256() : ::EVP_sha1();
  const std::string_view nonce = FieldOf(server_first, 'r');
  const std::string_view count = FieldOf(server_first, 'i');
  TRY(const std::string salt, base::Base64Decode(FieldOf(server_first, 's')));
  int iterations = 0;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), iterations);
  const bool is_number = error == std::errc() && end == count.data() + count.size();
  if (!FieldOf(server_first, 'm').empty() || salt.empty() || !nonce.starts_with(nonce_) ||
      nonce.size() == nonce_.size() || !is_number || iterations < kLeastIterations || iterations > kMostIterations) {
    return base::Fail(ErrorCode::kUnauthenticated, "the server's login challenge is not to be trusted");
  }
  const std::string bare = "c=" + base::Base64Encode(kNoChannelBinding) + ",r=" + std::string(nonce);
  const std::string signed_text =
      First().substr(kNoChannelBinding.size()) + "," + std::string(server_first) + "," + bare;
  const std::string salted = Stretch(hash, Prepare(user_.password.Reveal()), salt, iterations);
  const std::string client_key = Hmac(hash, salted, "Client Key");
  const std::string proof = Xor(client_key, Hmac(hash, Digest(hash, client_key), signed_text));
  expected_ = "v=" + base::Base64Encode(Hmac(hash, Hmac(hash, salted, "Server Key"), signed_text));
  return bare + ",p=" + base::Base64Encode(proof);
}

base::Status Sasl::Finish(std::string_view additional) {
  if (hash_ == Hash::kNone || (server_proven_ && additional.empty())) return {};
  const std::string_view signature = additional.substr(0, additional.find(','));
  if (expected_.empty() || !base::ConstantTimeEquals(signature, expected_)) {
    return base::Fail(ErrorCode::kUnauthenticated, "the server could not prove that it knows the password");
  }
  server_proven_ = true;
  return {};
}

}  // namespace frontdesk::net
