// Against talk without end: a flood of messages, a bot that talks to us, ourselves in a circle.
#include <algorithm>
#include <array>

#include "bot/base/crypto.h"
#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/user_form.h"
#include "bot/core/user_input.h"
#include "flows/person_request.h"

namespace frontdesk::core {

namespace {

constexpr base::Millis kMinute = std::chrono::minutes(1);
constexpr base::Millis kHour = std::chrono::hours(1);
constexpr std::size_t kLinesKept = 8;
constexpr std::size_t kDigestKept = 8;  // bytes
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

bool IsWithin(const Draft& draft, base::TimePoint since, base::Millis span) {
  return draft.now() - since < span && draft.now() >= since;
}

void BeginMinute(Draft& draft) {
  TalkRate& rate = draft.conversation.rate;
  if (!IsWithin(draft, rate.hour, kHour)) {
    rate.hour = draft.now();
    rate.said_in_hour = 0;
    rate.heard_again.clear();
  }
  if (IsWithin(draft, rate.since, kMinute)) return;
  rate.since = draft.now();
  rate.heard = rate.said = 0;
}

// How often the speaker has said this within the hour, this time included.
int CountTheSame(Draft& draft, const std::string& folded) {
  auto& lines = draft.conversation.rate.heard_again;
  std::string digest = base::HexEncode(base::Sha256(draft.event.author.id + "\n" + folded).substr(0, kDigestKept));
  int times = 1;
  if (const auto known = std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.first == digest; });
      known != lines.end()) {
    times += known->second;
    lines.erase(known);
  }
  if (lines.size() >= kLinesKept) lines.erase(lines.begin());
  lines.emplace_back(std::move(digest), times);
  return times;
}

void Stop(Draft& draft, const std::string& why) {
  draft.AddFact("brake", {}, why);
  draft.Say(draft.Words(Text::kBrake));
  HandOver(draft, "the bot stopped: " + why);
}

// In a flow the words may be an answer that nobody should read.
void Record(Draft& draft, const UserInput& input, std::string_view kind) {
  draft.AddFact(kind, {});
  base::Message shown = input.shown;
  if (draft.conversation.flow && !input.text.empty()) shown.text = base::PlainRichText(kHidden);
  draft.RecordUser(shown);
}

}  // namespace

bool HoldsBrake(Draft& draft, const UserInput& input) {
  BeginMinute(draft);
  const Brakes& brakes = draft.policy().brakes;
  TalkRate& rate = draft.conversation.rate;
  ++rate.heard;
  const bool typed = !input.text.empty() && input.value.empty() && input.files.empty() && input.form.empty();
  const std::string folded = typed ? base::FoldForMatch(input.text) : std::string();
  const bool bot = draft.event.author.is_bot || (typed && IsOurs(draft, folded));
  if (bot) {
    Record(draft, input, "bot_heard");
    return true;
  }
  const bool free = typed && !draft.conversation.flow && draft.conversation.lease.speaker == desk::Speaker::kBot;
  if (free && folded.size() >= kLeastEcho && CountTheSame(draft, folded) >= brakes.same_per_hour) {
    rate.heard_again.clear();
    Record(draft, input, "said_again");
    Stop(draft, "the same words " + std::to_string(brakes.same_per_hour) + " times in an hour");
    return true;
  }
  if (rate.heard <= brakes.heard_per_minute) return false;
  // A person who was asked for is never refused; HandOver repeats itself only within the limit of what we say.
  const bool waits = draft.conversation.lease.speaker != desk::Speaker::kBot;
  if (typed && !waits && WantsPerson(draft, input.text)) return false;
  if (rate.heard == brakes.heard_per_minute + 1 && !waits) draft.Say(draft.Words(Text::kTooFast));
  Record(draft, input, "flood");
  return true;
}

void CountSaid(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const store::TranscriptRow* last = nullptr;
  int said = 0;
  for (const store::TranscriptRow& row : draft.turn.transcript) {
    if (row.from != "bot" || row.internal) continue;
    last = &row;
    ++said;
  }
  if (!last) return;
  TalkRate& rate = conversation.rate;
  const auto words = base::MessageFromJson(last->body);
  rate.last = words ? Head(base::FoldForMatch(base::ToPlainText(words->text))) : std::string();
  const bool free =
      std::holds_alternative<base::Said>(draft.event.body) && !conversation.flow && !draft.context.conversation.flow;
  if (!free) return;
  rate.said += said;
  rate.said_in_hour += said;
  const Brakes& brakes = draft.policy().brakes;
  const bool fast = rate.said > brakes.answers_per_minute;
  if (!fast && rate.said_in_hour <= brakes.answers_per_hour) return;
  if (conversation.lease.speaker != desk::Speaker::kBot) return;
  const int most = fast ? brakes.answers_per_minute : brakes.answers_per_hour;
  Stop(draft, "more than " + std::to_string(most) + " answers in " + (fast ? "a minute" : "an hour"));
  rate.said = rate.said_in_hour = 0;
}

}  // namespace frontdesk::core
