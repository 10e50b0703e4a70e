#include "bot/runtime/lookup_sender.h"

#include <exception>

#include "bot/base/log.h"
#include "bot/base/secret.h"
#include "bot/core/effect.h"
#include "bot/net/url_guard.h"

namespace frontdesk::runtime {

namespace {

base::Result<net::HttpClientRequest> RequestOf(const flows::LookupRequest& lookup, store::Id row,
                                               const std::string& directory) {
  net::HttpClientRequest request;
  request.method = lookup.post ? "POST" : "GET";
  request.url = lookup.url;
  request.body = lookup.body;
  request.timeout = lookup.timeout;
  request.max_response = static_cast<std::size_t>(lookup.max_size);
  request.headers = {{"Accept", "application/json"}, {"Idempotency-Key", "lookup-" + std::to_string(row)}};
  if (lookup.post) request.headers.emplace_back("Content-Type", "application/json");
  for (const auto& [name, value] : lookup.headers) {
    const bool secret = value.starts_with("env:") || value.starts_with("file:");
    if (!secret) {
      request.headers.emplace_back(name, value);
      continue;
    }
    TRY(const base::Secret known, base::ReadSecret(value, directory));
    request.headers.emplace_back(name, known.Reveal());
  }
  return request;
}

void LogFailure(const store::OutboxRow& row, const std::string& origin, const std::string& why) {
  base::Log(base::LogLevel::kWarning, "lookup.failed", {{"account", row.account}, {"host", origin}, {"error", why}});
}

std::string OriginOf(const std::string& url) {
  const auto parsed = net::ParseUrl(url);
  return parsed ? parsed->Origin() : std::string();
}

}  // namespace

bool IsLookup(const store::OutboxRow& row) { return core::LookupFromJson(row.payload).has_value(); }

std::string LookupSender::PaceKey(const store::OutboxRow& row) const {
  const auto lookup = core::LookupFromJson(row.payload);
  return "lookup " + (lookup ? OriginOf(lookup->url) : std::string());
}

core::SendOutcome LookupSender::Send(const store::OutboxRow& row, const store::TranscriptRow&) {
  core::SendOutcome outcome;
  try {
    const base::Status delivered = Deliver(row, Ask(row));
    if (!delivered) outcome.delivery = store::Delivery::kPending;
  } catch (const std::exception& thrown) {
    LogFailure(row, {}, thrown.what());
    outcome.delivery = store::Delivery::kFailed;
  }
  return outcome;
}

base::LookedUp LookupSender::Ask(const store::OutboxRow& row) const {
  base::LookedUp found{row.id, 0, {}};
  const auto lookup = core::LookupFromJson(row.payload);
  if (!lookup) return found;
  const std::string origin = OriginOf(lookup->url);
  auto request = RequestOf(*lookup, row.id, directory_);
  if (!request) {
    LogFailure(row, origin, request.error().message);
    return found;
  }
  auto response = guarded_.Send(*request);
  if (!response) {
    LogFailure(row, origin, response.error().message);
    return found;
  }
  found.status = response->status;
  found.body = std::move(response->body);
  return found;
}

base::Status LookupSender::Deliver(const store::OutboxRow& row, base::LookedUp found) {
  base::Event event;
  event.id = "lookup:" + std::to_string(row.id);
  event.body = std::move(found);
  return back_.Bring(row.conversation, std::move(event));
}

}  // namespace frontdesk::runtime
