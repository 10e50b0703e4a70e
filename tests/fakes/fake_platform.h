// A platform on loopback that is played from a script: answers its API over HTTP/1.1, HTTPS and WebSocket, keeps its
// own log, and fails as real platforms fail, on command. README.md shows the language and the faults.
//
// Ownership: owns its threads, log and faults. Threads: any. Failure: Open says which address or file is wrong. The
// destructor cuts all connections.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/fakes/fake_platform_fault.h"
#include "tests/fakes/fake_platform_log.h"
#include "tests/fakes/fake_platform_script.h"

namespace frontdesk::fakes {

inline constexpr std::size_t kMaxPlatformConnections = 1'024;
inline constexpr std::size_t kMaxPlatformBody = 32 << 20;

struct PlatformOptions {
  unsigned short port = 0;  // 0: any free one
  std::string log_file = {};
  // PEM; both empty: plain. A wrong name or a past date is a matter of the files: tests/net/test_certificate.h makes
  // them.
  std::string certificate = {};
  std::string key = {};
};

struct PlatformParts;

class FakePlatform {
 public:
  static base::Result<std::unique_ptr<FakePlatform>> Open(Script script, PlatformOptions options = {});
  ~FakePlatform();
  FakePlatform(const FakePlatform&) = delete;
  FakePlatform& operator=(const FakePlatform&) = delete;

  unsigned short port() const;
  // "http://127.0.0.1:8080", or "https://localhost:8080".
  std::string url() const;

  // A switch; its number is for Clear.
  int Set(Fault fault);
  void Clear(int number);
  void Heal();
  void RevokeTokens();

  // Puts a JSON value where a pull finds it ("{#shelf:/cursor}").
  void Shelve(const std::string& item);

  // Sends a frame on every open WebSocket; gives how many there are.
  std::size_t Push(const std::string& frame);

  PlatformRecord Read() const;
  // False when the time is over before it holds.
  bool WaitUntil(const std::function<bool(const PlatformRecord&)>& holds,
                 std::chrono::milliseconds patience = std::chrono::seconds(30)) const;

 private:
  class Listener;
  FakePlatform(std::unique_ptr<PlatformParts> parts, std::unique_ptr<Listener> listener);

  std::unique_ptr<PlatformParts> parts_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace frontdesk::fakes
