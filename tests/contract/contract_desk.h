// A whole server on loopback with one account of a platform that a script plays: for the part of the suite that is
// about promises, not about bytes.
//
// Ownership: owns the directory, the server and the fake platform. Threads: one; requests may be sent from many.
// Failure: Open and Restart say what the server complained about.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/runtime/service.h"
#include "tests/contract/entry.h"
#include "tests/fakes/fake_platform.h"

namespace frontdesk::contract {

inline constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(60);

// What the server keeps, as its database file says.
struct Kept {
  int rows = 0;  // of all tables together, but for counters
  int user_rows = 0;
  int unfinished = 0;  // messages that are still to be sent
  int unknown = 0;     // messages of which nobody can tell
  int failed = 0;      // messages that were given up
  int parked = 0;
  int cursors = 0;
};

// `data`: the server's data directory.
Kept ReadKept(const std::string& data);
// Waits until so many words of users are kept.
bool WaitForUserRows(const std::string& data, int count);
// Waits until nothing is left to send.
bool WaitUntilQuiet(const std::string& data);
// The same, and until nothing is left to do beside it: news, files, changes of messages that were sent.
bool WaitUntilIdle(const std::string& data);
// The transcript row of the newest message with buttons that was sent to `channel`; 0: none.
std::int64_t RowWithButtons(const std::string& data, const std::string& channel);

class ContractDesk {
 public:
  // `entry` must outlive it. `for_other`: further keys of the second account, ", stored_callbacks: true".
  explicit ContractDesk(const Entry& entry, std::string for_other = {});
  ~ContractDesk();
  ContractDesk(const ContractDesk&) = delete;
  ContractDesk& operator=(const ContractDesk&) = delete;

  // Empty when it serves.
  std::string Open();
  std::string Restart();
  // The same when the first account's platform is at `api` from now on.
  std::string RestartWith(const std::string& api);

  fakes::FakePlatform& platform() { return *platform_; }
  // Of a second account of the same type.
  fakes::FakePlatform& other_platform() { return *other_platform_; }
  unsigned short port() const { return service_->port(); }
  // Signed now; `other`: to the second account.
  Request Say(const std::string& conversation, const std::string& message, const std::string& text,
              bool other = false) const;
  // Sends it and tells whether it was taken; of platforms that are pulled from, whether the pull has brought it.
  bool Said(const std::string& conversation, const std::string& message, const std::string& text,
            bool other = false) const;
  // Starts a flow in which each reply names the one message that it answers, and waits until it asks.
  bool StartEcho(const std::string& conversation, bool other = false) const;
  // Waits until so many echoes were shown to the user.
  bool SeesEchoes(const std::string& conversation, std::size_t count, bool other = false) const;
  bool IsQuiet() const { return WaitUntilQuiet(data()); }
  Kept Read() const { return ReadKept(data()); }

 private:
  std::string data() const { return (directory_ / "data").string(); }
  void Write(const std::string& path, const std::string& text) const;
  std::string AwaitFirstPulls() const;

  const Entry& entry_;
  const std::string for_other_;
  std::filesystem::path directory_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::unique_ptr<fakes::FakePlatform> other_platform_;
  std::unique_ptr<runtime::Service> service_;
};

// Of the messages that were shown to one user, the echoes, in order: {"1", "2"} for "Heard 1." and "Heard 2.".
std::vector<std::string> EchoesIn(const fakes::PlatformRecord& record, const std::string& conversation);

}  // namespace frontdesk::contract
