#include <algorithm>

#include "bot/base/crypto.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "knowledge/index.h"
#include "knowledge/small_talk.h"
#include "knowledge/verdict.h"

namespace frontdesk::core {

namespace {

using knowledge::Article;
using knowledge::Band;
using knowledge::Ranking;

constexpr std::size_t kChoices = 3;
constexpr std::size_t kOfferedFlows = 3;
constexpr std::size_t kQuestionShown = 80;  // graphemes
constexpr std::size_t kKeyBytes = 8;        // of a question's digest

Ranking LookUp(const Draft& draft, std::string_view text) {
  return draft.context.catalog.knowledge->Search(QuestionOf(draft, text));
}

const Article& Best(const Draft& draft, const Ranking& ranking) {
  return draft.context.catalog.knowledge->library().articles[ranking.hits.front().article];
}

bool IsMiss(const Ranking& ranking) { return ranking.hits.empty() || ranking.band == Band::kNeither; }

// What a button says of a question, so that one of an earlier message cannot ask another.
std::string KeyOf(std::string_view question) {
  return base::HexEncode(std::string_view(base::Sha256(question)).substr(0, kKeyBytes));
}

// `how` it came to be shown, and the question that it is to answer: the fact.
void SayArticle(Draft& draft, const Article& article, std::string_view how, std::string_view question) {
  base::Message message = ArticleMessage(draft, article);
  AskVerdict(draft, article.id, message);
  if (!base::Trim(article.In(draft.locale()).rest).empty()) {
    message.buttons.push_back({draft.Words(Text::kMore), "verdict:more=" + article.id});
  }
  AddAlsoAsked(draft, message);
  Judge(draft, article.id, "shown");
  draft.conversation.awaiting_verdict = article.id;
  draft.AddFact(how, article.id, question);
  draft.Say(std::move(message));
}

void OfferTitles(Draft& draft, const Ranking& ranking, std::string_view question) {
  base::Message message;
  message.kind = base::MessageKind::kDidYouMean;
  message.text = base::PlainRichText(draft.Words(Text::kDidYouMean));
  const auto& articles = draft.context.catalog.knowledge->library().articles;
  for (std::size_t i = 0; i < ranking.hits.size() && i < kChoices; ++i) {
    const Article& article = articles[ranking.hits[i].article];
    message.buttons.push_back({article.TitleIn(draft.locale()), "article:" + article.id});
  }
  message.buttons.push_back({draft.Words(Text::kNoneOfThese), "choice:none"});
  AddAlsoAsked(draft, message);
  draft.AddFact(fact::kChoicesShown, ranking.hits.front().id, question);
  draft.Say(std::move(message));
}

void AnswerFrom(Draft& draft, const Ranking& ranking, std::string_view question) {
  if (IsMiss(ranking)) {
    draft.AddFact(fact::kNoAnswer, {}, question);
    return SayNoAnswer(draft);
  }
  if (ranking.band == Band::kDidYouMean) return OfferTitles(draft, ranking, question);
  SayArticle(draft, Best(draft, ranking), fact::kArticleShown, question);
}

bool AnswerSmallTalk(Draft& draft, const std::string& text) {
  const auto say = [&](Text words) {
    draft.Say(draft.Words(words));
    return true;
  };
  // Who has just been greeted is not greeted again.
  const bool greeted = !draft.turn.outbox.empty();
  switch (knowledge::RecogniseSmallTalk(text)) {
    case knowledge::SmallTalk::kHello: return greeted || say(Text::kHello);
    case knowledge::SmallTalk::kThanks: return say(Text::kThanks);
    case knowledge::SmallTalk::kBye: return say(Text::kBye);
    case knowledge::SmallTalk::kOk: return say(Text::kOk);
    case knowledge::SmallTalk::kHowAreYou: return say(Text::kHowAreYou);
    case knowledge::SmallTalk::kWhoAreYou: return greeted || say(Text::kWhoAreYou);
    case knowledge::SmallTalk::kNone: break;
  }
  // "?!", or a yes to nothing.
  const knowledge::Verdict verdict = knowledge::RecogniseVerdict(text);
  const bool empty_word = verdict.whole && (verdict.kind == knowledge::Verdict::Kind::kYes ||
                                            verdict.kind == knowledge::Verdict::Kind::kMore);
  if (knowledge::HasWords(text) && !empty_word) return false;
  return greeted || say(Text::kSayMore);
}

// Of several questions in one message the one with the best answer is answered, the others are named: one press each.
void AnswerSeveral(Draft& draft, const std::vector<std::string>& questions) {
  std::size_t best = 0;
  std::vector<Ranking> rankings;
  for (const std::string& question : questions) {
    rankings.push_back(LookUp(draft, question));
    if (rankings.back().confidence > rankings[best].confidence) best = rankings.size() - 1;
  }
  for (std::size_t i = 0; i < questions.size() && !IsMiss(rankings[best]); ++i) {
    const bool same_answer = !IsMiss(rankings[i]) && rankings[i].hits.front().id == rankings[best].hits.front().id;
    if (i == best || same_answer) continue;
    draft.AddFact(fact::kQuestion, {}, questions[i]);
    draft.conversation.also_asked.push_back(questions[i]);
  }
  if (!draft.conversation.also_asked.empty()) {
    base::Message first =
        base::Say(draft.Words(Text::kOneByOne, {{"question", base::Shorten(questions[best], kQuestionShown)}}));
    first.kind = base::MessageKind::kNotice;
    draft.Say(std::move(first));
  }
  AnswerFrom(draft, rankings[best], IsMiss(rankings[best]) ? draft.conversation.question : questions[best]);
}

void AnswerOne(Draft& draft, const std::string& question) { AnswerFrom(draft, LookUp(draft, question), question); }

// Whether the last buttons were titles to choose from.
bool WasOffered(const Draft& draft) {
  const auto& buttons = draft.context.conversation.buttons;
  return std::any_of(buttons.begin(), buttons.end(), [](const auto& button) { return button.value == "choice:none"; });
}

// Its page may still be read; it is not said again.
void RefuseToRepeat(Draft& draft, const Article& article) {
  const base::Message read = ArticleMessage(draft, article);
  base::Message message = base::Say(draft.Words(Text::kAlreadyRejected));
  message.source = read.source;
  message.source_href = read.source_href;
  message.buttons = Offers(draft, "article-rejected", article.rejected_flow);
  draft.Say(std::move(message));
}

}  // namespace

knowledge::Question QuestionOf(const Draft& draft, std::string_view text) {
  knowledge::Question question;
  question.text = text;
  question.locale = draft.locale();
  question.account = draft.conversation.address.account;
  question.tier = AttributeOf(draft.context.human, "tier");
  question.exclude = RejectedArticles(draft.conversation);
  question.now = draft.now();
  return question;
}

const Article* VisibleArticle(const Draft& draft, std::string_view id) {
  const knowledge::Index& index = *draft.context.catalog.knowledge;
  const Article* article = index.Find(id);
  knowledge::Question question = QuestionOf(draft, {});
  question.exclude.clear();
  return article && index.Visible(*article, question) ? article : nullptr;
}

base::Message ArticleMessage(const Draft& draft, const Article& article) {
  const knowledge::ArticleText& text = article.In(draft.locale());
  base::Message message;
  message.kind = base::MessageKind::kAnswer;
  message.subject = article.id;
  if (!text.locale.empty() && !draft.locale().starts_with(text.locale)) {
    message.text = base::PlainRichText(draft.Words(Text::kOtherLanguage));
  }
  base::Append(message.text, text.short_text);
  if (text.short_text.empty()) base::Append(message.text, base::PlainRichText(article.TitleIn(draft.locale())));
  message.source = article.TitleIn(draft.locale());
  message.source_href =
      draft.policy().public_url + "/articles/" + base::PercentEncode(article.id) + "?locale=" + draft.locale();
  return message;
}

void AskVerdict(const Draft& draft, const std::string& id, base::Message& message) {
  base::Append(message.text, base::PlainRichText(draft.Words(Text::kDidItHelp)));
  message.asks = true;
  message.buttons = {{draft.Words(Text::kYesSolved), "verdict:yes=" + id},
                     {draft.Words(Text::kNoHelp), "verdict:no=" + id}};
}

void AddAlsoAsked(const Draft& draft, base::Message& message) {
  for (const std::string& question : draft.conversation.also_asked)
    message.buttons.push_back({base::Shorten(question, kQuestionShown), "ask:" + KeyOf(question)});
}

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

void SayNoAnswer(Draft& draft, std::string_view fitting_flow) {
  base::Message message;
  message.buttons = Offers(draft, "no-answer", fitting_flow);
  const bool flow_offered = message.buttons.size() > 1;
  message.text = base::PlainRichText(draft.Words(flow_offered ? Text::kNoAnswer : Text::kNoAnswerPlain));
  draft.Say(std::move(message));
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
  draft.conversation.also_asked.clear();
  const std::vector<std::string> questions = knowledge::SplitQuestions(text);
  questions.size() > 1 ? AnswerSeveral(draft, questions) : AnswerOne(draft, questions.front());
}

void AnswerAlsoAsked(Draft& draft, std::string_view key) {
  auto& waiting = draft.conversation.also_asked;
  const auto it =
      std::find_if(waiting.begin(), waiting.end(), [&](const std::string& question) { return KeyOf(question) == key; });
  if (it == waiting.end()) return draft.Say(draft.Words(Text::kStaleButton));
  draft.conversation.question = *it;
  waiting.erase(it);
  AnswerOne(draft, draft.conversation.question);
}

bool AnswerInPassing(Draft& draft, const std::string& text) {
  const Ranking ranking = LookUp(draft, text);
  if (ranking.hits.empty() || ranking.band != Band::kAnswer) return false;
  const Article& article = Best(draft, ranking);
  draft.AddFact(fact::kArticleShown, article.id, text);
  Judge(draft, article.id, "shown");
  draft.Say(ArticleMessage(draft, article));
  return true;
}

void ShowArticle(Draft& draft, std::string_view id) {
  const Article* article = VisibleArticle(draft, id);
  if (!article) return draft.Say(draft.Words(Text::kArticleGone));
  if (IsRejected(draft.conversation, id)) return RefuseToRepeat(draft, *article);
  // A title chosen among several joins the question to the article: a phrasing for the admin to review. A top question
  // was asked by its title.
  if (WasOffered(draft)) return SayArticle(draft, *article, fact::kArticleChosen, draft.conversation.question);
  draft.conversation.question = article->TitleIn(draft.locale());
  SayArticle(draft, *article, fact::kArticleOpened, {});
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
  draft.AddFact(kFacts[what], article.id, article.question);
  if (article.what != What::kOffered) Judge(draft, article.id, kVerdicts[what]);
}

}  // namespace frontdesk::core
