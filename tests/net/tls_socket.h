// A blocking TLS client on OpenSSL that trusts whatever it is shown, for tests of our server.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>

#include "tests/net/raw_socket.h"

namespace frontdesk::net::testing {

class TlsSocket {
 public:
  explicit TlsSocket(unsigned short port, int most_version = TLS1_3_VERSION)
      : context_(::SSL_CTX_new(::TLS_client_method())), socket_(port) {
    ::SSL_CTX_set_security_level(context_, 0);
    ::SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    ::SSL_CTX_set_max_proto_version(context_, most_version);
    tls_ = ::SSL_new(context_);
    ::SSL_set_fd(tls_, socket_.file());
    shaken_ = ::SSL_connect(tls_) == 1;
  }
  ~TlsSocket() {
    ::SSL_free(tls_);
    ::SSL_CTX_free(context_);
  }
  TlsSocket(const TlsSocket&) = delete;
  TlsSocket& operator=(const TlsSocket&) = delete;

  bool shaken() const { return shaken_; }
  bool Send(std::string_view bytes) { return ::SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) > 0; }
  std::string ReadUntil(std::string_view token) {
    std::string read;
    char byte = 0;
    while (!read.ends_with(token) && ::SSL_read(tls_, &byte, 1) == 1) read += byte;
    return read;
  }
  std::string ReadAnswer() {
    std::string answer = ReadUntil("\r\n\r\n");
    const std::size_t at = answer.find("Content-Length: ");
    if (at == answer.npos) return answer;
    for (std::size_t left = std::stoul(answer.substr(at + 16)); left > 0; --left) {
      char byte = 0;
      if (::SSL_read(tls_, &byte, 1) != 1) break;
      answer += byte;
    }
    return answer;
  }
  // The serial number of the server's certificate.
  std::string Serial() const {
    X509* certificate = ::SSL_get1_peer_certificate(tls_);
    const std::string serial = std::to_string(::ASN1_INTEGER_get(::X509_get0_serialNumber(certificate)));
    ::X509_free(certificate);
    return serial;
  }
  int version() const { return ::SSL_version(tls_); }

 private:
  SSL_CTX* context_;
  RawSocket socket_;
  SSL* tls_ = nullptr;
  bool shaken_ = false;
};

}  // namespace frontdesk::net::testing
