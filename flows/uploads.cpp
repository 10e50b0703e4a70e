// Files: those for the open question, and those that come unasked.
#include <algorithm>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/answering.h"
#include "flows/file_answer.h"
#include "flows/normalise.h"
#include "flows/phrases.h"
#include "flows/question.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxFileWords = 2000;  // bytes, of one question's files

// What happened to the files of one message.
struct Sorted {
  std::vector<base::FileRef> taken;
  std::string refusals;  // one line each
};

void AddLine(std::string& lines, std::string_view line) {
  if (!lines.empty()) lines += '\n';
  lines += line;
}

// Takes what fits a slot that already holds `held` files.
Sorted Sort(const Slot& slot, std::size_t held, const std::vector<base::FileRef>& files, std::string_view locale) {
  Sorted sorted;
  bool full = false;
  for (const base::FileRef& file : files) {
    const std::string refusal = RefusalOf(slot, file, locale);
    if (!refusal.empty())
      AddLine(sorted.refusals, refusal);
    else if (held + sorted.taken.size() < static_cast<std::size_t>(slot.many))
      sorted.taken.push_back(file);
    else
      full = true;
  }
  if (full) AddLine(sorted.refusals, Words(Wording::kFileTooMany, locale, {std::to_string(slot.many)}));
  return sorted;
}

// What was said of the files stays with them.
void AddWords(SlotValue& value, std::string_view words) {
  const std::size_t left = kMaxFileWords - std::min(kMaxFileWords, value.value.size() + 1);
  if (words.empty() || left == 0) return;
  if (!value.value.empty()) value.value += '\n';
  value.value += base::CleanUtf8(words.substr(0, left));
}

void TakeForOpenSlot(Walk& walk, const Slot& slot, const Upload& upload) {
  const std::string& locale = walk.context().locale;
  const bool done = MeansDone(upload.caption);
  SlotValue& pending = walk.session().pending;
  Sorted sorted = Sort(slot, pending.files.size(), upload.files, locale);
  if (slot.sensitive) walk.MarkSensitive();
  pending.files.insert(pending.files.end(), sorted.taken.begin(), sorted.taken.end());
  if (!done) AddWords(pending, upload.caption);
  if (sorted.taken.empty()) return walk.OpenShort(sorted.refusals);
  if (done || pending.files.size() >= static_cast<std::size_t>(slot.many)) {
    if (!sorted.refusals.empty()) walk.Say(base::Say(sorted.refusals));
    return TakeDone(walk, slot);
  }
  AddLine(sorted.refusals, Words(Wording::kGotFilesMore, locale, {NamesOf(sorted.taken, locale)}));
  walk.Say(Ask(walk.view(), slot, pending, sorted.refusals));
}

// The file slot that unasked files go to: one that can hold them, else any one, for its words of refusal.
const Slot* SlotForFiles(Walk& walk, const std::vector<base::FileRef>& files) {
  const Slot* any = nullptr;
  for (const Slot& slot : walk.flow().slots) {
    if (!TakesFiles(slot.type)) continue;
    const auto held = walk.session().slots.find(slot.name);
    const std::size_t count = held == walk.session().slots.end() ? 0 : held->second.files.size();
    if (!Sort(slot, count, files, walk.context().locale).taken.empty()) return &slot;
    if (any == nullptr) any = &slot;
  }
  return any;
}

// Keeps unasked files, and the words said of them where `words` is not empty; says what became of them.
std::string Keep(Walk& walk, const Slot* slot, const std::vector<base::FileRef>& files, std::string_view words) {
  const std::string& locale = walk.context().locale;
  if (slot == nullptr) return Words(Wording::kFileUnwanted, locale);
  const auto held = walk.session().slots.find(slot->name);
  SlotValue value = held == walk.session().slots.end() ? SlotValue{} : held->second;
  Sorted sorted = Sort(*slot, value.files.size(), files, locale);
  if (sorted.taken.empty()) return sorted.refusals;
  if (value.files.empty()) value.origin = SlotValue::Origin::kVolunteered;
  if (value.skipped) value.value.clear();
  value.skipped = false;
  if (slot->sensitive) walk.MarkSensitive();
  AddWords(value, words);
  value.files.insert(value.files.end(), sorted.taken.begin(), sorted.taken.end());
  walk.session().slots[slot->name] = std::move(value);
  AddLine(sorted.refusals, Words(Wording::kGotFiles, locale, {NamesOf(sorted.taken, locale)}));
  return sorted.refusals;
}

}  // namespace

void TakeFiles(Walk& walk, const Upload& upload) {
  const Slot* open = walk.OpenSlot();
  walk.session().choosing_edit = false;
  if (upload.files.empty()) return TakeText(walk, upload.caption);
  if (open != nullptr && TakesFiles(open->type)) return TakeForOpenSlot(walk, *open, upload);
  const Slot* slot = walk.IsTicketOpen() ? nullptr : SlotForFiles(walk, upload.files);
  // Where a question is open the words are its answer.
  const bool about_files = open == nullptr && slot != nullptr;
  const std::string words = Keep(walk, slot, upload.files, about_files ? upload.caption : std::string_view());
  if (open != nullptr && upload.caption.empty()) return walk.OpenShort(words);
  walk.Say(base::Say(words));
  if (about_files || upload.caption.empty()) return walk.OpenFull();
  TakeText(walk, upload.caption);
}

}  // namespace frontdesk::flows
