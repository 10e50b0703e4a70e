// The whole way of a message inside the process: shards, writer, outbox on their threads, a platform that remembers
// what it was sent.
#pragma once

#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "bot/core/intake.h"
#include "bot/core/outbox.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {

// What a platform received, and how it behaves.
class FakePlatform final : public Sender {
 public:
  bool Deduplicates() const override { return deduplicates; }
  bool AtOnce() const override { return at_once; }
  Pace pace() const override { return pace_of_account; }
  std::optional<bool> Arrived(const store::OutboxRow&, const store::TranscriptRow&) override { return arrived; }
  SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override {
    if (before_send) before_send(row);
    const std::lock_guard lock(mutex_);
    ++attempts;
    parts.push_back(row.part);
    if (!script.empty()) {
      const SendOutcome outcome = script.front();
      script.erase(script.begin());
      if (outcome.delivery != store::Delivery::kSent) return outcome;
    }
    received_[row.conversation].push_back(words.body);
    arrived_.notify_all();
    SendOutcome sent;
    if (names_messages) sent.platform_id = DialoguePlatformId(row.transcript);
    return sent;
  }
  std::vector<std::string> Received(store::Id conversation) {
    const std::lock_guard lock(mutex_);
    return received_[conversation];
  }
  std::size_t Count() {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [id, bodies] : received_) sum += bodies.size();
    return sum;
  }
  // False when it takes longer than a test should.
  bool WaitFor(std::size_t messages) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(120), [&] {
      std::size_t sum = 0;
      for (const auto& [id, bodies] : received_) sum += bodies.size();
      return sum >= messages;
    });
  }

  bool deduplicates = true;
  bool at_once = true;
  bool names_messages = false;  // as a Dialogue's platform does
  Pace pace_of_account;
  std::optional<bool> arrived;
  std::function<void(const store::OutboxRow&)> before_send;  // on the sender's thread, without a lock
  std::vector<int> parts;                                    // that had arrived before each attempt
  std::atomic<int> attempts{0};
  std::vector<SendOutcome> script;  // outcomes of the first sends

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::map<store::Id, std::vector<std::string>> received_;
};

// Holds threads up until it is opened.
class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++came_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  // Until so many stood before it; false when that takes longer than a test should.
  bool WaitForComers(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(120), [&] { return came_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int came_ = 0;
};

class PipelineTest : public TalkTest {
 protected:
  class OutboxFeed final : public Feed {
   public:
    void Publish(std::vector<Change> changes) override {
      if (!outbox) return;
      for (const Change& change : changes) outbox->Add(change);
    }
    Outbox* outbox = nullptr;
  };

  ~PipelineTest() override { StopPipeline(); }

  void StartPipeline(std::size_t shards = 2) {
    writer_ = std::make_unique<Writer>(*store_, feed_);
    outbox_ = std::make_unique<Outbox>(*store_, *writer_, clock_, find_sender_);
    feed_.outbox = outbox_.get();
    intake_ = std::make_unique<Intake>(
        *store_, *writer_, clock_, find_catalog_,
        [this](const std::string&) { return AccountTraits{.deduplicates = platform_.deduplicates}; }, shards);
    threads_.emplace_back([this] { writer_->Run(); });
    ASSERT_TRUE(outbox_->Recover());
    threads_.emplace_back([this] { outbox_->Run(); });
    for (int i = 0; i < sender_threads_; ++i) senders_.emplace_back([this] { outbox_->RunSender(); });
    senders_.emplace_back([this] { outbox_->RunEffects(); });
    for (std::size_t i = 0; i < shards; ++i) threads_.emplace_back([this, i] { intake_->RunShard(i); });
  }

  void StopPipeline() {
    gate_.Open();
    if (!intake_) return;
    intake_->Stop();
    for (std::size_t i = 2; i < threads_.size(); ++i) threads_[i].join();
    outbox_->Stop();
    threads_[1].join();
    for (std::thread& sender : senders_) sender.join();
    senders_.clear();
    writer_->Stop();
    threads_[0].join();
    threads_.clear();
    intake_.reset();
    feed_.outbox = nullptr;
  }

  std::future<base::Status> Take(base::Event event, bool retried = true) {
    auto promise = std::make_shared<std::promise<base::Status>>();
    auto future = promise->get_future();
    intake_->Take(std::move(event), retried, [promise](base::Status status) { promise->set_value(std::move(status)); });
    return future;
  }

  base::Event From(const std::string& person, const std::string& id, const std::string& text) {
    base::Event event;
    event.id = id;
    event.address = {"widget", person, ""};
    event.author = {person, person, false, false};
    event.at = clock_.Now();
    event.body = base::Said{text};
    return event;
  }

  store::Id ConversationOf(const std::string& person) { return store_->FindConversation({"widget", person, ""})->id; }

  OutboxFeed feed_;
  FakePlatform platform_;
  FindSender find_sender_ = [this](const store::OutboxRow&) { return &platform_; };
  CatalogSource find_catalog_ = [this] { return catalog_; };
  int sender_threads_ = 3;
  Gate gate_;  // for tests to hold a platform or the writer up
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<Intake> intake_;
  std::vector<std::thread> threads_;
  std::vector<std::thread> senders_;
};

}  // namespace frontdesk::core
