#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/question.h"

namespace frontdesk::knowledge {
namespace {

// A breach ends the process and says what broke; the seed is fixed, so it breaks again.
TEST(QuestionCorpus, KeepsItsPromisesForEveryTextAndItsDamagedKin) {
  const auto corpus = fuzz::ReadCorpus("question");
  ASSERT_GE(corpus.size(), 20u);
  const std::size_t rounds = std::getenv("FRONTDESK_LONG") != nullptr ? 200'000 : 1'000;
  fuzz::ForCorpus(corpus, 20261121, rounds, [](const std::string& text) { fuzz::TryQuestion(text); });
}

}  // namespace
}  // namespace frontdesk::knowledge
