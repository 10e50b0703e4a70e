#include "bot/core/repeats.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "flows/view.h"
#include "knowledge/small_talk.h"
#include "knowledge/text_space.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kTitleShown = 120;     // graphemes
constexpr std::size_t kLastTextShown = 120;  // graphemes

// What goes to a ticket.
struct Addition {
  store::Id ticket = 0;
  std::string words;
  std::vector<base::Fact> slots;
  std::vector<base::FileRef> files;
  std::string from;  // the account that it was said on
  std::string name;  // who said it
};

bool OpensTicket(const flows::Flow& flow) {
  return std::any_of(flow.steps.begin(), flow.steps.end(),
                     [](const flows::Step& step) { return std::holds_alternative<flows::TicketStep>(step.body); });
}

// The open tickets as this turn sees them: the conversation's own may have changed in it.
std::vector<desk::Ticket> OpenTickets(const Draft& draft) {
  std::vector<desk::Ticket> open;
  const auto add = [&](const desk::Ticket& ticket) {
    const bool known =
        std::any_of(open.begin(), open.end(), [&](const desk::Ticket& one) { return one.number == ticket.number; });
    if (!known && desk::IsOpen(ticket.state)) open.push_back(ticket);
  };
  if (draft.ticket) add(*draft.ticket);
  for (auto other = draft.others.rbegin(); other != draft.others.rend(); ++other) add(*other);
  if (!SpeaksForThemselves(draft)) return open;
  for (const desk::Ticket& ticket : draft.context.human.open) add(ticket);
  return open;
}

bool IsYoung(const Draft& draft, const desk::Ticket& ticket) { return draft.now() - ticket.opened < kRepeatWithin; }

// Somebody with two ideas or two words of praise has two; a second fault of one kind is mostly the first once more.
bool IsMostlyOne(std::string_view category) {
  return category == "functional" || category == "experience" || category == "service";
}

bool IsOneProblem(const desk::Ticket& ticket, const flows::Flow& flow) {
  return ticket.flow == flow.id && IsMostlyOne(ticket.impact.category);
}

bool IsAlike(const Draft& draft, const desk::Ticket& ticket, std::string_view words) {
  if (base::Trim(words).empty()) return false;
  const knowledge::TextSpace& space = draft.context.catalog.knowledge->texts();
  const knowledge::TextVector said = space.ToVector(words);
  return std::max(knowledge::Similarity(said, space.ToVector(ticket.title)),
                  knowledge::Similarity(said, space.ToVector(ticket.words))) >= kRepeatAlike;
}

bool IsOneProblem(const Draft& draft, const desk::Ticket& ticket, const flows::TicketDraft& report) {
  const bool same_part = !report.component.empty() && ticket.impact.component == report.component;
  if (same_part && ticket.impact.category == report.category && IsMostlyOne(report.category)) return true;
  return IsAlike(draft, ticket, report.title);
}

std::string NumberOf(const desk::Ticket& ticket) { return std::to_string(ticket.number); }

base::Button AddButton(const Draft& draft, const desk::Ticket& ticket) {
  return {draft.Words(Text::kAddToTicket, {{"number", NumberOf(ticket)}}), "repeat:add=" + NumberOf(ticket)};
}

void Ask(Draft& draft, const desk::Ticket& ticket, Repeat about) {
  base::Message message =
      base::Say(draft.Words(Text::kIsItTheSame, {{"number", NumberOf(ticket)}, {"title", TitleFor(draft, ticket)}}));
  message.buttons = {AddButton(draft, ticket), {draft.Words(Text::kSomethingElse), "repeat:other"}};
  message.asks = true;
  draft.AddFact("repeat_asked", NumberOf(ticket), about.flow);
  draft.conversation.repeat = std::move(about);
  draft.Say(std::move(message));
}

flows::Input InputOf(const Repeat& asked) {
  if (asked.pressed) return flows::Press{asked.input};
  return flows::Typed{asked.input};
}

// What the input would send; nothing when it would not.
std::optional<flows::TicketDraft> ReportSentBy(Draft& draft, const flows::Flow& flow, const flows::Input& input) {
  std::optional<flows::TicketDraft> report;
  flows::FlowContext context = FlowContextOf(draft);
  context.open_ticket = [&](const flows::TicketDraft& made) {
    report = made;
    return flows::TicketInfo{};
  };
  const flows::Outcome outcome = flows::Advance(flow, *draft.conversation.flow, input, context);
  if (report) draft.hides_input = draft.hides_input || outcome.sensitive_input;
  return report;
}

// Once for each ticket and conversation.
void Tell(Draft& draft, const desk::Ticket& ticket) {
  if (draft.conversation.told_ticket >= ticket.number) return;
  draft.conversation.told_ticket = ticket.number;
  base::Message message =
      base::Say(draft.Words(Text::kYouHaveOpen, {{"number", NumberOf(ticket)}, {"title", TitleFor(draft, ticket)}}));
  message.kind = base::MessageKind::kNotice;
  message.buttons = {AddButton(draft, ticket)};
  draft.Say(std::move(message));
}

store::Id NumberIn(std::string_view text) {
  store::Id number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void AddWordsTo(desk::Ticket& ticket, const std::string& words) {
  if (!words.empty() && ticket.words.size() + words.size() < kMaxTicketWords)
    ticket.words += (ticket.words.empty() ? "" : "\n\n") + words;
}

void AddTo(desk::Ticket& ticket, const Addition& addition) {
  AddWordsTo(ticket, addition.words);
  for (const base::Fact& slot : addition.slots) {
    const auto known = std::find_if(ticket.slots.begin(), ticket.slots.end(),
                                    [&](const base::Fact& fact) { return fact.key == slot.key; });
    if (known == ticket.slots.end())
      ticket.slots.push_back(slot);
    else if (known->value != slot.value)
      AddWordsTo(ticket, slot.label + ": " + slot.value);
  }
  for (const base::FileRef& file : addition.files)
    if (ticket.files.size() < kMaxTicketFiles) ticket.files.push_back(file);
  if (ticket.state == desk::TicketState::kWaitingForCustomer) ticket.state = desk::TicketState::kOpen;
}

void TakeHere(Draft& draft, desk::Ticket& ticket, const Addition& addition) {
  AddTo(ticket, addition);
  draft.AddTicketChange(ticket, addition.name, "added to by the user", base::Shorten(addition.words, kLastTextShown));
}

std::string AdditionJson(const Addition& addition) {
  return base::DumpJson({{"ticket", addition.ticket},
                         {"words", addition.words},
                         {"slots", base::FactsJson(addition.slots)},
                         {"files", base::FilesJson(addition.files)},
                         {"from", addition.from},
                         {"name", addition.name}});
}

base::Result<Addition> AdditionFrom(std::string_view text) {
  TRY(const nlohmann::json value, base::ParseJson(text));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInvalid, "no addition to a ticket");
  return Addition{base::IntAt(value, "ticket"),  base::TextAt(value, "words"), base::FactsAt(value, "slots"),
                  base::FilesAt(value, "files"), base::TextAt(value, "from"),  base::TextAt(value, "name")};
}

const desk::Ticket* FindOpen(const std::vector<desk::Ticket>& open, store::Id number) {
  const auto it = std::find_if(open.begin(), open.end(), [&](const auto& ticket) { return ticket.number == number; });
  return it == open.end() ? nullptr : &*it;
}

// Here, or in the conversation that the ticket belongs to.
void BringTo(Draft& draft, const desk::Ticket& ticket, Addition addition) {
  addition.from = draft.conversation.address.account;
  addition.name = draft.conversation.person_name;
  draft.AddFact("ticket_added", NumberOf(ticket), addition.words);
  if (desk::Ticket* here = FindTicket(draft, ticket.number)) return TakeHere(draft, *here, addition);
  Relay relay;
  relay.conversation = ticket.conversation;
  relay.event.body = base::Relayed{std::string(kTicketAdded), AdditionJson(addition)};
  draft.Relay(relay);
}

// False when it is not open any more.
bool Bring(Draft& draft, Addition addition) {
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  const desk::Ticket* ticket = FindOpen(open, addition.ticket);
  if (ticket != nullptr) BringTo(draft, *ticket, std::move(addition));
  return ticket != nullptr;
}

// What a running report has collected goes along, and the report ends. A sensitive answer was given for that report
// alone.
flows::TicketDraft EndReport(Draft& draft, const std::optional<Repeat>& asked) {
  const flows::Flow* flow = draft.conversation.flow ? RunningFlow(draft) : nullptr;
  if (flow == nullptr) return {};
  const bool ready = asked && !asked->input.empty() && asked->flow == flow->id;
  std::optional<flows::TicketDraft> report;
  if (ready) report = ReportSentBy(draft, *flow, InputOf(*asked));
  const flows::FlowContext context = FlowContextOf(draft);
  if (!report) report = flows::View(*flow, *draft.conversation.flow, context).Draft({});
  std::erase_if(report->fields, [&](const base::Fact& field) {
    return std::find(report->sensitive.begin(), report->sensitive.end(), field.key) != report->sensitive.end();
  });
  draft.AddFact("flow_cancelled", flow->id);
  DropFlow(draft);
  return std::move(*report);
}

void SayAdded(Draft& draft, store::Id number) {
  draft.Say(draft.Words(Text::kAddedToTicket, {{"number", std::to_string(number)}}));
}

void Add(Draft& draft, store::Id number) {
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  if (FindOpen(open, number) == nullptr) return draft.Say(draft.Words(Text::kStaleButton));
  const std::optional<Repeat> asked = std::exchange(draft.conversation.repeat, std::nullopt);
  const flows::TicketDraft report = EndReport(draft, asked);
  Addition addition{number, asked ? asked->opening : std::string(), report.fields, draft.conversation.files, {}, {}};
  addition.files.insert(addition.files.end(), report.files.begin(), report.files.end());
  const bool more = !addition.words.empty() || !addition.slots.empty() || !addition.files.empty();
  draft.AddFact("repeat_confirmed", std::to_string(number));
  draft.conversation.files.clear();
  if (more && Bring(draft, std::move(addition))) return SayAdded(draft, number);
  draft.conversation.adding = number;
  draft.Say(draft.Words(Text::kWhatToAdd, {{"number", std::to_string(number)}}));
}

void Settle(Draft& draft, const Repeat& asked) {
  draft.AddFact("repeat_denied", std::to_string(asked.ticket));
  draft.conversation.told_ticket = std::max(draft.conversation.told_ticket, asked.ticket);
}

// The report that was about to be sent is sent.
void SendTheOther(Draft& draft, const Repeat& asked) {
  const flows::Flow* flow = draft.conversation.flow ? RunningFlow(draft) : nullptr;
  if (flow == nullptr || flow->id != asked.flow) return draft.Say(draft.Words(Text::kStaleButton));
  Settle(draft, asked);
  draft.conversation.repeat_settled = true;
  AdvanceFlow(draft, *flow, InputOf(asked));
}

void BeginTheOther(Draft& draft) {
  const std::optional<Repeat> asked = std::exchange(draft.conversation.repeat, std::nullopt);
  if (asked && !asked->input.empty()) return SendTheOther(draft, *asked);
  const flows::Flow* flow = asked ? draft.context.catalog.flows.Find(asked->flow) : nullptr;
  if (flow == nullptr) return draft.Say(draft.Words(Text::kStaleButton));
  Settle(draft, *asked);
  BeginFlow(draft, *flow, asked->opening);
  draft.conversation.repeat_settled = true;
}

// Two tickets about one thing, for whoever works on either.
void LinkRequest(Draft& draft, store::Id number) {
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  if (!draft.ticket || FindOpen(open, number) == nullptr) return draft.Say(draft.Words(Text::kStaleButton));
  const std::string target = "#" + std::to_string(number);
  const auto& links = draft.ticket->links;
  if (std::any_of(links.begin(), links.end(), [&](const desk::Link& link) { return link.target == target; })) return;
  draft.ticket->links.push_back({"about", target});
  draft.AddTicketChange(draft.conversation.person_name, "about " + target + " as well");
  draft.AddFact("repeat_confirmed", std::to_string(number));
  Bring(draft, {number, "Asked for a person: #" + NumberOf(*draft.ticket), {}, {}, {}, {}});
  base::Message message = base::Say(draft.Words(Text::kBothAreSeen, {{"number", std::to_string(number)}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

}  // namespace

std::string TitleFor(const Draft& draft, const desk::Ticket& ticket) {
  const bool alone = draft.conversation.address.channel == draft.event.author.id;
  if (!alone && ticket.conversation != draft.conversation.id) return base::FormatLocal(ticket.opened, ZoneOf(draft));
  return base::Shorten(ticket.title, kTitleShown);
}

bool AsksWhetherRepeated(Draft& draft, const flows::Flow& flow, std::string_view opening) {
  if (!OpensTicket(flow)) return false;
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  const auto repeated = std::find_if(open.begin(), open.end(), [&](const desk::Ticket& ticket) {
    return IsYoung(draft, ticket) && (IsOneProblem(ticket, flow) || IsAlike(draft, ticket, opening));
  });
  if (repeated != open.end()) {
    Ask(draft, *repeated, {repeated->number, flow.id, std::string(opening)});
    return true;
  }
  if (!open.empty()) Tell(draft, open.front());
  return false;
}

bool AsksBeforeSending(Draft& draft, const flows::Flow& flow, const flows::Input& input) {
  const auto* typed = std::get_if<flows::Typed>(&input);
  const auto* press = std::get_if<flows::Press>(&input);
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  if (draft.conversation.repeat_settled || open.empty() || (typed == nullptr && press == nullptr)) return false;
  const auto report = ReportSentBy(draft, flow, input);
  if (!report) return false;
  // Whoever sends it again in place of an answer wants it sent.
  const std::optional<Repeat> asked = std::exchange(draft.conversation.repeat, std::nullopt);
  if (asked && !asked->input.empty() && asked->flow == flow.id) {
    Settle(draft, *asked);
    return false;
  }
  const auto repeated = std::find_if(open.begin(), open.end(), [&](const desk::Ticket& ticket) {
    return IsYoung(draft, ticket) && IsOneProblem(draft, ticket, *report);
  });
  if (repeated == open.end()) return false;
  Ask(draft, *repeated,
      {repeated->number, flow.id, report->opening, press ? press->value : typed->text, press != nullptr});
  return true;
}

void MentionOpenTicket(Draft& draft, base::Message& message) {
  for (const desk::Ticket& ticket : OpenTickets(draft)) {
    if (draft.ticket && ticket.number == draft.ticket->number) continue;
    base::Append(message.text, base::PlainRichText(draft.Words(Text::kAlsoOpen, {{"number", NumberOf(ticket)},
                                                                                 {"title", TitleFor(draft, ticket)}})));
    message.buttons.push_back(
        {draft.Words(Text::kAboutTicket, {{"number", NumberOf(ticket)}}), "repeat:same=" + NumberOf(ticket)});
    return;
  }
}

void TakeRepeatWord(Draft& draft, std::string_view word) {
  if (word.starts_with("add=")) return Add(draft, NumberIn(word.substr(4)));
  if (word.starts_with("same=")) return LinkRequest(draft, NumberIn(word.substr(5)));
  if (word == "other") return BeginTheOther(draft);
  draft.Say(draft.Words(Text::kStaleButton));
}

bool AddToOpenTicket(Draft& draft, const std::string& text, const std::vector<base::FileRef>& files) {
  const bool small_talk = files.empty() && knowledge::RecogniseSmallTalk(text) != knowledge::SmallTalk::kNone;
  if (draft.conversation.adding == 0 || small_talk || (base::Trim(text).empty() && files.empty())) return false;
  const store::Id number = std::exchange(draft.conversation.adding, 0);
  if (!Bring(draft, {number, text, {}, files, {}, {}})) return false;
  SayAdded(draft, number);
  return true;
}

bool IsTheirs(Draft& draft, store::Id number) {
  const std::vector<desk::Ticket> open = OpenTickets(draft);
  return FindTicket(draft, number) != nullptr || FindOpen(open, number) != nullptr;
}

bool AddWords(Draft& draft, store::Id number, const std::string& words) {
  Addition addition{number, words, {}, {}, {}, {}};
  const desk::Ticket* here = FindTicket(draft, number);
  if (here == nullptr) return Bring(draft, std::move(addition));
  // One that is solved takes words, too.
  BringTo(draft, *here, std::move(addition));
  return true;
}

void TakeAddition(Draft& draft, const base::Relayed& news) {
  const auto addition = AdditionFrom(news.json);
  if (!addition) return;
  std::string note = DeskPhrase(draft, Text::kNoticeAdded,
                                {{"account", addition->from}, {"number", std::to_string(addition->ticket)}});
  if (!addition->words.empty()) note += "\n" + addition->words;
  for (const base::Fact& slot : addition->slots) note += "\n" + slot.label + ": " + slot.value;
  for (const base::FileRef& file : addition->files) note += "\n" + file.name;
  draft.Note(addition->name, note);
  draft.conversation.last_text = base::Shorten(addition->words, kLastTextShown);
  draft.conversation.last_at = draft.now();
  if (desk::Ticket* ticket = FindTicket(draft, addition->ticket)) TakeHere(draft, *ticket, *addition);
}

}  // namespace frontdesk::core
