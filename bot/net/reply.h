// What stands behind an HttpReply and an EventStream: they carry answers from any thread to their connection.
// Private to bot/net: includes Boost.Asio.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "bot/net/http_server.h"
#include "bot/net/mailbox.h"

namespace frontdesk::net {

// Names one request of one connection; stale ones are recognised and ignored.
struct RequestId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // of the slot
  std::uint32_t number = 0;      // of the request on its connection
};

// One request's answer. Lives in handles on any thread until it is sent.
class PendingReply final : public HttpReplySink, public Errand, public std::enable_shared_from_this<PendingReply> {
 public:
  PendingReply(std::shared_ptr<Mailbox> mailbox, RequestId id) : mailbox_(std::move(mailbox)), id_(id) {}
  ~PendingReply() override;

  void Send(HttpResponse response) override;
  std::shared_ptr<EventStream> OpenStream(HttpHeaders headers) override;
  void Run(HttpCore& core) override;

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  const RequestId id_;
  std::atomic<bool> answered_ = false;
  HttpResponse response_;
};

// The bytes between the writers of a stream and its connection. As an errand it has the connection begin or go on
// sending.
class StreamQueue final : public Errand, public std::enable_shared_from_this<StreamQueue> {
 public:
  StreamQueue(std::shared_ptr<Mailbox> mailbox, RequestId id, HttpHeaders headers)
      : mailbox_(std::move(mailbox)), id_(id), headers_(std::move(headers)) {}

  // Any thread: see EventStream.
  bool Write(std::string_view chunk);
  void Close();
  bool IsOpen() const;
  void OnClose(std::function<void()> closed);
  void Post();

  // I/O thread.
  void Run(HttpCore& core) override;
  void Drop() override { Finish(); }
  const HttpHeaders& headers() const { return headers_; }
  // All that waits; it counts as waiting until the next call.
  std::string Take();
  bool IsCut() const;    // too much was waiting
  bool IsEnded() const;  // closed, and nothing waits
  // A last word from the server, which also closes.
  void EndWith(std::string_view chunk);
  // The connection is gone.
  void Finish();

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  const RequestId id_;
  const HttpHeaders headers_;
  mutable std::mutex mutex_;
  std::string waiting_;
  std::size_t in_flight_ = 0;
  bool begun_ = false;                // I/O thread only
  std::atomic<bool> posted_ = false;  // an errand is under way
  bool closed_ = false;               // no more writes
  bool cut_ = false;
  bool finished_ = false;  // the callback's turn has come
  std::function<void()> on_close_;
};

}  // namespace frontdesk::net
