#include "bot/core/caller_ticket.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/user_input.h"
#include "flows/library.h"
#include "flows/view.h"

namespace frontdesk::core {

namespace {

using nlohmann::json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr int kMaxSteps = 300;
constexpr std::size_t kMaxTitle = 200;  // graphemes

base::Status Refuse(std::string why) { return base::Fail(base::ErrorCode::kInvalid, std::move(why)); }

json PairsJson(const Pairs& pairs) {
  json list = json::array();
  for (const auto& [name, value] : pairs) list.push_back({{"name", name}, {"value", value}});
  return list;
}

Pairs PairsAt(const json& value, const char* key) {
  Pairs pairs;
  for (const json& one : value.value(key, json::array()))
    if (one.is_object() && pairs.size() < kMaxCallerAnswers)
      pairs.emplace_back(base::TextAt(one, "name"), base::TextAt(one, "value"));
  return pairs;
}

const std::string* AnswerTo(const Pairs& answers, std::string_view slot) {
  for (const auto& [name, value] : answers)
    if (name == slot && !value.empty()) return &value;
  return nullptr;
}

// What the agent does at the open question.
flows::Input InputAt(const flows::OpenQuestion& open, const Pairs& answers) {
  if (open.review) return flows::Press{"flow:submit"};
  if (open.search) return flows::Press{"flow:unsolved"};
  const std::string* answer = AnswerTo(answers, open.slot);
  if (answer != nullptr && open.type == flows::SlotType::kMulti) return flows::Filled{{{open.slot, *answer}}};
  if (answer != nullptr) return flows::Typed{*answer};
  if (open.type == flows::SlotType::kFile) return flows::Press{"flow:done=" + open.slot};
  return flows::Press{"flow:skip=" + open.slot};
}

std::string TitleOf(const flows::Flow& flow, const flows::Session& session, const flows::FlowContext& context,
                    const std::string& slot) {
  const flows::Slot* found = flow.FindSlot(slot);
  return found == nullptr ? slot : flows::View(flow, session, context).Title(*found);
}

std::string WhyNot(const flows::Outcome& outcome) {
  std::string why;
  for (const base::Message& message : outcome.messages) {
    base::Message words = message;
    words.buttons.clear();
    if (why.empty()) why = base::ToPlainText(words);
  }
  return why;
}

// From the first question to the ticket; every answer is checked as a user's would be.
base::Status PlayFlow(Draft& draft, const flows::Flow& flow, const CallerReport& report) {
  flows::FlowContext context = FlowContextOf(draft);
  context.search = {};
  flows::Outcome outcome = flows::Start(flow, context, report.words);
  std::string before;
  for (int step = 0; step < kMaxSteps && outcome.waiting(); ++step) {
    const auto open = flows::FindOpenQuestion(flow, outcome.session);
    if (!open) break;
    if (open->lookup) {
      outcome = flows::Resolve(flow, outcome.session, {}, context);
      continue;
    }
    const flows::Session session = outcome.session;
    outcome = flows::Advance(flow, session, InputAt(*open, report.answers), context);
    const auto after = outcome.waiting() ? flows::FindOpenQuestion(flow, outcome.session) : std::nullopt;
    const bool stuck = after && after->slot == open->slot && after->review == open->review && !open->search;
    if (!stuck && outcome.result != flows::Outcome::Result::kNotUnderstood) continue;
    const std::string title = "'" + TitleOf(flow, session, context, open->slot) + "'";
    if (AnswerTo(report.answers, open->slot) == nullptr) return Refuse("The form needs an answer to " + title + ".");
    return Refuse("The answer to " + title + " does not fit. " + WhyNot(outcome));
  }
  if (draft.ticket) return {};
  return Refuse("With these answers the form '" + flow.id +
                "' opens no ticket; leave the form out, or choose another.");
}

base::Status FillCustom(Draft& draft, const CallerReport& report) {
  const desk::CustomFields& fields = draft.policy().fields;
  const std::string& locale = draft.policy().locales.front();
  for (const auto& [name, answer] : report.custom) {
    const desk::CustomField* field = desk::FindField(fields, name);
    if (field == nullptr) return Refuse("There is no field '" + name + "'.");
    TRY(std::string value, desk::CheckCustom(*field, answer));
    desk::SetCustom(draft.ticket->custom, *field, locale, std::move(value));
  }
  std::string missing;
  for (const std::string& label : desk::Missing(fields, draft.ticket->custom, desk::CustomField::Need::kAtOpen, locale))
    missing += (missing.empty() ? "" : ", ") + label;
  return missing.empty() ? base::Status() : Refuse("Please fill in: " + missing + ".");
}

base::Status OpenPlain(Draft& draft, const CallerReport& report) {
  const std::string title = base::Shorten(base::Trim(report.title.empty() ? report.words : report.title), kMaxTitle);
  if (title.empty()) return Refuse("Please write what it is about.");
  desk::Impact impact{report.category, report.component, report.impact, report.scope, report.workaround};
  OpenPlainTicket(draft, title, ImpactByWords(draft, std::move(impact), title + "\n" + report.words, "service"),
                  "by " + report.source);
  return {};
}

}  // namespace

const std::vector<std::string_view>& CallerSources() {
  static const std::vector<std::string_view> kSources = {"phone", "e-mail", "review", "forum", "social"};
  return kSources;
}

std::string ToJson(const CallerReport& report) {
  return base::DumpJson({{"agent", report.agent},
                         {"display", report.agent_display},
                         {"source", report.source},
                         {"contact", report.contact},
                         {"locale", report.locale},
                         {"flow", report.flow},
                         {"title", report.title},
                         {"words", report.words},
                         {"category", report.category},
                         {"component", report.component},
                         {"impact", report.impact},
                         {"scope", report.scope},
                         {"workaround", report.workaround},
                         {"answers", PairsJson(report.answers)},
                         {"custom", PairsJson(report.custom)}});
}

base::Result<CallerReport> CallerReportFrom(std::string_view text) {
  TRY(const json value, base::ParseJson(text));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInvalid, "a report must be a JSON object");
  const auto at = [&](const char* key) { return base::CleanUtf8(base::TextAt(value, key)); };
  CallerReport report;
  report.agent = at("agent");
  report.agent_display = at("display");
  report.source = at("source");
  report.contact = at("contact");
  report.locale = at("locale");
  report.flow = at("flow");
  report.title = at("title");
  report.words = at("words");
  report.category = at("category");
  report.component = at("component");
  report.impact = at("impact");
  report.scope = at("scope");
  report.workaround = at("workaround");
  report.answers = PairsAt(value, "answers");
  report.custom = PairsAt(value, "custom");
  return report;
}

base::Status OpenForCaller(Draft& draft, const std::string& text) {
  TRY(const CallerReport report, CallerReportFrom(text));
  const auto& sources = CallerSources();
  if (std::find(sources.begin(), sources.end(), report.source) == sources.end())
    return Refuse("A report comes by phone, e-mail, review, forum or social.");
  Conversation& conversation = draft.conversation;
  if (conversation.version != 0) return Refuse("This report was taken already.");
  const flows::Flow* flow = report.flow.empty() ? nullptr : draft.context.catalog.flows.Find(report.flow);
  if (!report.flow.empty() && flow == nullptr) return Refuse("There is no form '" + report.flow + "'.");
  conversation.locale = Speaks(draft.policy(), report.locale) ? report.locale : draft.policy().locales.front();
  conversation.question = report.words;
  conversation.last_text = base::Shorten(report.words.empty() ? report.title : report.words, kMaxTitle);
  conversation.last_at = draft.now();
  TRY_STATUS(flow != nullptr ? PlayFlow(draft, *flow, report) : OpenPlain(draft, report));
  TRY_STATUS(FillCustom(draft, report));
  desk::Ticket& ticket = *draft.ticket;
  ticket.source = report.source;
  if (!report.contact.empty()) ticket.context.push_back({"contact", "Contact", report.contact});
  ticket.owner = report.agent;
  ticket.state = desk::TicketState::kOpen;
  TRY(conversation.lease, desk::Take(conversation.lease, {report.agent, report.agent_display}));
  draft.AddTicketChange(report.agent, "taken", "reported by " + report.source);
  // On the phone a person has answered already.
  if (report.source == "phone") AnsweredByPerson(draft, report.agent);
  base::Message shown = UserMessage(report.words.empty() ? ticket.title : report.words);
  shown.facts = ticket.slots;
  draft.RecordUser(shown);
  return {};
}

}  // namespace frontdesk::core
