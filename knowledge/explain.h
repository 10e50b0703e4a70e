// Why a question got the answer that it got: how it was read, what the base knows of it, what every candidate's score
// is made of, and how sure is sure enough. For `ask --explain` and for the console.
//
// Thread safety: pure functions and plain values.
// Cost: some milliseconds; answering does not need it.
// On failure: nothing fails; a question without words gets an explanation without candidates.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/index.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kMaxExplainedWords = 60;
inline constexpr std::size_t kMaxExplainedTerms = 6;  // of one concept

struct ExplainedWord {
  std::string text;              // a word, or a pair of Chinese characters
  std::optional<double> weight;  // the rarer the more; absent: the base does not have it in any title or question
};

struct ExplainedMending {
  std::string typed, read;
};

// One of the views that a score is made of: it adds value x weight.
struct ExplainedPart {
  const char* name = "";
  double value = 0, weight = 0;
};

struct ExplainedCandidate {
  std::string id, title;
  double score = 0;
  std::string nearest;  // the title or question of the article that is nearest; may be empty
  double cosine = 0;    // to it
  std::vector<ExplainedPart> parts;
};

struct Explanation {
  std::string text;  // as it was read: normalised
  std::vector<ExplainedMending> mended;
  std::vector<ExplainedWord> words;                // each once, in the order of the text
  std::vector<std::vector<std::string>> concepts;  // the first terms of each
  std::vector<ExplainedCandidate> candidates;      // best first
  Ranking ranking;                                 // with the signals and the confidence
  Calibration calibration;                         // with the thresholds of this base
};

Explanation Explain(const Index& index, const Question& question);

// An object. Figures have as few digits as `ask` prints.
nlohmann::ordered_json ExplanationJson(const Explanation& explanation);
// Some lines for people, each with its break.
std::string ExplanationText(const Explanation& explanation);

}  // namespace frontdesk::knowledge
