// How well a knowledge base answers labelled questions: ranking, the courage to answer, the honesty of the confidence,
// and which articles are taken for which.
//
// Every figure is a share between 0 and 1; one that has no meaning for the questions given (such as the out-of-scope
// recall where none is out of scope) is absent. "Right" is: in scope, and the first of the ranking is a right article.
//
// Thread safety: pure functions and plain values.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "knowledge/index.h"
#include "knowledge/labelled.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kCalibrationBins = 10;
inline constexpr std::size_t kMaxConfusions = 20;
inline constexpr std::size_t kNotRanked = kMaxHits;

// What became of one question.
struct Outcome {
  bool in_scope = false;
  std::size_t place = kNotRanked;  // of the first right article in the ranking, from 0
  double confidence = 0;
  double scope = 0;  // how much the question is of this base at all; only its order counts
  Band band = Band::kNeither;

  bool Right() const { return in_scope && place == 0; }
  bool Answered() const { return band == Band::kAnswer; }
};

struct CalibrationBin {
  std::size_t questions = 0;
  double confidence = 0;  // mean
  double right = 0;       // share
};

struct Figures {
  std::size_t questions = 0, out_of_scope = 0;

  // Of the questions in scope.
  std::optional<double> recall_at_1, recall_at_3, recall_at_5, recall_at_10, mean_reciprocal_rank;
  std::optional<double> answered_rightly;

  // As the policy decides.
  double answered = 0, did_you_mean = 0;         // of all questions
  double false_answers = 0;                      // answered, and not right; of all questions
  std::optional<double> precision;               // right, of the answered ones
  std::optional<double> did_you_mean_right;      // a right article among the three offered
  std::optional<double> out_of_scope_recall;     // not answered, of those out of scope
  std::optional<double> out_of_scope_precision;  // out of scope, of those not answered

  // As the confidence alone would decide, whatever the policy: upper bounds, with the threshold chosen on these
  // questions. Coverage is the largest share of all questions that can be answered with the precision.
  double coverage_at_95 = 0, coverage_at_90 = 0;
  std::optional<double> out_of_scope_recall_at_95;  // refused when 95 % of those in scope pass
  std::optional<double> scope_auroc;                // in scope against out of scope
  std::optional<double> scope_auroc_by_energy;      // the same by Signals::energy instead
  std::optional<double> right_auroc;                // right against everything else

  double calibration_error = 0;  // ECE: |mean confidence - share right|, weighted by the questions of each bin
  std::array<CalibrationBin, kCalibrationBins> bins;
};

Figures FiguresOf(std::span<const Outcome> outcomes);

// Questions whose right article is `expected` and for which `got` came first.
struct Confusion {
  std::string expected;  // empty: out of scope
  std::string got;       // empty: nothing was ranked
  std::size_t questions = 0;
  std::size_t answered = 0;  // those that the person would have got `got` for
  std::string example;
  int line = 0;  // of the example
};

struct Evaluation {
  Figures figures;
  std::vector<Confusion> confusions;  // most answered first, then most questions; at most kMaxConfusions
};

// Sees every article, whatever its accounts, tiers and validity. What is out of scope is a confusion only where it was
// answered.
Evaluation Evaluate(const Index& index, std::span<const LabelledQuestion> questions);

}  // namespace frontdesk::knowledge
