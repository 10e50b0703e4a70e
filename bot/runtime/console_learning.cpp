#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/mask.h"
#include "bot/base/text.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/console_routes.h"
#include "bot/runtime/drafts.h"

namespace frontdesk::runtime {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

namespace {

constexpr std::size_t kQuestionShown = 300;  // graphemes

int DaysOf(const net::HttpRequest& request) {
  const std::string text = request.Query("days").value_or("");
  int days = kLearningDays;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return days;
}

std::string QuestionOf(std::string_view text) {
  return base::Shorten(base::MaskPersonal(base::CleanUtf8(base::Trim(text))), kQuestionShown);
}

// The question, and a language of the workspace.
struct About {
  json body;
  std::string question, locale;
};

base::Result<About> AboutOf(const net::HttpRequest& request, const Config& config) {
  About about;
  TRY(about.body, base::ParseJson(request.body, kMaxConsoleBody));
  if (!about.body.is_object()) return Fail(ErrorCode::kInvalid, "The body must be a JSON object.");
  about.question = QuestionOf(base::TextAt(about.body, "question"));
  about.locale = base::TextAt(about.body, "locale");
  const auto& locales = config.locales;
  if (std::find(locales.begin(), locales.end(), about.locale) == locales.end()) about.locale = locales.front();
  if (about.question.empty()) return Fail(ErrorCode::kInvalid, "'question' is missing.");
  return about;
}

std::vector<std::string> WordingsOf(const About& about) {
  std::vector<std::string> wordings = {about.question};
  const auto it = about.body.find("wordings");
  if (it == about.body.end() || !it->is_array()) return wordings;
  for (const json& one : *it) {
    if (!one.is_string() || wordings.size() >= core::kGapWordings) continue;
    std::string wording = QuestionOf(one.get_ref<const std::string&>());
    const bool known = std::find(wordings.begin(), wordings.end(), wording) != wordings.end();
    if (!wording.empty() && !known) wordings.push_back(std::move(wording));
  }
  return wordings;
}

std::vector<store::Id> RowsOf(const json& body) {
  std::vector<store::Id> rows;
  const auto it = body.find("replies");
  if (it == body.end() || !it->is_array()) return rows;
  for (const json& row : *it)
    if (row.is_number_integer() && rows.size() < core::kGapReplies) rows.push_back(row.get<store::Id>());
  return rows;
}

net::HttpResponse Wrote(const base::Result<std::string>& path) {
  return path ? JsonResponse("{\"path\":" + base::JsonQuote(*path) + "}") : ErrorResponse(path.error());
}

}  // namespace

void ConsoleRoutes::ShowLearning(const SharedCall& call, const SignedIn&) {
  // It takes its time: who comes meanwhile comes again, and the other readers stay free.
  const std::unique_lock turn(learning_, std::try_to_lock);
  if (!turn) return call->reply.Send(BusyResponse());
  const auto report = [&]() -> base::Result<std::string> {
    const auto catalog = parts_.workspace.Current()->workspace.catalog;
    TRY(const auto learned, LearningOf(parts_.store, *catalog->knowledge, parts_.clock.Now(), DaysOf(call->request)));
    return LearningJson(parts_.store, learned);
  }();
  call->reply.Send(report ? JsonResponse(*report) : ErrorResponse(report.error()));
}

void ConsoleRoutes::DraftArticle(const SharedCall& call, const SignedIn&) {
  const std::lock_guard turn(learning_);
  call->reply.Send(Wrote([&]() -> base::Result<std::string> {
    const auto served = parts_.workspace.Current();
    TRY(const About about, AboutOf(call->request, served->workspace.config));
    TRY(const auto replies, RepliesIn(parts_.store, RowsOf(about.body)));
    return DraftFromReplies(parts_.workspace.directory(), {about.question, about.locale, WordingsOf(about), replies},
                            parts_.clock.Now());
  }()));
}

void ConsoleRoutes::AddPhrasing(const SharedCall& call, const SignedIn&) {
  const std::lock_guard turn(learning_);
  call->reply.Send(Wrote([&]() -> base::Result<std::string> {
    const auto served = parts_.workspace.Current();
    TRY(const About about, AboutOf(call->request, served->workspace.config));
    return DraftPhrasing(parts_.workspace.directory(), *served->workspace.catalog->knowledge,
                         base::TextAt(about.body, "article"), about.locale, about.question);
  }()));
}

}  // namespace frontdesk::runtime
