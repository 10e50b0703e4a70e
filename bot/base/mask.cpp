#include "bot/base/mask.h"

#include <re2/re2.h>

namespace frontdesk::base {

namespace {

constexpr char kMasked[] = "[masked]";

// The check digit that every payment card ends with.
bool PassesLuhn(re2::StringPiece number) {
  int sum = 0;
  bool twice = false;
  for (auto it = number.rbegin(); it != number.rend(); ++it) {
    if (*it < '0' || *it > '9') continue;
    const int digit = (*it - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

std::string MaskCards(const std::string& text) {
  static const RE2 card(R"((\b\d(?:[ -]?\d){12,18}\b))");
  re2::StringPiece rest(text), number;
  std::string out;
  const char* copied = text.data();
  while (RE2::FindAndConsume(&rest, card, &number)) {
    if (!PassesLuhn(number)) continue;
    out.append(copied, number.data()).append(kMasked);
    copied = number.data() + number.size();
  }
  if (copied == text.data()) return text;
  return out.append(copied, text.data() + text.size());
}

}  // namespace

std::string MaskSecrets(std::string text) {
  static const RE2 tokens(
      R"((xox[abprs]-[\w-]{8,}|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|(?i:bearer)\s+[\w.~+/-]{8,}=*|-----BEGIN [A-Z ]*PRIVATE KEY-----))");
  RE2::GlobalReplace(&text, tokens, kMasked);
  return MaskCards(text);
}

std::string MaskPersonal(std::string text) {
  static const RE2 email(R"([\w.%+-]+@[\w-]+(?:\.[\w-]+)+)");
  static const RE2 identity(R"(\b\d{17}[\dXx]\b)");
  static const RE2 phone(
      R"(\+\d[\d ()-]{7,16}\d\b|\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}\b|(?:\(\d{3}\) ?|\b\d{3}[ -])\d{3}[ -]\d{4}\b)");
  text = MaskSecrets(std::move(text));
  RE2::GlobalReplace(&text, email, "[e-mail]");
  RE2::GlobalReplace(&text, identity, kMasked);
  RE2::GlobalReplace(&text, phone, "[phone]");
  return text;
}

}  // namespace frontdesk::base
