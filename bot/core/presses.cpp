// What the buttons of the brain mean.
#include "bot/core/closed_loop.h"
#include "bot/core/incidents.h"
#include "bot/core/repeats.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

bool IsFlowValue(std::string_view value) {
  return value.starts_with("slot:") || (value.starts_with("flow:") && !value.starts_with("flow:start="));
}

void Press(Draft& draft, std::string_view value) {
  const auto after = [&](std::string_view prefix) { return value.substr(prefix.size()); };
  if (value == "person") return HandOver(draft, "asked for a person");
  if (value.starts_with("article:")) return ShowArticle(draft, after("article:"));
  if (value.starts_with("ask:")) return AnswerAlsoAsked(draft, after("ask:"));
  if (value == "choice:none") return RejectChoices(draft);
  if (value.starts_with("incident:")) return ChooseIncident(draft, value);
  if (value.starts_with("ticket:")) return PressTicket(draft, after("ticket:"));
  if (value == "solved:yes" || value == "solved:no") return TakeSolvedWord(draft, value == "solved:yes");
  if (value.starts_with("repeat:")) return TakeRepeatWord(draft, after("repeat:"));
  if (value.starts_with("score:")) return TakeScore(draft, after("score:"));
  if (value.starts_with("score-reason:")) return TakeScoreReason(draft, after("score-reason:"));
  if (value.starts_with("locale:")) return ChooseLanguage(draft, after("locale:"));
  if (value.starts_with("verdict:")) {
    const std::string_view rest = after("verdict:");
    const auto split = rest.find('=');
    if (split != std::string_view::npos) return TakeVerdict(draft, rest.substr(0, split), rest.substr(split + 1));
  }
  if (value.starts_with("flow:start=")) {
    if (const flows::Flow* flow = draft.context.catalog.flows.Find(after("flow:start="))) {
      // What could not be answered is the description; what an article was shown for was only a question.
      const bool described = draft.conversation.tried.empty();
      return StartFlow(draft, *flow, described ? draft.conversation.question : std::string());
    }
  }
  draft.Say(draft.Words(Text::kStaleButton));
}

}  // namespace frontdesk::core
