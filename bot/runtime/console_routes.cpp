#include "bot/runtime/console_routes.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/web/api_error.h"
#include "adapters/web/origin.h"
#include "adapters/web/web_event.h"
#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/base/text.h"
#include "bot/core/act_names.h"
#include "bot/core/conversation.h"
#include "bot/desk/snapshot.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/article_search.h"
#include "bot/runtime/board.h"
#include "bot/runtime/file_type.h"

namespace frontdesk::runtime {

namespace web = adapters::web;
using base::ErrorCode;
using base::Fail;
using nlohmann::json;
using AgentAct = base::AgentActed::Act;

namespace {

constexpr char kPrefix[] = "/console/api";
constexpr std::size_t kMaxNameBytes = 100;

base::Result<json> ObjectOf(const net::HttpRequest& request) {
  TRY(json value, base::ParseJson(request.body, kMaxConsoleBody));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "The body must be a JSON object.");
  return value;
}

base::Result<store::Id> IdFrom(const std::string& text) {
  store::Id id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0) {
    return Fail(ErrorCode::kNotFound, "There is no such conversation.");
  }
  return id;
}

// The words alone.
base::Result<knowledge::Question> QuestionOf(const Call& call) {
  knowledge::Question question;
  question.text = call.request.Query("q").value_or(std::string());
  const bool fits = !base::Trim(question.text).empty() && question.text.size() <= kMaxSearchBytes;
  if (!fits || !base::IsUtf8(question.text)) {
    return Fail(ErrorCode::kInvalid, "'q' must have 1 to 1,000 bytes of text.");
  }
  return question;
}

std::string MeJson(const SignedIn& who) {
  return "{\"agent\":{\"name\":" + base::JsonQuote(who.agent.name) +
         ",\"display\":" + base::JsonQuote(who.agent.display) + ",\"presence\":" + base::JsonQuote(who.agent.presence) +
         "},\"csrf\":" + base::JsonQuote(who.session.csrf) +
         ",\"must_change_password\":" + (who.agent.must_change_password ? "true" : "false") + "}";
}

std::string CookieFor(const std::string& token, bool secure) {
  std::string cookie = std::string(kAgentCookie) + "=" + token + "; Path=/console; HttpOnly; SameSite=Strict";
  if (secure) cookie += "; Secure";
  if (token.empty()) cookie += "; Max-Age=0";
  return cookie;
}

net::HttpResponse WithCookie(net::HttpResponse response, std::string cookie) {
  response.headers.emplace_back("Set-Cookie", std::move(cookie));
  return response;
}

// Whose an agent's upload is until a reply takes it along.
std::string AgentOwner(const store::AgentRow& agent) { return "agent:" + agent.name; }

base::Result<std::vector<base::FileRef>> FilesOf(const json& body) {
  std::vector<base::FileRef> files;
  const auto it = body.find("files");
  if (it == body.end()) return files;
  const bool list = it->is_array() && it->size() <= web::kMaxFilesAtOnce;
  if (!list) return Fail(ErrorCode::kInvalid, "'files' must be a list of at most 10 ids that POST files gave.");
  for (const json& id : *it) {
    if (!id.is_string()) return Fail(ErrorCode::kInvalid, "'files' must be a list of ids.");
    files.push_back({id.get<std::string>(), {}, {}, 0});
  }
  return files;
}

// Somebody else holds the conversation: the answer says who.
net::HttpResponse ActAnswer(const base::Status& status) {
  if (status) return JsonResponse("{\"ok\":true}");
  const base::Error& error = status.error();
  if (error.code != ErrorCode::kConflict) return ErrorResponse(error);
  net::HttpResponse response = ErrorResponse(error);
  response.body.pop_back();
  response.body += ",\"holder\":" + base::JsonQuote(error.where) + "}";
  return response;
}

}  // namespace

base::Result<store::Id> ConsoleRoutes::ConversationIdOf(const Call& call) { return IdFrom(call.args.front()); }

void ConsoleRoutes::AddTo(Router& router) {
  router.Add("POST", std::string(kPrefix) + "/login", [this](Call call) { Login(std::move(call)); }, {4 << 10, {}});
  AddPost(router, "/password", &ConsoleRoutes::ChangePassword, Need::kSession);
  AddPost(router, "/logout", &ConsoleRoutes::Logout, Need::kSession);
  AddPost(router, "/conversations/*/files", &ConsoleRoutes::TakeFile, Need::kOwnPassword,
          {kMaxUploadBytes + kUploadRoom, kUploadDeadline});
  AddGet(router, "/me", &ConsoleRoutes::Me, Need::kSession);
  AddGet(router, "/workspace", &ConsoleRoutes::ShowWorkspace);
  AddGet(router, "/conversations", &ConsoleRoutes::ListConversations);
  AddGet(router, "/conversations/*", &ConsoleRoutes::ShowConversation);
  AddGet(router, "/articles", &ConsoleRoutes::FindArticles);
  AddGet(router, "/explain", &ConsoleRoutes::ExplainQuestion);
  AddGet(router, "/files/*", &ConsoleRoutes::SendFile);
  AddGet(router, "/stream", &ConsoleRoutes::OpenStream);
  AddGet(router, "/gaps", &ConsoleRoutes::ShowLearning);
  AddPost(router, "/gaps/draft", &ConsoleRoutes::DraftArticle);
  AddPost(router, "/gaps/phrasing", &ConsoleRoutes::AddPhrasing);
  AddGet(router, "/choices", &ConsoleRoutes::ShowChoices);
  AddGet(router, "/colleagues", &ConsoleRoutes::ShowColleagues);
  AddPost(router, "/tickets", &ConsoleRoutes::OpenForCaller);
  AddGet(router, "/incidents", &ConsoleRoutes::ListIncidents);
  AddPost(router, "/incidents", &ConsoleRoutes::DeclareIncident);
  AddPost(router, "/incidents/*/update", &ConsoleRoutes::UpdateIncident);
  AddPost(router, "/incidents/*/announce", &ConsoleRoutes::AnnounceIncident);
  AddGet(router, "/conversations/*/similar", &ConsoleRoutes::ListSimilar);
  AddPost(router, "/conversations/*/typing", &ConsoleRoutes::SayTyping);
  AddPost(router, "/me/presence", &ConsoleRoutes::SayPresence);
  for (const auto& [name, act] : core::NamedActs()) AddAct(router, std::string(name), act);
}

void ConsoleRoutes::AddGet(Router& router, std::string path, AgentHandler handler, Need need) {
  router.Add("GET", kPrefix + std::move(path), [this, handler, need](Call call) {
    OnQueue(parts_.readers, std::move(call), [this, handler, need](const SharedCall& shared) {
      if (const auto who = Enter(*shared, need)) (this->*handler)(shared, *who);
    });
  });
}

void ConsoleRoutes::AddPost(Router& router, std::string path, AgentHandler handler, Need need,
                            net::RouteLimits limits) {
  const auto work = [this, handler, need](const SharedCall& shared) {
    const auto who = Enter(*shared, need);
    if (who && PassesCsrf(*shared, *who)) (this->*handler)(shared, *who);
  };
  router.Add(
      "POST", kPrefix + std::move(path),
      [this, work, &queue = limits.max_body > kMaxConsoleBody ? parts_.files : parts_.readers](Call call) {
        OnQueue(queue, std::move(call), work);
      },
      limits);
}

void ConsoleRoutes::AddAct(Router& router, std::string name, base::AgentActed::Act act) {
  const auto work = [this, act](const SharedCall& shared) {
    const auto who = Enter(*shared, Need::kOwnPassword);
    if (who && PassesCsrf(*shared, *who)) Act(shared, *who, act);
  };
  router.Add("POST", std::string(kPrefix) + "/conversations/*/" + name,
             [this, work](Call call) { OnQueue(parts_.readers, std::move(call), work); }, {kMaxConsoleBody, {}});
}

void ConsoleRoutes::OnQueue(WorkQueue& queue, Call call, std::function<void(const SharedCall&)> work) {
  const auto shared = std::make_shared<Call>(std::move(call));
  if (!queue.Add([shared, work = std::move(work)] { work(shared); })) shared->reply.Send(BusyResponse());
}

std::optional<SignedIn> ConsoleRoutes::Enter(const Call& call, Need need) {
  auto who = parts_.sessions.Find(call.request.Cookie(kAgentCookie));
  if (!who) {
    call.reply.Send(ErrorResponse(who.error()));
    return std::nullopt;
  }
  if (need == Need::kOwnPassword && who->agent.must_change_password) {
    call.reply.Send(ErrorResponse(403, "change your password", "Please choose a password of your own first."));
    return std::nullopt;
  }
  return std::move(*who);
}

bool ConsoleRoutes::IsFromOwnPage(const net::HttpRequest& request) const {
  const std::string_view origin = request.Header("Origin");
  if (origin.empty()) return request.Header("Sec-Fetch-Site") != "cross-site";
  return web::IsOwnOrigin(origin, request.Header("Host"), parts_.workspace.Current()->workspace.config.public_url);
}

bool ConsoleRoutes::PassesCsrf(const Call& call, const SignedIn& who) const {
  const std::string_view token = call.request.Header("X-CSRF");
  if (IsFromOwnPage(call.request) && base::ConstantTimeEquals(token, who.session.csrf)) return true;
  call.reply.Send(ErrorResponse({ErrorCode::kForbidden, "This request did not come from the console.", {}, {}}));
  return false;
}

void ConsoleRoutes::Login(Call call) {
  if (!IsFromOwnPage(call.request)) {
    return call.reply.Send(ErrorResponse({ErrorCode::kForbidden, "This page may not sign in here.", {}, {}}));
  }
  const auto body = ObjectOf(call.request);
  if (!body) return call.reply.Send(ErrorResponse(body.error()));
  const std::string name(base::Trim(base::TextAt(*body, "name").substr(0, kMaxNameBytes)));
  const std::string password = base::TextAt(*body, "password");
  if (name.empty() || password.empty() || password.size() > kMostPassword) {
    return call.reply.Send(ErrorResponse({ErrorCode::kUnauthenticated, "Name or password is wrong.", {}, {}}));
  }
  if (const auto wait = throttle_.Begin(name, call.request.remote_address, parts_.clock.Now())) {
    return call.reply.Send(
        ErrorResponse({ErrorCode::kRateLimited, "Too many tries. Please wait a little.", {}, *wait}));
  }
  OnQueue(parts_.passwords, std::move(call),
          [this, name, password](const SharedCall& shared) { TryLogin(*shared, name, password); });
}

void ConsoleRoutes::TryLogin(const Call& call, const std::string& name, const std::string& password) {
  const auto agent = parts_.sessions.CheckPassword(name, password);
  if (!agent) return call.reply.Send(ErrorResponse(agent.error()));
  throttle_.Succeed(name, call.request.remote_address);
  // A session that the browser had before is not the new one's concern: it ends.
  if (const auto before = parts_.sessions.Find(call.request.Cookie(kAgentCookie))) (void)parts_.sessions.End(*before);
  const auto begun = parts_.sessions.Begin(*agent);
  if (!begun) return call.reply.Send(ErrorResponse(begun.error()));
  call.reply.Send(WithCookie(JsonResponse(MeJson(begun->who)), CookieFor(begun->token, call.request.secure)));
}

void ConsoleRoutes::ChangePassword(const SharedCall& call, const SignedIn& who) {
  const std::string& address = call->request.remote_address;
  if (const auto wait = throttle_.Begin(who.agent.name, address, parts_.clock.Now())) {
    return call->reply.Send(
        ErrorResponse({ErrorCode::kRateLimited, "Too many tries. Please wait a little.", {}, *wait}));
  }
  if (!parts_.passwords.Add([this, call, who] { TryChangePassword(*call, who); })) call->reply.Send(BusyResponse());
}

void ConsoleRoutes::TryChangePassword(const Call& call, const SignedIn& who) {
  const auto body = ObjectOf(call.request);
  if (!body) return call.reply.Send(ErrorResponse(body.error()));
  const auto begun = parts_.sessions.ChangePassword(who, base::TextAt(*body, "current"), base::TextAt(*body, "new"));
  if (!begun) {
    // Signed in, but the current password was wrong: that is no reason to sign in again.
    base::Error error = begun.error();
    if (error.code == ErrorCode::kUnauthenticated) {
      error = {ErrorCode::kForbidden, "The current password is wrong.", {}, {}};
    }
    if (error.code == ErrorCode::kInvalid) throttle_.Succeed(who.agent.name, call.request.remote_address);
    return call.reply.Send(ErrorResponse(error));
  }
  throttle_.Succeed(who.agent.name, call.request.remote_address);
  parts_.streams.CloseWhere([this](const std::string& session) { return !parts_.sessions.IsAlive(session); });
  call.reply.Send(WithCookie(JsonResponse("{\"ok\":true}"), CookieFor(begun->token, call.request.secure)));
}

void ConsoleRoutes::Logout(const SharedCall& call, const SignedIn& who) {
  if (const base::Status ended = parts_.sessions.End(who); !ended) {
    return call->reply.Send(ErrorResponse(ended.error()));
  }
  parts_.streams.CloseWhere([&](const std::string& session) { return session == who.session.token_hash; });
  call->reply.Send(WithCookie(JsonResponse("{\"ok\":true}"), CookieFor({}, call->request.secure)));
}

void ConsoleRoutes::Me(const SharedCall& call, const SignedIn& who) { call->reply.Send(JsonResponse(MeJson(who))); }

// {"presence": available, busy, away or auto}
void ConsoleRoutes::SayPresence(const SharedCall& call, const SignedIn& who) {
  const base::Status said = [&]() -> base::Status {
    TRY(const json body, ObjectOf(call->request));
    const std::string presence = base::TextAt(body, "presence");
    if (desk::ToString(desk::PresenceFrom(presence)) != presence)
      return Fail(ErrorCode::kInvalid, "'presence' must be available, busy, away or auto.");
    TRY_STATUS(parts_.sessions.SayPresence(who.agent.name, presence));
    return parts_.wallboard.ReadAgents();
  }();
  call->reply.Send(said ? JsonResponse("{\"ok\":true}") : ErrorResponse(said.error()));
}

// {"problem","findings"}: why the newest files are not in service; both empty when they are.
void ConsoleRoutes::ShowWorkspace(const SharedCall& call, const SignedIn&) {
  const json state = {{"problem", parts_.workspace.problem()}, {"findings", parts_.workspace.findings()}};
  call->reply.Send(JsonResponse(base::DumpJson(state)));
}

void ConsoleRoutes::ListConversations(const SharedCall& call, const SignedIn& who) {
  const std::string name = call->request.Query("view").value_or("open");
  store::BoardView view = store::BoardView::kOpen;
  if (name == "mine") view = store::BoardView::kMine;
  if (name == "closed") view = store::BoardView::kClosed;
  const auto rows = parts_.store.ListBoard(view, who.agent.name, kMaxBoardRows);
  call->reply.Send(rows ? JsonResponse(BoardJson(parts_.store, *rows)) : ErrorResponse(rows.error()));
}

void ConsoleRoutes::ShowConversation(const SharedCall& call, const SignedIn&) {
  const auto detail = [&]() -> base::Result<std::string> {
    TRY(const store::Id id, ConversationIdOf(*call));
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    return DetailJson(parts_.store, row, parts_.workspace.Current()->workspace.catalog->policy, parts_.clock.Now());
  }();
  call->reply.Send(detail ? JsonResponse(*detail) : ErrorResponse(detail.error()));
}

// For a reply: what this conversation's user may see, in their language.
void ConsoleRoutes::FindArticles(const SharedCall& call, const SignedIn&) {
  const auto found = [&]() -> base::Result<std::string> {
    TRY(knowledge::Question question, QuestionOf(*call));
    TRY(const store::Id id, IdFrom(call->request.Query("conversation").value_or(std::string())));
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    TRY(const core::Conversation conversation, core::FromRow(row));
    question.locale = conversation.locale;
    question.account = row.address.account;
    question.now = parts_.clock.Now();
    return ArticlesJson(*parts_.workspace.Current(), question);
  }();
  call->reply.Send(found ? JsonResponse(*found) : ErrorResponse(found.error()));
}

void ConsoleRoutes::ExplainQuestion(const SharedCall& call, const SignedIn&) {
  auto question = QuestionOf(*call);
  if (!question) return call->reply.Send(ErrorResponse(question.error()));
  question->locale = call->request.Query("locale").value_or(std::string());
  question->account = call->request.Query("account").value_or(std::string());
  question->now = parts_.clock.Now();
  call->reply.Send(JsonResponse(ExplanationJson(*parts_.workspace.Current(), *question)));
}

void ConsoleRoutes::SendFile(const SharedCall& call, const SignedIn&) {
  auto content = parts_.uploads.Read(call->args.front());
  if (!content) return call->reply.Send(ErrorResponse(content.error()));
  call->reply.Send(FileResponse(content->row.file, std::move(content->bytes)));
}

// The raw bytes of a file for a reply, which then names it.
void ConsoleRoutes::TakeFile(const SharedCall& call, const SignedIn& who) {
  const std::string& bytes = call->request.body;
  const std::string_view type = SniffType(bytes);
  if (!bytes.empty() && type.empty()) {
    return call->reply.Send(ErrorResponse(415, "unsupported type", kUploadTypesText));
  }
  const FileLimits limits = parts_.workspace.Current()->workspace.config.limits.files;
  if (static_cast<std::int64_t>(bytes.size()) > LimitOf(limits, type))
    return call->reply.Send(TooLargeResponse(TooLargeText(limits, type), LimitOf(limits, type)));
  const auto file = [&]() -> base::Result<base::FileRef> {
    TRY(const store::Id id, ConversationIdOf(*call));
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    if (bytes.empty()) return Fail(ErrorCode::kInvalid, "The file is empty.");
    const std::string name = call->request.Query("name").value_or("file").substr(0, kMaxQueryName);
    return parts_.uploads.Save({row.address.account, AgentOwner(who.agent), {}}, name, type, bytes);
  }();
  call->reply.Send(file ? JsonResponse(base::DumpJson(base::FilesJson({*file}).front())) : ErrorResponse(file.error()));
}

void ConsoleRoutes::OpenStream(const SharedCall& call, const SignedIn& who) {
  parts_.streams.Open(who.session.token_hash, call->reply);
}

void ConsoleRoutes::Act(const SharedCall& call, const SignedIn& who, base::AgentActed::Act act) {
  const auto event = [&]() -> base::Result<base::Event> {
    TRY(const json body, ObjectOf(call->request));
    TRY(const store::Id id, ConversationIdOf(*call));
    const std::string client_id = base::TextAt(body, "id");
    std::string text = base::CleanUtf8(base::TextAt(body, "text"));
    if (!web::IsClientId(client_id))
      return Fail(ErrorCode::kInvalid, "'id' must have 1 to 64 visible ASCII characters.");
    if (text.size() > kMaxReplyBytes) return Fail(ErrorCode::kTooLarge, "A text may have at most 16 KiB.");
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    TRY(std::vector<base::FileRef> files, FilesOf(body));
    if (!files.empty()) TRY_STATUS(parts_.uploads.Resolve({row.address.account, AgentOwner(who.agent), {}}, files));
    const bool needs_text = (act == AgentAct::kReply && files.empty()) || act == AgentAct::kNote;
    if (needs_text && base::Trim(text).empty()) return Fail(ErrorCode::kInvalid, "Please write something first.");
    base::Event made;
    made.id = "agent:" + who.agent.name + ":" + client_id;
    made.address = row.address;
    made.author = {who.agent.name, who.agent.display, false, true};
    made.at = parts_.clock.Now();
    // Of acts on tickets; a ticket beside the one that the talk is about is named.
    const std::string what = base::CleanUtf8(base::TextAt(body, "what"));
    const std::string value = base::CleanUtf8(base::TextAt(body, "value"));
    if (what.size() + value.size() > kMaxReplyBytes)
      return Fail(ErrorCode::kTooLarge, "A text may have at most 16 KiB.");
    made.body = base::AgentActed{
        act,  who.agent.name, who.agent.display, std::move(text), std::move(files), base::IntAt(body, "ticket"),
        what, value};
    return made;
  }();
  if (!event) return call->reply.Send(ErrorResponse(event.error()));
  parts_.intake.Take(*event, true, [call](base::Status status) { call->reply.Send(ActAnswer(status)); });
}

}  // namespace frontdesk::runtime
