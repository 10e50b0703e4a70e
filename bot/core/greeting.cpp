#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/talk.h"
#include "bot/core/user_input.h"
#include "knowledge/index.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kTopQuestions = 3;

// One Latin word tells no language: Chinese is full of "VPN", "iPhone" and "ok".
bool IsOneLatinWord(std::string_view text) {
  text = base::Trim(text);
  return base::GuessLocale(text) == "en" && text.find_first_of(" \t\n") == std::string_view::npos;
}

std::vector<base::Button> TopQuestions(const Draft& draft) {
  std::vector<base::Button> buttons;
  const knowledge::Index& index = *draft.context.catalog.knowledge;
  const auto add = [&](const knowledge::Article& article) {
    if (buttons.size() < kTopQuestions && index.Visible(article, QuestionOf(draft, {}))) {
      buttons.push_back({article.TitleIn(draft.locale()), "article:" + article.id});
    }
  };
  for (const std::string& id : draft.policy().top_questions)
    if (const knowledge::Article* article = index.Find(id)) add(*article);
  if (draft.policy().top_questions.empty())
    for (const knowledge::Article& article : index.library().articles) add(article);
  return buttons;
}

std::string GreetingWords(const Draft& draft) {
  const auto& own = draft.policy().greeting;
  for (const std::string& key : {draft.conversation.address.account + "/" + draft.locale(), draft.locale()})
    if (const auto it = own.find(key); it != own.end()) return it->second;
  return draft.Words(Text::kGreeting, {{"product", draft.policy().product}});
}

}  // namespace

bool Speaks(const Policy& policy, std::string_view locale) {
  return std::find(policy.locales.begin(), policy.locales.end(), locale) != policy.locales.end();
}

void SetLocale(Draft& draft, std::string_view message) {
  const std::string text = BareWords(message);
  Conversation& conversation = draft.conversation;
  const bool settled = conversation.locale_chosen || (conversation.flow && !conversation.locale.empty());
  const std::string hint(flows::Language(draft.event.locale));
  const bool hinted = !conversation.locale.empty() || Speaks(draft.policy(), hint);
  const bool telling = !IsOneLatinWord(text) || !hinted;
  if (!settled && telling) {
    if (const std::string guess = base::GuessLocale(text); Speaks(draft.policy(), guess)) conversation.locale = guess;
  }
  if (!conversation.locale.empty()) return;
  conversation.locale = Speaks(draft.policy(), hint) ? hint : draft.policy().locales.front();
}

base::Button PersonButton(const Draft& draft) { return {draft.Words(Text::kTalkToPerson), "person"}; }

void Greet(Draft& draft, bool with_top_questions) {
  if (draft.conversation.greeted) return;
  draft.conversation.greeted = true;
  base::Message message;
  message.kind = base::MessageKind::kGreeting;
  message.text = base::PlainRichText(GreetingWords(draft));
  if (with_top_questions) {
    message.buttons = TopQuestions(draft);
    if (!message.buttons.empty())
      base::Append(message.text, base::PlainRichText(draft.Words(Text::kGreetingQuestions)));
    message.buttons.push_back(PersonButton(draft));
  }
  draft.Say(std::move(message));
}

void ChooseLanguage(Draft& draft, std::string_view wanted) {
  Conversation& conversation = draft.conversation;
  const auto& locales = draft.policy().locales;
  std::string locale(wanted);
  if (locale.empty() && locales.size() == 2) locale = conversation.locale == locales[0] ? locales[1] : locales[0];
  if (!Speaks(draft.policy(), locale)) {
    base::Message message = base::Say(draft.Words(Text::kLanguageAsk));
    for (const std::string& known : locales) message.buttons.push_back({known, "locale:" + known});
    return draft.Say(std::move(message));
  }
  conversation.locale = locale;
  conversation.locale_chosen = true;
  draft.AddFact("language", locale);
  draft.Say(draft.Words(Text::kLanguageSet));
}

}  // namespace frontdesk::core
