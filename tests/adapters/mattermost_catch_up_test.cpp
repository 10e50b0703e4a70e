// What is read over the API: gaps, in order and once, and where an event belongs.
#include <algorithm>

#include "adapters/mattermost/catch_up.h"
#include "tests/adapters/mattermost_world.h"

namespace frontdesk::adapters::mattermost {
namespace {

using nlohmann::json;

// Posts of channels, and the API that gives them out.
class MattermostCatchUp : public MattermostAccount {
 protected:
  void Write(const std::string& channel, const std::string& type, int count, std::int64_t first,
             std::int64_t step = 10) {
    types_[channel] = type;
    for (int i = 0; i < count; ++i) {
      const std::string id = channel + "p" + std::to_string(posts_[channel].size());
      posts_[channel].push_back(
          Post("word " + id, {{"id", id}, {"channel_id", channel}, {"create_at", first + i * step}}));
    }
  }

  HttpAnswer Play(const Call& call) {
    asked_.push_back(call.url.substr(call.url.find("/api/v4") + 7));
    const std::string& url = asked_.back();
    if (url == "/users/me") return {200, {}, R"({"id":"bot1","username":"support"})"};
    if (url == "/users/me/channels") {
      json list = json::array();
      for (const auto& [id, type] : types_)
        list.push_back({{"id", id},
                        {"type", type},
                        {"delete_at", 0},
                        {"last_post_at", posts_[id].empty() ? 0 : posts_[id].back()["create_at"].get<std::int64_t>()}});
      return {200, {}, list.dump()};
    }
    const std::string channel = url.substr(10, url.find('/', 10) - 10);
    if (url.find("/posts?") == std::string::npos)
      return {200, {}, json{{"id", channel}, {"type", types_[channel]}}.dump()};
    if (forbidden_ == channel) return {403, {}, R"({"id":"api.context.permissions.app_error"})"};
    return {200, {}, PageOf(posts_[channel], url).dump()};
  }

  static json PageOf(const std::vector<json>& posts, const std::string& url) {
    std::size_t begin = 0, end = posts.size();
    if (const auto after = url.find("after="); after != std::string::npos) {
      const std::string id = url.substr(after + 6);
      while (begin < posts.size() && posts[begin]["id"] != id) ++begin;
      begin = std::min(begin + 1, posts.size());
      end = std::min(posts.size(), begin + kPage);
    } else {
      const std::size_t page = std::stoul(url.substr(url.find("&page=") + 6));
      end = posts.size() - std::min(posts.size(), page * kPage);
      begin = end - std::min<std::size_t>(end, kPage);
    }
    json answer = {{"order", json::array()}, {"posts", json::object()}};
    for (std::size_t i = end; i > begin; --i) {
      answer["order"].push_back(posts[i - 1]["id"]);
      answer["posts"][posts[i - 1]["id"].get<std::string>()] = posts[i - 1];
    }
    return answer;
  }

  // As the runtime does.
  std::vector<std::string> Pull(const std::string& word) {
    std::vector<std::string> ids;
    std::optional<Call> call;
    for (int i = 0; i < 100; ++i) {
      const PullFrom from{cursor_, word};
      if (!call) {
        auto first = adapter().puller()->Pull(from, env());
        if (!first) return ids;
        call = *first;
      }
      const auto pulled = adapter().puller()->OnPulled(*call, Play(*call), from, env());
      EXPECT_TRUE(pulled.has_value()) << (pulled ? "" : pulled.error().message);
      if (!pulled) return ids;
      for (const base::Event& event : pulled->taken.events) ids.push_back(event.id);
      if (!pulled->cursor.empty()) cursor_ = pulled->cursor;
      if (!pulled->more) return ids;
      call = pulled->more;
    }
    ADD_FAILURE() << "it never ends";
    return ids;
  }

  std::map<std::string, std::vector<json>> posts_;
  std::map<std::string, std::string> types_;
  std::string cursor_, forbidden_;
  std::vector<std::string> asked_;
};

TEST_F(MattermostCatchUp, WithoutAWordNothingIsAsked) {
  const auto call = adapter().puller()->Pull({}, env());
  ASSERT_FALSE(call.has_value());
  EXPECT_EQ(call.error().code, base::ErrorCode::kNotFound);
}

TEST_F(MattermostCatchUp, TheFirstTimeNothingIsOldNews) {
  Write("dm1", "D", 3, 1'000);
  EXPECT_TRUE(Pull(LookWord(0)).empty());
  EXPECT_EQ(json::parse(cursor_), (json{{"at", 1'020}}));
  Write("dm1", "D", 2, 2'000);
  EXPECT_EQ(Pull(LookWord(0)), (std::vector<std::string>{"dm1p3", "dm1p4"}));
  EXPECT_TRUE(Pull(LookWord(0)).empty()) << "nothing twice";
}

TEST_F(MattermostCatchUp, AGapIsReadFromWhereTheConnectionBroke) {
  Write("dm1", "D", 5, 1'000);
  EXPECT_EQ(Pull(LookWord(1'025)), (std::vector<std::string>{"dm1p3", "dm1p4"}));
}

TEST_F(MattermostCatchUp, AMarkSavesARestartTheWork) {
  Write("dm1", "D", 5, 1'000);
  EXPECT_TRUE(Pull(MarkWord(1'030)).empty());
  EXPECT_EQ(asked_, (std::vector<std::string>{"/users/me"}));
  EXPECT_EQ(Pull(LookWord(0)), (std::vector<std::string>{"dm1p4"}));
}

TEST_F(MattermostCatchUp, QuietChannelsCostNothing) {
  Write("dm1", "D", 1, 1'000);
  Write("dm2", "D", 1, 5'000);
  EXPECT_EQ(Pull(LookWord(2'000)), (std::vector<std::string>{"dm2p0"}));
  EXPECT_EQ(asked_, (std::vector<std::string>{"/users/me", "/users/me/channels",
                                              "/channels/dm2/posts?skipFetchThreads=true&per_page=200&page=0"}));
}

TEST_F(MattermostCatchUp, ALongGapComesInTheOrderInWhichItWasWritten) {
  Write("dm1", "D", 650, 10'000);
  const auto ids = Pull(LookWord(10'000 + 99 * 10));  // the first hundred are old
  ASSERT_EQ(ids.size(), 550u);
  for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(ids[i], "dm1p" + std::to_string(i + 100));
}

TEST_F(MattermostCatchUp, AGapLongerThanATurnGoesOnInTheNext) {
  Write("dm1", "D", 3, 1'000);
  const std::string word = LookWord(900);
  const PullFrom first{"", word};
  auto call = adapter().puller()->Pull(first, env());
  auto pulled = adapter().puller()->OnPulled(*call, Play(*call), first, env());
  const PullFrom second{pulled->cursor, first.word};
  auto listed = adapter().puller()->OnPulled(*pulled->more, Play(*pulled->more), second, env());
  cursor_ = listed->cursor;  // and there the turn ended
  const auto again = adapter().puller()->Pull({cursor_, {}}, env());
  ASSERT_TRUE(again.has_value());
  EXPECT_NE(again->url.find("/channels/dm1/posts"), std::string::npos);
  EXPECT_EQ(Pull(""), (std::vector<std::string>{"dm1p0", "dm1p1", "dm1p2"}));
}

TEST_F(MattermostCatchUp, WhatIsNotForUsIsPassedOver) {
  types_["chan1"] = "O";
  posts_["chan1"] = {Post("good morning", {{"id", "a1"}, {"create_at", 1'000}}),
                     Post("@support my VPN", {{"id", "a2"}, {"create_at", 1'001}}),
                     Post("mine", {{"id", "a3"}, {"create_at", 1'002}, {"user_id", "bot1"}}),
                     Post("yes", {{"id", "a4"}, {"create_at", 1'003}, {"root_id", "a2"}}),
                     Post("joined", {{"id", "a5"}, {"create_at", 1'004}, {"type", "system_join_channel"}})};
  EXPECT_EQ(Pull(LookWord(1)), (std::vector<std::string>{"a2", "a4"}));
}

TEST_F(MattermostCatchUp, WhatWasEditedMeanwhileIsSeen) {
  types_["dm1"] = "D";
  posts_["dm1"] = {Post("my mail", {{"id", "a1"}, {"channel_id", "dm1"}, {"create_at", 1'000}, {"edit_at", 2'500}}),
                   Post("hello?", {{"id", "a2"}, {"channel_id", "dm1"}, {"create_at", 2'000}})};
  EXPECT_EQ(Pull(LookWord(1'500)), (std::vector<std::string>{"edit:a1:2500", "a2"}));
}

TEST_F(MattermostCatchUp, AChannelThatIsClosedToUsHoldsNobodyUp) {
  Write("dm1", "D", 1, 1'000);
  Write("dm2", "D", 1, 2'000);
  forbidden_ = "dm2";
  EXPECT_EQ(Pull(LookWord(1)), (std::vector<std::string>{"dm1p0"}));
}

TEST_F(MattermostCatchUp, WhatTheServerCannotAnswerIsAskedAgain) {
  const std::string word = LookWord(1);
  const PullFrom from{"", word};
  const Call call = *adapter().puller()->Pull(from, env());
  for (const auto& [status, code] :
       std::vector<std::pair<int, base::ErrorCode>>{{500, base::ErrorCode::kUnavailable},
                                                    {429, base::ErrorCode::kRateLimited},
                                                    {401, base::ErrorCode::kUnauthenticated}}) {
    const auto pulled = adapter().puller()->OnPulled(call, {status, {{"X-RateLimit-Reset", "7"}}, ""}, from, env());
    ASSERT_FALSE(pulled.has_value()) << status;
    EXPECT_EQ(pulled.error().code, code) << status;
    if (status == 429) {
      EXPECT_EQ(pulled.error().retry_after, std::chrono::seconds(7));
    }
  }
  EXPECT_FALSE(adapter().puller()->OnPulled(call, {200, {}, "no JSON"}, from, env()).has_value());
}

TEST_F(MattermostCatchUp, AnEditFromBeforeTheConnectionIsPlaced) {
  Connect();
  Greeted();
  types_["dm1"] = "D";
  const json edited = Post("now", {{"channel_id", "dm1"}, {"edit_at", 5}});
  const Heard heard = Hear(Event("post_edited", {{"post", edited.dump()}}, "dm1"));
  ASSERT_TRUE(heard.taken.pull.has_value());
  EXPECT_TRUE(heard.taken.events.empty());
  EXPECT_EQ(Pull(*heard.taken.pull), (std::vector<std::string>{"edit:p1:5"}));
  EXPECT_EQ(asked_, (std::vector<std::string>{"/channels/dm1"}));
}

TEST_F(MattermostCatchUp, AReactionFromBeforeTheConnectionIsPlaced) {
  const json reaction = {{"user_id", "user1"}, {"post_id", "old1"}, {"emoji_name", "one"}};
  const json frame = {{"event", "reaction_added"},
                      {"data", {{"reaction", reaction.dump()}}},
                      {"broadcast", {{"channel_id", "chan1"}}},
                      {"seq", 4}};
  const std::string word = PlaceWord(frame, {"bot1", "support"});
  const PullFrom from{"", word};
  const Call channel = *adapter().puller()->Pull(from, env());
  EXPECT_EQ(channel.url, "https://chat.example.com/api/v4/channels/chan1");
  const auto post = adapter().puller()->OnPulled(channel, {200, {}, R"({"id":"chan1","type":"O"})"}, from, env());
  ASSERT_TRUE(post.has_value() && post->more);
  EXPECT_EQ(post->more->url, "https://chat.example.com/api/v4/posts/old1");
  const auto placed =
      adapter().puller()->OnPulled(*post->more, {200, {}, R"({"id":"old1","root_id":"root1"})"}, from, env());
  ASSERT_TRUE(placed.has_value());
  ASSERT_EQ(placed->taken.events.size(), 1u);
  EXPECT_EQ(placed->taken.events[0].address, (base::Address{"chat", "chan1", "root1"}));
  EXPECT_EQ(std::get<base::Reacted>(placed->taken.events[0].body).sign, "1️⃣");
}

}  // namespace
}  // namespace frontdesk::adapters::mattermost
