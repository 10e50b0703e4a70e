// Against talk without end: a flood of messages, a bot that talks to us, ourselves in a circle.
#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/user_input.h"
#include "flows/person_request.h"

namespace frontdesk::core {

namespace {

constexpr base::Millis kMinute = std::chrono::minutes(1);
// Nobody types as fast; a form filled in by pressing buttons is no typing.
constexpr int kMostHeard = 40;
// Answers to free words; questions of a flow are not counted, they end by themselves.
constexpr int kMostSaid = 10;
// Shorter texts may well be a person's own.
constexpr std::size_t kLeastEcho = 24;
constexpr std::size_t kEchoKept = 200;  // bytes

// What people press, or type instead.
constexpr std::array kLabels = {
    Text::kYesSolved,      Text::kNoHelp,       Text::kMore,        Text::kNoneOfThese,    Text::kTalkToPerson,
    Text::kSolvedYes,      Text::kSolvedNo,     Text::kScore1,      Text::kScore2,         Text::kScore3,
    Text::kScore4,         Text::kScore5,       Text::kReasonSlow,  Text::kReasonUnsolved, Text::kReasonUnclear,
    Text::kReasonManner,   Text::kReasonOther,  Text::kAddToTicket, Text::kAboutTicket,    Text::kSomethingElse,
    Text::kIncidentTellMe, Text::kIncidentOther};

bool IsLabel(Text text) { return std::find(kLabels.begin(), kLabels.end(), text) != kLabels.end(); }

// One of our own sentences, said by somebody else: another bot of our kind, or our echo.
bool IsOurs(const Draft& draft, const std::string& folded) {
  const std::string& last = draft.conversation.rate.last;
  if (last.size() >= kLeastEcho && folded.starts_with(last)) return true;
  for (int i = 0; i < static_cast<int>(Text::kCount); ++i)
    if (const auto text = static_cast<Text>(i); !IsLabel(text) && FitsPhrase(folded, text, kLeastEcho)) return true;
  return false;
}

// The first bytes, no character cut in two.
std::string Head(const std::string& text) {
  std::size_t end = std::min(text.size(), kEchoKept);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

bool WantsPerson(const Draft& draft, std::string_view text) {
  const std::string words = BareWords(text);
  const auto word = draft.policy().words.Recognize(words);
  return (word && word->kind == flows::GlobalWord::Kind::kPerson) || flows::AsksForPerson(words);
}

void BeginMinute(Draft& draft) {
  TalkRate& rate = draft.conversation.rate;
  if (draft.now() - rate.since < kMinute && draft.now() >= rate.since) return;
  rate = {draft.now(), 0, 0, rate.last};
}

// In a flow the words may be an answer that nobody should read.
void Record(Draft& draft, const UserInput& input, std::string_view kind) {
  draft.AddFact(kind, {});
  base::Message shown = input.shown;
  if (draft.conversation.flow && !input.text.empty()) shown.text = base::PlainRichText("•••••");
  draft.RecordUser(shown);
}

}  // namespace

bool HoldsBrake(Draft& draft, const UserInput& input) {
  BeginMinute(draft);
  TalkRate& rate = draft.conversation.rate;
  ++rate.heard;
  const bool typed = !input.text.empty() && input.value.empty() && input.files.empty() && input.form.empty();
  const bool bot = draft.event.author.is_bot || (typed && IsOurs(draft, base::FoldForMatch(input.text)));
  if (bot) {
    Record(draft, input, "bot_heard");
    return true;
  }
  if (rate.heard <= kMostHeard) return false;
  // A person who was asked for is never refused; HandOver repeats itself only within the limit of what we say.
  const bool waits = draft.conversation.lease.speaker != desk::Speaker::kBot;
  if (typed && !waits && WantsPerson(draft, input.text)) return false;
  if (rate.heard == kMostHeard + 1 && !waits) draft.Say(draft.Words(Text::kTooFast));
  Record(draft, input, "flood");
  return true;
}

void CountSaid(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const base::Message* last = nullptr;
  base::Message message;
  int said = 0;
  for (const store::TranscriptRow& row : draft.turn.transcript) {
    if (row.from != "bot" || row.internal) continue;
    if (auto read = base::MessageFromJson(row.body)) message = std::move(*read);
    last = &message;
    ++said;
  }
  if (!last) return;
  TalkRate& rate = conversation.rate;
  const std::string folded = base::FoldForMatch(base::ToPlainText(last->text));
  rate.last = Head(folded);
  const bool free =
      std::holds_alternative<base::Said>(draft.event.body) && !conversation.flow && !draft.context.conversation.flow;
  if (!free) return;
  rate.said += said;
  if (rate.said <= kMostSaid || conversation.lease.speaker != desk::Speaker::kBot) return;
  draft.AddFact("brake", {}, "more than 10 answers in a minute");
  draft.Say(draft.Words(Text::kBrake));
  HandOver(draft, "the bot stopped: more than 10 answers in a minute");
  rate.said = 0;
}

}  // namespace frontdesk::core
