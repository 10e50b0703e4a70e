#include "bot/net/reply.h"

#include "bot/net/http_answer.h"
#include "bot/net/http_core.h"

namespace frontdesk::net {
namespace {

// The user's end of a stream: closes it when the last copy goes.
class StreamHandle final : public EventStream {
 public:
  explicit StreamHandle(std::shared_ptr<StreamQueue> queue) : queue_(std::move(queue)) {}
  ~StreamHandle() override { queue_->Close(); }
  bool Write(std::string_view chunk) override { return queue_->Write(chunk); }
  void Close() override { queue_->Close(); }
  bool IsOpen() const override { return queue_->IsOpen(); }
  void OnClose(std::function<void()> closed) override { queue_->OnClose(std::move(closed)); }

 private:
  const std::shared_ptr<StreamQueue> queue_;
};

// Takes the place of an answer that nobody gave.
class ForgottenReply final : public Errand {
 public:
  explicit ForgottenReply(RequestId id) : id_(id) {}
  void Run(HttpCore& core) override {
    core.CountRefusal(RefusalReason::kAnswerFailed);
    if (HttpConnection* connection = core.Find(id_)) connection->Answer(id_.number, RefusalAnswer(500));
  }

 private:
  const RequestId id_;
};

}  // namespace

PendingReply::~PendingReply() {
  if (!answered_) mailbox_->PostOrRun(std::make_shared<ForgottenReply>(id_));
}

void PendingReply::Send(HttpResponse response) {
  if (answered_.exchange(true)) return;
  response_ = std::move(response);
  mailbox_->PostOrRun(shared_from_this());
}

std::shared_ptr<EventStream> PendingReply::OpenStream(HttpHeaders headers) {
  auto queue = std::make_shared<StreamQueue>(mailbox_, id_, std::move(headers));
  if (answered_.exchange(true)) {
    queue->Finish();
  } else {
    queue->Post();
  }
  return std::make_shared<StreamHandle>(std::move(queue));
}

void PendingReply::Run(HttpCore& core) {
  if (HttpConnection* connection = core.Find(id_)) connection->Answer(id_.number, std::move(response_));
}

bool StreamQueue::Write(std::string_view chunk) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (waiting_.size() + in_flight_ + chunk.size() > EventStream::kMaxWaiting) {
      closed_ = cut_ = true;
      waiting_ = {};
    } else {
      waiting_ += chunk;
    }
  }
  Post();
  return !IsCut();
}

void StreamQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
  }
  Post();
}

bool StreamQueue::IsOpen() const {
  const std::lock_guard lock(mutex_);
  return !closed_;
}

void StreamQueue::OnClose(std::function<void()> closed) {
  {
    const std::lock_guard lock(mutex_);
    if (!finished_) {
      on_close_.swap(closed);
      return;
    }
  }
  if (closed) closed();
}

// Outside the lock: a mailbox that has closed drops the errand at once, which calls Finish().
void StreamQueue::Post() {
  if (!posted_.exchange(true)) mailbox_->Post(shared_from_this());
}

void StreamQueue::Run(HttpCore& core) {
  posted_ = false;
  HttpConnection* connection = core.Find(id_);
  if (connection == nullptr) return Finish();
  if (begun_) return connection->PumpStream(*this);
  begun_ = true;
  connection->BeginStream(id_.number, shared_from_this());
}

std::string StreamQueue::Take() {
  std::string taken;
  const std::lock_guard lock(mutex_);
  taken.swap(waiting_);
  in_flight_ = taken.size();
  return taken;
}

bool StreamQueue::IsCut() const {
  const std::lock_guard lock(mutex_);
  return cut_;
}

bool StreamQueue::IsEnded() const {
  const std::lock_guard lock(mutex_);
  return closed_ && waiting_.empty();
}

void StreamQueue::EndWith(std::string_view chunk) {
  const std::lock_guard lock(mutex_);
  if (!closed_) waiting_ += chunk;
  closed_ = true;
}

void StreamQueue::Finish() {
  std::function<void()> on_close;
  {
    const std::lock_guard lock(mutex_);
    closed_ = finished_ = true;
    waiting_ = {};
    on_close.swap(on_close_);
  }
  if (on_close) on_close();
}

}  // namespace frontdesk::net
