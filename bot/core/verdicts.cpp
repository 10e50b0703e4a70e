#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "knowledge/index.h"
#include "knowledge/verdict.h"

namespace frontdesk::core {

namespace {

using Kind = knowledge::Verdict::Kind;

constexpr std::size_t kMaxTried = 20;

std::string OpenValue(const Conversation& conversation, std::string_view prefix) {
  for (const base::Button& button : conversation.buttons)
    if (button.value.starts_with(prefix)) return button.value;
  return {};
}

// Room for one more: what was rejected is remembered longest, as it must not come again.
void ForgetOne(std::vector<desk::TriedArticle>& tried) {
  const auto it = std::find_if(tried.begin(), tried.end(), [](const auto& t) { return t.verdict != "rejected"; });
  tried.erase(it == tried.end() ? tried.begin() : it);
}

// The question that the article was shown for; a verdict on an article of earlier says nothing of the question of now.
std::string QuestionFor(const Draft& draft, std::string_view id) {
  return draft.conversation.awaiting_verdict == id ? draft.conversation.question : std::string();
}

void SayMore(Draft& draft, const knowledge::Article& article) {
  base::Message message = ArticleMessage(draft, article);
  message.text = base::Markdown(article.In(draft.locale()).rest);
  if (message.text.empty()) message.text = base::PlainRichText(draft.Words(Text::kNothingMore));
  AskVerdict(draft, article.id, message);
  AddAlsoAsked(draft, message);
  draft.Say(std::move(message));
}

void SayGlad(Draft& draft) {
  base::Message message = base::Say(draft.Words(Text::kGladItHelped));
  AddAlsoAsked(draft, message);
  if (!message.buttons.empty()) base::Append(message.text, base::PlainRichText(draft.Words(Text::kAlsoAsked)));
  draft.Say(std::move(message));
}

void SaySorry(Draft& draft, std::string_view flow) {
  base::Message message;
  message.buttons = Offers(draft, "article-rejected", flow);
  const bool flow_offered = message.buttons.size() > 1;
  message.text = base::PlainRichText(draft.Words(flow_offered ? Text::kSorryNoHelp : Text::kSorryNoHelpPlain));
  AddAlsoAsked(draft, message);
  draft.Say(std::move(message));
}

}  // namespace

bool IsRejected(const Conversation& conversation, std::string_view id) {
  return std::any_of(conversation.tried.begin(), conversation.tried.end(),
                     [&](const auto& tried) { return tried.id == id && tried.verdict == "rejected"; });
}

bool Judge(Draft& draft, std::string_view id, std::string_view verdict) {
  auto& tried = draft.conversation.tried;
  const auto it = std::find_if(tried.begin(), tried.end(), [&](const auto& t) { return t.id == id; });
  if (it != tried.end()) {
    const bool news = it->verdict != verdict;
    it->verdict = verdict;
    return news;
  }
  const knowledge::Article* article = VisibleArticle(draft, id);
  if (!article) return false;
  if (tried.size() >= kMaxTried) ForgetOne(tried);
  tried.push_back({std::string(id), article->TitleIn(draft.locale()), std::string(verdict)});
  return true;
}

void NoteVerdict(Draft& draft, bool solved, std::string_view id) {
  const std::string question = QuestionFor(draft, id);
  const bool news = Judge(draft, id, solved ? "confirmed" : "rejected");
  if (news) draft.AddFact(solved ? fact::kArticleConfirmed : fact::kArticleRejected, id, question);
  draft.conversation.awaiting_verdict.clear();
  // An answer that the user confirmed is a response.
  if (news && solved && draft.ticket && desk::IsOpen(draft.ticket->state) && !draft.ticket->first_human_response)
    draft.AddTicketChange(draft.conversation.person_name, "an answer helped", id, desk::change::kConfirmed);
}

void TakeVerdict(Draft& draft, std::string_view verdict, std::string_view id) {
  const knowledge::Article* article = VisibleArticle(draft, id);
  if (verdict == "more") return article ? SayMore(draft, *article) : draft.Say(draft.Words(Text::kArticleGone));
  const bool solved = verdict == "yes";
  NoteVerdict(draft, solved, id);
  // The article may have gone meanwhile; what the person says of it still counts.
  solved ? SayGlad(draft) : SaySorry(draft, article ? std::string_view(article->rejected_flow) : std::string_view());
}

void RejectChoices(Draft& draft) {
  draft.AddFact(fact::kChoicesRejected, {}, draft.conversation.question);
  // The best of them was near enough for its flow to fit.
  const std::string nearest = OpenValue(draft.context.conversation, "article:");
  const knowledge::Article* article =
      nearest.empty() ? nullptr : draft.context.catalog.knowledge->Find(nearest.substr(nearest.find(':') + 1));
  SayNoAnswer(draft, article ? std::string_view(article->rejected_flow) : std::string_view());
}

std::string ValueOfVerdict(const Conversation& conversation, std::string_view text) {
  if (knowledge::RejectsAll(text)) {
    if (std::string none = OpenValue(conversation, "choice:none"); !none.empty()) return none;
  }
  const knowledge::Verdict verdict = knowledge::RecogniseVerdict(text);
  if (!verdict.whole) return {};
  const auto open = [&](std::initializer_list<std::string_view> prefixes) {
    for (const std::string_view prefix : prefixes)
      if (std::string value = OpenValue(conversation, prefix); !value.empty()) return value;
    return std::string();
  };
  switch (verdict.kind) {
    case Kind::kYes: return open({"verdict:yes=", "solved:yes", "repeat:add="});
    case Kind::kNo: return open({"verdict:no=", "solved:no", "repeat:other"});
    case Kind::kMore: return OpenValue(conversation, "verdict:more=");
    case Kind::kNone: break;
  }
  return {};
}

void HearVerdictBeside(Draft& draft, std::string_view text) {
  const knowledge::Verdict verdict = knowledge::RecogniseVerdict(text);
  const bool said = verdict.kind == Kind::kYes || verdict.kind == Kind::kNo;
  const std::string open = said ? OpenValue(draft.conversation, "verdict:yes=") : std::string();
  if (!open.empty()) NoteVerdict(draft, verdict.kind == Kind::kYes, open.substr(open.find('=') + 1));
}

}  // namespace frontdesk::core
