#include "bot/runtime/open_answers.h"

#include "bot/runtime/answers.h"

namespace frontdesk::runtime {

void OpenAnswers::Keep(const Request& request, const std::vector<base::Event>& events) {
  const std::lock_guard lock(mutex_);
  for (const base::Event& event : events) by_event_[{request->name(), event.id}] = request;
}

void OpenAnswers::AnswerWithin(const Request& request, base::Millis wait, adapters::HttpAnswer plain) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      waiting_.emplace(Steady::now() + wait, Waiting{request, std::move(plain)});
      wake_.notify_one();
      return;
    }
  }
  Answer(request, std::move(plain));
}

OpenAnswers::Request OpenAnswers::Find(const std::string& account, const std::string& event_id) const {
  const std::lock_guard lock(mutex_);
  const auto it = by_event_.find({account, event_id});
  return it == by_event_.end() ? nullptr : it->second;
}

bool OpenAnswers::Remove(const Request& request) {
  return std::erase_if(by_event_, [&](const auto& entry) { return entry.second == request; }) > 0;
}

bool OpenAnswers::Answer(const Request& request, adapters::HttpAnswer answer) {
  {
    const std::lock_guard lock(mutex_);
    if (!Remove(request)) return false;
  }
  request->reply.Send(ToResponse(std::move(answer)));
  return true;
}

std::size_t OpenAnswers::size() const {
  const std::lock_guard lock(mutex_);
  return by_event_.size();
}

void OpenAnswers::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || !waiting_.empty()) {
    if (waiting_.empty()) {
      wake_.wait(lock);
      continue;
    }
    const auto first = waiting_.begin();
    if (!stopping_ && first->first > Steady::now()) {
      wake_.wait_until(lock, first->first);
      continue;
    }
    Waiting due = std::move(first->second);
    waiting_.erase(first);
    lock.unlock();
    Answer(due.request, std::move(due.plain));
    lock.lock();
  }
}

void OpenAnswers::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

}  // namespace frontdesk::runtime
