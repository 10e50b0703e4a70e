#include "adapters/web/web_adapter.h"

#include "adapters/web/api_error.h"
#include "adapters/web/identity.h"
#include "adapters/web/origin.h"
#include "adapters/web/row_json.h"
#include "adapters/web/visitor_cookie.h"
#include "adapters/web/web_event.h"

namespace frontdesk::adapters::web {

using base::ErrorCode;
using base::Fail;

namespace {

constexpr std::size_t kMostButtons = 100;  // more than any message has

constexpr SettingField kFields[] = {
    {.name = "origins", .kind = SettingField::Kind::kList, .hint = "write origins: [\"https://shop.example.com\"]"},
    {.name = kIdentitySecret,
     .kind = SettingField::Kind::kSecret,
     .hint = "write identity_secret: env:NAME, and your server signs who a visitor is"},
    {.name = "suggestions",
     .kind = SettingField::Kind::kFlag,
     .fallback = "true",
     .hint = "write suggestions: false, and the widget offers no titles while the visitor writes"},
};

}  // namespace

Capabilities WebAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.deduplicates_sends = true;
  can.refusal_status = 401;
  can.max_request = kMaxEventBody;
  can.answer_deadline = std::chrono::seconds(10);
  can.max_text = kMaxTextBytes;
  // The widget draws whole messages itself.
  can.buttons = kMostButtons;
  can.cards = true;
  can.forms = true;
  can.files = true;
  can.typing = true;
  return can;
}

base::Result<Verified> WebAdapter::Verify(const RawRequest& request, Env env) const {
  const Settings& settings = env.settings;
  const PageOrigin page = OriginOf(request, settings);
  if (!page.may_talk) return Fail(ErrorCode::kForbidden, "This page may not use this chat.");
  auto visitor = VisitorOf(request.Cookie(VisitorCookieName(settings.account)), settings.account, page.scope,
                           settings.SecretOf(kVisitorKey));
  if (!visitor) return Fail(ErrorCode::kUnauthenticated, "There is no session; make one with POST session.");
  return Verified(Verified::Proof::kSignedCookie, std::move(*visitor), request);
}

base::Result<Parsed> WebAdapter::Parse(const Verified& request, Env env) const {
  TRY(base::Event event, EventFromBody(request.request().body, env.settings.account, request.sender(), env.now));
  std::vector<base::Event> events;
  events.push_back(std::move(event));
  return events;
}

HttpAnswer WebAdapter::Answer(const base::Status& outcome) const {
  return outcome ? JsonAnswer("{\"ok\":true}") : ErrorAnswer(outcome.error());
}

// A row is with the visitor when it is visible: the streams show it.
base::Result<Step> WebAdapter::Next(const Sending&, Env) const { return Done{}; }

SendResult WebAdapter::Classify(const Call&, const CallResult&) const { return {SendResult::Kind::kSent}; }

std::span<const SettingField> WebAdapter::fields() const { return kFields; }

}  // namespace frontdesk::adapters::web
