#include "adapters/slack/fact_blocks.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"
#include "adapters/common/split.h"
#include "adapters/slack/blocks.h"
#include "adapters/slack/wire.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::Fact;
using nlohmann::json;

constexpr std::size_t kShortValue = 100;  // beside another
constexpr std::size_t kMaxFactLabel = 60;
constexpr std::size_t kValueSizes[] = {1'800, 600, 300, 150};

std::size_t Size(std::string_view text) { return common::MeasureText(text, Capabilities::Unit::kUtf16); }

bool IsEmojiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

// ":tada:"
bool HasEmojiName(std::string_view text) {
  for (std::size_t open = text.find(':'); open != std::string_view::npos; open = text.find(':', open + 1)) {
    std::size_t end = open + 1;
    while (end < text.size() && IsEmojiLetter(text[end])) ++end;
    if (end > open + 1 && end < text.size() && text[end] == ':') return true;
  }
  return false;
}

// Whether mrkdwn, which has no escape for its marks, would show something else.
bool HasMarks(std::string_view text) {
  if (text.find_first_of("*_~`") != std::string_view::npos || HasEmojiName(text)) return true;
  const auto lines = base::SplitLines(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return base::Trim(line).starts_with('>'); });
}

bool IsAddress(std::string_view value) {
  return (value.starts_with("https://") || value.starts_with("http://")) && value.find('|') == std::string_view::npos &&
         common::SafeHref(value, {}).has_value();
}

std::string Mrkdwn(const base::Span& span) {
  base::Block block;
  block.spans = {span};
  return common::kMrkdwn.write({&block, 1}, 0);
}

json TextOf(const Fact& fact) {
  const bool address = IsAddress(fact.value);
  if (HasMarks(fact.label) || (!address && HasMarks(fact.value)))
    return {{"type", "plain_text"}, {"text", Fit(fact.label + "\n" + fact.value, kMaxField)}, {"emoji", false}};
  const base::Span label{base::Span::Kind::kStrong, fact.label, {}};
  const base::Span link{base::Span::Kind::kLink, {}, fact.value}, words{base::Span::Kind::kText, fact.value, {}};
  const std::string text = Mrkdwn(label) + "\n" + Mrkdwn(address ? link : words);
  // Escapes take room, too.
  if (Size(text) > kMaxField)
    return {{"type", "plain_text"}, {"text", Fit(fact.label + "\n" + fact.value, kMaxField)}, {"emoji", false}};
  return {{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}};
}

std::vector<Fact> Fitting(const std::vector<Fact>& facts) {
  std::vector<Fact> fitting;
  for (const std::size_t most : kValueSizes) {
    fitting.clear();
    std::size_t size = 0;
    for (const Fact& fact : facts) {
      const std::string value =
          IsAddress(fact.value) && Size(fact.value) <= kMaxField / 2 ? fact.value : Fit(fact.value, most);
      fitting.push_back({fact.key, Fit(fact.label, kMaxFactLabel), value});
      size += Size(fitting.back().label) + Size(value);
    }
    if (size <= kMaxFactText) break;
  }
  return fitting;
}

bool IsShort(const Fact& fact) { return Size(fact.value) <= kShortValue && fact.value.find('\n') == std::string::npos; }

}  // namespace

void AddFacts(const std::vector<Fact>& facts, json& blocks) {
  bool open = false;  // the last block has room for a short one
  for (const Fact& fact : Fitting(facts)) {
    json text = TextOf(fact);
    if (!IsShort(fact)) {
      blocks.push_back({{"type", "section"}, {"text", std::move(text)}});
      open = false;
      continue;
    }
    if (!open || blocks.back()["fields"].size() == kMaxFields)
      blocks.push_back({{"type", "section"}, {"fields", json::array()}});
    blocks.back()["fields"].push_back(std::move(text));
    open = true;
  }
}

}  // namespace frontdesk::adapters::slack
