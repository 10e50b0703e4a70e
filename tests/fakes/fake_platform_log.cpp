#include "tests/fakes/fake_platform_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::fakes {

namespace {

using nlohmann::json;

// Keeps at most kMaxLogEntries.
template <typename Entry>
bool Keep(std::vector<Entry>& entries, Entry entry) {
  if (entries.size() >= kMaxLogEntries) return false;
  entries.push_back(std::move(entry));
  return true;
}

}  // namespace

std::string LoggedRequest::Header(std::string_view name) const {
  const std::string wanted = base::AsciiLower(name);
  for (const auto& [key, value] : headers)
    if (base::AsciiLower(key) == wanted) return value;
  return {};
}

std::vector<DeliveredMessage> PlatformRecord::ShownTo(std::string_view to) const {
  std::vector<DeliveredMessage> shown;
  std::copy_if(delivered.begin(), delivered.end(), std::back_inserter(shown),
               [to](const DeliveredMessage& m) { return !m.known && (to.empty() || m.to == to); });
  return shown;
}

std::map<std::string, int> PlatformRecord::TimesShownTo(std::string_view to) const {
  std::map<std::string, int> times;
  for (const DeliveredMessage& message : ShownTo(to)) ++times[message.text];
  return times;
}

std::size_t PlatformRecord::RequestsOf(std::string_view route) const {
  return static_cast<std::size_t>(
      std::count_if(requests.begin(), requests.end(), [route](const LoggedRequest& r) { return r.route == route; }));
}

std::string ToJson(const LoggedRequest& request) {
  json headers = json::array();
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  return base::DumpJson({{"what", "request"},
                         {"at_us", request.at.count()},
                         {"route", request.route},
                         {"method", request.method},
                         {"target", request.target},
                         {"headers", headers},
                         {"body", request.body},
                         {"outcome", request.outcome}});
}

std::string ToJson(const DeliveredMessage& message) {
  return base::DumpJson({{"what", "delivered"},
                         {"at_us", message.at.count()},
                         {"route", message.route},
                         {"to", message.to},
                         {"text", message.text},
                         {"client_id", message.client_id},
                         {"platform_id", message.platform_id},
                         {"known", message.known}});
}

std::string ToJson(const Violation& violation) {
  return base::DumpJson({{"what", "violation"},
                         {"at_us", violation.at.count()},
                         {"route", violation.route},
                         {"to", violation.to},
                         {"why", violation.what}});
}

std::string ToJson(const LoggedFrame& frame) {
  return base::DumpJson({{"what", "frame"},
                         {"at_us", frame.at.count()},
                         {"socket", frame.socket},
                         {"from", frame.from_platform ? "platform" : "bot"},
                         {"text", frame.text}});
}

base::Status PlatformLog::WriteTo(const std::string& file) {
  const std::lock_guard lock(mutex_);
  file_.open(file, std::ios::binary | std::ios::trunc);
  if (!file_) return base::Fail(base::ErrorCode::kInvalid, "the log cannot be written; name another file", file);
  return {};
}

PlatformTime PlatformLog::Now() const {
  return std::chrono::duration_cast<PlatformTime>(std::chrono::steady_clock::now() - began_);
}

std::size_t PlatformLog::Add(LoggedRequest request) {
  const std::lock_guard lock(mutex_);
  const std::size_t place = record_.requests.size();
  Keep(record_.requests, std::move(request));
  changed_.notify_all();
  return place;
}

// A request's line is written when its outcome is known.
void PlatformLog::SetOutcome(std::size_t place, std::string outcome) {
  const std::lock_guard lock(mutex_);
  if (place >= record_.requests.size()) return;
  record_.requests[place].outcome = std::move(outcome);
  Line(ToJson(record_.requests[place]));
  changed_.notify_all();
}

void PlatformLog::Add(DeliveredMessage message) {
  const std::lock_guard lock(mutex_);
  Line(ToJson(message));
  Keep(record_.delivered, std::move(message));
  changed_.notify_all();
}

void PlatformLog::Add(Violation violation) {
  const std::lock_guard lock(mutex_);
  Line(ToJson(violation));
  Keep(record_.violations, std::move(violation));
  changed_.notify_all();
}

void PlatformLog::Add(LoggedFrame frame) {
  const std::lock_guard lock(mutex_);
  Line(ToJson(frame));
  Keep(record_.frames, std::move(frame));
  changed_.notify_all();
}

PlatformRecord PlatformLog::Read() const {
  const std::lock_guard lock(mutex_);
  return record_;
}

bool PlatformLog::WaitUntil(const std::function<bool(const PlatformRecord&)>& holds,
                            std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return holds(record_); });
}

void PlatformLog::Line(const std::string& line) {
  if (file_.is_open()) file_ << line << '\n' << std::flush;
}

}  // namespace frontdesk::fakes
