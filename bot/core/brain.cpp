#include "bot/core/brain.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/talk.h"
#include "knowledge/small_talk.h"

namespace frontdesk::core {

namespace {

using flows::GlobalWord;

constexpr std::size_t kLastTextShown = 120;  // graphemes
constexpr std::size_t kMaxFilesKept = 20;

// One input of the user in the two shapes that decisions differ by: words, or a button's value.
struct UserInput {
  std::string text;   // what was typed, or the caption of files
  std::string value;  // of a pressed button; empty otherwise
  std::vector<base::FileRef> files;
  base::Message shown;  // for the transcript
};

base::Message UserMessage(std::string_view text) {
  base::Message message = base::Say(text);
  message.kind = base::MessageKind::kUser;
  return message;
}

UserInput InputOf(const base::Event& event) {
  UserInput input;
  if (const auto* said = std::get_if<base::Said>(&event.body)) {
    input.text = base::CleanUtf8(said->text);
    input.shown = UserMessage(input.text);
  } else if (const auto* pressed = std::get_if<base::Pressed>(&event.body)) {
    input.value = pressed->value;
    input.shown = UserMessage(base::CleanUtf8(pressed->label.empty() ? pressed->value : pressed->label));
  } else if (const auto* sent = std::get_if<base::SentFiles>(&event.body)) {
    input.files = sent->files;
    input.text = base::CleanUtf8(sent->caption);
    input.shown = UserMessage(input.text);
    input.shown.files = sent->files;
  }
  return input;
}

bool Speaks(const Policy& policy, std::string_view locale) {
  return std::find(policy.locales.begin(), policy.locales.end(), locale) != policy.locales.end();
}

void SetLocale(Draft& draft, std::string_view text) {
  Conversation& conversation = draft.conversation;
  const bool settled = conversation.locale_chosen || (conversation.flow && !conversation.locale.empty());
  if (!settled) {
    if (const std::string guess = base::GuessLocale(text); Speaks(draft.policy(), guess)) conversation.locale = guess;
  }
  if (!conversation.locale.empty()) return;
  const std::string hint(flows::Language(draft.event.locale));
  conversation.locale = Speaks(draft.policy(), hint) ? hint : draft.policy().locales.front();
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

// A bare number, a label or a value of the last buttons, typed instead of pressed.
std::string ValueOfTyped(const Conversation& conversation, std::string_view text) {
  const std::string folded = base::FoldForMatch(text);
  for (std::size_t i = 0; i < conversation.buttons.size(); ++i) {
    const base::Button& button = conversation.buttons[i];
    if (folded == std::to_string(i + 1) || folded == base::FoldForMatch(button.label)) return button.value;
  }
  return {};
}

bool IsFlowValue(std::string_view value) {
  return value.starts_with("slot:") || (value.starts_with("flow:") && !value.starts_with("flow:start="));
}

void Press(Draft& draft, std::string_view value) {
  const auto after = [&](std::string_view prefix) { return value.substr(prefix.size()); };
  if (value == "person") return HandOver(draft, "asked for a person");
  if (value.starts_with("article:")) return ShowArticle(draft, after("article:"), true);
  if (value == "choice:none") return RejectChoices(draft);
  if (value == "solved:yes" || value == "solved:no") return TakeSolvedWord(draft, value == "solved:yes");
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

// Words for the brain that work at every step. True when the text was one.
bool TakeGlobalWord(Draft& draft, const std::string& text) {
  const auto word = flows::RecognizeGlobalWord(text);
  if (!word) return false;
  const bool in_flow = draft.conversation.flow.has_value();
  switch (word->kind) {
    case GlobalWord::Kind::kPerson: HandOver(draft, "asked for a person"); return true;
    case GlobalWord::Kind::kStatus: TellStatus(draft); return true;
    case GlobalWord::Kind::kLanguage: ChooseLanguage(draft, word->argument); return true;
    case GlobalWord::Kind::kHelp:
      if (in_flow) return false;
      draft.Say(draft.Words(Text::kHelp));
      return true;
    case GlobalWord::Kind::kCancel:
      if (in_flow) return false;
      draft.Say(draft.Words(Text::kNothingToCancel));
      return true;
    default: return false;
  }
}

// After something else was said in the middle of a flow, the open question comes back in one line.
void ReturnToFlow(Draft& draft) {
  if (draft.conversation.lease.speaker != desk::Speaker::kBot) return;
  if (const flows::Flow* flow = RunningFlow(draft)) RepeatOpenQuestion(draft, *flow);
}

// Whether the text, in place of an answer, is a question that the knowledge can answer.
bool Digresses(Draft& draft, const flows::Flow& flow, const UserInput& input) {
  const auto open = flows::FindOpenQuestion(flow, *draft.conversation.flow);
  if (!open || input.text.empty() || !input.files.empty()) return false;
  if (open->free_text) return knowledge::AsksOutright(input.text) && AnswerInPassing(draft, input.text);
  if (!knowledge::LooksLikeQuestion(input.text)) return false;
  flows::FlowContext context = FlowContextOf(draft);
  // Only a look at what would happen: no ticket is opened for it.
  context.open_ticket = [](const flows::TicketDraft&) { return flows::TicketInfo{}; };
  const flows::Outcome outcome = flows::Advance(flow, *draft.conversation.flow, flows::Typed{input.text}, context);
  if (outcome.result != flows::Outcome::Result::kNotUnderstood) return false;
  return AnswerInPassing(draft, input.text);
}

void ContinueFlow(Draft& draft, UserInput& input) {
  const flows::Flow* flow = RunningFlow(draft);
  if (!flow) {
    if (!input.text.empty()) AnswerQuestion(draft, input.text);
    return;
  }
  const flows::Session& session = *draft.conversation.flow;
  if (!input.value.empty() && !IsFlowValue(input.value)) {
    Press(draft, input.value);
    return ReturnToFlow(draft);
  }
  const bool typed = input.value.empty() && input.files.empty();
  if (typed && !flows::FitsOpenChoice(*flow, session, input.text, draft.locale())) {
    if (TakeGlobalWord(draft, input.text)) return ReturnToFlow(draft);
    if (!flows::RecognizeGlobalWord(input.text) && Digresses(draft, *flow, input)) return ReturnToFlow(draft);
  }
  flows::Input flow_input = flows::Typed{input.text};
  if (!input.value.empty()) flow_input = flows::Press{input.value};
  if (!input.files.empty()) flow_input = flows::Upload{input.files, input.text};
  flows::Outcome outcome = flows::Advance(*flow, session, flow_input, FlowContextOf(draft));
  if (outcome.sensitive_input) {
    input.shown = UserMessage("•••••");
    draft.conversation.last_text = "•••••";
  }
  Apply(draft, *flow, std::move(outcome));
}

void KeepFiles(Draft& draft, const UserInput& input) {
  auto& files = draft.conversation.files;
  for (const base::FileRef& file : input.files)
    if (files.size() < kMaxFilesKept) files.push_back(file);
  if (draft.ticket) {
    draft.ticket->files.insert(draft.ticket->files.end(), input.files.begin(), input.files.end());
    draft.AddTicketChange(draft.conversation.person_name, "files added");
  }
}

void AnswerFiles(Draft& draft, const UserInput& input) {
  KeepFiles(draft, input);
  if (!input.text.empty()) return AnswerQuestion(draft, input.text);
  base::Message message = base::Say(draft.Words(Text::kFilesKept));
  message.buttons = Offers(draft, "no-answer", {});
  draft.Say(std::move(message));
}

void AnswerWords(Draft& draft, const std::string& text) {
  if (TakeGlobalWord(draft, text)) return;
  if (const flows::Flow* flow = draft.context.catalog.flows.StartedBy(text)) return StartFlow(draft, *flow, {});
  AnswerQuestion(draft, text);
}

// The bot has the word and no flow is open.
void TalkToBot(Draft& draft, const UserInput& input) {
  if (!draft.conversation.greeted) Greet(draft, false);
  if (!input.value.empty())
    return IsFlowValue(input.value) ? draft.Say(draft.Words(Text::kStaleButton)) : Press(draft, input.value);
  if (!input.files.empty()) return AnswerFiles(draft, input);
  if (const std::string value = ValueOfTyped(draft.conversation, input.text); !value.empty())
    return Press(draft, value);
  AnswerWords(draft, input.text);
}

// The user waits for a person: what is said is kept for that person; a few words still work.
void TalkInQueue(Draft& draft, const UserInput& input) {
  if (!input.files.empty()) KeepFiles(draft, input);
  const auto word = flows::RecognizeGlobalWord(input.text);
  if (word && word->kind == GlobalWord::Kind::kCancel) return StopWaiting(draft);
  if (input.value == "wait:cancel") return StopWaiting(draft);
  if (word && word->kind == GlobalWord::Kind::kStatus) return TellStatus(draft);
  if (word && word->kind == GlobalWord::Kind::kLanguage) return ChooseLanguage(draft, word->argument);
  if ((word && word->kind == GlobalWord::Kind::kPerson) || input.value == "person")
    return HandOver(draft, "asked again");
  HearWhileWaiting(draft);
}

bool StandsForItself(const Draft& draft, const std::string& text) {
  return flows::RecognizeGlobalWord(text) || draft.context.catalog.flows.StartedBy(text) ||
         knowledge::RecogniseSmallTalk(text) != knowledge::SmallTalk::kNone || knowledge::SoundsAngry(text);
}

// A fragment's answer waits a moment for the rest of the thought.
bool IsFragment(const Draft& draft, const UserInput& input) {
  return draft.policy().burst_window.count() > 0 && input.value.empty() && input.files.empty() &&
         !draft.conversation.flow && draft.conversation.lease.speaker == desk::Speaker::kBot &&
         !StandsForItself(draft, input.text) && ValueOfTyped(draft.context.conversation, input.text).empty() &&
         !knowledge::LooksLikeQuestion(input.text);
}

// Takes back the unsent answer to the fragments before, and the state that it left.
void JoinBurst(Draft& draft, UserInput& input) {
  Conversation& conversation = draft.conversation;
  const std::optional<Burst> burst = std::move(conversation.burst);
  conversation.burst.reset();
  const bool open = burst && draft.now() < burst->until && input.value.empty() && input.files.empty() &&
                    conversation.lease.speaker == desk::Speaker::kBot;
  if (!open) return;
  store::ConversationRow row = ToRow(conversation);
  row.state = burst->before;
  auto before = FromRow(row);
  if (!before) return;
  conversation = std::move(*before);
  draft.turn.cancel_outbox = burst->outbox;
  // A word that stands for itself is not the rest of a thought.
  if (!StandsForItself(draft, input.text)) input.text = burst->text + "\n" + input.text;
}

void HoldBack(Draft& draft, const UserInput& input, const std::string& before) {
  const base::TimePoint until = draft.now() + draft.policy().burst_window;
  draft.DelayAnswers(until);
  draft.conversation.burst = Burst{input.text, draft.AnswerRows(), until, before};
}

void HearUser(Draft& draft) {
  Conversation& conversation = draft.conversation;
  UserInput input = InputOf(draft.event);
  SetLocale(draft, input.text);
  JoinBurst(draft, input);
  SetLocale(draft, input.text);
  const bool fragment = IsFragment(draft, input);
  const std::string before = fragment ? StateJson(conversation) : std::string();
  conversation.last_text = base::Shorten(base::ToPlainText(input.shown), kLastTextShown);
  conversation.last_at = draft.now();
  switch (conversation.lease.speaker) {
    case desk::Speaker::kBot: conversation.flow ? ContinueFlow(draft, input) : TalkToBot(draft, input); break;
    case desk::Speaker::kQueue: TalkInQueue(draft, input); break;
    default:
      if (!input.files.empty()) KeepFiles(draft, input);
  }
  if (fragment) HoldBack(draft, input, before);
  for (const base::FileRef& file : input.files) draft.turn.uploads.push_back(file.id);
  draft.RecordUser(input.shown);
}

void Introduce(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (conversation.version != 0) return;
  const base::Author& author = draft.event.author;
  conversation.person_name = author.name;
  draft.turn.person = store::PersonRow{conversation.person, 0,   conversation.address.account, author.id, author.name,
                                       author.verified,     "{}"};
}

bool ChangesNothing(const Draft& draft) {
  if (std::holds_alternative<base::Opened>(draft.event.body)) return draft.context.conversation.greeted;
  return false;
}

}  // namespace

Decision Handle(const Context& context, const base::Event& event) {
  Draft draft(context, event);
  if (ChangesNothing(draft)) {
    Decision decision;
    decision.nothing = true;
    return decision;
  }
  Introduce(draft);
  if (const auto* act = std::get_if<base::AgentActed>(&event.body)) {
    if (const base::Status status = ActForAgent(draft, *act); !status) {
      Decision refused;
      refused.refusal = status.error();
      return refused;
    }
  } else if (const auto* given = std::get_if<base::GaveContext>(&event.body)) {
    SetLocale(draft, {});
    TakeContext(draft, given->json);
  } else if (const auto* timer = std::get_if<base::TimerDue>(&event.body)) {
    draft.turn.cancel_timers.push_back(timer->timer);
    if (timer->timer == draft.conversation.flow_timer) RemindOfFlow(draft);
  } else if (std::holds_alternative<base::Opened>(event.body)) {
    SetLocale(draft, {});
    Greet(draft, true);
  } else {
    HearUser(draft);
  }
  RefreshBoard(draft);
  return std::move(draft).Finish();
}

}  // namespace frontdesk::core
