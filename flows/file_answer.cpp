#include "flows/file_answer.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/normalise.h"
#include "flows/phrases.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxShownName = 60;

bool Matches(std::string_view pattern, std::string_view type) {
  if (pattern == "*/*" || pattern == "*") return true;
  if (pattern.ends_with("/*")) return type.starts_with(pattern.substr(0, pattern.size() - 1));
  return type == pattern;
}

bool TypeFits(const Slot& slot, const base::FileRef& file) {
  const std::string type = base::AsciiLower(file.type);
  if (slot.accept.empty()) return true;
  return std::any_of(slot.accept.begin(), slot.accept.end(),
                     [&](const auto& pattern) { return Matches(pattern, type); });
}

// "image/*" -> "images", "video/mp4" -> "mp4", "text/plain" -> "txt".
std::string KindName(std::string_view pattern, std::string_view locale) {
  if (pattern == "image/*") return Words(Wording::kImages, locale);
  if (pattern == "video/*") return Words(Wording::kVideos, locale);
  if (pattern == "audio/*") return Words(Wording::kSounds, locale);
  if (pattern == "text/plain") return "txt";
  const std::size_t slash = pattern.find('/');
  return std::string(slash == std::string_view::npos ? pattern : pattern.substr(slash + 1));
}

std::string KindsOf(const Slot& slot, std::string_view locale) {
  std::string kinds;
  for (const std::string& pattern : slot.accept)
    kinds += (kinds.empty() ? "" : Words(Wording::kAnyKind, locale)) + KindName(pattern, locale);
  return kinds;
}

std::string ShownName(const base::FileRef& file) {
  return file.name.empty() ? file.type : base::Shorten(file.name, kMaxShownName);
}

std::int64_t MaxSizeOf(const Slot& slot, const base::FileRef& file) {
  const std::string type = base::AsciiLower(file.type);
  for (const SizeLimit& limit : slot.max_sizes)
    if (Matches(limit.type, type)) return limit.bytes;
  return slot.max_size;
}

}  // namespace

bool Accepts(const Slot& slot, const base::FileRef& file) {
  return TypeFits(slot, file) && file.size <= MaxSizeOf(slot, file);
}

std::string RefusalOf(const Slot& slot, const base::FileRef& file, std::string_view locale) {
  if (!TypeFits(slot, file)) return Words(Wording::kFileRefused, locale, {ShownName(file), KindsOf(slot, locale)});
  const std::int64_t most = MaxSizeOf(slot, file);
  if (file.size > most) return Words(Wording::kFileTooLarge, locale, {ShownName(file), WriteBytes(most)});
  return {};
}

std::string NamesOf(const std::vector<base::FileRef>& files, std::string_view locale) {
  std::string names;
  for (const base::FileRef& file : files)
    names += (names.empty() ? "" : Words(Wording::kAnyKind, locale)) + ShownName(file);
  return names;
}

}  // namespace frontdesk::flows
