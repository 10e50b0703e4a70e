// The workspace in service: read at the start, read again when its files change or somebody asks. A broken change is
// logged and the old workspace stays; a good one is taken up as a whole, between two decisions.
//
// Ownership: whoever holds a Served keeps that state alive, whatever is taken up meanwhile.
// Threads: Current, RequestReload, problem and findings from any thread; Run on one.
// Failure: Open prints nothing: the findings are in the error's message, a line each.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/clock.h"
#include "bot/runtime/file_stamp.h"
#include "bot/runtime/workspace.h"

namespace frontdesk::runtime {

struct ServedAccount {
  const adapters::Adapter* adapter = nullptr;
  adapters::Settings settings;
  std::string identity = {};  // as in Account
};

struct Served {
  Workspace workspace;
  std::map<std::string, ServedAccount, std::less<>> accounts;

  // Null when there is no such account.
  const ServedAccount* FindAccount(std::string_view name) const;
};

inline constexpr std::size_t kFindingsKept = 20;

class LiveWorkspace {
 public:
  LiveWorkspace(std::string directory, const base::Clock& clock) : directory_(std::move(directory)), clock_(clock) {}

  // The first load.
  base::Status Load();
  // The secret that proves the visitors of web accounts; once, after Load and before anything is served.
  void SetVisitorKey(base::Secret key);
  std::shared_ptr<const Served> Current() const;
  const std::string& directory() const { return directory_; }
  // Why the newest files are not in service, and since when; empty when they are. It names no files.
  std::string problem() const;
  // What is wrong with them, a line each, at most kFindingsKept.
  std::vector<std::string> findings() const;

  // Watches the files until Stop.
  void Run();
  void RequestReload();
  void Stop();
  // Called on Run's thread after a reload that was taken up.
  void OnReload(std::function<void()> then) { on_reload_ = std::move(then); }
  // Called on Run's thread when there is a problem, another one, or none any more.
  void OnProblem(std::function<void()> then) { on_problem_ = std::move(then); }

 private:
  bool WaitFor(base::Millis duration);
  void Reload();
  void Replace(Workspace workspace);
  void KeepOld(const base::Findings& findings);

  const std::string directory_;
  const base::Clock& clock_;
  std::function<void()> on_reload_, on_problem_;
  FileStamp seen_ = 0;  // Run's thread, after Load
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<const Served> current_;
  base::Secret visitor_key_;
  std::string problem_;
  std::vector<std::string> findings_;
  bool asked_ = false;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
