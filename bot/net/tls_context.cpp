#include "bot/net/tls_context.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

#include <boost/asio/ssl/context.hpp>

#include "bot/base/log.h"

namespace frontdesk::net {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

base::Result<TlsFiles::Context> Broken(const std::string& file, std::string_view what, const error_code& error) {
  return base::Fail(base::ErrorCode::kInvalid, file + " " + std::string(what) + ": " + error.message(), file);
}

void Harden(SSL_CTX* context) {
  ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  ::SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  ::SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  constexpr unsigned char kSessions[] = "frontdesk";
  ::SSL_CTX_set_session_id_context(context, kSessions, sizeof kSessions - 1);
}

base::Result<TlsFiles::Context> MakeContext(const std::string& certificate_file, const std::string& key_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  error_code error;
  context->use_certificate_chain_file(certificate_file, error);
  if (error) return Broken(certificate_file, "cannot be used as a PEM certificate chain", error);
  // A key behind a passphrase would ask on the terminal and stop the server.
  context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
  context->use_private_key_file(key_file, ssl::context::pem, error);
  if (error) return Broken(key_file, "cannot be used as an unencrypted PEM private key of this certificate", error);
  if (::SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return base::Fail(base::ErrorCode::kInvalid, key_file + " does not belong to " + certificate_file, key_file);
  }
  Harden(context->native_handle());
  return context;
}

}  // namespace

TlsFiles::Stamp TlsFiles::StampOf(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {static_cast<std::int64_t>(status.st_ino), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

base::Result<TlsFiles> TlsFiles::Load(std::string certificate_file, std::string key_file,
                                      std::chrono::milliseconds check_every) {
  TlsFiles files;
  files.seen_ = {StampOf(certificate_file), StampOf(key_file)};
  TRY(files.context_, MakeContext(certificate_file, key_file));
  files.certificate_file_ = std::move(certificate_file);
  files.key_file_ = std::move(key_file);
  files.check_every_ = check_every;
  return files;
}

const TlsFiles::Context& TlsFiles::Current() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_check_) return context_;
  next_check_ = now + check_every_;
  const std::array<Stamp, 2> stamps = {StampOf(certificate_file_), StampOf(key_file_)};
  if (stamps == seen_) return context_;
  seen_ = stamps;
  auto fresh = MakeContext(certificate_file_, key_file_);
  if (fresh) {
    context_ = std::move(*fresh);
    base::Log(base::LogLevel::kInfo, "tls_certificate_reloaded", {{"file", certificate_file_}});
  } else {
    base::Log(base::LogLevel::kError, "tls_certificate_kept", {{"error", fresh.error().message}});
  }
  return context_;
}

}  // namespace frontdesk::net
