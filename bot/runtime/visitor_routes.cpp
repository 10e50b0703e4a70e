#include "bot/runtime/visitor_routes.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/web/identity.h"
#include "adapters/web/origin.h"
#include "adapters/web/visitor_cookie.h"
#include "adapters/web/web_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/conversation.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/article_search.h"
#include "bot/runtime/file_type.h"
#include "bot/runtime/rows.h"

namespace frontdesk::runtime {

namespace web = adapters::web;
using base::ErrorCode;

namespace {

constexpr std::size_t kMaxSessionBody = 4 << 10;
constexpr char kCookieLife[] = "; Max-Age=15552000";  // 180 days

// A page of another origin may read the answer only when it says so.
void AddCors(net::HttpHeaders& headers, const web::PageOrigin& page) {
  if (page.is_own || page.origin.empty()) return;
  headers.emplace_back("Vary", "Origin");
  if (!page.may_talk) return;
  headers.emplace_back("Access-Control-Allow-Origin", page.origin);
  headers.emplace_back("Access-Control-Allow-Credentials", "true");
  headers.emplace_back("Access-Control-Expose-Headers", "Retry-After");
}

// The first of the browser's languages that the workspace speaks, else the workspace's first.
std::string LocaleFor(std::string_view accepted, const std::vector<std::string>& locales) {
  while (!accepted.empty()) {
    const std::string_view item = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), item.size() + 1));
    const std::string tag = base::AsciiLower(base::Trim(item.substr(0, item.find(';'))));
    const std::string language = tag.substr(0, tag.find('-'));
    for (const std::string& locale : locales)
      if (base::AsciiLower(locale) == tag || locale == language) return locale;
  }
  return locales.front();
}

std::optional<std::int64_t> SeqOf(std::string_view text) {
  std::int64_t seq = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seq < 0) return std::nullopt;
  return seq;
}

// A browser that comes back by itself repeats the old address with a newer Last-Event-ID.
std::optional<std::int64_t> AfterOf(const net::HttpRequest& request) {
  const auto by_header = SeqOf(request.Header("Last-Event-ID"));
  const auto by_query = SeqOf(request.Query("after").value_or(std::string()));
  if (!by_header || !by_query) return by_header ? by_header : by_query;
  return std::max(by_header, by_query);
}

std::string FileJson(const base::FileRef& file) {
  return "{\"id\":" + base::JsonQuote(file.id) + ",\"name\":" + base::JsonQuote(file.name) +
         ",\"type\":" + base::JsonQuote(file.type) + ",\"size\":" + std::to_string(file.size) + "}";
}

}  // namespace

// One request of a visitor, once it is known where it belongs.
struct VisitorRoutes::Visit {
  std::shared_ptr<const Served> served;
  const ServedAccount* account = nullptr;
  web::PageOrigin page;
  std::string visitor;
  net::HttpReply reply;

  base::Address address() const { return {account->settings.account, visitor, {}}; }
  void Send(net::HttpResponse response) const {
    AddCors(response.headers, page);
    reply.Send(std::move(response));
  }
};

void VisitorRoutes::AddTo(Router& router) {
  const net::RouteLimits event{web::kMaxEventBody, {}};
  router.Add(
      "POST", "/web/*/events", [this](Call call) { TakeEvent(std::move(call)); }, event);
  router.Add("GET", "/web/*/stream", [this](Call call) { OpenStream(std::move(call)); });
  router.Add("POST", "/web/*/session", [this](Call call) { MakeSession(std::move(call)); }, {kMaxSessionBody, {}});
  router.Add("POST", "/web/*/suggestions", [this](Call call) { Suggest(std::move(call)); });
  router.Add("GET", "/web/*/files/*", [this](Call call) { SendFile(std::move(call)); });
  router.Add("POST", "/web/*/files", [this](Call call) { TakeFile(std::move(call)); },
             {kMaxUploadBytes + kUploadRoom, kUploadDeadline});
  for (const char* path : {"/web/*/events", "/web/*/stream", "/web/*/session", "/web/*/files", "/web/*/suggestions"}) {
    router.Add("OPTIONS", path, [this](Call call) { Preflight(std::move(call)); });
  }
}

bool VisitorRoutes::Enter(Call& call, Visit& visit) const {
  visit.served = parts_.workspace.Current();
  visit.reply = std::move(call.reply);
  visit.account = visit.served->FindAccount(call.args.front());
  if (visit.account == nullptr) {
    visit.reply.Send(ErrorResponse(404, "not found", "There is no such account."));
    return false;
  }
  visit.page = web::OriginOf(ViewOf(call.request), visit.account->settings);
  if (visit.page.may_talk) return true;
  visit.Send(ErrorResponse({ErrorCode::kForbidden, "This page may not use this chat.", {}, {}}));
  return false;
}

bool VisitorRoutes::EnterAsVisitor(Call& call, Visit& visit) const {
  if (!Enter(call, visit)) return false;
  auto verified =
      visit.account->adapter->Verify(ViewOf(call.request), {parts_.clock.Now(), visit.account->settings, {}, {}});
  if (verified) {
    visit.visitor = verified->sender();
    return true;
  }
  visit.Send(ErrorResponse(verified.error()));
  return false;
}

void VisitorRoutes::Preflight(Call call) const {
  Visit visit;
  if (!Enter(call, visit)) return;
  net::HttpResponse response{204,
                             {{"Access-Control-Allow-Methods", "GET, POST"},
                              {"Access-Control-Allow-Headers", "Content-Type, Last-Event-ID"},
                              {"Access-Control-Max-Age", "600"}},
                             {}};
  AddSecurityHeaders(response);
  visit.Send(std::move(response));
}

// A user who is signed has one conversation in every browser. A cookie of theirs alone is not enough to go on with it:
// whoever comes without a token has signed out.
void VisitorRoutes::MakeSession(Call call) const {
  Visit visit;
  if (!Enter(call, visit)) return;
  const adapters::Settings& settings = visit.account->settings;
  const base::TimePoint now = parts_.clock.Now();
  const std::string locale = LocaleFor(call.request.Header("Accept-Language"), visit.served->workspace.config.locales);
  const auto body = base::ParseJson(call.request.body);
  const std::string token = body && body->is_object() ? base::TextAt(*body, "identity") : std::string();
  const bool secure = call.request.secure;
  if (const auto user = web::ReadIdentity(token, settings.SecretOf(web::kIdentitySecret), now)) {
    visit.visitor = web::VisitorOfUser(user->id, settings.account, settings.SecretOf(web::kVisitorKey));
    base::Event event = web::IdentityEvent(*user, settings.account, visit.visitor, token, now);
    parts_.intake.Take(std::move(event), true, [visit, locale, secure](const base::Status& taken) {
      taken ? SendSession(visit, locale, secure) : visit.Send(ErrorResponse(taken.error()));
    });
    return;
  }
  const auto known = web::VisitorOf(call.request.Cookie(web::VisitorCookieName(settings.account)), settings.account,
                                    visit.page.scope, settings.SecretOf(web::kVisitorKey));
  const bool goes_on = known && !web::IsVisitorOfUser(*known);
  visit.visitor = goes_on ? *known : base::RandomId(parts_.random, web::kVisitorIdSize / 2);
  SendSession(visit, locale, secure);
}

void VisitorRoutes::SendSession(const Visit& visit, const std::string& locale, bool secure) {
  const adapters::Settings& settings = visit.account->settings;
  net::HttpResponse response =
      JsonResponse("{\"visitor\":" + base::JsonQuote(visit.visitor) + ",\"locale\":" + base::JsonQuote(locale) + "}");
  std::string cookie =
      web::VisitorCookieName(settings.account) + "=" +
      web::VisitorCookie(visit.visitor, settings.account, visit.page.scope, settings.SecretOf(web::kVisitorKey));
  cookie += "; Path=/web/" + settings.account + "; HttpOnly" + kCookieLife;
  cookie += secure ? "; SameSite=None; Secure; Partitioned" : "; SameSite=Lax";
  response.headers.emplace_back("Set-Cookie", std::move(cookie));
  visit.Send(std::move(response));
}

void VisitorRoutes::TakeEvent(Call call) {
  Visit visit;
  if (!Enter(call, visit)) return;
  const adapters::Adapter& adapter = *visit.account->adapter;
  const adapters::Env env{parts_.clock.Now(), visit.account->settings, {}, {}};
  const auto verified = adapter.Verify(ViewOf(call.request), env);
  if (!verified) return visit.Send(ErrorResponse(verified.error()));
  visit.visitor = verified->sender();
  const auto limits = EventLimits(visit.served->workspace.config.limits.events_per_address);
  if (!events_.Take(visit.visitor, call.request.remote_address, 1, parts_.clock.Now(), limits)) {
    return visit.Send(ErrorResponse({ErrorCode::kRateLimited,
                                     "Too many messages come from this network. Please try again in a minute.",
                                     {},
                                     limits.window}));
  }
  auto parsed = adapter.Parse(*verified, env);
  if (!parsed) return visit.Send(ErrorResponse(parsed.error()));
  if (auto* answer = std::get_if<adapters::HttpAnswer>(&*parsed)) return visit.Send(ToResponse(std::move(*answer)));
  base::Event event = std::move(std::get<adapters::Taken>(*parsed).events.front());
  if (std::holds_alternative<base::SentFiles>(event.body)) return TakeFilesEvent(std::move(visit), std::move(event));
  Take(visit, std::move(event));
}

void VisitorRoutes::TakeFilesEvent(Visit visit, base::Event event) const {
  const Visit busy = visit;
  const bool added = parts_.readers.Add([this, visit = std::move(visit), event = std::move(event)]() mutable {
    auto& files = std::get<base::SentFiles>(event.body).files;
    if (const base::Status known = parts_.uploads.Resolve(visit.address(), files); !known) {
      return visit.Send(ErrorResponse(known.error()));
    }
    Take(visit, std::move(event));
  });
  if (!added) busy.Send(BusyResponse());
}

void VisitorRoutes::Take(const Visit& visit, base::Event event) const {
  const adapters::Adapter* adapter = visit.account->adapter;
  const bool retried = adapter->capabilities().retries_events;
  parts_.intake.Take(std::move(event), retried, [adapter, page = visit.page, reply = visit.reply](base::Status status) {
    net::HttpResponse response = ToResponse(adapter->Answer(status));
    AddCors(response.headers, page);
    reply.Send(std::move(response));
  });
}

void VisitorRoutes::TakeFile(Call call) {
  Visit visit;
  if (!EnterAsVisitor(call, visit)) return;
  const std::string& body = call.request.body;
  if (body.empty()) return visit.Send(ErrorResponse({ErrorCode::kInvalid, "The file is empty.", {}, {}}));
  const std::int64_t size = std::max(static_cast<std::int64_t>(body.size()), kLeastUpload);
  if (!uploads_.Take(visit.visitor, call.request.remote_address, size, parts_.clock.Now())) {
    return visit.Send(ErrorResponse(
        {ErrorCode::kRateLimited, "That is a lot of files. Please send more in an hour.", {}, std::chrono::hours(1)}));
  }
  std::string name = call.request.Query("name").value_or("file").substr(0, kMaxQueryName);
  auto bytes = std::make_shared<std::string>(std::move(call.request.body));
  const bool added = parts_.files.Add([this, visit, bytes, name = std::move(name)] {
    const FileLimits& limits = visit.served->workspace.config.limits.files;
    const std::string_view type = SniffType(*bytes);
    if (static_cast<std::int64_t>(bytes->size()) > LimitOf(limits, type))
      return visit.Send(TooLargeResponse(TooLargeText(limits, type), LimitOf(limits, type)));
    if (type.empty()) return visit.Send(ErrorResponse(415, "unsupported type", kUploadTypesText));
    const auto file = parts_.uploads.Save(visit.address(), name, type, *bytes);
    visit.Send(file ? JsonResponse(FileJson(*file)) : ErrorResponse(file.error()));
  });
  if (!added) visit.Send(BusyResponse());
}

// A file of the visitor's own conversation: what an agent sent, or the visitor before.
void VisitorRoutes::SendFile(Call call) const {
  Visit visit;
  if (!EnterAsVisitor(call, visit)) return;
  const bool added = parts_.readers.Add([this, visit, id = call.args.back()] {
    auto content = parts_.uploads.Read(id);
    const auto conversation = parts_.store.FindConversation(visit.address());
    const bool own = content && conversation && content->row.conversation == conversation->id;
    if (!own) return visit.Send(ErrorResponse(404, "not found", "There is no such file."));
    visit.Send(FileResponse(content->row.file, std::move(content->bytes)));
  });
  if (!added) visit.Send(BusyResponse());
}

// In the language that is being written, where we speak it.
knowledge::Question VisitorRoutes::QuestionOf(const Visit& visit, const std::string& words,
                                              const std::string& locale) const {
  const auto& spoken = visit.served->workspace.config.locales;
  knowledge::Question question;
  question.text = words;
  question.locale = spoken.front();
  for (const std::string& wanted : {locale, base::GuessLocale(words)})
    if (std::find(spoken.begin(), spoken.end(), wanted) != spoken.end()) question.locale = wanted;
  question.account = visit.account->settings.account;
  question.now = parts_.clock.Now();
  const auto row = parts_.store.FindConversation(visit.address());
  const auto conversation = row ? core::FromRow(*row) : base::Result<core::Conversation>();
  if (conversation) question.exclude = core::RejectedArticles(*conversation);
  return question;
}

void VisitorRoutes::Suggest(Call call) {
  Visit visit;
  if (!EnterAsVisitor(call, visit)) return;
  if (!visit.account->settings.Flag("suggestions")) {
    return visit.Send(ErrorResponse(404, "not found", "This chat makes no suggestions."));
  }
  const auto body = base::ParseJson(call.request.body);
  const std::string words = body ? base::TextAt(*body, "q") : std::string();
  if (words.empty() || words.size() > kMaxSearchBytes || !base::IsUtf8(words)) {
    return visit.Send(ErrorResponse({ErrorCode::kInvalid, "'q' must have 1 to 1,000 bytes of text.", {}, {}}));
  }
  if (!suggestions_.Take(visit.visitor, call.request.remote_address, 1, parts_.clock.Now())) {
    return visit.Send(ErrorResponse({ErrorCode::kRateLimited, "Too many look-ups.", {}, kSuggestionLimits.window}));
  }
  const bool added = parts_.readers.Add([this, visit, words, locale = base::TextAt(*body, "locale")] {
    visit.Send(JsonResponse(SuggestionsJson(*visit.served, QuestionOf(visit, words, locale))));
  });
  if (!added) visit.Send(BusyResponse());
}

void VisitorRoutes::OpenStream(Call call) const {
  Visit visit;
  if (!EnterAsVisitor(call, visit)) return;
  StreamRequest request{visit.address(), AfterOf(call.request), {}};
  AddCors(request.headers, visit.page);
  const bool added = parts_.readers.Add(
      [this, reply = visit.reply, request = std::move(request)] { parts_.streams.Open(request, reply); });
  if (!added) visit.Send(BusyResponse());
}

}  // namespace frontdesk::runtime
