#include "bot/core/desk_notices.h"

#include <array>

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

// The card once more, under the words that say why.
void ShowCard(Draft& draft, const desk::Channel& channel, const std::string& words) {
  base::Message card = DeskCard(draft, channel);
  base::RichText text = base::PlainRichText(words);
  base::Append(text, card.text);
  card.text = std::move(text);
  SayInDeskChannel(draft, {channel.account, channel.channel, {}}, card);
}

}  // namespace

std::string DeskPhrase(const Draft& draft, Text text,
                       std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  return Phrase(text, draft.policy().locales.front(), values);
}

std::string LevelName(const Policy& policy, desk::Tier tier, std::string_view locale) {
  const std::map<std::string, std::string>& names = policy.levels.Of(tier).names;
  if (const auto own = names.find(std::string(locale.substr(0, locale.find('-')))); own != names.end())
    return own->second;
  if (!names.empty()) return names.begin()->second;
  constexpr auto kNames =
      std::to_array({Text::kTierCritical, Text::kTierFault, Text::kTierHowTo, Text::kTierSuggestion});
  return Phrase(kNames[static_cast<std::size_t>(tier)], locale);
}

void NotifyDesk(Draft& draft, NoticeLevel level, const std::string& text) {
  draft.Note(kDeskVoice, std::string(MarkOf(level)) + text);
  draft.AddFact(FactOf(level), draft.ticket ? std::to_string(draft.ticket->number) : std::string(), text);
  draft.AddTicketChange(kDeskVoice, "desk told", text);
}

void NotifyUnseen(Draft& draft, int times, const std::string& waited) {
  for (const desk::Channel& channel : draft.policy().desk_channels.list) {
    if (channel.other_desk || channel.on_call != (times >= kCallOnCall) || !channel.Serves(draft.ticket->queue))
      continue;
    std::string words(MarkOf(times >= kCallOnCall ? NoticeLevel::kBreach : NoticeLevel::kWarn));
    if (times >= kNameLead && !channel.lead.empty()) words += channel.lead + ": ";
    words +=
        Phrase(Text::kDeskUnseen, channel.locale, {{"number", std::to_string(draft.ticket->number)}, {"time", waited}});
    ShowCard(draft, channel, words);
  }
}

void NotifyOnCall(Draft& draft, const std::string& text) {
  for (const desk::Channel& channel : draft.policy().desk_channels.list)
    if (channel.on_call && channel.Serves(draft.ticket->queue))
      ShowCard(draft, channel, std::string(MarkOf(NoticeLevel::kBreach)) + text);
}

}  // namespace frontdesk::core
