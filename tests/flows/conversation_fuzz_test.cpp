#include <gtest/gtest.h>

#include "tests/fuzz/conversation.h"
#include "tests/fuzz/corpus.h"

namespace frontdesk::flows {
namespace {

// A breach ends the process and says what broke; the seed is fixed, so it breaks again.
TEST(ConversationCorpus, KeepsItsPromisesForEveryConversationAndItsDamagedKin) {
  const auto corpus = fuzz::ReadCorpus("conversation");
  ASSERT_GE(corpus.size(), 10u);
  const std::size_t rounds = std::getenv("FRONTDESK_LONG") != nullptr ? 20'000 : 200;
  fuzz::ForCorpus(corpus, 20261121, rounds, [](const std::string& text) { fuzz::TryConversation(text); });
}

}  // namespace
}  // namespace frontdesk::flows
