#include "bot/core/desk_side.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/core/desk_command.h"
#include "bot/core/find_identity.h"
#include "bot/core/ticket_row.h"

namespace frontdesk::core {

namespace {

base::Result<std::optional<desk::AgentName>> AgentBehind(store::Store& store, const Policy& policy,
                                                         const base::Event& event) {
  std::string login;
  const auto known = policy.desk_channels.agents.find({event.address.account, event.author.id});
  if (known != policy.desk_channels.agents.end()) login = known->second;
  if (login.empty()) {
    TRY(login, store.LinkedAgent(event.address.account, event.author.id));
  }
  if (login.empty()) return std::optional<desk::AgentName>();
  TRY(const auto row, Found(store.FindAgent(login)));
  std::string display = row ? row->display : login;
  if (!row && display[0] >= 'a' && display[0] <= 'z') display[0] = static_cast<char>(display[0] - 'a' + 'A');
  return std::optional(desk::AgentName{login, display});
}

// "ticket-1001"; 0 for any other channel.
std::int64_t TicketOfOtherDesk(const base::Address& address) {
  if (!address.channel.starts_with(desk::kTicketChannel)) return 0;
  const std::string_view digits = std::string_view(address.channel).substr(desk::kTicketChannel.size());
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The card that hands a ticket over.
bool IsCard(const base::Event& event) {
  const auto* news = std::get_if<base::Relayed>(&event.body);
  if (news == nullptr || news->kind != "desk.say") return false;
  const auto said = base::ParseJson(news->json);
  return said && said->is_object() && base::IntAt(*said, "card_of") != 0;
}

base::Result<std::string> WordsBefore(store::Store& store, const base::Edited& edited, store::Id conversation) {
  TRY(const auto rows, store.LoadTranscript(conversation, 0, kWordsRemembered, true));
  for (const store::TranscriptRow& row : rows) {
    if (row.from != "user" || row.event_id != edited.message) continue;
    TRY(const base::Message words, base::MessageFromJson(row.body));
    return base::ToPlainText(words.text);
  }
  return std::string();
}

}  // namespace

std::int64_t TicketMeant(const base::Event& event, const Conversation& conversation, std::string_view bot) {
  if (const std::int64_t number = TicketOfOtherDesk(event.address); number != 0) return number;
  const std::int64_t named = DeskCommandIn(event, bot).number;
  return named != 0 ? named : conversation.about;
}

base::Result<DeskSide> LoadDeskSide(store::Store& store, const Policy& policy, const base::Event& event,
                                    const Conversation& conversation) {
  DeskSide side;
  const desk::Channel* channel = policy.desk_channels.Find(event.address);
  if (channel == nullptr) return side;
  if (channel->other_desk) {
    const std::string& name = event.author.name.empty() ? event.author.id : event.author.name;
    side.agent = desk::AgentName{event.address.account + ":" + event.author.id, name};
  } else {
    TRY(side.agent, AgentBehind(store, policy, event));
  }
  const auto* edited = std::get_if<base::Edited>(&event.body);
  if (edited != nullptr && conversation.version != 0) {
    TRY(side.said_before, WordsBefore(store, *edited, conversation.id));
  }
  const std::int64_t number = TicketMeant(event, conversation, policy.product);
  if (number == 0) return side;
  TRY(const auto row, Found(store.LoadTicket(number)));
  if (!row) return side;
  TRY(side.ticket, TicketFrom(*row));
  TRY(const auto about, Found(store.LoadConversation(row->conversation)));
  if (!about) return side;
  TRY(side.about, FromRow(*about));
  if (channel->other_desk && IsCard(event)) {
    TRY(side.transcript, store.LoadTranscript(row->conversation, 0, kTranscriptShown, false));
  }
  return side;
}

}  // namespace frontdesk::core
