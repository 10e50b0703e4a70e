#include "flows/view.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/file_answer.h"
#include "flows/phrases.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxShown = 300;  // characters of one answer at review
constexpr std::size_t kMaxTicketTitle = 200;

std::vector<std::string> SplitAtCommas(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    parts.emplace_back(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return parts;
}

std::string LabelOf(const Slot& slot, std::string_view value, std::string_view locale) {
  const Option* option = slot.FindOption(value);
  return option == nullptr ? std::string(value) : option->label.In(locale);
}

std::string LabelsOf(const Slot& slot, std::string_view values, std::string_view locale) {
  std::string labels;
  for (const std::string& value : SplitAtCommas(values))
    labels += (labels.empty() ? "" : Words(Wording::kAnyKind, locale)) + LabelOf(slot, value, locale);
  return labels;
}

// Their names, and what was said of them: "crash.png: it happens here".
std::string FilesInWords(const SlotValue& value, std::string_view locale) {
  return NamesOf(value.files, locale) + (value.value.empty() ? "" : ": " + value.value);
}

// As an agent reads it: nothing masked.
std::string Plain(const Slot& slot, const SlotValue& value, std::string_view locale) {
  switch (slot.type) {
    case SlotType::kChoice: return LabelOf(slot, value.value, locale);
    case SlotType::kMulti: return LabelsOf(slot, value.value, locale);
    case SlotType::kYesNo: return Words(value.value == "yes" ? Wording::kYes : Wording::kNo, locale);
    case SlotType::kFile:
    case SlotType::kImage:
    case SlotType::kLog: return value.files.empty() ? value.value : FilesInWords(value, locale);
    case SlotType::kNumber:
    case SlotType::kInteger: return value.value + (slot.unit.empty() || value.value.empty() ? "" : " " + slot.unit);
    default: return value.value;
  }
}

Comparison ComparisonOf(SlotType type) {
  switch (type) {
    case SlotType::kNumber:
    case SlotType::kInteger: return Comparison::kNumber;
    case SlotType::kVersion: return Comparison::kVersion;
    case SlotType::kDate:
    case SlotType::kTime:
    case SlotType::kDatetime: return Comparison::kDate;
    case SlotType::kMulti: return Comparison::kMany;
    default: return Comparison::kText;
  }
}

std::optional<ConditionValue> Known(const std::map<std::string, std::string>& values, std::string_view key) {
  const auto at = values.find(std::string(key));
  if (at == values.end() || at->second.empty()) return std::nullopt;
  const bool version = key.find("version") != std::string_view::npos;
  return ConditionValue{at->second, version ? Comparison::kVersion : Comparison::kText};
}

std::string PercentEncode(std::string_view text) {
  static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      out += c;
    else
      ((out += '%') += kHex[byte >> 4]) += kHex[byte & 15];
  }
  return out;
}

std::string TextIn(const std::map<std::string, std::string>& values, std::string_view key) {
  const auto at = values.find(std::string(key));
  return at == values.end() ? std::string() : at->second;
}

}  // namespace

void MaskWithin(std::string& text, std::string_view value) {
  if (value.empty()) return;
  const std::string wanted = base::AsciiLower(value);
  const std::string small = base::AsciiLower(text);
  std::string masked;
  std::size_t from = 0;
  for (std::size_t at; (at = small.find(wanted, from)) != std::string::npos; from = at + wanted.size())
    (masked += text.substr(from, at - from)) += Mask(value);
  text = masked + text.substr(from);
}

std::string Mask(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at != std::string_view::npos && at > 0) {
    const std::vector<char32_t> points = base::ToCodePoints(value.substr(0, at));
    return base::FromCodePoints({points.front()}) + "•••" + std::string(value.substr(at));
  }
  const std::vector<char32_t> points = base::ToCodePoints(value);
  if (points.size() < 6) return "•••";
  return "•••" + base::FromCodePoints({points[points.size() - 2], points.back()});
}

bool View::IsOnPath(const Slot& slot) const {
  return std::find(session_.path.begin(), session_.path.end(), slot.step) != session_.path.end();
}

const SlotValue* View::Answer(std::string_view name) const {
  const auto at = session_.slots.find(std::string(name));
  if (at == session_.slots.end()) return nullptr;
  const SlotValue& value = at->second;
  const Slot* slot = flow_.FindSlot(name);
  if (slot != nullptr && value.origin != SlotValue::Origin::kSet && !IsOnPath(*slot)) return nullptr;
  return value.value.empty() && value.files.empty() ? nullptr : &value;
}

std::string View::Show(const Slot& slot, const SlotValue& value) const {
  if (value.value.empty() && value.files.empty()) return Words(Wording::kSkippedValue, locale());
  if (slot.sensitive && !value.files.empty()) return base::Shorten(NamesOf(value.files, locale()), kMaxShown);
  const std::string plain = Plain(slot, value, locale());
  return base::Shorten(slot.sensitive ? Mask(plain) : plain, kMaxShown);
}

std::string View::Title(const Slot& slot) const {
  if (!slot.title.empty()) return slot.title.In(locale());
  std::string title = slot.name;
  std::replace(title.begin(), title.end(), '_', ' ');
  if (title.front() >= 'a' && title.front() <= 'z') title.front() = static_cast<char>(title.front() - 'a' + 'A');
  return title;
}

std::string View::WriteBy(const Template& text, std::function<TemplateValue(std::string_view)> find) const {
  return Render(text, {std::move(find), context_.locale, context_.zone, context_.now});
}

std::string View::Write(const Template& text) const {
  return WriteBy(text, [this](std::string_view name) { return TextOf(name); });
}

std::string View::WriteInFull(const Template& text) const {
  return WriteBy(text, [this](std::string_view name) { return FullTextOf(name); });
}

std::string View::WriteUrl(const Template& text) const {
  return WriteBy(text, [this](std::string_view name) -> TemplateValue {
    TemplateValue value = FullTextOf(name);
    if (auto* plain = std::get_if<std::string>(&value)) *plain = PercentEncode(*plain);
    return value;
  });
}

TemplateValue View::FullTextOf(std::string_view name) const {
  const Slot* slot = flow_.FindSlot(name);
  const SlotValue* value = slot == nullptr ? nullptr : Answer(name);
  return value == nullptr ? TextOf(name) : value->value;
}

TemplateValue View::TextOf(std::string_view name) const {
  if (name == "account") return context_.account;
  if (name == "locale") return context_.locale;
  if (name.starts_with("context.")) return TextIn(context_.context, name.substr(8));
  if (name.starts_with("profile.")) return TextIn(context_.profile, name.substr(8));
  if (name.starts_with("ticket.")) return TicketText(name.substr(7));
  const bool label = name.ends_with(".label");
  if (label) name.remove_suffix(6);
  const SlotValue* value = Answer(name);
  if (value == nullptr) return std::string();
  const Slot* slot = flow_.FindSlot(name);
  if (slot == nullptr) return value->value;
  if (!value->files.empty()) return Show(*slot, *value);
  const std::string text = label ? Plain(*slot, *value, locale()) : value->value;
  return slot->sensitive ? Mask(text) : text;
}

TemplateValue View::TicketText(std::string_view key) const {
  if (key == "number") return session_.ticket.number;
  if (key == "queue") return session_.ticket.queue;
  if (key == "answer_by" && session_.ticket.answer_by) return *session_.ticket.answer_by;
  return std::string();
}

bool View::IsTrue(const Condition& condition) const {
  return Holds(condition, [this](std::string_view name) { return ValueOf(name); });
}

std::optional<ConditionValue> View::ValueOf(std::string_view name) const {
  if (name == "account") return ConditionValue{context_.account};
  if (name == "locale") return ConditionValue{std::string(Language(context_.locale))};
  if (name.starts_with("context.")) return Known(context_.context, name.substr(8));
  if (name.starts_with("profile.")) return Known(context_.profile, name.substr(8));
  if (IsAboutDesk(name)) return DeskValueOf(name);
  const SlotValue* value = Answer(name);
  if (value == nullptr) return std::nullopt;
  const Slot* slot = flow_.FindSlot(name);
  return ConditionValue{value->value, slot == nullptr ? Comparison::kText : ComparisonOf(slot->type)};
}

std::optional<ConditionValue> View::DeskValueOf(std::string_view name) const {
  const auto about = DeskNameFrom(name);
  if (!about || !context_.queue) return std::nullopt;
  const QueueNow now = context_.queue(about->queue);
  if (about->hours) return ConditionValue{now.open ? "open" : "closed"};
  return ConditionValue{std::to_string(now.agents_online), Comparison::kNumber};
}

std::string View::Question(const Slot& slot) const {
  const auto hint = slot.hints.find(context_.platform);
  const std::string words = hint == slot.hints.end() ? std::string() : Write(hint->second);
  return Write(slot.text) + (words.empty() ? "" : "\n" + words);
}

std::vector<base::Fact> View::Facts() const {
  std::vector<base::Fact> facts;
  for (int step : session_.path) {
    const Slot* slot = flow_.SlotAt(step);
    const SlotValue* value = slot == nullptr ? nullptr : Answer(slot->name);
    if (value != nullptr) facts.push_back({slot->name, Title(*slot), Show(*slot, *value)});
  }
  return facts;
}

TicketDraft View::Draft(const TicketStep& ticket) const {
  TicketDraft draft;
  draft.flow = flow_.id;
  draft.category = ticket.category;
  draft.title = base::Shorten(base::Trim(Write(ticket.title)), kMaxTicketTitle);
  draft.component = Write(ticket.component);
  draft.impact = Write(ticket.impact);
  draft.scope = Write(ticket.scope);
  draft.workaround = Write(ticket.workaround);
  draft.queue = ticket.queue;
  draft.opening = session_.opening;
  if (ticket.all_fields)
    for (const Slot& slot : flow_.slots) AddField(slot.name, draft);
  for (const FieldName& field : ticket.fields) AddField(field.name, draft);
  return draft;
}

void View::AddField(const std::string& name, TicketDraft& draft) const {
  const SlotValue* value = Answer(name);
  if (value == nullptr) return;
  const Slot* slot = flow_.FindSlot(name);
  if (slot == nullptr) {
    draft.fields.push_back({name, name, value->value});
    return;
  }
  draft.fields.push_back({name, Title(*slot), Plain(*slot, *value, locale())});
  if (slot->sensitive) {
    draft.sensitive.push_back(name);
    for (const base::FileRef& file : value->files) draft.sensitive_files.push_back(file.id);
  }
  draft.files.insert(draft.files.end(), value->files.begin(), value->files.end());
}

}  // namespace frontdesk::flows
