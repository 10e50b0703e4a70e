// What the fuzzer of transcripts tries, on its corpus and on damaged copies.
#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/transcript.h"

namespace frontdesk::terminal {
namespace {

TEST(TranscriptFuzz, KeepsItsPromisesOnTheCorpus) {
  const auto corpus = fuzz::ReadCorpus("transcript");
  ASSERT_GE(corpus.size(), 3u);
  const std::size_t rounds = std::getenv("FRONTDESK_LONG") != nullptr ? 200'000 : 3'000;
  fuzz::ForCorpus(corpus, 20260302, rounds, [](const std::string& text) { fuzz::TryTranscript(text); });
}

}  // namespace
}  // namespace frontdesk::terminal
