// The way of a question, from bytes that anybody may have sent to the answer's line: what must hold whatever the bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bot/base/text.h"
#include "knowledge/ask.h"
#include "knowledge/labelled.h"
#include "tests/fuzz/demand.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::fuzz {

inline const knowledge::Index& SmallIndex() {
  static const auto index = knowledge::BuildIndex(knowledge::LoadSmall());
  return *index;
}

inline void SearchFor(std::string_view text) {
  const knowledge::Question question{.text = std::string(text)};
  const knowledge::Ranking ranking = SmallIndex().Search(question), again = SmallIndex().Search(question);
  Demand(ranking.hits.size() <= knowledge::kMaxHits, "at most so many hits");
  Demand(ranking.confidence >= 0 && ranking.confidence <= 1, "a confidence is a probability");
  Demand(ranking.confidence == again.confidence && ranking.hits.size() == again.hits.size(), "asked again, told again");
  for (std::size_t i = 1; i < ranking.hits.size(); ++i) {
    Demand(ranking.hits[i - 1].score >= ranking.hits[i].score, "the best stands first");
  }
  Demand(!ranking.hits.empty() || ranking.band != knowledge::Band::kAnswer, "nothing found is no answer");
}

inline void AskLine(std::string_view line) {
  const std::string answer = knowledge::AskLine(SmallIndex(), line);
  Demand(answer.find('\n') == std::string::npos, "one line");
  Demand(base::IsUtf8(answer), "in UTF-8");
  const auto read = nlohmann::json::parse(answer, nullptr, false);
  Demand(read.is_object() && read.size() == 4, "an object of four members");
}

// `bytes` as the text of a question, as a line of `ask`, and as a file for `eval`.
inline void TryQuestion(std::string_view bytes) {
  SearchFor(bytes);
  AskLine(bytes);
  base::Findings findings;
  knowledge::ReadLabelledQuestions({"fuzz.jsonl", std::string(bytes)}, SmallIndex().library(), findings);
}

}  // namespace frontdesk::fuzz
