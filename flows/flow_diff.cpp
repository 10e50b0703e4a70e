#include "flows/flow_diff.h"

#include <algorithm>

#include "flows/flow_words.h"
#include "flows/library.h"

namespace frontdesk::flows {
namespace {

// The step's whole content in words, without its name.
std::string ContentOf(const Step& step) {
  std::string text(StepKindName(step));
  if (const auto* say = std::get_if<SayStep>(&step.body)) text += " " + InWords(say->text.values.front().second);
  if (const auto* handoff = std::get_if<HandoffStep>(&step.body))
    text += " " + InWords(handoff->reason) + handoff->queue;
  if (const auto* ticket = std::get_if<TicketStep>(&step.body)) text += " " + ticket->category + InWords(ticket->title);
  if (const auto* end = std::get_if<EndStep>(&step.body)) text += end->cancelled ? " cancelled" : " done";
  if (const auto* branch = std::get_if<BranchStep>(&step.body))
    for (const BranchArm& arm : branch->arms) text += (arm.when ? InWords(*arm.when) : " else") + arm.target;
  if (const auto* set = std::get_if<SetStep>(&step.body))
    for (const Assignment& one : set->assignments) text += one.name + (one.value ? InWords(*one.value) : "");
  if (const auto* search = std::get_if<SearchStep>(&step.body)) text += " " + search->from.name;
  if (const auto* lookup = std::get_if<LookupStep>(&step.body)) {
    text += " " + InWords(lookup->url) + lookup->on_error;
    for (const FieldName& kept : lookup->person) text += " " + kept.name;
  }
  if (const auto* call = std::get_if<CallStep>(&step.body)) {
    text += " " + call->flow.name;
    for (const Assignment& one : call->with) text += one.name + InWords(*one.value);
  }
  return text + " " + step.target;
}

// Which step of `now` each step of `before` has become; -1 for those that are gone.
std::vector<int> MatchSteps(const Flow& before, const Flow& now) {
  std::vector<int> became(before.steps.size(), -1);
  std::vector<bool> taken(now.steps.size());
  auto match = [&](auto same) {
    for (std::size_t i = 0; i < before.steps.size(); ++i)
      for (std::size_t j = 0; j < now.steps.size() && became[i] < 0; ++j) {
        if (taken[j] || before.steps[i].body.index() != now.steps[j].body.index()) continue;
        if (!same(before.steps[i], now.steps[j])) continue;
        became[i] = static_cast<int>(j);
        taken[j] = true;
      }
  };
  match([](const Step& a, const Step& b) { return a.named && b.named && a.name == b.name; });
  match([](const Step& a, const Step& b) { return !(a.named && b.named) && ContentOf(a) == ContentOf(b); });
  match([](const Step& a, const Step& b) { return !a.named && !b.named; });
  return became;
}

// Without the flows that it calls: their changes are told of themselves.
Flow OwnPart(Flow flow) {
  flow.steps.resize(flow.own_steps);
  flow.slots.resize(flow.own_slots);
  return flow;
}

// Positions in `values` of a longest rising run (not of neighbours).
std::vector<bool> LongestRise(const std::vector<int>& values) {
  std::vector<int> length(values.size(), 1), from(values.size(), -1);
  int best = -1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (values[j] < values[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        from[i] = static_cast<int>(j);
      }
    if (best < 0 || length[i] > length[static_cast<std::size_t>(best)]) best = static_cast<int>(i);
  }
  std::vector<bool> in(values.size());
  for (; best >= 0; best = from[static_cast<std::size_t>(best)]) in[static_cast<std::size_t>(best)] = true;
  return in;
}

class FlowDiff {
 public:
  FlowDiff(Flow before, Flow now)
      : before_(std::move(before)), now_(std::move(now)), became_(MatchSteps(before_, now_)) {}

  std::vector<std::string> Run() {
    CompareTitles();
    CompareStart();
    for (std::size_t i = 0; i < became_.size(); ++i)
      if (became_[i] < 0) SayGone(before_.steps[i]);
    for (std::size_t j = 0; j < now_.steps.size(); ++j) {
      const auto old = std::find(became_.begin(), became_.end(), static_cast<int>(j));
      if (old == became_.end())
        SayNew(now_, now_.steps[j]);
      else
        Compare(before_.steps[static_cast<std::size_t>(old - became_.begin())], now_.steps[j]);
    }
    CompareOrder();
    return std::move(changes_);
  }

 private:
  void Say(std::string sentence) { changes_.push_back(std::move(sentence) + "."); }

  void CompareTitles() {
    for (const auto& [locale, title] : now_.title.values) {
      const std::string* old = before_.title.Exactly(locale);
      if (old == nullptr)
        Say("It speaks " + locale + " now");
      else if (*old != title)
        Say("It is offered as \"" + title + "\" instead of \"" + *old + "\"");
    }
    for (const auto& [locale, title] : before_.title.values)
      if (now_.title.Exactly(locale) == nullptr) Say("It no longer speaks " + locale);
  }

  static std::vector<std::string> TriggersOf(const Flow& flow) {
    std::vector<std::string> triggers;
    for (const Phrase& command : flow.start.commands) triggers.push_back("/" + command.text);
    for (const Phrase& phrase : flow.start.phrases) triggers.push_back(phrase.text);
    return triggers;
  }

  static std::vector<std::string> Missing(const std::vector<std::string>& from, const std::vector<std::string>& of) {
    std::vector<std::string> missing;
    for (const std::string& text : of)
      if (std::find(from.begin(), from.end(), text) == from.end()) missing.push_back("\"" + text + "\"");
    return missing;
  }

  void CompareStart() {
    const std::vector<std::string> was = TriggersOf(before_), is = TriggersOf(now_);
    if (const auto gone = Missing(is, was); !gone.empty())
      Say(Listed(gone) + (gone.size() > 1 ? " no longer start it" : " no longer starts it"));
    if (const auto added = Missing(was, is); !added.empty())
      Say(Listed(added) + (added.size() > 1 ? " start it now" : " starts it now"));
    for (const std::string& moment : Missing(now_.start.after, before_.start.after))
      Say("It is no longer offered after " + moment);
    for (const std::string& moment : Missing(before_.start.after, now_.start.after))
      Say("It is offered after " + moment + " now");
  }

  void SayGone(const Step& step) {
    if (std::holds_alternative<AskStep>(step.body)) return Say("The question '" + step.name + "' is no longer asked");
    if (const auto* say = std::get_if<SayStep>(&step.body))
      return Say("No longer said: \"" + InWords(say->text.values.front().second) + "\"");
    if (std::holds_alternative<TicketStep>(step.body)) return Say("It no longer opens a ticket (" + NameOf(step) + ")");
    if (std::holds_alternative<GotoStep>(step.body)) return;
    Say("Gone: " + NameOf(step));
  }

  void SayNew(const Flow& flow, const Step& step) {
    if (const auto* ask = std::get_if<AskStep>(&step.body)) {
      const Slot& slot = flow.slots[static_cast<std::size_t>(ask->slot)];
      const std::string when = slot.when ? ", only if " + InWords(*slot.when) : std::string();
      return Say("A new question, '" + slot.name + "', for " + InWords(slot.type) +
                 (slot.skip ? ", may be skipped" : "") + when + ": \"" + InWords(slot.text.values.front().second) +
                 "\"");
    }
    if (const auto* say = std::get_if<SayStep>(&step.body))
      return Say("New words: \"" + InWords(say->text.values.front().second) + "\"");
    if (const auto* branch = std::get_if<BranchStep>(&step.body)) {
      for (const BranchArm& arm : branch->arms) Say("A new way: " + WayOf(arm));
      return;
    }
    if (const auto* ticket = std::get_if<TicketStep>(&step.body))
      return Say("It opens a ticket (" + ticket->category + "): \"" + InWords(ticket->title) + "\"");
    if (std::holds_alternative<GotoStep>(step.body)) return;
    if (const auto* call = std::get_if<CallStep>(&step.body))
      return Say("It asks the questions of the flow '" + call->flow.name + "'");
    Say("New: " + NameOf(step));
  }

  static std::string WayOf(const BranchArm& arm) {
    return (arm.when ? "if " + InWords(*arm.when) : "else") + ", on to '" + arm.target + "'";
  }

  void Compare(const Step& before, const Step& now) {
    if (const auto* ask = std::get_if<AskStep>(&now.body)) {
      const Slot& old = before_.slots[static_cast<std::size_t>(std::get<AskStep>(before.body).slot)];
      for (std::string& change : ChangesOfQuestion(old, now_.slots[static_cast<std::size_t>(ask->slot)]))
        changes_.push_back(std::move(change));
    } else if (const auto* say = std::get_if<SayStep>(&now.body)) {
      CompareTexts(now.named ? "What " + Quoted(now) + " says" : "What is said", std::get<SayStep>(before.body).text,
                   say->text, changes_);
    } else if (const auto* confirm = std::get_if<ConfirmStep>(&now.body)) {
      CompareTexts("The sentence above the review", std::get<ConfirmStep>(before.body).text, confirm->text, changes_);
    } else if (const auto* branch = std::get_if<BranchStep>(&now.body)) {
      CompareArms(std::get<BranchStep>(before.body), *branch);
    } else if (const auto* ticket = std::get_if<TicketStep>(&now.body)) {
      CompareTickets(std::get<TicketStep>(before.body), *ticket);
    } else if (ContentOf(before) != ContentOf(now)) {
      Say("Changed: " + NameOf(now));
    }
    if (before.target != now.target && !std::holds_alternative<GotoStep>(now.body))
      Say("After " + NameOf(now) + " it goes on at " + (now.target.empty() ? "the next step" : "'" + now.target + "'") +
          "; it was " + (before.target.empty() ? "the next step" : "'" + before.target + "'"));
  }

  static std::string Quoted(const Step& step) { return "'" + step.name + "'"; }

  void CompareArms(const BranchStep& before, const BranchStep& now) {
    std::vector<std::string> was, is;
    for (const BranchArm& arm : before.arms) was.push_back(WayOf(arm));
    for (const BranchArm& arm : now.arms) is.push_back(WayOf(arm));
    for (const std::string& way : was)
      if (std::find(is.begin(), is.end(), way) == is.end()) Say("No longer: " + way);
    for (const std::string& way : is)
      if (std::find(was.begin(), was.end(), way) == was.end()) Say("A new way: " + way);
  }

  void CompareTickets(const TicketStep& before, const TicketStep& now) {
    auto compare = [&](const std::string& what, const std::string& was, const std::string& is) {
      if (was != is)
        Say("The ticket's " + what + " is " + (is.empty() ? "left to the rules" : "\"" + is + "\"") + "; it was " +
            (was.empty() ? "left to the rules" : "\"" + was + "\""));
    };
    compare("category", before.category, now.category);
    compare("title", InWords(before.title), InWords(now.title));
    compare("component", InWords(before.component), InWords(now.component));
    compare("impact", InWords(before.impact), InWords(now.impact));
    compare("scope", InWords(before.scope), InWords(now.scope));
    compare("workaround", InWords(before.workaround), InWords(now.workaround));
    compare("queue", before.queue, now.queue);
    if (FieldsOf(before) != FieldsOf(now))
      Say("The ticket carries " + FieldsOf(now) + "; it carried " + FieldsOf(before));
  }

  static std::string FieldsOf(const TicketStep& ticket) {
    std::vector<std::string> names;
    for (const FieldName& field : ticket.fields) names.push_back(field.name);
    return ticket.all_fields ? "all answers" : Listed(names);
  }

  // Named steps that stand in both versions, but not in the same order.
  void CompareOrder() {
    std::vector<std::size_t> olds;
    std::vector<int> places;
    for (std::size_t i = 0; i < became_.size(); ++i) {
      if (became_[i] < 0 || !before_.steps[i].named) continue;
      olds.push_back(i);
      places.push_back(became_[i]);
    }
    const std::vector<bool> stayed = LongestRise(places);
    for (std::size_t i = 0; i < olds.size(); ++i)
      if (!stayed[i])
        Say(NameOf(before_.steps[olds[i]]) + " comes " + PlaceIn(now_, places[i]) + " now; it came " +
            PlaceIn(before_, static_cast<int>(olds[i])));
  }

  static std::string PlaceIn(const Flow& flow, int step) {
    return step == 0 ? "first" : "after " + NameOf(flow.steps[static_cast<std::size_t>(step - 1)]);
  }

  const Flow before_;
  const Flow now_;
  std::vector<int> became_;
  std::vector<std::string> changes_;
};

// The answers that the new version takes over, asks again in part, and drops.
struct Answers {
  std::vector<std::string> kept, checked, dropped, asked;
};

Answers Sorted(const Flow& before, const Flow& now) {
  Answers answers;
  for (const Slot& slot : before.slots) {
    const Slot* next = now.FindSlot(slot.name);
    if (next == nullptr) {
      answers.dropped.push_back(slot.name);
      continue;
    }
    const bool narrower = std::any_of(slot.options.begin(), slot.options.end(),
                                      [&](const Option& option) { return next->FindOption(option.value) == nullptr; });
    const bool same = slot.type == next->type && slot.min == next->min && slot.max == next->max && !narrower;
    (same ? answers.kept : answers.checked).push_back(slot.name);
  }
  for (const Slot& slot : now.slots)
    if (before.FindSlot(slot.name) == nullptr) answers.asked.push_back(slot.name);
  return answers;
}

}  // namespace

std::vector<std::string> ChangesForUsers(const Flow& before, const Flow& now) {
  return FlowDiff(OwnPart(before), OwnPart(now)).Run();
}

std::vector<std::string> FateOfConversations(const Flow& before, const Flow& now) {
  if (before.hash == now.hash) return {"They go on as before: the flow's own file is the same."};
  std::vector<std::string> fate = {
      "They stay on the version that they began with, as long as the server runs (the last " +
      std::to_string(kMaxOldVersions) + " versions are kept)."};
  const Answers answers = Sorted(before, now);
  std::string carried = "After a restart they go over to this one, and users are told";
  carried +=
      answers.kept.empty() ? "; no answer can be kept for certain" : "; answers that are kept: " + Listed(answers.kept);
  fate.push_back(carried + ".");
  if (!answers.checked.empty())
    fate.push_back("Asked again where the answer no longer fits: " + Listed(answers.checked) + ".");
  if (!answers.dropped.empty()) fate.push_back("Answers that are dropped: " + Listed(answers.dropped) + ".");
  if (!answers.asked.empty()) fate.push_back("Asked besides: " + Listed(answers.asked) + ".");
  if (before.version == now.version)
    fate.push_back("The version is still " + std::to_string(now.version) +
                   ": raise it, so that translations are looked through.");
  return fate;
}

}  // namespace frontdesk::flows
