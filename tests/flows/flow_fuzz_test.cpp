// What the fuzzers of flows and issue forms try, on their corpora and on damaged copies.
#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/flow.h"

namespace frontdesk::flows {
namespace {

std::size_t Rounds() { return std::getenv("FRONTDESK_LONG") != nullptr ? 50'000 : 300; }

TEST(FlowFuzz, KeepsItsPromisesOnTheCorpus) {
  const auto corpus = fuzz::ReadCorpus("flow");
  ASSERT_GE(corpus.size(), 5u);
  fuzz::ForCorpus(corpus, 20260302, Rounds(), [](const std::string& text) { fuzz::TryFlow(text); });
}

TEST(IssueFormFuzz, KeepsItsPromisesOnTheCorpus) {
  const auto corpus = fuzz::ReadCorpus("../issue-forms");
  ASSERT_GE(corpus.size(), 10u);
  fuzz::ForCorpus(corpus, 20260302, Rounds(), [](const std::string& text) { fuzz::TryIssueForm(text); });
}

}  // namespace
}  // namespace frontdesk::flows
