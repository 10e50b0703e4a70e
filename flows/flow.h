// A flow as plain values: what one YAML file and its translations say, after loading. Steps stand in one flat list and
// refer to each other by index.
//
// Thread safety: plain values; a loaded Flow never changes and may be read from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/finding.h"
#include "flows/condition.h"
#include "flows/template.h"

namespace frontdesk::flows {

// "zh-CN" -> "zh".
std::string_view Language(std::string_view locale);

// One value per locale. The first is the flow's own locale and stands in for every locale that is missing.
template <typename T>
struct Localized {
  std::vector<std::pair<std::string, T>> values;

  bool empty() const { return values.empty(); }
  void Set(std::string_view locale, T value) { values.emplace_back(std::string(locale), std::move(value)); }
  const T* Exactly(std::string_view locale) const {
    for (const auto& [name, value] : values)
      if (name == locale) return &value;
    return nullptr;
  }
  // The exact locale, else its language, else the flow's own. Not for an empty object.
  const T& In(std::string_view locale) const {
    if (const T* exact = Exactly(locale)) return *exact;
    if (const T* language = Exactly(Language(locale))) return *language;
    return values.front().second;
  }
};

enum class SlotType {
  kText,
  kLongText,
  kNumber,
  kInteger,
  kChoice,
  kMulti,
  kYesNo,
  kEmail,
  kPhone,
  kUrl,
  kVersion,
  kDate,
  kTime,
  kDatetime,
  kLog,
  kUser,
  kFile,
  kImage,
  kPattern,
};
inline constexpr int kSlotTypes = static_cast<int>(SlotType::kPattern) + 1;

std::string_view ToString(SlotType type);  // as written in YAML
std::optional<SlotType> SlotTypeFrom(std::string_view name);
bool IsFileType(SlotType type);
bool TakesFiles(SlotType type);  // those, and a log
bool IsFreeText(SlotType type);  // text, longtext and log: any words are an answer

struct Option {
  std::string value;
  Localized<std::string> label;
  std::vector<std::string> also;   // other words for it, in any language
  std::vector<std::string> match;  // value, labels in every locale and `also`, folded for comparing
  base::Place place;
};

struct Prefill {
  enum class From { kMessage, kContext, kProfile, kTicket, kLog };
  From from = From::kMessage;
  std::string key;  // of all but the message
  base::Place place = {};
};

// A limit of its own for some of the files: {image/*: 5MB}.
struct SizeLimit {
  std::string type;  // as in `accept`
  std::int64_t bytes = 0;
};

inline constexpr int kDefaultTries = 3;
inline constexpr std::int64_t kDefaultMaxFileBytes = 20LL << 20;
inline constexpr std::int64_t kDefaultMaxVideoBytes = 50LL << 20;
inline constexpr std::int64_t kMaxFileBytes = 200LL << 20;

struct Slot {
  std::string name;
  SlotType type = SlotType::kText;
  Localized<std::string> title;  // "Area": its name at review; the slot's name made readable when not given
  Localized<Template> text;
  Localized<Template> help;                          // may be empty
  Localized<Template> retry;                         // may be empty: the type's own sentence then
  std::map<std::string, Localized<Template>> hints;  // by account type: a line below the question there
  int tries = kDefaultTries;
  std::string on_fail;  // a label; empty: skip where the slot allows it, else hand over to a person
  int on_fail_step = -1;
  base::Place on_fail_place;
  bool skip = false;
  std::optional<std::string> fallback;  // `default`, in normal form: the value when the question is skipped
  std::vector<Prefill> prefill;         // the first that knows an answer
  bool sensitive = false;
  std::optional<Condition> when;
  std::optional<std::string> min;  // as written: a number, a length, a count, a date
  std::optional<std::string> max;
  std::string unit;  // of numbers: "ms", "GB"; answers in its relatives are converted
  std::shared_ptr<const re2::RE2> pattern;
  std::vector<Option> options;
  std::vector<std::string> accept;  // "image/*", "text/plain"; empty: everything
  std::int64_t max_size = kDefaultMaxFileBytes;
  std::vector<SizeLimit> max_sizes;  // before `max_size`; the first whose type fits
  int many = 1;
  bool form = false;  // may stand in one form with its neighbours that say so too
  int step = -1;      // the ask step
  base::Place place;

  const Option* FindOption(std::string_view value) const;
};

struct AskStep {
  int slot = 0;  // index into Flow::slots
};
struct SayStep {
  Localized<Template> text;
  bool receipt = false;  // names the ticket
};
struct BranchArm {
  std::optional<Condition> when;  // nullopt: else
  std::string target;
  int to = -1;
  base::Place place;
};
struct BranchStep {
  std::vector<BranchArm> arms;
};
struct Assignment {
  std::string name;
  std::optional<Template> value;  // nullopt: forget the answer, so that it can be asked again
  base::Place place;
};
struct SetStep {
  std::vector<Assignment> assignments;
};
struct ConfirmStep {
  Localized<Template> text;  // may be empty
};
struct FieldName {
  std::string name;
  base::Place place;
};
struct TicketStep {
  std::string category;
  Template title;
  Template component;
  Template impact;
  Template scope;
  Template workaround;
  std::string queue;              // empty: the routing rules decide
  std::vector<FieldName> fields;  // empty: every answer
  bool all_fields = true;
  base::Place queue_place;
  base::Place category_place;
};
struct HandoffStep {
  Template reason;
  std::string queue;
  base::Place queue_place;
};
struct EndStep {
  bool cancelled = false;
};
// Offers articles for an answer; where one solves it, the flow ends.
struct SearchStep {
  FieldName from;
  int show = 3;
};
// Asks another system. The answer's members become names of the flow, as with `set`.
struct LookupStep {
  enum class Method { kGet, kPost };
  Method method = Method::kGet;
  Template url;
  std::vector<std::pair<std::string, std::string>> headers;  // values may be env:NAME or file:PATH
  std::vector<std::pair<std::string, Template>> body;        // of POST, sent as a JSON object
  struct Field {
    std::string name;
    std::string pointer;  // "/order/status"
    base::Place place;
  };
  std::vector<Field> fields;
  std::vector<FieldName> person;  // those of them that are kept as attributes of the person
  base::Millis timeout{5'000};
  std::int64_t max_size = 64 << 10;
  std::string on_error;  // a label; empty: go on
  int on_error_step = -1;
  base::Place on_error_place;
};
// Asks the questions of another flow, whose steps stand behind this flow's own; its answers are this flow's, by name.
struct CallStep {
  FieldName flow;
  std::vector<Assignment> with;  // its answers that are known already
  int first = -1;                // of its steps; -1: it is not there
};
// The end of a called flow: on to what follows the call.
struct ReturnStep {};
struct GotoStep {};  // a bare label, or a bare goto

using StepBody = std::variant<AskStep, SayStep, BranchStep, SetStep, ConfirmStep, TicketStep, HandoffStep, EndStep,
                              GotoStep, SearchStep, LookupStep, CallStep, ReturnStep>;

struct Step {
  std::string name;    // slot, label or "say@12" (kind and line); unique in the flow
  bool named = false;  // by the author
  StepBody body;
  std::string target;  // of `goto`; empty: the next in the list
  base::Place target_place;
  int next = -1;  // index; -1 where nothing follows
  base::Place place;
  std::string from;  // the called flow that it belongs to; empty: to this one
  int site = -1;     // the step that calls it

  // In the flow whose file it stands in.
  std::string_view OwnName() const;
};

std::string_view StepKindName(const Step& step);  // "ask", "say" ...

struct Phrase {
  std::string text;
  std::string locale;
  base::Place place;
};

struct Triggers {
  std::vector<Phrase> commands;    // "bug" for /bug
  std::vector<Phrase> phrases;     // in every locale
  std::vector<std::string> after;  // "article-rejected", "no-answer"
};

struct Flow {
  std::string id;
  int version = 1;
  std::string hash;  // of the flow's own file and those it calls, not of translations: the identity of this version
  std::string locale;
  Localized<std::string> title;
  Triggers start;
  std::vector<Step> steps;  // its own, then those of the flows that it calls
  std::vector<Slot> slots;  // likewise
  std::size_t own_steps = 0;
  std::size_t own_slots = 0;
  bool called = false;  // by another flow, which reads its answers
  base::Place place;

  const Slot* FindSlot(std::string_view name) const;
  int FindStep(std::string_view name) const;  // -1
  const AskStep* AskAt(int step) const;       // null when out of range or another kind
  const ConfirmStep* ConfirmAt(int step) const;
  const SearchStep* SearchAt(int step) const;
  const LookupStep* LookupAt(int step) const;
  const CallStep* CallAt(int step) const;
  const Slot* SlotAt(int step) const;
};

}  // namespace frontdesk::flows
