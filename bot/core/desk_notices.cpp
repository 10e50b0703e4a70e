#include "bot/core/desk_notices.h"

#include "bot/core/desk_channel.h"
#include "bot/core/fact.h"

namespace frontdesk::core {

namespace {

constexpr int kNameLead = 2;
constexpr int kCallOnCall = 3;

std::string_view MarkOf(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::kInfo: return "";
    case NoticeLevel::kWarn: return "⚠ ";
    case NoticeLevel::kBreach: return "‼ ";
  }
  return "";
}

std::string_view FactOf(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::kInfo: return "desk_noticed";
    case NoticeLevel::kWarn: return "desk_warned";
    case NoticeLevel::kBreach: return "desk_alarmed";
  }
  return "desk_noticed";
}

}  // namespace

void NotifyDesk(Draft& draft, NoticeLevel level, const std::string& text) {
  draft.Note(kDeskVoice, std::string(MarkOf(level)) + text);
  draft.AddFact(FactOf(level), draft.ticket ? std::to_string(draft.ticket->number) : std::string(), text);
  draft.AddTicketChange(kDeskVoice, "desk told", text);
}

void NotifyUnseen(Draft& draft, int times, const std::string& waited) {
  for (const desk::Channel& channel : draft.policy().desk_channels.list) {
    if (channel.on_call != (times >= kCallOnCall) || !channel.Serves(draft.ticket->queue)) continue;
    base::Message card = DeskCard(draft, channel);
    std::string words(MarkOf(times >= kCallOnCall ? NoticeLevel::kBreach : NoticeLevel::kWarn));
    if (times >= kNameLead && !channel.lead.empty()) words += channel.lead + ": ";
    words +=
        Phrase(Text::kDeskUnseen, channel.locale, {{"number", std::to_string(draft.ticket->number)}, {"time", waited}});
    base::RichText text = base::PlainRichText(words);
    base::Append(text, card.text);
    card.text = std::move(text);
    SayInDeskChannel(draft, {channel.account, channel.channel, {}}, card);
  }
}

}  // namespace frontdesk::core
