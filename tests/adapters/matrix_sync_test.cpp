// What a client's sync brings: from the moment that the bot began, in order, nothing twice and nothing left out.
#include "adapters/matrix/invite.h"
#include "adapters/matrix/place_kept.h"
#include "bot/base/percent.h"
#include "tests/adapters/matrix_world.h"

namespace frontdesk::adapters::matrix {
namespace {

using nlohmann::json;

class MatrixSync : public MatrixAccount {
 protected:
  // Answers the call that is due, and goes on from where that leads.
  Pulled Answered(const HttpAnswer& answer) {
    const PullFrom from{cursor_, {}};
    if (!call_) {
      auto first = adapter_.puller()->Pull(from, env());
      EXPECT_TRUE(first.has_value());
      call_ = *first;
    }
    auto pulled = adapter_.puller()->OnPulled(*call_, answer, from, env());
    EXPECT_TRUE(pulled.has_value()) << (pulled ? "" : pulled.error().message);
    if (!pulled) return {};
    if (!pulled->cursor.empty()) cursor_ = pulled->cursor;
    call_ = pulled->more;
    return std::move(*pulled);
  }
  Pulled Synced(const json& rooms, const std::string& next) {
    return Answered(Answer({{"next_batch", next}, {"rooms", rooms}}));
  }
  static json Timeline(const std::vector<json>& events, bool limited = false) {
    return {{"timeline", {{"events", events}, {"limited", limited}, {"prev_batch", "p"}}}};
  }
  static std::vector<std::string> Texts(const Pulled& pulled) {
    std::vector<std::string> texts;
    for (const base::Event& event : pulled.taken.events)
      if (const auto* said = std::get_if<base::Said>(&event.body)) texts.push_back(said->text);
    return texts;
  }
  // As if the process had died: what is kept is the cursor.
  void Restart() { call_.reset(); }
  json Done(const Afterwards& after) const { return json::parse(after.words, nullptr, false); }

  std::string cursor_;
  std::optional<Call> call_;
};

TEST_F(MatrixSync, TheFirstOneTakesNothingOldAndAsksWithoutWaiting) {
  const auto first = adapter_.puller()->Pull({}, env());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->method, "GET");
  EXPECT_TRUE(first->url.starts_with("https://hs.test/_matrix/client/v3/sync?timeout=0&set_presence=offline&filter="));
  EXPECT_EQ(first->url.find("since="), std::string::npos);
  EXPECT_EQ(FindHeader(first->headers, "Authorization"), "Bearer CANARY-TOKEN");
  EXPECT_EQ(first->url.find("CANARY"), std::string::npos);
  const Pulled pulled = Synced({{"join", {{kRoom, Timeline({EventOf("$1", "@ann:hs.test", "old")})}}}}, "s1");
  EXPECT_TRUE(pulled.taken.events.empty());
  ASSERT_TRUE(pulled.more.has_value());
  EXPECT_NE(pulled.more->url.find("timeout=25000&"), std::string::npos);
  EXPECT_TRUE(pulled.more->url.ends_with("&since=s1"));
  EXPECT_GT(pulled.more->timeout, std::chrono::seconds(25)) << "longer than the homeserver keeps the call";
}

TEST_F(MatrixSync, GoesOnAfterARestartWhereItStopped) {
  Synced(json::object(), "s1");
  const Pulled pulled = Synced({{"join", {{kRoom, Timeline({EventOf("$1", "@ann:hs.test", "new")})}}}}, "s2");
  EXPECT_EQ(Texts(pulled), std::vector<std::string>{"new"});
  EXPECT_EQ(pulled.taken.events[0].id, "$1");
  EXPECT_EQ(pulled.taken.events[0].address, (base::Address{"matrix", kRoom, ""}));
  Restart();
  const auto again = adapter_.puller()->Pull({cursor_, {}}, env());
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->url.ends_with("&since=s2"));
}

// The events' ids are what makes a second reading of the same answer nothing new.
TEST_F(MatrixSync, ReadsAnAnswerThatWasNotCommittedAgainWithTheSameIds) {
  Synced(json::object(), "s1");
  const std::string before = cursor_;
  const json rooms = {{"join", {{kRoom, Timeline({EventOf("$1", "@ann:hs.test", "new")})}}}};
  const Pulled once = Synced(rooms, "s2");
  cursor_ = before;
  Restart();
  const Pulled twice = Synced(rooms, "s2");
  ASSERT_EQ(twice.taken.events.size(), 1u);
  EXPECT_EQ(once.taken.events[0].id, twice.taken.events[0].id);
}

TEST_F(MatrixSync, FillsWhatWasLeftOutInOrderAndPageByPage) {
  Synced(json::object(), "s1");
  // The newest of a room with a gap waits until the gap is filled; other rooms do not.
  const Pulled gap = Synced({{"join",
                              {{kRoom, Timeline({EventOf("$9", "@ann:hs.test", "nine")}, true)},
                               {"!other:hs.test", Timeline({EventOf("$a", "@bob:hs.test", "other")})}}}},
                            "s2");
  EXPECT_EQ(Texts(gap), std::vector<std::string>{"other"});
  ASSERT_TRUE(gap.more.has_value());
  EXPECT_TRUE(gap.more->url.starts_with(
      "https://hs.test/_matrix/client/v3/rooms/%21dm%3Ahs.test/messages?dir=f&limit=100&from=s1&to=s2&filter="));
  const Pulled first = Answered(
      Answer({{"chunk", {EventOf("$1", "@ann:hs.test", "one"), EventOf("$2", "@ann:hs.test", "two")}}, {"end", "t3"}}));
  EXPECT_EQ(Texts(first), (std::vector<std::string>{"one", "two"}));
  Restart();
  const auto next = adapter_.puller()->Pull({cursor_, {}}, env());
  ASSERT_TRUE(next.has_value());
  EXPECT_NE(next->url.find("from=t3&to=s2"), std::string::npos) << "also after a restart";
  const Pulled last = Answered(Answer({{"chunk", {EventOf("$9", "@ann:hs.test", "nine")}}}));
  EXPECT_EQ(Texts(last), std::vector<std::string>{"nine"});
  ASSERT_TRUE(last.more.has_value());
  EXPECT_TRUE(last.more->url.ends_with("&since=s2"));
}

TEST_F(MatrixSync, LeavesAGapOfARoomThatItLost) {
  Synced(json::object(), "s1");
  Synced({{"join", {{kRoom, Timeline({}, true)}}}}, "s2");
  const Pulled lost = Answered(Answer({{"errcode", "M_FORBIDDEN"}}, 403));
  ASSERT_TRUE(lost.more.has_value());
  EXPECT_TRUE(lost.more->url.ends_with("&since=s2"));
}

TEST_F(MatrixSync, WaitsAsLongAsItIsTold) {
  Synced(json::object(), "s1");
  const auto refused = adapter_.puller()->OnPulled(
      *call_, Answer({{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", 1500}}, 429), {cursor_, {}}, env());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kRateLimited);
  EXPECT_EQ(refused.error().retry_after, base::Millis(1500));
  const auto down = adapter_.puller()->OnPulled(*call_, {502, {}, "<html>"}, {cursor_, {}}, env());
  ASSERT_FALSE(down.has_value());
  EXPECT_EQ(down.error().code, base::ErrorCode::kUnavailable);
}

TEST_F(MatrixSync, BeginsAnewWhereTheHomeserverNoLongerKnowsThePlace) {
  Synced(json::object(), "s1");
  const Pulled anew = Answered(Answer({{"errcode", "M_UNKNOWN"}}, 400));
  ASSERT_TRUE(anew.more.has_value());
  EXPECT_EQ(anew.more->url.find("since="), std::string::npos);
}

TEST_F(MatrixSync, GoesWhereItMayBeInvitedAndDeclinesElsewhere) {
  Synced(json::object(), "s1");
  const auto invitation = [](const std::string& sender) {
    return json{{"invite_state",
                 {{"events",
                   {{{"type", "m.room.member"},
                     {"state_key", "@support:hs.test"},
                     {"sender", sender},
                     {"content", {{"membership", "invite"}}}}}}}}};
  };
  const Pulled pulled = Synced(
      {{"invite", {{"!a:hs.test", invitation("@ann:hs.test")}, {"!b:far.test", invitation("@eve:far.test")}}}}, "s2");
  ASSERT_EQ(pulled.taken.after.size(), 2u);
  EXPECT_EQ(Done(pulled.taken.after[0]), json({{"do", "leave"}, {"room", "!b:far.test"}}));
  EXPECT_EQ(Done(pulled.taken.after[1]), json({{"do", "join"}, {"room", "!a:hs.test"}, {"via", "hs.test"}}));
  settings_.lists["invites_from"] = {"far.test"};
  const Pulled allowed = Synced({{"invite", {{"!b:far.test", invitation("@eve:far.test")}}}}, "s3");
  ASSERT_EQ(allowed.taken.after.size(), 1u);
  const auto call = adapter_.After(allowed.taken.after[0], nullptr, env());
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->url, "https://hs.test/_matrix/client/v3/join/%21b%3Afar.test?via=far.test&server_name=far.test");
}

TEST_F(MatrixSync, TriesAJoinAgainUntilItIsThere) {
  Synced(json::object(), "s1");
  const json invitation = {{"invite_state",
                            {{"events",
                              {{{"type", "m.room.member"},
                                {"state_key", "@support:hs.test"},
                                {"sender", "@ann:hs.test"},
                                {"content", {{"membership", "invite"}}}}}}}}};
  EXPECT_EQ(Synced({{"invite", {{kRoom, invitation}}}}, "s2").taken.after.size(), 1u);
  EXPECT_EQ(Synced(json::object(), "s3").taken.after.size(), 0u) << "not at once";
  now_ += std::chrono::seconds(30);
  EXPECT_EQ(Synced(json::object(), "s4").taken.after.size(), 1u);
  const Pulled there = Synced({{"join", {{kRoom, Timeline({OurJoin("$j", "@ann:hs.test")})}}}}, "s5");
  EXPECT_TRUE(there.taken.after.empty());
  now_ += std::chrono::hours(1);
  EXPECT_TRUE(Synced(json::object(), "s6").taken.after.empty());
}

TEST_F(MatrixSync, GreetsWhoeverInvitedItAndHearsNothingFromBefore) {
  Synced(json::object(), "s1");
  const Pulled pulled =
      Synced({{"join",
               {{kRoom, Timeline({EventOf("$0", "@ann:hs.test", "before"), OurJoin("$1", "@ann:hs.test"),
                                  EventOf("$2", "@ann:hs.test", "after")},
                                 true)}}}},
             "s2");
  ASSERT_EQ(pulled.taken.events.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<base::Opened>(pulled.taken.events[0].body));
  EXPECT_EQ(pulled.taken.events[0].author.id, "@ann:hs.test");
  EXPECT_EQ(Texts(pulled), std::vector<std::string>{"after"});
}

// Nobody waits with the first words until the bot has come.
TEST_F(MatrixSync, HearsWhatIsSaidWhileItIsAskedIn) {
  Synced(json::object(), "s1");
  const json invite = {{"type", "m.room.member"},
                       {"event_id", "$i"},
                       {"sender", "@ann:hs.test"},
                       {"state_key", "@support:hs.test"},
                       {"content", {{"membership", "invite"}}}};
  const Pulled pulled =
      Synced({{"join",
               {{kRoom, Timeline({EventOf("$0", "@ann:hs.test", "before"), invite,
                                  EventOf("$1", "@ann:hs.test", "help me"), OurJoin("$2", "@ann:hs.test")})}}}},
             "s2");
  EXPECT_EQ(Texts(pulled), std::vector<std::string>{"help me"});
  EXPECT_EQ(pulled.taken.events.size(), 2u);
}

// Two people are a talk; among more it waits to be named, until they are two again.
TEST_F(MatrixSync, AmongManyListensToItsNameOnly) {
  Synced(json::object(), "s1");
  json room = Timeline({EventOf("$1", "@ann:hs.test", "lunch?")});
  room["summary"] = {{"m.joined_member_count", 2}, {"m.invited_member_count", 1}};
  EXPECT_TRUE(Synced({{"join", {{kRoom, room}}}}, "s2").taken.events.empty());
  Restart();
  const json named = {{"m.mentions", {{"user_ids", {"@support:hs.test"}}}}};
  const Pulled asked = Synced(
      {{"join", {{kRoom, Timeline({EventOf("$2", "@ann:hs.test", "@support:hs.test: my printer", named)})}}}}, "s3");
  ASSERT_EQ(Texts(asked), std::vector<std::string>{"my printer"});
  EXPECT_EQ(asked.taken.events[0].address.thread, "$2");
  EXPECT_TRUE(asked.taken.events[0].to_us);
  room = Timeline({EventOf("$3", "@ann:hs.test", "just us now")});
  room["summary"] = {{"m.joined_member_count", 2}, {"m.invited_member_count", 0}};
  EXPECT_EQ(Texts(Synced({{"join", {{kRoom, room}}}}, "s4")), std::vector<std::string>{"just us now"});
}

// Neither an edit nor a sign tells the thread that its message is in.
TEST_F(MatrixSync, AsksForTheMessageThatSomethingIsAbout) {
  Synced(json::object(), "s1");
  const json thumb = {
      {"type", "m.reaction"},
      {"event_id", "$r"},
      {"sender", "@ann:hs.test"},
      {"content", {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", "$answer"}, {"key", "👍"}}}}}};
  const Pulled waits = Synced({{"join", {{"!help:hs.test", Timeline({thumb})}}}}, "s2");
  EXPECT_TRUE(waits.taken.events.empty());
  ASSERT_TRUE(waits.more.has_value());
  EXPECT_EQ(waits.more->url, "https://hs.test/_matrix/client/v3/rooms/%21help%3Ahs.test/event/%24answer");
  Restart();
  const json answer = EventOf("$answer", "@support:hs.test", "Try this",
                              {{"m.relates_to", {{"rel_type", "m.thread"}, {"event_id", "$root"}}}});
  const Pulled known = Answered(Answer(answer));
  ASSERT_EQ(known.taken.events.size(), 1u);
  EXPECT_EQ(known.taken.events[0].address, (base::Address{"matrix", "!help:hs.test", "$root"}));
  EXPECT_EQ(std::get<base::Reacted>(known.taken.events[0].body).sign, "👍");
  ASSERT_TRUE(known.more.has_value());
  EXPECT_TRUE(known.more->url.ends_with("&since=s2"));
}

TEST_F(MatrixSync, KnowsAMessageThatWasRemovedFromASignThatWas) {
  Synced(json::object(), "s1");
  const auto gone = [](const std::string& id) {
    return json{{"type", "m.room.redaction"},
                {"event_id", "$r" + id.substr(1)},
                {"sender", "@ann:hs.test"},
                {"content", {{"redacts", id}}}};
  };
  Synced({{"join", {{kRoom, Timeline({gone("$1"), gone("$2")})}}}}, "s2");
  EXPECT_TRUE(call_->url.ends_with("/event/%241"));
  const Pulled message =
      Answered(Answer({{"type", "m.room.message"}, {"sender", "@ann:hs.test"}, {"content", json::object()}}));
  ASSERT_EQ(message.taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Deleted>(message.taken.events[0].body).message, "$1");
  const Pulled sign =
      Answered(Answer({{"type", "m.reaction"}, {"sender", "@ann:hs.test"}, {"content", json::object()}}));
  EXPECT_TRUE(sign.taken.events.empty());
  EXPECT_TRUE(sign.more->url.ends_with("&since=s2"));
}

TEST_F(MatrixSync, HearsNoEditOfSomebodyElsesWords) {
  Synced(json::object(), "s1");
  const auto edit = [](const std::string& by) {
    return EventOf("$e", by, "* new",
                   {{"m.new_content", {{"msgtype", "m.text"}, {"body", "new"}}},
                    {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", "$1"}}}});
  };
  const json said = EventOf("$1", "@ann:hs.test", "old");
  Synced({{"join", {{"!help:hs.test", Timeline({edit("@eve:hs.test")})}}}}, "s2");
  EXPECT_TRUE(Answered(Answer(said)).taken.events.empty());
  Synced({{"join", {{"!help:hs.test", Timeline({edit("@ann:hs.test")})}}}}, "s3");
  const Pulled own = Answered(Answer(said));
  ASSERT_EQ(own.taken.events.size(), 1u);
  EXPECT_EQ(own.taken.events[0].address.thread, "$1");
  EXPECT_EQ(std::get<base::Edited>(own.taken.events[0].body).text, "new");
  Synced({{"join", {{"!help:hs.test", Timeline({edit("@ann:hs.test")})}}}}, "s4");
  const Pulled gone = Answered(Answer({{"errcode", "M_NOT_FOUND"}}, 404));
  EXPECT_TRUE(gone.taken.events.empty());
  EXPECT_TRUE(gone.more->url.ends_with("&since=s4"));
}

TEST_F(MatrixSync, SaysOnceThatItCannotReadAnEncryptedRoom) {
  Synced(json::object(), "s1");
  const json encryption = {{"type", "m.room.encryption"},
                           {"event_id", "$e"},
                           {"sender", "@ann:hs.test"},
                           {"state_key", ""},
                           {"content", {{"algorithm", "m.megolm.v1.aes-sha2"}}}};
  // The state that is told with a room is of before its timeline.
  json by_state = Timeline({OurJoin("$1", "@ann:hs.test")});
  by_state["state"] = {{"events", {encryption}}};
  const json by_timeline = Timeline({encryption, OurJoin("$1", "@ann:hs.test")});
  std::vector<std::string> urls;
  for (const json& room : {by_state, by_timeline}) {
    const Pulled pulled = Synced({{"join", {{kRoom, room}}}}, "s2");
    EXPECT_TRUE(pulled.taken.events.empty()) << "nobody is greeted where nothing can be read";
    ASSERT_EQ(pulled.taken.after.size(), 1u);
    const auto call = adapter_.After(pulled.taken.after[0], nullptr, env());
    ASSERT_TRUE(call.has_value());
    EXPECT_EQ(json::parse(call->body)["msgtype"], "m.notice");
    urls.push_back(call->url);
  }
  EXPECT_EQ(urls[0].find("https://hs.test/_matrix/client/v3/rooms/%21dm%3Ahs.test/send/m.room.message/fd-encrypted-"),
            0u);
  EXPECT_EQ(urls[0], urls[1]) << "the same txnId";
  const json cipher = {
      {"type", "m.room.encrypted"}, {"event_id", "$2"}, {"sender", "@ann:hs.test"}, {"content", json::object()}};
  const Pulled later = Synced({{"join", {{kRoom, Timeline({cipher})}}}}, "s3");
  EXPECT_TRUE(later.taken.events.empty() && later.taken.after.empty());
}

TEST_F(MatrixSync, FollowsARoomThatMovesWhenItMayBeInvitedByWhoeverMovesIt) {
  Synced(json::object(), "s1");
  const auto moved = [](const std::string& by) {
    return json{{"type", "m.room.tombstone"},
                {"event_id", "$t"},
                {"sender", by},
                {"state_key", ""},
                {"content", {{"body", "moved"}, {"replacement_room", "!new:hs.test"}}}};
  };
  EXPECT_TRUE(Synced({{"join", {{kRoom, Timeline({moved("@eve:far.test")})}}}}, "s2").taken.after.empty());
  const Pulled pulled = Synced({{"join", {{kRoom, Timeline({moved("@ann:hs.test")})}}}}, "s3");
  ASSERT_EQ(pulled.taken.after.size(), 1u);
  EXPECT_EQ(Done(pulled.taken.after[0])["room"], "!new:hs.test");
}

TEST_F(MatrixSync, OfOddAnswersNeverCrashes) {
  Synced(json::object(), "s1");
  for (const json& rooms : {json(7), json({{"join", 7}}), json({{"join", {{kRoom, 7}}}}),
                            json({{"join", {{kRoom, {{"timeline", {{"events", {7, nullptr, "x", {{"type", 7}}}}}}}}}}}),
                            json({{"invite", {{kRoom, {{"invite_state", {{"events", {7}}}}}}}}})})
    EXPECT_TRUE(Answered(Answer({{"next_batch", "s2"}, {"rooms", rooms}})).taken.events.empty());
  for (const char* body : {"", "[]", "{}", "{\"next_batch\":7}", "<html>"}) {
    const auto odd = adapter_.puller()->OnPulled(*call_, {200, {}, body}, {cursor_, {}}, env());
    EXPECT_FALSE(odd.has_value()) << body;
  }
  const std::string deep = R"({"next_batch":"s3","rooms":{"join":{"!a:b":{"x":)" + std::string(200'000, '[') +
                           std::string(200'000, ']') + "}}}}";
  EXPECT_TRUE(adapter_.puller()->OnPulled(*call_, {200, {}, deep}, {cursor_, {}}, env()).has_value());
  for (const char* cursor : {"", "{", "7", "{\"invites\":[7],\"gaps\":7}"})
    EXPECT_TRUE(adapter_.puller()->Pull({cursor, {}}, env()).has_value()) << cursor;
}

TEST_F(MatrixSync, AnApplicationServiceDoesNotSync) {
  EXPECT_EQ(MatrixAdapter(Way::kService).puller(), nullptr);
  EXPECT_FALSE(adapter_.takes_hooks());
}

}  // namespace
}  // namespace frontdesk::adapters::matrix
