#include "adapters/easemob/access_token.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>

#include "bot/base/crypto.h"

namespace frontdesk::adapters::easemob {

namespace {

constexpr std::size_t kHexId = 32;
constexpr std::uint16_t kChat = 5;
constexpr std::uint16_t kAppPrivilege = 2;
constexpr std::uint32_t kDay = 24 * 3'600;
constexpr std::uint32_t kMaxSalt = 99'999'999;

template <typename Number>
std::string Packed(Number number) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Number); ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
  return bytes;
}

std::string PackedText(std::string_view text) { return Packed(static_cast<std::uint16_t>(text.size())).append(text); }

std::string PackedService(const ChatService& service) {
  std::string bytes = Packed(kChat) + Packed(static_cast<std::uint16_t>(service.privileges.size()));
  for (const auto& [privilege, seconds] : service.privileges) bytes += Packed(privilege) + Packed(seconds);
  return bytes + PackedText(service.user);
}

std::string ContentOf(const AccessToken& token) {
  std::string content = PackedText(token.app_id) + Packed(token.issued) + Packed(token.lifetime) + Packed(token.salt);
  content += Packed(static_cast<std::uint16_t>(token.services.size()));
  for (const ChatService& service : token.services) content += PackedService(service);
  return content;
}

std::string Deflated(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int ok = compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                          static_cast<uLong>(bytes.size()));
  out.resize(ok == Z_OK ? size : 0);
  return out;
}

std::string Base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3), '\0');
  // It writes a NUL behind the text, where std::string has one.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return text;
}

// 1 to 99,999,999
std::uint32_t SaltOf(std::string_view random) {
  std::uint32_t number = 0;
  for (const char c : random.substr(0, sizeof(number))) number = number << 8 | static_cast<unsigned char>(c);
  return number % kMaxSalt + 1;
}

}  // namespace

bool IsHexId(std::string_view text) {
  return text.size() == kHexId && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

std::string ToText(const AccessToken& token) {
  if (!IsHexId(token.app_id) || !IsHexId(token.certificate) || token.services.empty()) return {};
  const std::string inner = base::HmacSha256(Packed(token.issued), token.certificate);
  const std::string key = base::HmacSha256(Packed(token.salt), inner);
  const std::string content = ContentOf(token);
  return "007" + Base64(Deflated(PackedText(base::HmacSha256(key, content)) + content));
}

base::Result<std::variant<Token, Call>> AgoraTokens::Make(Env env) const {
  AccessToken token;
  token.app_id = env.settings.Text("app_id");
  token.certificate = env.settings.SecretOf("app_certificate").Reveal();
  token.issued = static_cast<std::uint32_t>(base::ToMillis(env.now) / 1'000);
  token.lifetime = kDay;
  token.salt = SaltOf(env.random);
  token.services = {{{}, {{kAppPrivilege, kDay}}}};
  std::string text = ToText(token);
  if (text.empty()) {
    return base::Fail(base::ErrorCode::kUnauthenticated, "app_id and app_certificate must have 32 hexadecimal digits.");
  }
  const auto day = std::chrono::seconds(kDay);
  return Token{base::Secret(std::move(text)), env.now + day * 8 / 10, env.now + day};
}

base::Result<Token> AgoraTokens::Read(const HttpAnswer&, Env) const {
  return base::Fail(base::ErrorCode::kInternal, "Tokens of Agora are made here, not asked for.");
}

}  // namespace frontdesk::adapters::easemob
