#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "knowledge/index.h"
#include "knowledge/small_talk.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kChoices = 3;
constexpr std::size_t kOfferedFlows = 3;
constexpr std::size_t kMaxTried = 20;
constexpr std::size_t kQuestionShown = 80;  // graphemes

std::vector<std::string> RejectedArticles(const Draft& draft) {
  std::vector<std::string> ids;
  for (const desk::TriedArticle& tried : draft.conversation.tried)
    if (tried.verdict == "rejected") ids.push_back(tried.id);
  return ids;
}

knowledge::Ranking LookUp(const Draft& draft, std::string_view text) {
  knowledge::Question question;
  question.text = text;
  question.locale = draft.locale();
  question.account = draft.conversation.address.account;
  question.exclude = RejectedArticles(draft);
  question.now = draft.now();
  return draft.context.catalog.knowledge->Search(question);
}

void Judge(Draft& draft, std::string_view id, std::string_view verdict) {
  auto& tried = draft.conversation.tried;
  const auto it = std::find_if(tried.begin(), tried.end(), [&](const auto& t) { return t.id == id; });
  if (it != tried.end()) {
    it->verdict = verdict;
    return;
  }
  const knowledge::Article* article = draft.context.catalog.knowledge->Find(id);
  if (!article) return;
  if (tried.size() >= kMaxTried) tried.erase(tried.begin());
  tried.push_back({std::string(id), article->TitleIn(draft.locale()), std::string(verdict)});
}

std::string PercentEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

base::Message ArticleMessage(const Draft& draft, const knowledge::Article& article) {
  const knowledge::ArticleText& text = article.In(draft.locale());
  base::Message message;
  message.kind = base::MessageKind::kAnswer;
  message.subject = article.id;
  if (!text.locale.empty() && !draft.locale().starts_with(text.locale)) {
    message.text = base::PlainRichText(draft.Words(Text::kOtherLanguage));
  }
  base::Append(message.text, text.short_text);
  if (message.text.empty()) message.text = base::PlainRichText(article.TitleIn(draft.locale()));
  message.source = article.TitleIn(draft.locale());
  message.source_href =
      draft.policy().public_url + "/articles/" + PercentEncode(article.id) + "?locale=" + draft.locale();
  return message;
}

// `how` it came to be shown, and the question that it is to answer: the fact.
void SayArticle(Draft& draft, const knowledge::Article& article, std::string_view how, std::string_view question) {
  base::Message message = ArticleMessage(draft, article);
  base::Append(message.text, base::PlainRichText(draft.Words(Text::kDidItHelp)));
  message.buttons = {{draft.Words(Text::kYesSolved), "verdict:yes=" + article.id},
                     {draft.Words(Text::kNoHelp), "verdict:no=" + article.id}};
  if (!base::Trim(article.In(draft.locale()).rest).empty()) {
    message.buttons.push_back({draft.Words(Text::kMore), "verdict:more=" + article.id});
  }
  Judge(draft, article.id, "shown");
  draft.conversation.awaiting_verdict = article.id;
  draft.AddFact(how, article.id, question);
  draft.Say(std::move(message));
}

void OfferTitles(Draft& draft, const knowledge::Ranking& ranking, std::string_view question) {
  base::Message message;
  message.kind = base::MessageKind::kDidYouMean;
  message.text = base::PlainRichText(draft.Words(Text::kDidYouMean));
  const auto& articles = draft.context.catalog.knowledge->library().articles;
  for (std::size_t i = 0; i < ranking.hits.size() && i < kChoices; ++i) {
    const knowledge::Article& article = articles[ranking.hits[i].article];
    message.buttons.push_back({article.TitleIn(draft.locale()), "article:" + article.id});
  }
  message.buttons.push_back({draft.Words(Text::kNoneOfThese), "choice:none"});
  draft.AddFact(fact::kChoicesShown, ranking.hits.front().id, question);
  draft.Say(std::move(message));
}

void SayNoAnswer(Draft& draft) {
  base::Message message;
  message.buttons = Offers(draft, "no-answer", {});
  const bool flow_offered = message.buttons.size() > 1;
  message.text = base::PlainRichText(draft.Words(flow_offered ? Text::kNoAnswer : Text::kNoAnswerPlain));
  draft.Say(std::move(message));
}

void MissQuestion(Draft& draft) {
  draft.AddFact(fact::kNoAnswer, {}, draft.conversation.question);
  SayNoAnswer(draft);
}

void AnswerFrom(Draft& draft, const knowledge::Ranking& ranking, std::string_view question) {
  if (ranking.band == knowledge::Band::kDidYouMean) return OfferTitles(draft, ranking, question);
  const auto& articles = draft.context.catalog.knowledge->library().articles;
  SayArticle(draft, articles[ranking.hits.front().article], fact::kArticleShown, question);
}

bool AnswerSmallTalk(Draft& draft, const std::string& text) {
  const auto say = [&](Text words) {
    draft.Say(draft.Words(words));
    return true;
  };
  switch (knowledge::RecogniseSmallTalk(text)) {
    // Who has just been greeted is not greeted again.
    case knowledge::SmallTalk::kHello: return draft.turn.outbox.empty() ? say(Text::kHello) : true;
    case knowledge::SmallTalk::kThanks: return say(Text::kThanks);
    case knowledge::SmallTalk::kBye: return say(Text::kBye);
    case knowledge::SmallTalk::kOk: return say(Text::kOk);
    case knowledge::SmallTalk::kNone: return false;
  }
  return false;
}

// Of several questions in one message the one with the best answer is answered, the others are named.
void AnswerSeveral(Draft& draft, const std::vector<std::string>& questions) {
  std::size_t best = 0;
  std::vector<knowledge::Ranking> rankings;
  for (const std::string& question : questions) {
    rankings.push_back(LookUp(draft, question));
    if (rankings.back().confidence > rankings[best].confidence) best = rankings.size() - 1;
  }
  const knowledge::Ranking& ranking = rankings[best];
  if (ranking.band == knowledge::Band::kNeither || ranking.hits.empty()) return MissQuestion(draft);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (i == best) continue;
    draft.AddFact(fact::kQuestion, {}, questions[i]);
    base::Message other =
        base::Say(draft.Words(Text::kAlsoAsked, {{"question", base::Shorten(questions[i], kQuestionShown)}}));
    other.kind = base::MessageKind::kNotice;
    draft.Say(std::move(other));
  }
  AnswerFrom(draft, ranking, questions[best]);
}

// Whether the last buttons were titles to choose from.
bool WasOffered(const Draft& draft) {
  const auto& buttons = draft.context.conversation.buttons;
  return std::any_of(buttons.begin(), buttons.end(), [](const auto& button) { return button.value == "choice:none"; });
}

}  // namespace

std::vector<base::Button> Offers(const Draft& draft, std::string_view moment, std::string_view first_flow) {
  std::vector<base::Button> buttons;
  const flows::FlowLibrary& library = draft.context.catalog.flows;
  const auto add = [&](const flows::Flow& flow) {
    const std::string value = "flow:start=" + flow.id;
    const bool known = std::any_of(buttons.begin(), buttons.end(), [&](const auto& b) { return b.value == value; });
    if (!known && buttons.size() < kOfferedFlows) buttons.push_back({flow.title.In(draft.locale()), value});
  };
  if (const flows::Flow* flow = library.Find(first_flow)) add(*flow);
  for (const flows::Flow* flow : library.OfferedAfter(moment)) add(*flow);
  buttons.push_back(PersonButton(draft));
  return buttons;
}

void Soothe(Draft& draft) {
  draft.conversation.angry = true;
  draft.AddFact("angry", {});
  base::Message message = base::Say(draft.Words(Text::kSorryAngry));
  message.buttons = {PersonButton(draft)};
  draft.Say(std::move(message));
}

void AnswerQuestion(Draft& draft, const std::string& text) {
  if (knowledge::SoundsAngry(text)) return Soothe(draft);
  if (AnswerSmallTalk(draft, text)) return;
  draft.conversation.question = text;
  const std::vector<std::string> questions = knowledge::SplitQuestions(text);
  if (questions.size() > 1) return AnswerSeveral(draft, questions);
  const knowledge::Ranking ranking = LookUp(draft, text);
  if (ranking.hits.empty() || ranking.band == knowledge::Band::kNeither) return MissQuestion(draft);
  AnswerFrom(draft, ranking, text);
}

bool AnswerInPassing(Draft& draft, const std::string& text) {
  const knowledge::Ranking ranking = LookUp(draft, text);
  if (ranking.hits.empty() || ranking.band != knowledge::Band::kAnswer) return false;
  const knowledge::Article& article = draft.context.catalog.knowledge->library().articles[ranking.hits.front().article];
  draft.AddFact(fact::kArticleShown, article.id, text);
  Judge(draft, article.id, "shown");
  draft.Say(ArticleMessage(draft, article));
  return true;
}

void ShowArticle(Draft& draft, std::string_view id) {
  const knowledge::Article* article = draft.context.catalog.knowledge->Find(id);
  if (!article) return draft.Say(draft.Words(Text::kStaleButton));
  // A title chosen among several joins the question to the article: a phrasing for the admin to review. A top question
  // was asked by its title.
  if (WasOffered(draft)) return SayArticle(draft, *article, fact::kArticleChosen, draft.conversation.question);
  draft.conversation.question = article->TitleIn(draft.locale());
  SayArticle(draft, *article, fact::kArticleOpened, {});
}

void TakeVerdict(Draft& draft, std::string_view verdict, std::string_view id) {
  const knowledge::Article* article = draft.context.catalog.knowledge->Find(id);
  if (!article) return draft.Say(draft.Words(Text::kStaleButton));
  if (verdict == "more") {
    base::Message message = ArticleMessage(draft, *article);
    message.text = base::Markdown(article->In(draft.locale()).rest);
    if (message.text.empty()) message.text = base::PlainRichText(draft.Words(Text::kNothingMore));
    message.buttons = {{draft.Words(Text::kYesSolved), "verdict:yes=" + article->id},
                       {draft.Words(Text::kNoHelp), "verdict:no=" + article->id}};
    return draft.Say(std::move(message));
  }
  // A verdict on an article of earlier says nothing of the question of now.
  const bool awaited = draft.conversation.awaiting_verdict == id;
  const std::string question = awaited ? draft.conversation.question : std::string();
  draft.conversation.awaiting_verdict.clear();
  if (verdict == "yes") {
    Judge(draft, id, "confirmed");
    draft.AddFact(fact::kArticleConfirmed, id, question);
    return draft.Say(draft.Words(Text::kGladItHelped));
  }
  Judge(draft, id, "rejected");
  draft.AddFact(fact::kArticleRejected, id, question);
  base::Message message = base::Say(draft.Words(Text::kSorryNoHelp));
  message.buttons = Offers(draft, "article-rejected", article->rejected_flow);
  draft.Say(std::move(message));
}

std::vector<flows::FoundArticle> FindArticles(Draft& draft, const std::string& question, std::size_t most) {
  std::vector<flows::FoundArticle> found;
  const knowledge::Ranking ranking = LookUp(draft, question);
  // Whoever has begun a report is held up only by what very likely is the answer.
  if (ranking.band != knowledge::Band::kAnswer) return found;
  const auto& tried = draft.conversation.tried;
  for (const knowledge::Hit& hit : ranking.hits) {
    const bool known = std::any_of(tried.begin(), tried.end(), [&](const auto& t) { return t.id == hit.id; });
    // Far behind the best it is a guess.
    if (found.size() >= most || hit.score < ranking.hits.front().score / 2) break;
    if (!known) found.push_back({hit.id, draft.context.catalog.knowledge->Find(hit.id)->TitleIn(draft.locale())});
  }
  return found;
}

base::Message ArticleFor(Draft& draft, std::string_view id) {
  const knowledge::Article* article = draft.context.catalog.knowledge->Find(id);
  return article == nullptr ? base::Say(draft.Words(Text::kStaleButton)) : ArticleMessage(draft, *article);
}

void RecordArticle(Draft& draft, const flows::ArticleFact& article) {
  using What = flows::ArticleFact::What;
  static constexpr std::string_view kFacts[] = {"article_offered", "article_shown", "article_confirmed",
                                                "article_rejected"};
  static constexpr std::string_view kVerdicts[] = {"", "shown", "confirmed", "rejected"};
  const auto what = static_cast<std::size_t>(article.what);
  draft.AddFact(kFacts[what], article.id);
  if (article.what != What::kOffered) Judge(draft, article.id, kVerdicts[what]);
}

void RejectChoices(Draft& draft) {
  draft.AddFact(fact::kChoicesRejected, {}, draft.conversation.question);
  SayNoAnswer(draft);
}

}  // namespace frontdesk::core
