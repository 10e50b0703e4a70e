// Self-signed certificates for tests, made on the spot.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace frontdesk::net::testing {

struct CertificateFiles {
  std::string certificate;
  std::string key;
};

// Overwrites <directory>/<stem>.crt and .key with a fresh pair for that host name.
inline CertificateFiles WriteCertificate(const std::filesystem::path& directory, const std::string& stem,
                                         const std::string& host, long valid_from = 0, long valid_until = 3600) {
  EVP_PKEY* key = ::EVP_EC_gen("P-256");
  X509* certificate = ::X509_new();
  ::X509_set_version(certificate, 2);
  static long serial = 1;
  ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate), serial++);
  ::X509_gmtime_adj(::X509_getm_notBefore(certificate), valid_from);
  ::X509_gmtime_adj(::X509_getm_notAfter(certificate), valid_until);
  ::X509_set_pubkey(certificate, key);
  X509_NAME* name = ::X509_get_subject_name(certificate);
  ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1,
                               0);
  ::X509_set_issuer_name(certificate, name);
  const std::string alternative = "DNS:" + host;
  X509_EXTENSION* extension = ::X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
  ::X509_add_ext(certificate, extension, -1);
  ::X509_EXTENSION_free(extension);
  ::X509_sign(certificate, key, ::EVP_sha256());

  const CertificateFiles files{(directory / (stem + ".crt")).string(), (directory / (stem + ".key")).string()};
  std::FILE* out = std::fopen(files.certificate.c_str(), "w");
  ::PEM_write_X509(out, certificate);
  std::fclose(out);
  out = std::fopen(files.key.c_str(), "w");
  ::PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
  ::X509_free(certificate);
  ::EVP_PKEY_free(key);
  return files;
}

// A directory that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-net-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline void WriteFile(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace frontdesk::net::testing
