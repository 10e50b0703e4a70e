#include "flows/answer.h"

#include <re2/re2.h>

#include <cmath>

#include "bot/base/text.h"
#include "flows/contact.h"
#include "flows/normalise.h"
#include "flows/phrases.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxText = 2000;  // characters, where the slot has no `max`
constexpr std::size_t kMaxLongText = 20000;
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxUrl = 2000;           // bytes
constexpr std::size_t kMaxPhoneSentence = 60;   // characters around a phone number
constexpr std::size_t kMaxNumberSentence = 40;  // characters around a number: "about 15 times"

ParsedAnswer Took(std::string value) { return {.value = std::move(value), .refusal = {}}; }
ParsedAnswer Refused(std::string why) { return {.value = std::nullopt, .refusal = std::move(why)}; }
ParsedAnswer OverLimit(std::string why) {
  return {.value = std::nullopt, .refusal = std::move(why), .over_limit = true};
}

std::size_t Size(const std::optional<std::string>& bound, std::size_t otherwise) {
  const auto number = bound ? ReadNumber(*bound) : std::nullopt;
  return number && *number >= 0 ? static_cast<std::size_t>(*number) : otherwise;
}

ParsedAnswer ParseText(const Slot& slot, std::string_view text, const AnswerContext& context) {
  const std::string_view trimmed = base::Trim(text);
  if (trimmed.empty()) return Refused(Words(Wording::kPleaseText, context.locale));
  if (FeltLength(trimmed) < Size(slot.min, 0)) return Refused(Words(Wording::kTooShort, context.locale));
  const std::size_t most = Size(slot.max, slot.type == SlotType::kText ? kMaxText : kMaxLongText);
  if (base::CountGraphemes(trimmed) > most)
    return OverLimit(Words(Wording::kTooLong, context.locale, {std::to_string(most)}));
  return Took(std::string(trimmed));
}

// The number that the text is, or the only one in a short phrase such as "about 15 times".
std::optional<double> NumberIn(std::string_view text) {
  static const RE2 kThousands(R"((\d),(\d{3}))");
  static const RE2 kNumber(R"((-?\d+(?:\.\d+)?))");
  std::string half = HalfWidth(text);
  while (RE2::Replace(&half, kThousands, R"(\1\2)")) {
  }
  if (auto whole = ReadNumber(half)) return whole;
  if (EndsLikeQuestion(text) || base::CountGraphemes(half) > kMaxNumberSentence) return std::nullopt;
  re2::StringPiece rest(half);
  std::string first, second;
  if (!RE2::FindAndConsume(&rest, kNumber, &first) || RE2::FindAndConsume(&rest, kNumber, &second)) return std::nullopt;
  return ReadNumber(first);
}

ParsedAnswer ParseNumber(const Slot& slot, std::string_view text, const AnswerContext& context) {
  const bool whole = slot.type == SlotType::kInteger;
  const std::optional<double> number = slot.unit.empty() ? NumberIn(text) : ReadMeasure(text, slot.unit);
  if (!number && !slot.unit.empty()) return Refused(Words(Wording::kPleaseUnit, context.locale, {slot.unit}));
  if (!number || (whole && std::floor(*number) != *number))
    return Refused(Words(whole ? Wording::kPleaseInteger : Wording::kPleaseNumber, context.locale));
  const auto least = slot.min ? ReadNumber(*slot.min) : std::nullopt;
  const auto most = slot.max ? ReadNumber(*slot.max) : std::nullopt;
  if (least && *number < *least)
    return OverLimit(Words(Wording::kNumberTooSmall, context.locale, {WriteNumber(*least)}));
  if (most && *number > *most) return OverLimit(Words(Wording::kNumberTooLarge, context.locale, {WriteNumber(*most)}));
  return Took(WriteNumber(*number));
}

ParsedAnswer ParseDate(const Slot& slot, std::string_view text, const AnswerContext& context) {
  const std::optional<std::string> day = ReadDate(text, context);
  if (!day) return Refused(Words(Wording::kPleaseDate, context.locale));
  const AnswerContext& c = context;
  const auto least = slot.min ? ReadDate(*slot.min, c) : std::nullopt;
  const auto most = slot.max ? ReadDate(*slot.max, c) : std::nullopt;
  if (least && *day < *least) return OverLimit(Words(Wording::kDateTooEarly, context.locale, {*least}));
  if (most && *day > *most) return OverLimit(Words(Wording::kDateTooLate, context.locale, {*most}));
  return Took(*day);
}

// A moment's normal form sorts as text.
ParsedAnswer Within(const Slot& slot, std::string moment, std::string_view locale) {
  if (slot.min && moment < *slot.min) return OverLimit(Words(Wording::kDateTooEarly, locale, {*slot.min}));
  // A day as the upper bound takes in all of its hours.
  if (slot.max && moment.substr(0, slot.max->size()) > *slot.max)
    return OverLimit(Words(Wording::kDateTooLate, locale, {*slot.max}));
  return Took(std::move(moment));
}

ParsedAnswer ParseTimeOfDay(const Slot& slot, std::string_view text, const AnswerContext& context) {
  std::optional<std::string> time = ReadTime(text);
  if (!time) return Refused(Words(Wording::kPleaseTime, context.locale));
  return Within(slot, std::move(*time), context.locale);
}

ParsedAnswer ParseDatetime(const Slot& slot, std::string_view text, const AnswerContext& context) {
  std::optional<std::string> moment = ReadDatetime(text, context);
  if (!moment) return Refused(Words(Wording::kPleaseDatetime, context.locale));
  return Within(slot, std::move(*moment), context.locale);
}

// One person: an e-mail address, a handle, or a name.
ParsedAnswer ParseUser(std::string_view text, const AnswerContext& context) {
  const std::vector<std::string> emails = FindEmails(text);
  if (emails.size() == 1) return Took(emails.front());
  std::string_view name = base::Trim(text);
  if (name.starts_with("@")) name = base::Trim(name.substr(1));
  const bool one = !name.empty() && emails.empty() && name.find_first_of("\n,;") == std::string_view::npos &&
                   base::CountGraphemes(name) <= kMaxName && !EndsLikeQuestion(name);
  return one ? Took(std::string(name)) : Refused(Words(Wording::kPleaseUser, context.locale));
}

ParsedAnswer ParseMulti(const Slot& slot, std::string_view text, const AnswerContext& context) {
  const auto chosen = ReadOptions(slot, text);
  const std::size_t least = Size(slot.min, 1), most = Size(slot.max, slot.options.size());
  if (chosen.empty()) return Refused(Words(Wording::kPleaseChoose, context.locale));
  if (chosen.size() < least || chosen.size() > most)
    return OverLimit(Words(Wording::kPleaseChooseSome, context.locale, {std::to_string(least), std::to_string(most)}));
  std::string value;
  for (const Option* option : chosen) value += (value.empty() ? "" : ",") + option->value;
  return Took(std::move(value));
}

ParsedAnswer ParsePattern(const Slot& slot, std::string_view text, const AnswerContext& context) {
  const std::string half = HalfWidth(text);
  if (slot.pattern != nullptr && RE2::FullMatch(half, *slot.pattern)) return Took(half);
  return Refused(Words(Wording::kPleasePattern, context.locale));
}

std::optional<std::string> OnlyOne(const std::vector<std::string>& found) {
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

ParsedAnswer TookOr(std::optional<std::string> value, Wording refusal, const AnswerContext& context) {
  return value ? Took(std::move(*value)) : Refused(Words(refusal, context.locale));
}

// "my number is 030 901820": the only thing in a short text that could be one.
std::optional<std::string> OnlyPhoneIn(std::string_view text) {
  static const RE2 kPhone(R"((\+?[(\d][\d ().\-/]{5,22}\d))");
  const std::string half = HalfWidth(text);
  if (EndsLikeQuestion(text) || base::CountGraphemes(half) > kMaxPhoneSentence) return std::nullopt;
  re2::StringPiece rest(half);
  std::string first, second;
  if (!RE2::FindAndConsume(&rest, kPhone, &first) || RE2::FindAndConsume(&rest, kPhone, &second)) return std::nullopt;
  return ReadPhone(first);
}

ParsedAnswer ParsePhone(std::string_view text, const AnswerContext& context) {
  std::optional<std::string> phone = ReadPhone(text);
  if (!phone) phone = OnlyOne(FindCertainPhones(text));
  if (!phone) phone = OnlyPhoneIn(text);
  return TookOr(std::move(phone), Wording::kPleasePhone, context);
}

ParsedAnswer ParseUrl(std::string_view text, const AnswerContext& context) {
  std::optional<std::string> url = ReadUrl(text);
  if (!url) url = OnlyOne(FindUrls(text));
  if (url && url->size() > kMaxUrl) url.reset();
  return TookOr(std::move(url), Wording::kPleaseUrl, context);
}

ParsedAnswer ParseChoice(const Slot& slot, std::string_view text, const AnswerContext& context) {
  if (const Option* option = ReadOption(slot, text)) return Took(option->value);
  return Refused(Words(Wording::kPleaseChoose, context.locale));
}

}  // namespace

std::string HowToWrite(const Slot& slot, std::string_view text) {
  std::vector<std::string_view> values;
  for (const Option& option : slot.options) values.push_back(option.value);
  if (!values.empty()) return base::DidYouMean(text, values);
  switch (slot.type) {
    case SlotType::kYesNo: return "write yes or no";
    case SlotType::kNumber:
    case SlotType::kInteger: return "write a number within its bounds";
    case SlotType::kVersion: return "write a version such as \"3.2\", in quotes";
    case SlotType::kDate: return "write a date as 2026-03-02";
    case SlotType::kTime: return "write a time as 15:30";
    case SlotType::kDatetime: return "write it as 2026-03-02 15:30";
    case SlotType::kEmail: return "write an address such as name@example.com";
    default: return "write it as a user would have to";
  }
}

std::optional<std::string> ReadVersion(std::string_view text) {
  if (auto whole = ReadWholeVersion(text)) return whole;
  if (EndsLikeQuestion(text)) return std::nullopt;
  if (auto named = OnlyOne(FindNamedVersions(text))) return named;
  return OnlyOne(FindBareVersions(text));
}

ParsedAnswer ParseAnswer(const Slot& slot, std::string_view text, const AnswerContext& context) {
  switch (slot.type) {
    case SlotType::kText:
    case SlotType::kLog:
    case SlotType::kLongText: return ParseText(slot, text, context);
    case SlotType::kNumber:
    case SlotType::kInteger: return ParseNumber(slot, text, context);
    case SlotType::kChoice: return ParseChoice(slot, text, context);
    case SlotType::kMulti: return ParseMulti(slot, text, context);
    case SlotType::kYesNo: return TookOr(ReadYesNo(text), Wording::kPleaseYesOrNo, context);
    case SlotType::kEmail: return TookOr(OnlyOne(FindEmails(text)), Wording::kPleaseEmail, context);
    case SlotType::kPhone: return ParsePhone(text, context);
    case SlotType::kUrl: return ParseUrl(text, context);
    case SlotType::kVersion: return TookOr(ReadVersion(text), Wording::kPleaseVersion, context);
    case SlotType::kDate: return ParseDate(slot, text, context);
    case SlotType::kTime: return ParseTimeOfDay(slot, text, context);
    case SlotType::kDatetime: return ParseDatetime(slot, text, context);
    case SlotType::kUser: return ParseUser(text, context);
    case SlotType::kPattern: return ParsePattern(slot, text, context);
    case SlotType::kFile:
    case SlotType::kImage: break;
  }
  return Refused(Words(Wording::kPleaseFile, context.locale));
}

}  // namespace frontdesk::flows
