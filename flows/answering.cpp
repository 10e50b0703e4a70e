#include "flows/answering.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "flows/global_words.h"
#include "flows/log_facts.h"
#include "flows/normalise.h"
#include "flows/phrases.h"
#include "flows/question.h"
#include "flows/repair.h"
#include "flows/volunteer.h"

namespace frontdesk::flows {
namespace {

constexpr std::array<std::string_view, 16> kSubmitWords = {
    "submit", "send", "send it", "submit it", "confirm", "looks good", "all good", "提交",
    "确认",   "确定", "发送",    "done",      "完成",    "没问题",     "确认提交", "没有问题"};

std::string Words(Wording wording, Walk& walk) { return Words(wording, walk.context().locale); }

const GlobalWords& WordsOf(const FlowContext& context) {
  static const GlobalWords kBuiltIn;
  return context.words == nullptr ? kBuiltIn : *context.words;
}

// Numbers stand for buttons only where a number is hardly the answer itself.
bool CountsButtons(SlotType type) {
  return type != SlotType::kNumber && type != SlotType::kInteger && type != SlotType::kText &&
         type != SlotType::kPattern;
}

// "I don't know", and "no" where it cannot be the answer.
bool Declines(const Slot& slot, std::string_view text) {
  const bool may_be_no = IsFreeText(slot.type) || slot.type == SlotType::kYesNo || !slot.options.empty();
  return MeansNothing(text) || (!may_be_no && ReadYesNo(text) == "no");
}

bool TakeButtonNumber(Walk& walk, const std::vector<base::Button>& buttons, std::string_view text) {
  const auto number = ReadButtonNumber(text, buttons.size());
  if (number) TakePress(walk, buttons[*number].value);
  return number.has_value();
}

// What was told besides the answer. A sensitive part of it does not stay in the answer's own words.
void KeepVolunteered(Walk& walk, const Slot& slot, std::string_view text, std::string& value) {
  for (auto& [name, volunteered] : Volunteered(walk.flow(), walk.session(), &slot, text)) {
    if (walk.flow().FindSlot(name)->sensitive) {
      walk.MarkSensitive();
      if (!slot.sensitive) MaskWithin(value, volunteered);
    }
    walk.session().slots[name] = {.value = volunteered, .files = {}, .origin = SlotValue::Origin::kVolunteered};
  }
}

void AcceptText(Walk& walk, const Slot& slot, std::string value, std::string_view text) {
  if (slot.type == SlotType::kLog || IsLog(text)) walk.NoteLog(text);
  KeepVolunteered(walk, slot, text, value);
  if (!walk.OpenForm().empty()) walk.session().in_words = true;
  walk.Accept(slot, {.value = std::move(value), .files = {}});
}

void TakeFileText(Walk& walk, const Slot& slot, std::string_view text) {
  if (MeansDone(text) && !walk.session().pending.files.empty()) return TakeDone(walk, slot);
  if (slot.skip && MeansDone(text)) return TakeDone(walk, slot);
  walk.Refuse(slot, Words(Wording::kPleaseFile, walk), false);
}

void TakeMultiText(Walk& walk, const Slot& slot, std::string_view text) {
  if (MeansDone(text) && !walk.session().pending.value.empty()) return TakeDone(walk, slot);
  const auto chosen = ReadOptions(slot, text);
  if (chosen.size() == 1) return TakeOption(walk, slot, chosen.front()->value);
  const ParsedAnswer parsed = ParseAnswer(slot, text, walk.view().Reader());
  if (parsed.value) return walk.Accept(slot, {.value = *parsed.value, .files = {}});
  walk.Refuse(slot, parsed.refusal, parsed.over_limit);
}

void TakeSlotText(Walk& walk, const Slot& slot, std::string_view text) {
  if (slot.sensitive) walk.MarkSensitive();
  if (CountsButtons(slot.type) && slot.type != SlotType::kMulti &&
      TakeButtonNumber(walk, ButtonsOf(slot, walk.session().pending, walk.context().locale), text))
    return;
  if (slot.skip && Declines(slot, text)) return walk.SkipSlot(slot);
  if (IsFileType(slot.type)) return TakeFileText(walk, slot, text);
  if (slot.type == SlotType::kMulti) return TakeMultiText(walk, slot, text);
  ParsedAnswer parsed = ParseAnswer(slot, text, walk.view().Reader());
  if (parsed.value) return AcceptText(walk, slot, std::move(*parsed.value), text);
  walk.Refuse(slot, parsed.refusal, parsed.over_limit);
}

// A text that stands for one of the open search's buttons.
bool TakeSearchButton(Walk& walk, std::string_view text) {
  const std::vector<base::Button> buttons = SearchButtons(walk.session(), walk.context().locale);
  if (TakeButtonNumber(walk, buttons, text)) return true;
  const std::string folded = base::FoldForMatch(text);
  for (const base::Button& button : buttons) {
    if (base::FoldForMatch(button.label) != folded) continue;
    TakePress(walk, button.value);
    return true;
  }
  return false;
}

void TakeSearchText(Walk& walk, std::string_view text) {
  if (TakeSearchButton(walk, text)) return;
  const auto answer = ReadYesNo(text);
  if ((answer == "yes" || MeansSolved(text)) && !walk.session().shown.empty()) return walk.Solve();
  // Who goes on telling has found nothing in the list.
  if (answer == "no" || MeansNothing(text) || walk.session().tries > 0) return walk.SearchInVain();
  ++walk.session().tries;
  walk.OpenShort("");
  walk.SetNotUnderstood();
}

void TakeReviewText(Walk& walk, std::string_view text) {
  if (TakeButtonNumber(walk, ReviewButtons(walk.context().locale), text)) return;
  const std::string folded = base::FoldForMatch(text);
  if (std::find(kSubmitWords.begin(), kSubmitWords.end(), folded) != kSubmitWords.end()) return walk.Submit();
  const auto answer = ReadYesNo(text);
  if (answer == "yes") return walk.Submit();
  if (answer == "no") return AskForEdit(walk);
  if (const Slot* slot = FindEditable(walk, text)) return EditSlot(walk, *slot);
  walk.OpenShort("");
  walk.SetNotUnderstood();
}

void TakeUnslottedText(Walk& walk, std::string_view text) {
  const int step = walk.session().step;
  if (walk.flow().ConfirmAt(step) != nullptr) return TakeReviewText(walk, text);
  if (walk.flow().SearchAt(step) != nullptr) return TakeSearchText(walk, text);
  walk.OpenShort("");  // a lookup is on its way
  walk.SetNotUnderstood();
}

// True when the text chose one of the answers that were offered for change.
bool TakeEditChoice(Walk& walk, std::string_view text) {
  const auto slots = EditableSlots(walk.flow(), walk.session());
  if (const auto number = ReadButtonNumber(text, slots.size())) {
    EditSlot(walk, *slots[*number]);
    return true;
  }
  if (const Slot* slot = FindEditable(walk, text)) {
    EditSlot(walk, *slot);
    return true;
  }
  return false;
}

// The number of a button that help showed below those of the question.
bool TakeRepairButton(Walk& walk, std::string_view text) {
  const std::string& locale = walk.context().locale;
  const std::size_t before = OpenButtons(walk.flow(), walk.session(), locale).size();
  const std::vector<base::Button> buttons = RepairButtons(locale);
  const auto number = ReadButtonNumber(text, before + buttons.size());
  if (!number || *number < before) return false;
  TakePress(walk, buttons[*number - before].value);
  return true;
}

// True when the word was one of the engine's and is dealt with.
bool TakeWord(Walk& walk, const GlobalWord& word) {
  switch (word.kind) {
    case GlobalWord::Kind::kBack: GoBack(walk); return true;
    case GlobalWord::Kind::kSkip: Skip(walk); return true;
    case GlobalWord::Kind::kCancel: walk.Cancel(); return true;
    case GlobalWord::Kind::kHelp: ShowHelp(walk); return true;
    case GlobalWord::Kind::kEdit: break;
    default:  // the caller's words, should they come here
      walk.OpenShort("");
      walk.SetNotUnderstood();
      return true;
  }
  if (word.argument.empty()) {
    AskForEdit(walk);
    return true;
  }
  const Slot* slot = FindEditable(walk, word.argument);
  if (slot != nullptr) EditSlot(walk, *slot);
  return slot != nullptr;
}

void TakeSlotPress(Walk& walk, std::string_view name, std::string_view value) {
  const Slot* slot = walk.OpenSlot();
  if (slot == nullptr || slot->name != name) return walk.OpenShort("");
  if (slot->sensitive) walk.MarkSensitive();
  if (!walk.OpenForm().empty()) walk.session().in_words = true;
  const bool yes_no = slot->type == SlotType::kYesNo && (value == "yes" || value == "no");
  if (slot->type == SlotType::kMulti && slot->FindOption(value) != nullptr) return TakeOption(walk, *slot, value);
  if (!yes_no && slot->FindOption(value) == nullptr) return walk.OpenShort("");
  walk.Accept(*slot, {.value = std::string(value), .files = {}});
}

void TakeFlowPress(Walk& walk, std::string_view act, std::string_view name) {
  const Slot* open = walk.OpenSlot();
  const bool is_open = open != nullptr && open->name == name;
  if (act == "skip" && is_open && open->skip) return walk.SkipSlot(*open);
  if (act == "done" && is_open) return TakeDone(walk, *open);
  if (act == "submit" && walk.flow().ConfirmAt(walk.session().step) != nullptr) return walk.Submit();
  if (walk.flow().SearchAt(walk.session().step) != nullptr) {
    if (act == "article") return walk.ShowArticle(name);
    if (act == "solved") return walk.Solve();
    if (act == "unsolved") return walk.SearchInVain();
  }
  if (act == "back") return GoBack(walk);
  if (act == "cancel") return walk.Cancel();
  if (act == "help") return ShowHelp(walk);
  if (act != "edit") return walk.OpenShort("");
  if (name.empty()) return AskForEdit(walk);
  const Slot* slot = walk.flow().FindSlot(name);
  if (slot == nullptr) return walk.OpenShort("");
  EditSlot(walk, *slot);
}

}  // namespace

std::optional<std::size_t> ReadButtonNumber(std::string_view text, std::size_t count) {
  if (text.size() > 16) return std::nullopt;
  std::string folded = base::FoldForMatch(text);
  std::erase_if(folded, [](char c) { return c == '(' || c == ')' || c == '.' || c == '#' || c == ' '; });
  if (folded.empty() || folded.size() > 3) return std::nullopt;
  if (folded.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const auto number = static_cast<std::size_t>(std::stoi(folded));
  if (number < 1 || number > count) return std::nullopt;
  return number - 1;
}

void TakeText(Walk& walk, std::string_view text) {
  if (base::Trim(text).empty()) return walk.OpenShort("");
  const Slot* slot = walk.OpenSlot();
  const bool choosing = walk.session().choosing_edit;
  if (std::exchange(walk.session().helped, false) && !choosing && TakeRepairButton(walk, text)) return;
  if (choosing && TakeEditChoice(walk, text)) return;
  const bool fits = !choosing && FitsOpenChoice(walk.flow(), walk.session(), text, walk.context().locale);
  if (!fits)
    if (const auto word = WordsOf(walk.context()).Recognize(text); word && TakeWord(walk, *word)) return;
  walk.session().choosing_edit = false;
  if (walk.AskAgain()) return;
  if (slot == nullptr) return TakeUnslottedText(walk, text);
  TakeSlotText(walk, *slot, text);
}

void TakePress(Walk& walk, std::string_view value) {
  walk.session().helped = false;
  const std::size_t equals = value.find('=');
  const std::string_view head = value.substr(0, equals);
  const std::string_view tail = equals == std::string_view::npos ? std::string_view() : value.substr(equals + 1);
  if (head.starts_with("slot:")) return TakeSlotPress(walk, head.substr(5), tail);
  if (head.starts_with("flow:")) return TakeFlowPress(walk, head.substr(5), tail);
  walk.OpenShort("");
}

void TakeOption(Walk& walk, const Slot& slot, std::string_view value) {
  std::vector<std::string_view> chosen;
  SlotValue& pending = walk.session().pending;
  const std::string before = "," + pending.value + ",";
  std::string joined;
  std::size_t count = 0;
  for (const Option& option : slot.options) {
    if (option.value != value && before.find("," + option.value + ",") == std::string::npos) continue;
    joined += (joined.empty() ? "" : ",") + option.value;
    ++count;
  }
  pending.value = joined;
  const auto most = slot.max ? ReadNumber(*slot.max) : std::nullopt;
  if (count == slot.options.size() || (most && static_cast<double>(count) >= *most)) return TakeDone(walk, slot);
  const std::string labels = walk.view().Show(slot, pending);
  walk.Say(Ask(walk.view(), slot, pending, Words(Wording::kChosenMore, walk.context().locale, {labels})));
}

void TakeDone(Walk& walk, const Slot& slot) {
  const SlotValue pending = walk.session().pending;
  if (pending.files.empty() && (pending.value.empty() || TakesFiles(slot.type))) return Skip(walk);
  const auto least = slot.min ? ReadNumber(*slot.min) : std::nullopt;
  const double count = IsFileType(slot.type)
                           ? static_cast<double>(pending.files.size())
                           : static_cast<double>(std::count(pending.value.begin(), pending.value.end(), ',') + 1);
  if (least && count < *least)
    return walk.OpenShort(Words(Wording::kFileTooFew, walk.context().locale, {WriteNumber(*least)}));
  walk.Accept(slot, pending);
}

}  // namespace frontdesk::flows
