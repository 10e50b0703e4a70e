#include "bot/runtime/take_together.h"

#include <memory>
#include <mutex>

namespace frontdesk::runtime {

namespace {

// Events on their way; the last one tells.
struct Batch {
  std::mutex mutex;
  std::size_t left;
  base::Status outcome;
  core::Intake::Done done;

  Batch(std::size_t events, core::Intake::Done then) : left(events), done(std::move(then)) {}

  void End(const base::Status& status) {
    {
      const std::lock_guard lock(mutex);
      if (!status && outcome) outcome = status;
      if (--left > 0) return;
    }
    done(outcome);
  }
};

}  // namespace

void TakeTogether(core::Intake& intake, std::vector<base::Event> events, bool retried, core::Intake::Done done) {
  const auto batch = std::make_shared<Batch>(events.size(), std::move(done));
  for (base::Event& event : events)
    intake.Take(std::move(event), retried, [batch](const base::Status& status) { batch->End(status); });
}

}  // namespace frontdesk::runtime
