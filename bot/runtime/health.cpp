#include "bot/runtime/health.h"

#include <algorithm>

#include "bot/base/json.h"
#include "bot/runtime/answers.h"

namespace frontdesk::runtime {

namespace {

// A queue this full is about to refuse.
constexpr std::size_t kNearlyFull = 9;  // tenths

bool IsNearlyFull(std::size_t waiting, std::size_t most) { return waiting * 10 >= most * kNearlyFull; }

std::string ListJson(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) json += (json.size() > 1 ? "," : "") + base::JsonQuote(text);
  return json + "]";
}

bool IsThisMachine(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

// Prometheus' text format, written by hand: a name, a kind, one value or one per label.
class MetricsText {
 public:
  void Gauge(std::string_view name, double value) { Add(name, "gauge", value); }
  void Counter(std::string_view name, double value) { Add(name, "counter", value); }
  void Family(std::string_view name, std::string_view kind) {
    text_.append("# TYPE frontdesk_").append(name).append(" ").append(kind).append("\n");
  }
  void Labelled(std::string_view name, std::string_view label, std::string_view of, double value) {
    text_.append("frontdesk_").append(name).append("{").append(label).append("=\"").append(of).append("\"} ");
    text_ += Number(value) + "\n";
  }
  std::string Take() { return std::move(text_); }

 private:
  static std::string Number(double value) {
    const auto whole = static_cast<long long>(value);
    return static_cast<double>(whole) == value ? std::to_string(whole) : std::to_string(value);
  }
  void Add(std::string_view name, std::string_view kind, double value) {
    Family(name, kind);
    text_.append("frontdesk_").append(name).append(" ").append(Number(value)).append("\n");
  }
  std::string text_;
};

// Seconds since the oldest row that is not sent yet was due.
double OldestUnsent(store::Store& store, base::TimePoint now) {
  const auto rows = store.UnfinishedOutbox(0, 1);
  if (!rows || rows->empty()) return 0;
  return std::max(0.0, std::chrono::duration<double>(now - rows->front().not_before).count());
}

}  // namespace

namespace {

std::size_t Offline(const std::map<std::string, bool>& connections) {
  std::size_t offline = 0;
  for (const auto& [name, online] : connections) offline += online ? 0 : 1;
  return offline;
}

}  // namespace

void Health::AddTo(Router& router) {
  router.Add("GET", "/healthz", [](const Call& call) { call.reply.Send(JsonResponse("{\"alive\":true}")); });
  router.Add("GET", "/readyz", [this](Call call) {
    if (!parts_.readers.Add([this, call] { SendReadiness(call); })) call.reply.Send(BusyResponse());
  });
  router.Add("GET", "/metrics", [this](Call call) {
    if (!IsThisMachine(call.request.remote_address)) {
      return call.reply.Send(ErrorResponse(404, "not found", "There is nothing at this address."));
    }
    const bool added = parts_.readers.Add([this, call] {
      net::HttpResponse response{200, {{"Content-Type", "text/plain; version=0.0.4"}}, Metrics()};
      AddSecurityHeaders(response);
      call.reply.Send(std::move(response));
    });
    if (!added) call.reply.Send(BusyResponse());
  });
}

std::map<std::string, bool> Health::Connections() const {
  std::map<std::string, bool> connections = parts_.xmpp.Connections();
  connections.merge(parts_.sockets.Connections());
  return connections;
}

Health::Readiness Health::Check() const {
  Readiness now;
  if (const base::Status status = parts_.store.Check(); !status) {
    now.reasons.push_back("the store cannot write: " + status.error().message);
  }
  if (IsNearlyFull(parts_.intake.queued(), parts_.intake.room())) {
    now.reasons.push_back("too many events are waiting");
  }
  if (IsNearlyFull(parts_.writer.queued(), core::kMaxQueuedWrites))
    now.reasons.push_back("too many writes are waiting");
  if (std::string problem = parts_.workspace.problem(); !problem.empty()) now.notes.push_back(std::move(problem));
  if (const std::size_t offline = Offline(Connections()); offline > 0) {
    now.notes.push_back(std::to_string(offline) + " account(s) have no connection; the log says why");
  }
  return now;
}

void Health::SendReadiness(const Call& call) const {
  const Readiness now = Check();
  net::HttpResponse response =
      JsonResponse(std::string("{\"ready\":") + (now.reasons.empty() ? "true" : "false") +
                   ",\"reasons\":" + ListJson(now.reasons) + ",\"notes\":" + ListJson(now.notes) + "}");
  if (!now.reasons.empty()) response.status = 503;
  call.reply.Send(std::move(response));
}

std::string Health::Metrics() const {
  MetricsText text;
  const core::IntakeCounters& intake = parts_.intake.counters();
  text.Counter("events_taken_total", static_cast<double>(intake.taken));
  text.Counter("events_refused_total", static_cast<double>(intake.refused));
  text.Counter("events_duplicate_total", static_cast<double>(intake.duplicates));
  text.Counter("events_parked_total", static_cast<double>(intake.parked));
  text.Counter("events_rescued_total", static_cast<double>(intake.rescued));
  text.Counter("turn_conflicts_total", static_cast<double>(intake.conflicts));
  text.Gauge("events_queued", static_cast<double>(parts_.intake.queued()));
  text.Gauge("writes_queued", static_cast<double>(parts_.writer.queued()));
  text.Gauge("outbox_waiting", static_cast<double>(parts_.outbox.waiting()));
  text.Gauge("outbox_oldest_unsent_seconds", OldestUnsent(parts_.store, parts_.clock.Now()));
  text.Gauge("feed_backlog", static_cast<double>(parts_.feed.backlog()));
  text.Gauge("reads_queued", static_cast<double>(parts_.readers.waiting()));
  text.Gauge("passwords_queued", static_cast<double>(parts_.passwords.waiting()));
  text.Gauge("files_queued", static_cast<double>(parts_.files.waiting()));
  text.Gauge("workspace_broken", parts_.workspace.problem().empty() ? 0 : 1);
  text.Family("account_connected", "gauge");
  for (const auto& [name, online] : Connections()) text.Labelled("account_connected", "account", name, online ? 1 : 0);
  const net::HttpServerCounters http = parts_.http();
  text.Gauge("http_connections", static_cast<double>(http.connections));
  text.Gauge("http_streams", static_cast<double>(http.streams));
  text.Counter("http_requests_total", static_cast<double>(http.requests));
  text.Family("http_refused_total", "counter");
  for (const auto& [reason, count] : http.refused)
    text.Labelled("http_refused_total", "reason", reason, static_cast<double>(count));
  return text.Take();
}

}  // namespace frontdesk::runtime
