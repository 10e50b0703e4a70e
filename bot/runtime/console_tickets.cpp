// Tickets in the agents' API: what may be chosen for them, and opening one for a caller.
#include <nlohmann/json.hpp>

#include "adapters/web/web_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/caller_ticket.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/console_routes.h"
#include "bot/runtime/ticket_card.h"

namespace frontdesk::runtime {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxCallerName = 100;  // graphemes
constexpr std::size_t kMaxWords = 16 << 10;

base::Result<json> BodyOf(const net::HttpRequest& request) {
  TRY(json value, base::ParseJson(request.body, kMaxConsoleBody));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "The body must be a JSON object.");
  return value;
}

// The caller is known by the number or the address that they named, else only by this call.
std::string CallerId(const core::CallerReport& report, const std::string& call) {
  return report.source + ":" + (report.contact.empty() ? call : report.contact);
}

}  // namespace

void ConsoleRoutes::ShowChoices(const SharedCall& call, const SignedIn&) {
  call->reply.Send(JsonResponse(base::DumpJson(ChoicesJson(*parts_.workspace.Current()->workspace.catalog))));
}

// Answers {"conversation"}: where the ticket is.
void ConsoleRoutes::OpenForCaller(const SharedCall& call, const SignedIn& who) {
  base::Address address;
  const auto event = [&]() -> base::Result<base::Event> {
    TRY(json body, BodyOf(call->request));
    const std::string client_id = base::TextAt(body, "id");
    if (!adapters::web::IsClientId(client_id))
      return Fail(ErrorCode::kInvalid, "'id' must have 1 to 64 visible ASCII characters.");
    if (base::TextAt(body, "words").size() > kMaxWords)
      return Fail(ErrorCode::kTooLarge, "A text may have at most 16 KiB.");
    body["agent"] = who.agent.name;
    body["display"] = who.agent.display;
    TRY(const core::CallerReport report, core::CallerReportFrom(base::DumpJson(body)));
    const std::string name = base::Shorten(base::CleanUtf8(base::TextAt(body, "name")), kMaxCallerName);
    address = {std::string(desk::kDeskAccount), who.agent.name + ":" + client_id, {}};
    base::Event made;
    made.id = "caller:" + who.agent.name + ":" + client_id;
    made.address = address;
    made.author = {CallerId(report, client_id), name.empty() ? "Caller" : name, false, false};
    made.at = parts_.clock.Now();
    made.body = base::Relayed{std::string(core::kCallerNews), core::ToJson(report)};
    return made;
  }();
  if (!event) return call->reply.Send(ErrorResponse(event.error()));
  parts_.intake.Take(*event, true, [this, call, address](base::Status status) {
    // A report that is sent again is refused; the one that was taken is the answer.
    const auto row = parts_.store.FindConversation(address);
    if (!row) return call->reply.Send(ErrorResponse(status ? row.error() : status.error()));
    call->reply.Send(JsonResponse("{\"conversation\":" + std::to_string(row->id) + "}"));
  });
}

}  // namespace frontdesk::runtime
