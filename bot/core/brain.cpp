#include "bot/core/brain.h"

#include "bot/base/text.h"
#include "bot/core/caller_ticket.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_channel.h"
#include "bot/core/fact.h"
#include "bot/core/incidents.h"
#include "bot/core/reactions.h"
#include "bot/core/repeats.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_alarms.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/undelivered.h"
#include "bot/core/user_form.h"
#include "bot/core/user_input.h"
#include "flows/person_request.h"
#include "knowledge/small_talk.h"

namespace frontdesk::core {

namespace {

using flows::GlobalWord;

constexpr std::size_t kLastTextShown = 120;  // graphemes
constexpr std::size_t kMaxFilesKept = 20;

// A global word, or a person asked for beside other words.
std::optional<GlobalWord> WordIn(const Draft& draft, std::string_view text) {
  const std::string words = BareWords(text);
  if (auto word = draft.policy().words.Recognize(words)) return word;
  if (flows::AsksForPerson(words)) return GlobalWord{GlobalWord::Kind::kPerson, {}};
  return std::nullopt;
}

// A bare number, a label or a verdict on the last buttons, typed instead of pressed.
std::string ValueOfTyped(const Conversation& conversation, std::string_view text) {
  const std::string folded = base::FoldForMatch(BareWords(text));
  for (std::size_t i = 0; i < conversation.buttons.size(); ++i) {
    const base::Button& button = conversation.buttons[i];
    if (folded == std::to_string(i + 1) || folded == base::FoldForMatch(button.label)) return button.value;
  }
  const std::string afterword = ValueOfAfterword(conversation, text);
  return afterword.empty() ? ValueOfVerdict(conversation, text) : afterword;
}

// What else the message says goes with the request for a person.
void CallPerson(Draft& draft, const std::string& text) {
  HearVerdictBeside(draft, text);
  const bool more = !draft.policy().words.Recognize(BareWords(text));
  if (more && draft.conversation.question.empty() && !draft.conversation.flow) draft.conversation.question = text;
  HandOver(draft, "asked for a person");
}

// Words for the brain that work at every step. True when the text was one.
bool TakeGlobalWord(Draft& draft, const std::string& text) {
  const auto word = WordIn(draft, text);
  if (!word) return false;
  const bool in_flow = draft.conversation.flow.has_value();
  switch (word->kind) {
    case GlobalWord::Kind::kPerson: CallPerson(draft, text); return true;
    case GlobalWord::Kind::kStatus: TellStatusOf(draft, word->argument); return true;
    case GlobalWord::Kind::kAdd: return !in_flow && AddToTicket(draft, *word);
    case GlobalWord::Kind::kWithdraw: return !in_flow && WithdrawTicket(draft, word->argument);
    case GlobalWord::Kind::kLanguage: ChooseLanguage(draft, word->argument); return true;
    case GlobalWord::Kind::kHelp:
      if (in_flow) return false;
      SayHelp(draft);
      return true;
    case GlobalWord::Kind::kCancel:
      if (in_flow) return false;
      draft.Say(draft.Words(Text::kNothingToCancel));
      return true;
    default: return false;
  }
}

// True when somebody who lost patience had no answer for us: that is met with a kind sentence and the open question,
// not with how to answer it. An angry answer is an answer; the kind sentence comes before the next question, once.
bool MeetAnger(Draft& draft, const flows::Outcome& outcome, const std::string& text) {
  if (outcome.sensitive_input || !knowledge::SoundsAngry(text)) return false;
  const bool answered = outcome.result != flows::Outcome::Result::kNotUnderstood;
  if (answered && (draft.conversation.angry || !outcome.waiting())) return false;
  Soothe(draft);
  return !answered;
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
  if (flows::WaitsForLookup(*flow, session) && draft.conversation.lookup == 0)
    return Apply(draft, *flow, flows::Resume(*flow, session, FlowContextOf(draft)));
  if (!input.value.empty() && !IsFlowValue(input.value)) {
    Press(draft, input.value);
    return input.value.starts_with("repeat:") ? void() : ReturnToFlow(draft);
  }
  const bool typed = input.value.empty() && input.files.empty() && input.form.empty();
  if (typed && draft.conversation.repeat)
    if (const std::string value = ValueOfTyped(draft.conversation, input.text); value.starts_with("repeat:"))
      return Press(draft, value);
  if (typed && !flows::FitsOpenChoice(*flow, session, input.text, draft.locale())) {
    if (TakeGlobalWord(draft, input.text)) return ReturnToFlow(draft);
    if (const flows::Flow* other = draft.context.catalog.flows.StartedBy(BareWords(input.text));
        other != nullptr && other->id != flow->id)
      return StartFlow(draft, *other, {});
    if (!WordIn(draft, input.text) && Digresses(draft, *flow, input)) return ReturnToFlow(draft);
  }
  flows::Input flow_input = flows::Typed{input.text};
  if (!input.value.empty()) flow_input = flows::Press{input.value};
  if (!input.files.empty()) flow_input = flows::Upload{input.files, input.text};
  if (!input.form.empty()) {
    flows::Filled& filled = flow_input.emplace<flows::Filled>();
    for (const base::Fact& field : input.form) filled.values.emplace_back(field.key, field.value);
    input.shown.facts = ShownForm(draft, *flow, input);
  }
  if (AsksBeforeSending(draft, *flow, flow_input)) return;
  flows::Outcome outcome = flows::Advance(*flow, session, flow_input, FlowContextOf(draft));
  if (typed && MeetAnger(draft, outcome, input.text)) return ReturnToFlow(draft);
  Apply(draft, *flow, std::move(outcome));
}

void KeepFiles(Draft& draft, const UserInput& input) {
  auto& files = draft.conversation.files;
  for (const base::FileRef& file : input.files)
    if (files.size() < kMaxFilesKept) files.push_back(file);
  if (draft.ticket) AddFiles(draft, input.files, draft.conversation.person_name, {});
}

void AnswerFiles(Draft& draft, const UserInput& input) {
  KeepFiles(draft, input);
  if (!input.text.empty()) return AnswerQuestion(draft, input.text);
  base::Message message = base::Say(draft.Words(Text::kFilesKept));
  message.buttons = Offers(draft, "no-answer", {});
  draft.Say(std::move(message));
}

// Spoken words are kept for people; the bot says that it cannot hear them. True when that was done.
bool AnswerVoice(Draft& draft, const UserInput& input) {
  if (!input.voice) return false;
  const flows::Flow* flow = RunningFlow(draft);
  if (flow != nullptr) {
    const auto open = flows::FindOpenQuestion(*flow, *draft.conversation.flow);
    if (open && open->type == flows::SlotType::kFile) return false;
  }
  KeepFiles(draft, input);
  base::Message message = base::Say(draft.Words(Text::kCannotListen));
  if (flow == nullptr) message.buttons = {PersonButton(draft)};
  draft.Say(std::move(message));
  if (flow != nullptr) ReturnToFlow(draft);
  return true;
}

void AnswerWords(Draft& draft, const std::string& text) {
  if (TakeGlobalWord(draft, text)) return;
  if (const flows::Flow* flow = draft.context.catalog.flows.StartedBy(BareWords(text)))
    return StartFlow(draft, *flow, {});
  if (AddToOpenTicket(draft, text, {})) return;
  if (RecogniseIncident(draft, text)) return;
  HearVerdictBeside(draft, text);
  AnswerQuestion(draft, text);
}

// The bot has the word and no flow is open.
void TalkToBot(Draft& draft, const UserInput& input) {
  if (!draft.conversation.greeted) Greet(draft, false);
  if (!input.value.empty())
    return IsFlowValue(input.value) ? draft.Say(draft.Words(Text::kStaleButton)) : Press(draft, input.value);
  if (!input.files.empty()) return AddToOpenTicket(draft, input.text, input.files) ? void() : AnswerFiles(draft, input);
  if (!input.form.empty()) return draft.Say(draft.Words(Text::kStaleButton));
  if (HearStillBroken(draft, input.text)) return;
  if (const std::string value = ValueOfTyped(draft.conversation, input.text); !value.empty())
    return Press(draft, value);
  AnswerWords(draft, input.text);
}

// The user waits for a person: what is said is kept for that person; a few words still work.
void TalkInQueue(Draft& draft, const UserInput& input) {
  const auto word = WordIn(draft, input.text);
  const bool plain = !word && input.value.empty() && input.form.empty();
  if (plain && AddToOpenTicket(draft, input.text, input.files)) return;
  if (!input.files.empty()) KeepFiles(draft, input);
  const bool stops = (word && word->kind == GlobalWord::Kind::kCancel) || input.value == "wait:cancel";
  if (stops) return StopWaiting(draft);
  if (word && word->kind == GlobalWord::Kind::kStatus) return TellStatusOf(draft, word->argument);
  if (word && word->kind == GlobalWord::Kind::kAdd) return static_cast<void>(AddToTicket(draft, *word));
  if (word && word->kind == GlobalWord::Kind::kWithdraw)
    return static_cast<void>(WithdrawTicket(draft, word->argument));
  if (word && word->kind == GlobalWord::Kind::kLanguage) return ChooseLanguage(draft, word->argument);
  if ((word && word->kind == GlobalWord::Kind::kPerson) || input.value == "person")
    return HandOver(draft, "asked again");
  if (input.value.starts_with("repeat:same=") || IsAboutOwnTicket(input.value)) return Press(draft, input.value);
  HearWhileWaiting(draft);
}

bool StandsForItself(const Draft& draft, const std::string& text) {
  return WordIn(draft, text) || draft.context.catalog.flows.StartedBy(BareWords(text)) ||
         knowledge::RecogniseSmallTalk(text) != knowledge::SmallTalk::kNone || knowledge::SoundsAngry(text);
}

// A fragment's answer waits a moment for the rest of the thought.
bool IsFragment(const Draft& draft, const UserInput& input) {
  return draft.policy().burst_window.count() > 0 && input.value.empty() && input.files.empty() && input.form.empty() &&
         !draft.conversation.flow && draft.conversation.adding == 0 &&
         draft.conversation.lease.speaker == desk::Speaker::kBot && !StandsForItself(draft, input.text) &&
         ValueOfTyped(draft.context.conversation, input.text).empty() && !knowledge::LooksLikeQuestion(input.text);
}

// Takes back the unsent answer to the fragments before, and the state that it left. Answers what was said before.
std::string JoinBurst(Draft& draft, UserInput& input, bool instead_of_newest) {
  Conversation& conversation = draft.conversation;
  const std::optional<Burst> burst = std::move(conversation.burst);
  conversation.burst.reset();
  const bool open = burst && draft.now() < burst->until && input.value.empty() && input.files.empty() &&
                    input.form.empty() && conversation.lease.speaker == desk::Speaker::kBot;
  if (!open) return {};
  store::ConversationRow row = ToRow(conversation);
  row.state = burst->before;
  auto before = FromRow(row);
  if (!before) return {};
  // What was heard is counted, whatever becomes of the answer.
  TalkRate rate = std::move(conversation.rate);
  conversation = std::move(*before);
  conversation.rate.heard = rate.heard;
  conversation.rate.heard_again = std::move(rate.heard_again);
  draft.turn.cancel_outbox = burst->outbox;
  // A word that stands for itself is not the rest of a thought.
  if (StandsForItself(draft, input.text)) return {};
  draft.AddFact(fact::kQuestionWithdrawn, {});
  const std::string& earlier = instead_of_newest ? burst->earlier : burst->text;
  if (!earlier.empty()) input.text = earlier + "\n" + input.text;
  return earlier;
}

void HoldBack(Draft& draft, const UserInput& input, const std::string& earlier, const std::string& before) {
  const base::TimePoint until = draft.now() + draft.policy().burst_window;
  draft.DelayAnswers(until);
  const auto* edited = std::get_if<base::Edited>(&draft.event.body);
  const std::string& newest = edited ? edited->message : draft.event.id;
  draft.conversation.burst = Burst{input.text, earlier, newest, draft.AnswerRows(), until, before};
}

// Files that are still on their platform are fetched meanwhile; ours go to the conversation.
void TakeFiles(Draft& draft, const UserInput& input) {
  for (const base::FileRef& file : input.files) {
    if (file.remote.empty())
      draft.turn.uploads.push_back(file.id);
    else
      draft.FetchFile(file);
  }
}

void HearUser(Draft& draft, UserInput input, bool instead_of_newest) {
  Conversation& conversation = draft.conversation;
  SetLocale(draft, input.text);
  if (HoldsBrake(draft, input)) return;
  const std::string earlier = JoinBurst(draft, input, instead_of_newest);
  SetLocale(draft, input.text);
  LetGoOfClosed(draft, input);
  const bool fragment = IsFragment(draft, input);
  const std::string before = fragment ? StateJson(conversation) : std::string();
  WakeTicket(draft);
  conversation.last_text = base::Shorten(base::ToPlainText(input.shown), kLastTextShown);
  conversation.last_at = draft.now();
  switch (conversation.lease.speaker) {
    case desk::Speaker::kBot:
      if (!AnswerVoice(draft, input)) conversation.flow ? ContinueFlow(draft, input) : TalkToBot(draft, input);
      break;
    case desk::Speaker::kQueue: TalkInQueue(draft, input); break;
    default:
      if (!input.files.empty()) KeepFiles(draft, input);
      NoteUnanswered(draft, input.text);
  }
  if (draft.conversation.lease.speaker != desk::Speaker::kBot) HeardOnTicket(draft, input.text);
  if (draft.hides_input) {
    if (input.form.empty()) input.shown.text = base::PlainRichText(kHidden);
    conversation.last_text = kHidden;
  } else if (!conversation.flow && !draft.context.conversation.flow) {
    // Answers to a flow belong to the ticket that it opens.
    TagTicket(draft, input.text);
  }
  if (fragment) HoldBack(draft, input, earlier, before);
  TakeFiles(draft, input);
  draft.RecordUser(input.shown);
}

// What is not answered yet is decided anew; later an edit is something that the agent should know.
void HearEdit(Draft& draft, const base::Edited& edited) {
  const auto& burst = draft.conversation.burst;
  if (!burst || burst->event != edited.message || draft.now() >= burst->until) return NoteEdit(draft, edited);
  UserInput input;
  input.text = base::CleanUtf8(edited.text);
  input.shown = UserMessage(input.text);
  HearUser(draft, std::move(input), true);
}

void Hear(Draft& draft) {
  const base::EventBody& body = draft.event.body;
  if (!draft.event.context.empty()) TakeContext(draft, draft.event.context);
  if (const auto* given = std::get_if<base::GaveContext>(&body)) {
    SetLocale(draft, {});
    TakeContext(draft, given->json);
  } else if (const auto* timer = std::get_if<base::TimerDue>(&body)) {
    draft.turn.cancel_timers.push_back(timer->timer);
    if (timer->timer == draft.conversation.flow_timer) RemindOfFlow(draft);
    if (timer->timer == draft.conversation.lookup_timer) TakeLookup(draft, {});
    if (timer->timer == draft.conversation.draft_timer) ForgetInDrafts(draft);
    if (timer->timer == draft.conversation.unseen_timer) RemindOfHandoff(draft);
    if (const auto matter = MatterOf(timer->kind); matter && draft.ticket) TakeTicketTimer(draft, *timer, matter->what);
    if (timer->timer == draft.conversation.desk_timer) DeskTimeIsUp(draft);
  } else if (const auto* found = std::get_if<base::LookedUp>(&body)) {
    TakeLookup(draft, {found->status, found->body});
  } else if (std::holds_alternative<base::Opened>(body)) {
    SetLocale(draft, {});
    if (draft.conversation.lease.speaker == desk::Speaker::kBot) Greet(draft, true);
  } else if (const auto* edited = std::get_if<base::Edited>(&body)) {
    HearEdit(draft, *edited);
  } else if (std::holds_alternative<base::Deleted>(body)) {
    NoteDeletion(draft);
  } else if (const auto* moved = std::get_if<base::DeskMoved>(&body)) {
    MoveDesk(draft, *moved);
  } else if (const auto* news = std::get_if<base::Relayed>(&body)) {
    TakeNews(draft, *news);
  } else if (const auto* posted = std::get_if<base::Posted>(&body)) {
    TakePost(draft, *posted);
  } else {
    HearUser(draft, InputOf(draft.event), false);
    if (const auto* pressed = std::get_if<base::Pressed>(&body)) draft.ShowChoice(*pressed);
  }
}

// An error is the refusal of what an agent does; what users do is never refused.
base::Status Take(Draft& draft) {
  if (const auto* act = std::get_if<base::AgentActed>(&draft.event.body)) return ActForAgent(draft, *act);
  if (const auto* news = std::get_if<base::Relayed>(&draft.event.body); news && news->kind == kCallerNews)
    return OpenForCaller(draft, news->json);
  Hear(draft);
  return {};
}

bool ChangesNothing(const Draft& draft) {
  if (draft.event.only_in_talk && !GoesOn(draft.context.conversation, draft.now())) return true;
  if (std::holds_alternative<base::Opened>(draft.event.body)) return draft.context.conversation.greeted;
  // Some platforms tell rooms of every message that is taken back, whoever it was for.
  if (std::holds_alternative<base::Deleted>(draft.event.body)) return draft.context.conversation.version == 0;
  // The flow no longer waits for this one.
  if (const auto* found = std::get_if<base::LookedUp>(&draft.event.body))
    return draft.context.conversation.lookup != found->lookup;
  return false;
}

}  // namespace

Decision Handle(const Context& context, const base::Event& event) {
  if (const auto* reacted = std::get_if<base::Reacted>(&event.body)) {
    base::Event meant = event;
    auto pressed = PressedBy(*reacted, context.reacted_to);
    if (!pressed) return NothingToDo();
    meant.body = std::move(*pressed);
    return Handle(context, meant);
  }
  Draft draft(context, event);
  if (auto decided = HearInDeskRooms(draft)) return std::move(*decided);
  if (ChangesNothing(draft)) return NothingToDo();
  Introduce(draft);
  if (const base::Status status = Take(draft); !status) return RefuseAct(context, event, status.error());
  KeepWayBack(draft);
  CountSaid(draft);
  RefreshBoard(draft);
  TellDeskChannels(draft);
  WindDeskClock(draft);
  WindDraftClock(draft);
  KeepClock(draft);
  return std::move(draft).Finish();
}

}  // namespace frontdesk::core
