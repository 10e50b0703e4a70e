// The server's certificate: one TLS context shared by all connections, made anew when its PEM files change.
//
// Ownership: connections share the context they began with. Threads: the I/O thread only.
// Failure: at the start an error that names the file; later a broken file is logged and the old pair stays in service.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "bot/base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace frontdesk::net {

class TlsFiles {
 public:
  using Context = std::shared_ptr<boost::asio::ssl::context>;

  static base::Result<TlsFiles> Load(std::string certificate_file, std::string key_file,
                                     std::chrono::milliseconds check_every);

  // Looks at the files when the last look is older than `check_every`.
  const Context& Current();

 private:
  // What tells that a file has changed: inode, size, change time.
  using Stamp = std::array<std::int64_t, 4>;

  TlsFiles() = default;
  static Stamp StampOf(const std::string& file);

  std::string certificate_file_;
  std::string key_file_;
  std::chrono::milliseconds check_every_{};
  std::chrono::steady_clock::time_point next_check_{};
  std::array<Stamp, 2> seen_{};
  Context context_;
};

}  // namespace frontdesk::net
