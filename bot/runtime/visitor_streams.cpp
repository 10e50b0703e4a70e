#include "bot/runtime/visitor_streams.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include "adapters/web/row_json.h"
#include "bot/base/json.h"
#include "bot/core/conversation.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/follower.h"
#include "bot/runtime/rows.h"

namespace frontdesk::runtime {

namespace {

using Followers = std::vector<std::shared_ptr<Follower>>;

// The name of an agent stands in the state's JSON, so it is read only when an agent speaks.
std::string SpeakerJson(const store::ConversationRow& row) {
  std::string json = "{\"speaker\":" + base::JsonQuote(row.speaker);
  if (row.speaker == "agent") {
    const auto conversation = core::FromRow(row);
    const std::string name = conversation ? conversation->lease.holder_display : std::string();
    json += ",\"agent\":" + base::JsonQuote(name);
  }
  return json + "}";
}

Follower::State StateOf(const store::ConversationRow& row) {
  return {row.epoch, adapters::web::EventFrame("state", 0, SpeakerJson(row))};
}

void SendError(const StreamRequest& request, const net::HttpReply& reply, const base::Error& error) {
  net::HttpResponse response = ErrorResponse(error);
  response.headers.insert(response.headers.end(), request.headers.begin(), request.headers.end());
  reply.Send(std::move(response));
}

std::shared_ptr<net::EventStream> OpenStream(const StreamRequest& request, const net::HttpReply& reply) {
  net::HttpResponse head{200, request.headers, {}};
  AddSecurityHeaders(head);
  return reply.OpenStream(std::move(head.headers));
}

}  // namespace

// Who follows what. A conversation is known by its address, and by its id once it has one.
class VisitorStreams::Table {
 public:
  // False when the visitor has too many streams.
  bool Add(const base::Address& address, const std::shared_ptr<Follower>& follower) {
    const std::lock_guard lock(mutex_);
    Watched& watched = watched_[address];
    if (watched.followers.size() >= kMaxStreamsPerVisitor) return false;
    watched.followers.push_back(follower);
    return true;
  }

  void Remove(const base::Address& address, const Follower* follower) {
    std::shared_ptr<Follower> removed;  // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    const auto it = watched_.find(address);
    if (it == watched_.end()) return;
    Followers& followers = it->second.followers;
    const auto found =
        std::find_if(followers.begin(), followers.end(), [&](const auto& f) { return f.get() == follower; });
    if (found == followers.end()) return;
    removed = std::move(*found);
    followers.erase(found);
    if (!followers.empty()) return;
    by_id_.erase(it->second.conversation);
    watched_.erase(it);
  }

  void Know(const base::Address& address, store::Id conversation) {
    const std::lock_guard lock(mutex_);
    if (const auto it = watched_.find(address); it != watched_.end()) Know(it, conversation);
  }

  // The followers of a change, and whether its state is news to them.
  Followers Of(const core::Change& change, bool& new_state) {
    const std::lock_guard lock(mutex_);
    auto it = watched_.end();
    if (change.conversation.id != 0) {
      it = watched_.find(change.conversation.address);
    } else if (!change.rows.empty()) {
      const auto id = by_id_.find(change.rows.front().conversation);
      if (id != by_id_.end()) it = watched_.find(id->second);
    }
    if (it == watched_.end()) return {};
    if (change.conversation.id != 0) {
      Know(it, change.conversation.id);
      new_state = change.conversation.epoch > it->second.epoch;
      it->second.epoch = std::max(it->second.epoch, change.conversation.epoch);
    }
    return it->second.followers;
  }

  Followers At(const base::Address& address) const {
    const std::lock_guard lock(mutex_);
    const auto it = watched_.find(address);
    return it == watched_.end() ? Followers{} : it->second.followers;
  }

  Followers All() const {
    const std::lock_guard lock(mutex_);
    Followers all;
    for (const auto& [address, watched] : watched_)
      all.insert(all.end(), watched.followers.begin(), watched.followers.end());
    return all;
  }

  bool empty() const {
    const std::lock_guard lock(mutex_);
    return watched_.empty();
  }

 private:
  struct Watched {
    store::Id conversation = 0;
    std::int64_t epoch = -1;  // the newest that was shown
    Followers followers;
  };
  using Entries = std::map<base::Address, Watched>;

  void Know(Entries::iterator it, store::Id conversation) {
    if (it->second.conversation == conversation || conversation == 0) return;
    it->second.conversation = conversation;
    by_id_[conversation] = it->first;
  }

  mutable std::mutex mutex_;
  Entries watched_;
  std::unordered_map<store::Id, base::Address> by_id_;
};

// What a stream begins with.
struct VisitorStreams::Past {
  std::vector<Follower::Row> rows;
  Follower::State state;
  bool complete = true;
};

VisitorStreams::VisitorStreams(store::Store& store) : store_(store), table_(std::make_shared<Table>()) {}
VisitorStreams::~VisitorStreams() = default;

base::Result<VisitorStreams::Past> VisitorStreams::LoadPast(const StreamRequest& request) {
  Past past;
  const auto conversation = store_.FindConversation(request.address);
  if (!conversation && conversation.error().code != base::ErrorCode::kNotFound) {
    return tl::unexpected(conversation.error());
  }
  store::ConversationRow row;
  if (conversation) row = *conversation;
  table_->Know(request.address, row.id);
  past.state = StateOf(row);
  if (row.id == 0) return past;
  TRY(const auto rows, request.after ? store_.CatchUp(row.id, *request.after, kRowsOfResumedStream)
                                     : store_.LoadTranscript(row.id, 0, kRowsOfNewStream, false));
  past.complete = !request.after || rows.size() < static_cast<std::size_t>(kRowsOfResumedStream);
  std::vector<Follower::Row> frames;
  for (const store::TranscriptRow& one : rows) frames.push_back({one.seq, adapters::web::MessageFrame(RowOf(one))});
  // A resumed stream takes the oldest that fit and comes back for the rest; a new one shows the newest.
  if (!request.after) std::reverse(frames.begin(), frames.end());
  std::size_t bytes = 0;
  for (Follower::Row& frame : frames) {
    bytes += frame.frame.size();
    if (!past.rows.empty() && bytes > kMaxPastBytes) {
      if (request.after) past.complete = false;
      break;
    }
    past.rows.push_back(std::move(frame));
  }
  if (!request.after) std::reverse(past.rows.begin(), past.rows.end());
  return past;
}

void VisitorStreams::Open(const StreamRequest& request, const net::HttpReply& reply) {
  const auto follower = std::make_shared<Follower>(request.after.value_or(0));
  if (!table_->Add(request.address, follower)) {
    return SendError(
        request, reply,
        {base::ErrorCode::kRateLimited, "Too many open windows of this chat.", {}, std::chrono::seconds(10)});
  }
  const auto past = LoadPast(request);
  if (!past) {
    table_->Remove(request.address, follower.get());
    return SendError(request, reply, past.error());
  }
  const std::shared_ptr<net::EventStream> stream = OpenStream(request, reply);
  follower->Begin(stream, past->rows, past->state, past->complete);
  stream->OnClose([table = std::weak_ptr(table_), address = request.address, gone = follower.get()] {
    if (const auto alive = table.lock()) alive->Remove(address, gone);
  });
}

void VisitorStreams::Show(const core::Change& change) {
  bool new_state = false;
  const Followers followers = table_->Of(change, new_state);
  if (followers.empty()) return;
  for (const store::TranscriptRow& row : change.rows) {
    if (row.internal || row.seq == 0) continue;
    const Follower::Row frame{row.seq, adapters::web::MessageFrame(RowOf(row))};
    for (const auto& follower : followers) follower->Deliver(frame);
  }
  if (!new_state) return;
  const Follower::State state = StateOf(change.conversation);
  for (const auto& follower : followers) follower->Deliver(state);
}

void VisitorStreams::ShowTyping(const store::ConversationRow& conversation, const std::string& agent, bool on) {
  const std::string who = on ? agent : std::string();
  const std::string frame = adapters::web::EventFrame("typing", 0, "{\"agent\":" + base::JsonQuote(who) + "}");
  for (const auto& follower : table_->At(conversation.address)) follower->DeliverNow(frame);
}

void VisitorStreams::KeepAlive() {
  for (const auto& follower : table_->All()) follower->KeepAlive();
}

void VisitorStreams::CloseAll() {
  for (const auto& follower : table_->All()) follower->Close();
}

bool VisitorStreams::empty() const { return table_->empty(); }

}  // namespace frontdesk::runtime
