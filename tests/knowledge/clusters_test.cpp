#include "knowledge/clusters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "knowledge/language.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The clusters as texts.
std::vector<std::vector<std::string>> Texts(const std::vector<Asked>& asked) {
  std::vector<std::vector<std::string>> texts;
  for (const auto& cluster : ClusterQuestions(asked, {}, *ShippedLanguage())) {
    auto& group = texts.emplace_back();
    for (const std::size_t i : cluster) group.emplace_back(asked[i].text);
  }
  return texts;
}

const std::vector<Asked> kQuestions = {{"is there parking at the office", 2},
                                       {"where is parking at the office?", 1},
                                       {"parking at the office", 1},
                                       {"do you support fax", 1},
                                       {"do you have fax support", 1},
                                       {"公司有停车场吗", 1},
                                       {"公司停车场在哪里", 1}};

TEST(Clusters, PutTogetherWhatAsksTheSame) {
  const auto clusters = Texts(kQuestions);
  ASSERT_EQ(clusters.size(), 3u);
  EXPECT_EQ(std::set<std::string>(clusters[0].begin(), clusters[0].end()),
            (std::set<std::string>{"is there parking at the office", "where is parking at the office?",
                                   "parking at the office"}))
      << "most people first";
}

TEST(Clusters, DoNotDependOnTheOrderOfTheQuestions) {
  const auto expected = Texts(kQuestions);
  std::vector<Asked> shuffled = kQuestions;
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(Texts(shuffled), expected);
  }
}

TEST(Clusters, HoldEveryQuestionOnceWhateverItIs) {
  const std::vector<Asked> asked = {{"", 1}, {"???", 1}, {"😀", 1}, {"\xff\xfe", 1}, {"fax", 1}, {"Fax!", 5}};
  const auto clusters = ClusterQuestions(asked, {}, *ShippedLanguage());
  std::vector<std::size_t> all;
  for (const auto& cluster : clusters) all.insert(all.end(), cluster.begin(), cluster.end());
  std::sort(all.begin(), all.end());
  EXPECT_THAT(all, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(clusters.front(), ElementsAre(5, 4)) << "one wording, the one that most people wrote first";
  EXPECT_THAT(ClusterQuestions({}, {}, *ShippedLanguage()), IsEmpty());
}

TEST(Clusters, LeaveOutTheLeastAskedWhenThereAreTooMany) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < kMaxClustered + 10; ++i) texts.push_back("word" + std::to_string(i));
  std::vector<Asked> asked;
  for (const std::string& text : texts) asked.push_back({text, 1});
  asked.back().people = 5;
  std::size_t kept = 0;
  const auto clusters = ClusterQuestions(asked, {}, *ShippedLanguage());
  for (const auto& cluster : clusters) kept += cluster.size();
  EXPECT_EQ(kept, kMaxClustered);
  EXPECT_THAT(clusters.front(), testing::Contains(texts.size() - 1));
}

}  // namespace
}  // namespace frontdesk::knowledge
