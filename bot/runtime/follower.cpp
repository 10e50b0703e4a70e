#include "bot/runtime/follower.h"

namespace frontdesk::runtime {

void Follower::Deliver(const Row& row) {
  const std::lock_guard lock(mutex_);
  if (stream_) return Write(row);
  held_bytes_ += row.frame.size();
  if (held_bytes_ > kMaxHeldBytes) missed_ = true;
  if (!missed_) held_.push_back(row);
}

void Follower::Deliver(const State& state) {
  const std::lock_guard lock(mutex_);
  if (stream_) return Write(state);
  if (state.epoch > held_state_.epoch) held_state_ = state;
}

void Follower::DeliverNow(const std::string& frame) {
  const std::lock_guard lock(mutex_);
  if (stream_) stream_->Write(frame);
}

void Follower::Begin(std::shared_ptr<net::EventStream> stream, const std::vector<Row>& past, const State& state,
                     bool complete) {
  const std::lock_guard lock(mutex_);
  stream_ = std::move(stream);
  for (const Row& row : past) Write(row);
  Write(state);
  if (!complete || missed_) return stream_->Close();
  for (const Row& row : held_) Write(row);
  Write(held_state_);
  held_ = {};
}

void Follower::KeepAlive() {
  const std::lock_guard lock(mutex_);
  if (stream_) stream_->Write(": still here\n\n");
}

void Follower::Close() {
  const std::lock_guard lock(mutex_);
  missed_ = true;
  if (stream_) stream_->Close();
}

void Follower::Write(const Row& row) {
  if (row.seq <= last_) return;
  last_ = row.seq;
  stream_->Write(row.frame);
}

void Follower::Write(const State& state) {
  if (state.epoch <= epoch_) return;
  epoch_ = state.epoch;
  stream_->Write(state.frame);
}

}  // namespace frontdesk::runtime
