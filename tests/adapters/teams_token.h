// Tokens as the Bot Framework signs them, with a throwaway key that was made for tests and guards nothing.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <nlohmann/json.hpp>
#include <string>

#include "bot/base/crypto.h"

namespace frontdesk::adapters::teams {

constexpr char kThrowawayKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCgqUhMpmDDELXq\n"
    "34xV6L15ts4DgSz6kB77pXjygPt5RY2/jTruusglX1e5V20q4Cb8aZ5cCT1WaIZd\n"
    "a7kWr6pgpOnT989hMaiai9qZNp04a+Kd+K8lYXr7+eyRJDAjSDIuq2Rcg4/4B1Gl\n"
    "PMdrgGoA2JPxayeLCsItzoh0BFn8FaeZpiwhleLiaRaZjhWcEZjfb7X1L0a55l5l\n"
    "h7NJpFmKNb33RwdlRsK455hw+T1d2VodyfUggoRTVruLcG+59AzOMEsPiu0OyVnC\n"
    "vX8987QFLZKr1nIdRL6IzuyB0xr0ElUvV1J8HvwE6vV3AsWXOpTE5E3AS66cX7a3\n"
    "B7YL9qhrAgMBAAECggEAJBpGQ+szXUI5DwGTII7/XQWGP+VcPSX7wGLLzfrMB9Fo\n"
    "a/4JmzHf3f4R0XVi87qRKDF3w4jT/sHYR8/4NK/e4n7MiLRsJpQpJil9Quax58be\n"
    "ks8aVJUWNN9RmMAADT2hATnEgMGTrZG/eBkzWuXtbCk+/YYtyaHuRqrdoOyFaA7+\n"
    "gG6/xJy58+tV/nysEGUC33ZV/0WzUbbEPUHcIbGlu1+Mv8p+C2VC7QbklmWPSlnw\n"
    "99zcC17axkOLp7BD5U9bYSoV+Go9ZWrNt86Q3duhKHouVCykl8vdD0dt9t2qh/S0\n"
    "2ySem312RYWj8843f9AK3FkCbePVH6m7cJ6unnBRKQKBgQDQEdR/le8UNCB9qokj\n"
    "mcFmOTA5TLThtgzSWFt1v9Kjp4z+v/SIEPUEg+nWd4I7kjE7E1DUBLALnL31YSgo\n"
    "77nfNDb+PpwiZDz2O0rTV+BfufYbtY8GKPlZYRyx/KTCBG92H9moGGI/5ZlykA87\n"
    "S+TQI05jcgEMcMq54Beuxero9QKBgQDFq7XtXE8ZoA8qVBcQ95G6LT20tTUutAaA\n"
    "G+CMQaqBHDEvLKCjEiMDBXyOaU4F853F1aYrnxVOijrNg516X3BZXOYtJyYkfYXZ\n"
    "tKx1V+iMoWDkUAK+z8PK5T/uTtA2G2cPP7h1mGyNERVOPb3s9btF+Lqh0f+OT2ky\n"
    "r6Za3dXv3wKBgQCqVi501LYJADOpLTdgIbumiCLmhdl+/p64hQU6/HLg74YJ9/Ok\n"
    "gN1VePiyTtwbEK+lAUcmiz/kAcmxXHyYJskv5Xsv4OnJbe5KVngHVOWm+IJ2ZMhV\n"
    "7q1TcqEfRQlMnHzzY1e4uV2Vmc1pcG5HyPXlP0IpP2eEW8JbMQ2yUuzhEQKBgAdO\n"
    "Hz0Uaj/yMF1KGkggPhx5S4yAHeUJ9iuJ3DSSwLBg0FiD97PPGcgkzcOdlKqXpD8J\n"
    "dEisamcqqJ2rvYgmOsqyqjcE+V3j3ax8BtuXUhrQY/pMEq3mk7/N1R0DgKJfROHF\n"
    "YxXFek2EUhtAIOK++hrN5GfSkPU7bhHXd/hntl5VAoGBAISDyvLye3K8LAdOsiUU\n"
    "TGFdeh0V5tkvbH/G+XCnyBmg6xsO/yUu04M4VX9EaDOin/6HZQLN8CNHcO65mpsE\n"
    "9tp71GGFHuNiu/VbZMecj9cGqL5eDiw/CIN8kgAgh7LOw84ylTsyBGysszvm0EkR\n"
    "RpLO4OMpDK9Bo0XKkQWhXj14\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kThrowawayModulus[] =
    "oKlITKZgwxC16t-MVei9ebbOA4Es-pAe-6V48oD7eUWNv4067rrIJV9XuVdtKuAm_GmeXAk9VmiGXWu5Fq-qYKTp0_"
    "fPYTGomovamTadOGvinfivJWF6-_nskSQwI0gyLqtkXIOP-AdRpTzHa4BqANiT8WsniwrCLc6IdARZ_BWnmaYsIZXi4mkWmY4VnBGY32-"
    "19S9GueZeZYezSaRZijW990cHZUbCuOeYcPk9XdlaHcn1IIKEU1a7i3BvufQMzjBLD4rtDslZwr1_PfO0BS2Sq9ZyHUS-"
    "iM7sgdMa9BJVL1dSfB78BOr1dwLFlzqUxORNwEuunF-2twe2C_aoaw";
constexpr char kThrowawayKeyId[] = "throwaway-1";
constexpr char kAppId[] = "11111111-2222-3333-4444-555555555555";
constexpr char kTenant[] = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
constexpr char kService[] = "https://smba.trafficmanager.net/emea/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/";

inline std::string SignRs256(const std::string& text, const std::string& pem = kThrowawayKey) {
  BIO* file = ::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = ::PEM_read_bio_PrivateKey(file, nullptr, nullptr, nullptr);
  EVP_MD_CTX* context = ::EVP_MD_CTX_new();
  std::string signature(static_cast<std::size_t>(::EVP_PKEY_get_size(key)), '\0');
  std::size_t size = signature.size();
  ::EVP_DigestSignInit(context, nullptr, ::EVP_sha256(), nullptr, key);
  ::EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
  signature.resize(size);
  ::EVP_MD_CTX_free(context);
  ::EVP_PKEY_free(key);
  ::BIO_free(file);
  return signature;
}

inline std::string TokenOf(const nlohmann::json& claims,
                           const nlohmann::json& header = {
                               {"alg", "RS256"}, {"typ", "JWT"}, {"kid", kThrowawayKeyId}}) {
  const std::string text = base::Base64UrlEncode(header.dump()) + "." + base::Base64UrlEncode(claims.dump());
  return text + "." + base::Base64UrlEncode(SignRs256(text));
}

// Good from that second to that second.
inline nlohmann::json ClaimsFrom(std::int64_t from, std::int64_t until, const std::string& service = kService) {
  return {
      {"iss", "https://api.botframework.com"}, {"aud", kAppId}, {"serviceurl", service}, {"nbf", from}, {"exp", until}};
}

inline nlohmann::json ThrowawayJwk() {
  return {{"kty", "RSA"},           {"use", "sig"}, {"kid", kThrowawayKeyId},
          {"n", kThrowawayModulus}, {"e", "AQAB"},  {"endorsements", {"msteams", "webchat"}}};
}

}  // namespace frontdesk::adapters::teams
