#include "bot/runtime/console_streams.h"

#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "adapters/web/row_json.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/board.h"

namespace frontdesk::runtime {

namespace {

struct Watcher {
  std::string session;
  std::shared_ptr<net::EventStream> stream;
};

}  // namespace

class ConsoleStreams::Table {
 public:
  // 0: too many.
  std::uint64_t Add(Watcher watcher) {
    const std::lock_guard lock(mutex_);
    if (watchers_.size() >= kMaxConsoleStreams) return 0;
    watchers_.emplace(++last_, std::move(watcher));
    return last_;
  }

  void Remove(std::uint64_t id) {
    Watcher removed;  // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    const auto it = watchers_.find(id);
    if (it == watchers_.end()) return;
    removed = std::move(it->second);
    watchers_.erase(it);
  }

  std::vector<Watcher> All() const {
    const std::lock_guard lock(mutex_);
    std::vector<Watcher> all;
    for (const auto& [id, watcher] : watchers_) all.push_back(watcher);
    return all;
  }

  bool empty() const {
    const std::lock_guard lock(mutex_);
    return watchers_.empty();
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, Watcher> watchers_;
};

ConsoleStreams::ConsoleStreams(store::Store& store) : store_(store), table_(std::make_shared<Table>()) {}
ConsoleStreams::~ConsoleStreams() = default;

void ConsoleStreams::Open(const std::string& session, const net::HttpReply& reply) {
  net::HttpResponse headers;
  AddSecurityHeaders(headers);
  const std::shared_ptr<net::EventStream> stream = reply.OpenStream(std::move(headers.headers));
  // Known before its first bytes leave: what the console fetches then is at least as new as what it will not be told.
  const std::uint64_t id = table_->Add({session, stream});
  if (id == 0) return stream->Close();
  stream->Write(": connected\n\n");
  stream->OnClose([table = std::weak_ptr(table_), id] {
    if (const auto alive = table.lock()) alive->Remove(id);
  });
}

bool ConsoleStreams::IsOnBoard(const core::Change& change) {
  if (change.conversation.id != 0) return change.conversation.desk != store::DeskState::kNone;
  if (change.rows.empty()) return false;
  const auto conversation = store_.LoadConversation(change.rows.front().conversation);
  return conversation && conversation->desk != store::DeskState::kNone;
}

void ConsoleStreams::Show(const core::Change& change) {
  if (table_->empty() || !IsOnBoard(change)) return;
  for (const store::TranscriptRow& row : change.rows) {
    if (row.seq == 0) continue;
    const std::string data =
        "{\"conversation\":" + std::to_string(row.conversation) + ",\"row\":" + AgentRowJson(row) + "}";
    Send(adapters::web::EventFrame("row", 0, data));
  }
  if (change.conversation.id == 0) return;
  if (const auto summary = SummaryJson(store_, change.conversation)) {
    Send(adapters::web::EventFrame("conversation", 0, *summary));
  }
}

void ConsoleStreams::Send(const std::string& frame) {
  for (const Watcher& watcher : table_->All()) watcher.stream->Write(frame);
}

void ConsoleStreams::ShowWorkspaceChange() { Send(adapters::web::EventFrame("workspace", 0, "{}")); }

void ConsoleStreams::KeepAlive() { Send(": still here\n\n"); }

void ConsoleStreams::CloseWhere(const std::function<bool(const std::string&)>& ended) {
  for (const Watcher& watcher : table_->All())
    if (ended(watcher.session)) watcher.stream->Close();
}

void ConsoleStreams::CloseAll() {
  CloseWhere([](const std::string&) { return true; });
}

bool ConsoleStreams::empty() const { return table_->empty(); }

}  // namespace frontdesk::runtime
